"""Quoted-printable in pieces: what is the same in many mails is encoded once, and pieces are joined as they are."""

import re
from binascii import b2a_qp
from dataclasses import dataclass
from email.header import Header

# What differs from reader to reader in a piece: the reader's token and the number of the delivery.
TOKEN, DELIVERY = "@TOKEN@", "@DELIVERY@"
_PLACEHOLDERS = re.compile(f"({TOKEN}|{DELIVERY})")
_SOFT_BREAK = b"=\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """An encoded text with places for a reader's own: `parts` and, between each two of them, a `place`."""

    parts: tuple[bytes, ...]
    places: tuple[str, ...]

    def filled(self, *, token: bytes, delivery: bytes) -> list[bytes]:
        """The text with a reader's own; both are at most 75 letters and digits, which need no encoding."""
        filled = [self.parts[0]]
        for place, part in zip(self.places, self.parts[1:], strict=True):
            filled += (token if place == TOKEN else delivery, _SOFT_BREAK, part)
        return filled


def encoded(text: str) -> bytes:
    """Whole lines in quoted-printable, ASCII with CRLF, at most 76 characters a line; `text` ends with a line's end."""
    lines = "\n".join(text.splitlines()) + "\n"
    return b2a_qp(lines.encode(), istext=True).replace(b"\n", b"\r\n")


def encoded_open(text: str) -> Open:
    """Whole lines with placeholders, each of which gets a line of its own between soft breaks."""
    pieces = _PLACEHOLDERS.split(text)
    texts, places = pieces[::2], pieces[1::2]
    return Open(parts=(*(_unfinished(part) for part in texts[:-1]), encoded(texts[-1])), places=tuple(places))


def encoded_subject(text: str) -> bytes:
    """A subject as RFC 2047 wants it, folded, with its name and the line's end."""
    charset = "us-ascii" if text.isascii() else "utf-8"
    written = Header(text, charset, header_name="Subject", maxlinelen=76).encode()
    return b"Subject: " + written.replace("\n", "\r\n").encode("ascii") + b"\r\n"


def _unfinished(text: str) -> bytes:
    """Text that goes on in its last line: that line ends with a soft break, for which room is kept by one letter."""
    lines = text.replace("\r", "")
    kept = b2a_qp((lines + "x").encode(), istext=True).replace(b"\n", b"\r\n")[:-1]
    return kept if kept.endswith(b"\r\n") or not kept else kept + _SOFT_BREAK
