"""An announcement's text as blocks of runs: Markdown shown, never trusted, with each claim marked at its exact place.

Nothing here makes HTML. A run is a piece of the visible text with the marks that cover it; the template escapes it.
Offsets are those of the stored text throughout, so a mark lands where the quote was found even when markup is hidden.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

_BLOCK = re.compile(r"\S[^\n]*(?:\n(?![ \t]*(?:\n|#{1,6}[ \t]|[-*+][ \t]|\d+\.[ \t]|>))[^\n]+)*")
_LEAD = re.compile(r"(#{1,6})[ \t]+|(?:[-*+]|\d{1,3}\.)[ \t]+|>[ \t]?")
_INLINE = re.compile(
    r"!\[(?P<alt>[^\]\n]*)\]\([^)\s]*\)"
    r"|\[(?P<anchor>[^\]\n]*)\]\((?P<target>[^)\s]+)(?:[ \t]+\"[^\"\n]*\")?\)"
    r"|<(?P<address>https?://[^>\s]+)>"
    r"|(?P<stars>\*{1,3}|_{2,3}|`)"
)
_SAFE_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


class BlockKind(StrEnum):
    """What a block of text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A claim's place in the stored text: `number` is its public number, `status` the code that colours it."""

    start: int
    end: int
    number: int
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of visible text under the same marks. `status` is the tightest mark's; `ends` close here."""

    text: str
    href: str = ""
    status: str = ""
    overlapping: bool = False
    starts: tuple[int, ...] = ()
    ends: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, heading (`level` 1–6), list item or quotation, as runs in reading order."""

    kind: BlockKind
    runs: tuple[Run, ...]
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """Visible text at `start..end` of the stored text, with the address it links to."""

    start: int
    end: int
    href: str = ""


def marked_blocks(text: str, marks: Iterable[Mark]) -> tuple[Block, ...]:
    """The text as blocks with `marks` in place. Marks outside the text, or on nothing visible, are left out."""
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    blocks = (_block(text, found.start(), found.end(), inside) for found in _BLOCK.finditer(text))
    return tuple(block for block in blocks if block.runs)


def _block(text: str, start: int, end: int, marks: list[Mark]) -> Block:
    lead = _LEAD.match(text, start, end)
    body = lead.end() if lead else start
    here = [mark for mark in marks if mark.start < end and mark.end > start]
    pieces = [piece for piece in _pieces(text, body, end) if piece.start < piece.end]
    kind = BlockKind.PARAGRAPH
    if lead:
        is_heading, is_quotation = bool(lead.group(1)), lead.group().startswith(">")
        kind = BlockKind.HEADING if is_heading else BlockKind.QUOTATION if is_quotation else BlockKind.ITEM
    level = len(lead.group(1)) if lead and lead.group(1) else 0
    return Block(kind=kind, runs=tuple(_runs(text, pieces, here)), level=level)


def _pieces(text: str, start: int, end: int) -> Iterator[_Piece]:
    at = start
    for found in _INLINE.finditer(text, start, end):
        yield _Piece(start=at, end=found.start())
        if found.group("anchor") is not None:
            yield _Piece(start=found.start("anchor"), end=found.end("anchor"), href=_safe(found.group("target")))
        elif found.group("address") is not None:
            yield _Piece(start=found.start("address"), end=found.end("address"), href=_safe(found.group("address")))
        at = found.end()
    yield _Piece(start=at, end=end)


def _safe(address: str) -> str:
    """The address where it is plain http(s), else "": a `javascript:` link becomes text."""
    return address if _SAFE_ADDRESS.fullmatch(address) else ""


def _runs(text: str, pieces: list[_Piece], marks: list[Mark]) -> Iterator[Run]:
    cuts = sorted({mark.start for mark in marks} | {mark.end for mark in marks})
    cut_pieces = [part for piece in pieces for part in _cut(piece, cuts)]
    first = {mark: next((i for i, part in enumerate(cut_pieces) if _covers(mark, part)), None) for mark in marks}
    last = {mark: max((i for i, part in enumerate(cut_pieces) if _covers(mark, part)), default=None) for mark in marks}
    for index, part in enumerate(cut_pieces):
        covering = sorted((mark for mark in marks if _covers(mark, part)), key=lambda mark: mark.end - mark.start)
        yield Run(
            text=text[part.start : part.end],
            href=part.href,
            status=covering[0].status if covering else "",
            overlapping=len(covering) > 1,
            starts=tuple(mark.number for mark in marks if first[mark] == index),
            ends=tuple(mark for mark in marks if last[mark] == index),
        )


def _covers(mark: Mark, part: _Piece) -> bool:
    return mark.start < part.end and mark.end > part.start


def _cut(piece: _Piece, cuts: list[int]) -> Iterator[_Piece]:
    edges = [piece.start, *(cut for cut in cuts if piece.start < cut < piece.end), piece.end]
    for start, end in pairwise(edges):
        yield _Piece(start=start, end=end, href=piece.href)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A quote in its context: `before` and `after` are cut at `reach` characters and then start or end with "…"."""

    before: str
    quote: str
    after: str


def excerpt(text: str, quote: str, *, reach: int = 240) -> Excerpt:
    """The first place of `quote` in `text` with its surroundings; the quote alone where the text does not hold it."""
    at = text.find(quote)
    if at < 0:
        return Excerpt(before="", quote=quote, after="")
    end = at + len(quote)
    before, after = text[:at], text[end:]
    return Excerpt(
        before=before if len(before) <= reach else "…" + before[-reach:],
        quote=quote,
        after=after if len(after) <= reach else after[:reach] + "…",
    )
