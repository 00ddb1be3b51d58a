"""Mails of one edition: the parts of `Fragments`, chosen, joined, and addressed to one reader."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail.message import sanitize_address
from django.urls import reverse

from claims.digest.changes import Change, Section
from claims.digest.encoding import TOKEN
from claims.digest.fragments import Fragment, Fragments
from claims.digest.letters import Edition, Letter, Reader
from claims.digest.tallies import counts_of
from claims.mail_frame import mail_host
from claims.reader_links import READER, sign

# Entries told in full, and smaller changes in a line each; the others are counted and stand in the web copy.
MOST_ENTRIES, MOST_LINES = 20, 12
# Of the HTML, in bytes: Gmail hides what comes after 102 kB. Headings, opening and foot are within the reserve.
MOST_BYTES, RESERVE = 100_000, 8_000

_PLAIN = b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
_HTML = b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
_SAFE_ADDRESS = re.compile(r"[!-~]+@[!-~]+", re.ASCII)


class DigestWriter:
    """Writes the mails of one edition (a `LetterWriter`). Not for several threads.

    `clock` gives the time of the header Date. `envelope_from` gives the address that takes what comes back of a
    delivery; without it that is the sender's. A letter is ASCII with CRLF and lines of at most 76 characters in its
    bodies, so that no server on the way rewrites it and breaks a signature (DKIM), which the sending server adds.
    """

    def __init__(
        self, edition: Edition, *, clock: Callable[[], datetime], envelope_from: Callable[[int], str] | None = None
    ) -> None:
        self._edition = edition
        self._clock = clock
        sender = sanitize_address(settings.DEFAULT_FROM_EMAIL, "utf-8")
        bare = parseaddr(sender)[1]
        self._envelope_from = envelope_from or (lambda _delivery_id: bare)
        self._languages: dict[str, Fragments] = {}
        self._dated: tuple[int, bytes] = (0, b"")
        self._host = mail_host()
        self._unsubscribe = _split(f"{settings.SITE_URL}{reverse('web:unsubscribe', args=[TOKEN])}")
        self._fixed = _fixed_headers(edition, sender=sender, host=self._host)
        self._boundary = f"--=_digest.{edition.issue_id}".encode("ascii")

    def write(self, delivery_id: int, reader: Reader, changes: Sequence[Change]) -> Letter:
        """The mail that tells a reader these changes, in their order. Raises `ValueError` where there are none."""
        if not changes:
            raise ValueError("There is nothing to tell: a digest without changes is not written.")
        parts = self._of(reader.language)
        every = [parts.entry(change) for change in changes]
        places = [fragment.place for fragment in every]
        # The weightiest is what the subject line counts first.
        opening = parts.opening(counts_of(places), every[places.index(min(places))].title)
        token = sign(READER, reader.subscriber_id, reader.key).encode("ascii")
        own = {"token": token, "delivery": str(delivery_id).encode("ascii")}
        html, text = [parts.frame.before, opening.preview, parts.frame.between, opening.html], [opening.text]
        shown = _chosen(every, MOST_BYTES - RESERVE - parts.frame.size)
        section: Section | None = None
        for fragment in shown:
            if fragment.section is not section:
                section = fragment.section
                heading_html, heading_text = parts.section(section)
                html.append(heading_html)
                text.append(heading_text)
            html.append(fragment.html)
            text.append(fragment.text)
        if len(shown) < len(every):
            more_html, more_text = parts.more(len(every) - len(shown))
            html += more_html.filled(**own)
            text += more_text.filled(**own)
        recipient, message_id = _ascii(reader.address), self.message_id(delivery_id)
        message = b"".join(
            (
                self._headers(recipient, message_id, token),
                opening.subject,
                b"Content-Language: ", reader.language.encode("ascii"), b"\r\n\r\n",
                self._boundary, b"\r\n", _PLAIN, *text, *parts.frame.foot_text.filled(**own), b"\r\n",
                self._boundary, b"\r\n", _HTML, *html, *parts.frame.foot_html.filled(**own), b"\r\n",
                self._boundary, b"--\r\n",
            )
        )  # fmt: skip
        return Letter(
            delivery_id=delivery_id,
            recipient=recipient,
            envelope_from=self._envelope_from(delivery_id),
            message_id=message_id,
            message=message,
        )

    def message_id(self, delivery_id: int) -> str:
        """The Message-ID of a delivery, always the same."""
        return f"<digest.{delivery_id}.{self._edition.issue_id}@{self._host}>"

    def _of(self, language: str) -> Fragments:
        parts = self._languages.get(language)
        if parts is None:
            parts = self._languages[language] = Fragments(self._edition, language)
        return parts

    def _headers(self, recipient: str, message_id: str, token: bytes) -> bytes:
        """What differs from mail to mail, after what does not; both ways to stop are those of RFC 8058."""
        before, after = self._unsubscribe
        return b"".join(
            (
                self._fixed,
                b"Date: ", self._date(), b"\r\n",
                b"Message-ID: ", message_id.encode("ascii"), b"\r\n",
                b"To: ", recipient.encode("ascii"), b"\r\n",
                b"List-Unsubscribe: <", before, token, after, b">\r\n",
            )
        )  # fmt: skip

    def _date(self) -> bytes:
        now = self._clock()
        second = int(now.timestamp())
        if self._dated[0] != second:
            self._dated = (second, format_datetime(now).encode("ascii"))
        return self._dated[1]


def _chosen(fragments: Sequence[Fragment], room: int) -> list[Fragment]:
    """What is shown: the weightiest in full, smaller ones in a line, and all together within `room` bytes of HTML."""
    shown: list[Fragment] = []
    entries, lines = MOST_ENTRIES, MOST_LINES
    for fragment in fragments:
        quiet = fragment.section is Section.QUIET
        if fragment.size > room or not (lines if quiet else entries):
            continue
        room -= fragment.size
        entries, lines = (entries, lines - 1) if quiet else (entries - 1, lines)
        shown.append(fragment)
    return shown


def _fixed_headers(edition: Edition, *, sender: str, host: str) -> bytes:
    """What all mails of an edition have. `Precedence` and `X-Auto-Response-Suppress` keep absence notices away.

    `Feedback-ID` names the issue, its rhythm, the kind of mail and the sender to Gmail's feedback loop.
    """
    archive = f"{settings.SITE_URL}{reverse('web:digests')}"
    lines = (
        "MIME-Version: 1.0",
        f"From: {sender}",
        f"List-Id: Claim Tracker <digest.{host}>",
        f"List-Archive: <{archive}>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        "Precedence: bulk",
        f"Feedback-ID: {edition.issue_id}:{edition.cadence}:digest:claimtracker",
        f'Content-Type: multipart/alternative;\n boundary="=_digest.{edition.issue_id}"',
    )
    return "".join(f"{line}\n" for line in lines).replace("\n", "\r\n").encode("ascii")


def _ascii(address: str) -> str:
    """An address as it stands in a header and an envelope: a host's name in other letters is written in ASCII.

    Raises `ValueError` for what is none: it could bring a header of its own.
    """
    written = address if address.isascii() else sanitize_address(address, "utf-8")
    if not _SAFE_ADDRESS.fullmatch(written):
        raise ValueError("This is no address that a mail can be sent to.")
    return written


def _split(address: str) -> tuple[bytes, bytes]:
    before, _, after = address.partition(TOKEN)
    return before.encode("ascii"), after.encode("ascii")
