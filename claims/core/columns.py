"""Plain text set in columns, as a terminal shows it: Chinese characters are two columns wide, addresses never break."""

import re
import unicodedata

# What mails and terminals are set in since teletypes, less room for a quotation mark.
WIDTH = 72
_WIDE = "WF"
_HAN = r"\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6"
_OPENING, _CLOSING = r"[（《「『【“‘]*", r"[、。，．：；！？）》」』】”’]*"
# A word and the space after it; each wide character is a word of its own, with the marks that must stand by it.
_PIECES = re.compile(rf"{_OPENING}[{_HAN}]{_CLOSING}\s*|{_OPENING}[^\s{_HAN}]+{_CLOSING}\s*")


def columns_of(text: str) -> int:
    """How many columns a terminal needs for a line."""
    return sum(_columns_of_one(character) for character in text)


def wrapped(text: str, *, first: str = "", rest: str | None = None, width: int = WIDTH) -> str:
    """The text in lines of at most `width` columns, the first after `first`, the others after `rest` (or spaces).

    Runs of white space are one space. A word that is longer than a line, such as an address, has one of its own.
    """
    if rest is None:
        rest = " " * columns_of(first)
    lines: list[str] = []
    line, room = "", width - columns_of(first)
    for piece in _PIECES.findall(" ".join(text.split())):
        if line and columns_of(line) + columns_of(piece.rstrip()) > room:
            lines.append(line.rstrip())
            line, room = "", width - columns_of(rest)
        line += piece
    lines.append(line.rstrip())
    indents = [first, *([rest] * (len(lines) - 1))]
    return "\n".join((indent + line).rstrip() for indent, line in zip(indents, lines, strict=True))


def _columns_of_one(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1
