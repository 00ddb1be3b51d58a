"""A reader and a mail for them, as they are handed from the composing to the rendering and on to the sending."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from claims.digest.changes import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Whom a mail is for. `key` is in their links (`claims.reader_links`); `language` is one of `MailLanguage`."""

    subscriber_id: int
    address: str
    language: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The issue that a mail belongs to (see `DigestIssue`)."""

    issue_id: int
    cadence: str
    due_at: datetime
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail, ready to be handed over: `message` is the whole of it, headers and both parts, with CRLF line ends.

    It is ASCII only (bodies are encoded), so that every server takes it. `envelope_from` takes what comes back.
    """

    delivery_id: int
    recipient: str
    envelope_from: str
    message_id: str
    message: bytes


class LetterWriter(Protocol):
    """Writes the mails of one edition; entries that it has put into words once, it only joins afterwards."""

    def write(self, delivery_id: int, reader: Reader, changes: Sequence[Change]) -> Letter:
        """The mail that tells a reader these changes, which are in order and are all that they are told."""
        ...
