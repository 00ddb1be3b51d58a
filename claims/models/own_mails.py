"""Single mails about a reader's or a person's own matters, which wait to be handed over."""

from django.db import models
from django.db.models import Q

from claims.models.follows import MailLanguage, Subscriber


class OwnMailKind(models.TextChoices):
    CONFIRM = "confirm", "confirm that you want this"
    CONFIRM_ADDRESS = "confirm_address", "confirm a new address"
    ADDRESS_CHANGED = "address_changed", "your address was changed"
    STALE_FOLLOWS = "stale_follows", "do you still want these?"
    SIGN_UP = "sign_up", "make an account"
    PASSWORD = "password", "choose a new password"


class OwnMail(models.Model):
    """One mail that somebody asked for or must be told. It is deleted once it is handed over or given up.

    `said` is what the mail is about beyond its kind. `failure` is why the last of `tries` failed.
    """

    kind = models.CharField(max_length=20, choices=OwnMailKind)
    address = models.EmailField()
    language = models.CharField(max_length=10, choices=MailLanguage)
    subscriber = models.ForeignKey(
        Subscriber, null=True, blank=True, on_delete=models.CASCADE, related_name="own_mails"
    )
    said = models.JSONField(default=dict, blank=True)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    failure = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=OwnMailKind.values), name="own_mail_kind_known"),
            models.CheckConstraint(condition=Q(language__in=MailLanguage.values), name="own_mail_language_known"),
        )
        indexes = (
            # Read by the dispatcher.
            models.Index(fields=("due_at", "id"), name="own_mail_due"),
        )

    def __str__(self) -> str:
        return f"{self.kind} to {self.address}"
