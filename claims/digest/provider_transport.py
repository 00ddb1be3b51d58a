"""Handing mails over to a service by its own interface, through anymail: a request a mail, on one connection."""

import email.policy
from collections.abc import Iterable
from contextlib import suppress
from email.message import EmailMessage as Parsed
from email.parser import BytesParser

import requests
from anymail.exceptions import (  # type: ignore[import-untyped]  # it has no types
    AnymailError,
    AnymailRecipientsRefused,
    AnymailRequestsAPIError,
)
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from claims.digest.answers import LONGEST_ANSWER, Fate, Outcome
from claims.digest.letters import Letter
from claims.digest.transports import Marks, ServerTrouble

# What Django writes itself, or the service does.
_OWN = ("subject", "from", "to", "date", "mime-version", "content-type", "content-transfer-encoding", "dkim-signature")
# Before the request can have been taken in: no connection, and answers that say so.
_NOT_TAKEN = (400, 401, 402, 403, 404, 406, 413, 422, 429, 503)
_OURS = (401, 402, 403, 404, 429, 503)


class ProviderTransport:
    """See `Transport`. The service that `MAIL_URL` names; settings tell it to anymail."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None

    def hand_over(self, letters: Iterable[Letter], marks: Marks) -> None:
        """See `Transport`."""
        if self._backend is None:
            self._backend = get_connection()
            self._backend.open()
        for letter in letters:
            if not marks.begin(letter):
                continue
            outcome = offer(as_django_sends_it(letter), self._backend)
            marks.end(letter, outcome)
            if outcome.is_servers:
                raise ServerTrouble(outcome.answer)

    def close(self) -> None:
        """See `Transport`."""
        if self._backend:
            with suppress(OSError):
                self._backend.close()
        self._backend = None


def offer(message: EmailMultiAlternatives, backend: BaseEmailBackend) -> Outcome:
    """Hand one mail over and say what became of it.

    An answer that says that the request was not carried out can be believed; a broken connection and a gateway's
    error leave it unknown.
    """
    try:
        backend.send_messages([message])
    except AnymailRecipientsRefused as refused:
        return Outcome(fate=Fate.REFUSED, answer=str(refused)[:LONGEST_ANSWER])
    except AnymailRequestsAPIError as failed:
        return _judge(failed)
    except (AnymailError, ValueError) as wrong:
        # It could not be put in the service's form, so that nothing was sent.
        return Outcome(fate=Fate.REFUSED, answer=str(wrong)[:LONGEST_ANSWER])
    return Outcome(fate=Fate.SENT, answer=str(getattr(message, "anymail_status", "") or "handed over")[:LONGEST_ANSWER])


def as_django_sends_it(letter: Letter) -> EmailMultiAlternatives:
    """The mail as Django's backends take it; the delivery goes along, for the service's reports to name it."""
    parsed: Parsed = BytesParser(policy=email.policy.default).parsebytes(letter.message)
    message = EmailMultiAlternatives(
        subject=str(parsed["Subject"] or ""),
        body=_part(parsed, "plain"),
        from_email=str(parsed["From"]),
        to=[letter.recipient],
        headers={name: str(value) for name, value in parsed.items() if name.lower() not in _OWN},
    )
    html = _part(parsed, "html")
    if html:
        message.attach_alternative(html, "text/html")
    message.metadata = {"delivery": str(letter.delivery_id)}  # type: ignore[attr-defined]  # anymail's own
    return message


def _part(parsed: Parsed, kind: str) -> str:
    part = parsed.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""


def _judge(failed: AnymailRequestsAPIError) -> Outcome:
    answer = str(failed)[:LONGEST_ANSWER]
    status = failed.status_code
    if status is None:
        cause = failed.__cause__
        before = isinstance(cause, requests.ConnectTimeout) or "NewConnectionError" in repr(cause)
        return Outcome(fate=Fate.DEFERRED if before else Fate.UNKNOWN, answer=answer, is_servers=True)
    if status in _NOT_TAKEN:
        is_ours = status in _OURS
        return Outcome(fate=Fate.DEFERRED if is_ours else Fate.REFUSED, answer=answer, is_servers=is_ours)
    return Outcome(fate=Fate.UNKNOWN, answer=answer, is_servers=True)
