"""Markdown without its marks, and the way back: each character of the plain text knows its place in the original."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Bounds keep an unclosed bracket from being searched to the end of the text again and again.
_LINK = (
    r"\[(?P<anchor>(?:[^\[\]\n]|\n(?!\s*\n)|!?\[[^\[\]\n]{0,200}\](?:\([^()\s]{0,500}\))?){0,400})\]"
    r"\((?P<target>[^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,2000})?)(?:\s+\"[^\"\n]{0,200}\")?\s*\)"
)
_MARK = re.compile(
    r"(?P<image>!\[[^\]\n]{0,300}\]\([^)\n]{0,2000}\))"
    rf"|{_LINK}"
    r"|(?P<address><(?:https?://|mailto:)[^<>\s]{1,2000}>)"
    r"|(?P<tag></?[a-zA-Z][^<>\n]{0,500}>|<!--[^>]{0,500}-->)"
    r"|(?P<note>\[\^[\w-]{1,20}\])"
    r"|(?P<mark>\*{1,3}(?!\d)|(?<!\d)\*|`{1,3}|(?<![A-Za-z0-9])_{1,2}(?=\S)|(?<=\S)_{1,2}(?![A-Za-z0-9])|~~|\\(?=[*_#\[\]()~`>-]))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainText:
    """`text` without marks; `offsets[i]` is where its i-th character stands in the original."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that the plain `text[start:end]` stands in; raises ValueError when it is empty."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no text between {start} and {end} of {len(self.text)}")
        return self.offsets[start], self.offsets[end - 1] + 1

    def part(self, start: int, end: int) -> "PlainText":
        """The plain `text[start:end]` with its places."""
        return PlainText(text=self.text[start:end], offsets=self.offsets[start:end])


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkdownLink:
    """A link as written: `raw[start:end]` is all of it, `raw[anchor_start:anchor_end]` its words."""

    target: str
    start: int
    end: int
    anchor_start: int
    anchor_end: int
    is_image: bool = False


def _kept(raw: str, start: int, end: int) -> Iterator[int]:
    at = start
    for found in _MARK.finditer(raw, start, end):
        yield from range(at, found.start())
        at = found.end()
        if found["target"] is not None:
            yield from _kept(raw, found.start("anchor"), found.end("anchor"))
    yield from range(at, end)


def flatten(raw: str, start: int = 0, end: int | None = None) -> PlainText:
    """The plain text of `raw[start:end]`: anchors stay, targets, images, tags and emphasis go, line ends become spaces."""
    offsets = tuple(_kept(raw, start, len(raw) if end is None else end))
    text = "".join(" " if raw[place] in "\n\r\t" else raw[place] for place in offsets)
    return PlainText(text=text, offsets=offsets)


def balanced(raw: str, start: int, end: int) -> tuple[int, int]:
    """`raw[start:end]` grown by the emphasis mark or the link bracket that lies just outside and is one of a pair."""
    for mark in _PAIRED_MARKS:
        if raw.count(mark, start, end) % 2 == 0:
            continue
        if raw.startswith(mark, max(0, start - len(mark)), start):
            start -= len(mark)
        elif raw.startswith(mark, end):
            end += len(mark)
    opened, closed = raw.count("[", start, end), raw.count("](", start, end)
    if closed > opened and raw.startswith("[", max(0, start - 1), start):
        start -= 1
    target = _TARGET.match(raw, end) if opened > closed else None
    return _out_of_targets(raw, start, target.end() if target else end)


def _out_of_targets(raw: str, start: int, end: int) -> tuple[int, int]:
    """`raw[start:end]` with no edge inside "](address)", which a link over two blocks leaves in sight."""
    around = _target_around(raw, start)
    if around and around.end() < end:
        start = around.end()
    around = _target_around(raw, end)
    return start, around.end() if around else end


def _target_around(raw: str, place: int) -> re.Match[str] | None:
    found = _TARGET.match(raw, max(0, raw.rfind("](", max(0, place - _LONGEST_TARGET), place + 1)))
    return found if found and found.start() < place < found.end() else None


_PAIRED_MARKS = ("**", "__", "~~", "`")
_LONGEST_TARGET = 2000
_TARGET = re.compile(rf"\]\([^()\s]{{0,{_LONGEST_TARGET}}}\)")


def find_links(raw: str) -> Iterator[MarkdownLink]:
    """Inline links, images and `<address>` links of a Markdown text, in order."""
    yield from _links_between(raw, 0, len(raw))


def _links_between(raw: str, start: int, end: int) -> Iterator[MarkdownLink]:
    for found in _MARK.finditer(raw, start, end):
        if found["image"]:
            opening = found.group().rindex("](")
            target = found.group()[opening + 2 : -1].split(' "')[0].strip()
            yield MarkdownLink(
                target=target, start=found.start(), end=found.end(), anchor_start=found.start() + 2,
                anchor_end=found.start() + opening, is_image=True,
            )  # fmt: skip
        elif found["target"] is not None:
            yield MarkdownLink(
                target=found["target"], start=found.start(), end=found.end(), anchor_start=found.start("anchor"),
                anchor_end=found.end("anchor"),
            )  # fmt: skip
            yield from _links_between(raw, found.start("anchor"), found.end("anchor"))
        elif found["address"]:
            yield MarkdownLink(
                target=found.group()[1:-1], start=found.start(), end=found.end(), anchor_start=found.start() + 1,
                anchor_end=found.end() - 1,
            )  # fmt: skip
