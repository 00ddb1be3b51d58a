"""A made-up reader who is written to, and an endpoint that is posted to."""

from claims.models import WebhookDelivery
from tests.digest.made_up_deliveries import NOW, deliveries, issue
from tests.notify.made_up_hooks import endpoint
from tests.workflows.made_up_subscribers import ask


def telling() -> None:
    """An issue with a delivery, a mail to confirm, and an endpoint with a delivery."""
    deliveries(issue(), ["zephyr@example.org"])
    ask("bo@example.org")
    hook = endpoint("https://zephyr.example.org/hook")
    WebhookDelivery.objects.create(endpoint=hook, uid="msg_zephyr", due_at=NOW, recorded_at=NOW)
