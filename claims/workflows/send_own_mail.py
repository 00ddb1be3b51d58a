"""Hand over one mail about somebody's own matters."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from anymail.exceptions import AnymailError  # type: ignore[import-untyped]  # it has no types

from claims.models import OwnMail
from claims.workflows.word_own_mail import NothingToSend, word_own_mail

# The last try is about four days after the first.
MOST_TRIES = 8
_FIRST_WAIT = timedelta(minutes=1)

logger = logging.getLogger(__name__)


def send_own_mail(number: int, *, now: datetime) -> str:
    """Send a mail and forget it; what became of it: "sent", "put off", "given up" or "not needed".

    What a server puts off is tried again after 1, 4, 16 … minutes. Repeating it after it was sent does nothing; a
    worker that dies between the handing over and the forgetting sends it twice. Raises nothing.
    """
    mail = OwnMail.objects.select_related("subscriber").filter(pk=number).first()
    if mail is None:
        return "not needed"
    try:
        word_own_mail(mail, now=now).send()
    except NothingToSend:
        mail.delete()
        return "not needed"
    except (OSError, AnymailError) as failure:
        # What smtplib raises is an OSError, too.
        return _put_off(mail, failure, now=now)
    mail.delete()
    return "sent"


def _put_off(mail: OwnMail, failure: Exception, *, now: datetime) -> str:
    mail.tries += 1
    if _is_final(failure) or mail.tries >= MOST_TRIES:
        logger.warning("A mail of the kind %s is given up: %s", mail.kind, type(failure).__name__)
        mail.delete()
        return "given up"
    mail.failure, mail.leased_until = f"{type(failure).__name__}: {failure}"[:500], None
    mail.due_at = now + _FIRST_WAIT * 4 ** (mail.tries - 1)
    mail.save(update_fields=["tries", "failure", "leased_until", "due_at"])
    return "put off"


def _is_final(failure: Exception) -> bool:
    """Whether a server said that it will never take this."""
    if isinstance(failure, SMTPRecipientsRefused):
        return all(code >= 500 for code, _answer in failure.recipients.values())
    return isinstance(failure, SMTPResponseException) and failure.smtp_code >= 500
