"""A digest as readers get it, from made-up changes and without a database: for tests and for pictures."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from claims.digest.letters import Letter, Reader
from claims.digest.rendering import DigestWriter
from tests.digest.made_up_changes import CHINESE_READER, EDITION, READER, a_week

SENT_AT = datetime(2026, 11, 23, 8, 0, 12, tzinfo=UTC)


def writer() -> DigestWriter:
    """A writer whose clock stands."""
    return DigestWriter(EDITION, clock=lambda: SENT_AT)


def sample_letter(language: str) -> Letter:
    """The mail of a week in one language, "en" or "zh-hans"."""
    reader: Reader = READER if language == "en" else CHINESE_READER
    return writer().write(1001, reader, a_week())


def parsed(message: bytes) -> EmailMessage:
    """A mail read by Python's strict parser."""
    read = message_from_bytes(message, policy=policy.strict)
    assert isinstance(read, EmailMessage)
    return read


def body(message: bytes, kind: str) -> str:
    """The decoded part of a mail, "plain" or "html", with the line ends of this machine."""
    part = parsed(message).get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")
