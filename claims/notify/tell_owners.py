"""Tell the owners of endpoints that were switched off for failing: one mail for each time, however often it is run."""

import logging
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from claims.models import EndpointState, MailLanguage, Subscriber, WebhookAttempt, WebhookEndpoint
from claims.notices_by_mail import notice

logger = logging.getLogger(__name__)


def tell_owners(*, now: datetime, send: Callable[[EmailMultiAlternatives], object], most: int = 100) -> int:
    """Mail the owners who have not been told yet, up to `most`, and return how many mails went out.

    That one is told is written down before the mail is handed over and taken back where that fails, so that none comes
    twice; a worker that dies in between leaves one untold, and the page of the endpoint says it too. Owners without an
    address are not told. Raises nothing: what the mail server refuses is tried again by the next call.
    """
    sent = 0
    for endpoint in _untold(now=now, most=most):
        try:
            sent += _told(endpoint, send)
        except (SMTPException, OSError) as error:
            logger.warning("The owner of webhook endpoint %s could not be told: %s", endpoint.pk, error)
            WebhookEndpoint.objects.filter(pk=endpoint.pk, owner_told_at=now).update(owner_told_at=None)
    return sent


def _untold(*, now: datetime, most: int) -> list[WebhookEndpoint]:
    with transaction.atomic():
        off = WebhookEndpoint.objects.filter(state=EndpointState.FAILING_OFF, owner_told_at=None, user__is_active=True)
        chosen = list(
            off.select_for_update(of=("self",), no_key=True, skip_locked=True)
            .select_related("user")
            .order_by("pk")[:most]
        )
        WebhookEndpoint.objects.filter(pk__in=[one.pk for one in chosen]).update(owner_told_at=now)
    return chosen


def _told(endpoint: WebhookEndpoint, send: Callable[[EmailMultiAlternatives], object]) -> bool:
    reader = Subscriber.objects.filter(user=endpoint.user).first()
    to = endpoint.user.email or (reader.email if reader else "") or ""
    if not to:
        return False
    language = reader.language if reader else MailLanguage.ENGLISH.value
    with translation.override(language):
        send(_mail(endpoint, to=to, language=language))
    return True


def _mail(endpoint: WebhookEndpoint, *, to: str, language: str) -> EmailMultiAlternatives:
    last = WebhookAttempt.objects.filter(delivery__endpoint=endpoint).order_by("-started_at", "-pk").first()
    if last and last.status == HTTPStatus.GONE:
        why = _("It answered “410 Gone”, which says that it wants nothing any more.")
    else:
        why = _(
            "For more than two days it has taken nothing that we posted to it, although each event was tried often."
        )
    return notice(
        to=to,
        language=language,
        subject=_("Your webhook was switched off"),
        paragraphs=[
            _("We post nothing to %(url)s any more.") % {"url": endpoint.url},
            why,
            _(
                "What was not delivered is kept. When your receiver is well again, switch the webhook on; it can then "
                "catch up with what happened meanwhile."
            ),
        ],
        action=(_("See what it answered"), settings.SITE_URL + reverse("web:webhook", args=[endpoint.pk])),
    )
