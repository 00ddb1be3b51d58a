"""What an issue reads like, before or after it is sent: a mail to look at, and one to oneself as a test."""

import email
import email.policy
import re
from dataclasses import dataclass
from email.message import EmailMessage

from claims.digest.answers import Fate, Outcome
from claims.digest.changes import Change
from claims.digest.letters import Letter, LetterWriter, Reader
from claims.digest.told import ChangesTold, public_changes
from claims.digest.transports import Transport
from claims.models import Delivery, DigestIssue

# Nobody's: the links of a mail that is only looked at lead to nobody's preferences.
_NOBODY = Reader(subscriber_id=0, address="reader@example.org", language="en", key="a preview")
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)
MARK = b"[Test]"


class NothingToShow(ValueError):
    """The issue tells nothing that could be shown; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A mail as its reader sees it; `html` is what is within its body, with its styles in the elements."""

    subject: str
    text: str
    html: str
    size: int


def preview_changes(issue: DigestIssue) -> tuple[Change, ...]:
    """What an issue tells: a public one everybody, another its first reader. Raises `NothingToShow`."""
    if issue.slug:
        changes = public_changes(issue)
    else:
        first = Delivery.objects.filter(issue=issue).order_by("pk").first()
        changes = ChangesTold().of([first]).get(first.pk, ()) if first else ()
    if not changes:
        raise NothingToShow("Nothing is left of what the issue tells, or nobody is told anything by it.")
    return changes


def preview(issue: DigestIssue, writer: LetterWriter, *, language: str) -> Preview:
    """The mail in a language, for nobody. Raises `NothingToShow`."""
    letter = _letter(issue, writer, language=language, address=_NOBODY.address)
    message = email.message_from_bytes(letter.message, policy=email.policy.default)
    html = _part(message, "html")
    body = _BODY.search(html)
    return Preview(
        subject=str(message["Subject"]),
        text=_part(message, "plain"),
        html=body.group(1) if body else html,
        size=len(letter.message),
    )


def send_test(issue: DigestIssue, writer: LetterWriter, transport: Transport, *, to: str, language: str) -> Outcome:
    """Send the mail once to an address, marked as a test; nothing is noted. Raises `NothingToShow`, `ServerTrouble`."""
    letter = _letter(issue, writer, language=language, address=to)
    # What follows may be on the next line.
    marked = letter.message.replace(b"\r\nSubject:", b"\r\nSubject: " + MARK, 1)
    marks = _OnlyOnce()
    try:
        transport.hand_over(
            [
                Letter(
                    delivery_id=letter.delivery_id,
                    recipient=letter.recipient,
                    envelope_from=letter.envelope_from,
                    message_id=letter.message_id,
                    message=marked,
                )
            ],
            marks,
        )
    finally:
        transport.close()
    return marks.outcome


class _OnlyOnce:
    """See `Marks`: of one mail that is no delivery."""

    def __init__(self) -> None:
        self.outcome = Outcome(fate=Fate.DEFERRED, answer="It was not offered.")

    def begin(self, letter: Letter) -> bool:
        """See `Marks`."""
        return True

    def end(self, letter: Letter, outcome: Outcome) -> None:
        """See `Marks`."""
        self.outcome = outcome


def _letter(issue: DigestIssue, writer: LetterWriter, *, language: str, address: str) -> Letter:
    reader = Reader(subscriber_id=_NOBODY.subscriber_id, address=address, language=language, key=_NOBODY.key)
    return writer.write(0, reader, preview_changes(issue))


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""
