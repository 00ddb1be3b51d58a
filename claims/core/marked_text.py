"""An announcement's text as blocks of runs: Markdown shown, never trusted, with each claim marked at its exact place.

Nothing here makes HTML. A run is a piece of the visible text with the marks that cover it; the template escapes it.
Offsets are those of the stored text throughout, so a mark lands where the quote was found even when markup is hidden.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

_NEW_BLOCK = r"[ \t]*(?:\n|#{1,6}[ \t]|[-*+][ \t]|\d{1,3}\.[ \t]|[>|])"
_BLOCK = re.compile(rf"#{{1,6}}[ \t][^\n]*|\S[^\n]*(?:\n(?!{_NEW_BLOCK})[^\n]+)*")
# Text without a single empty line, as it comes out of a web page, has a paragraph on each line.
_LINE = re.compile(r"\S[^\n]*")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_LEAD = re.compile(r"(#{1,6})[ \t]+|(?:[-*+]|\d{1,3}\.)[ \t]+|>[ \t]?")
# Bounded, and never across a bracket of its own kind, so that no text makes them look far for an end that is not there.
_TARGET = r"[^()\s]{1,3000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?"
_INLINE = re.compile(
    rf"!\[(?P<alt>[^\[\]\n]{{0,500}})\]\((?:{_TARGET})?\)"
    rf"|\[(?P<anchor>[^\[\]\n]{{0,500}})\]\((?P<target>{_TARGET})(?:[ \t]+\"[^\"\n]{{0,300}}\")?\)"
    r"|<(?P<address>https?://[^<>\s]{1,3000})>"
    # What parts a table's head from its rows; each row is a paragraph.
    r"|(?m:^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|){1,100}(?:[ \t]*:?-+:?)?[ \t]*$)"
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
    """A piece of visible text under the same marks. `status` and `number` are the tightest mark's; `ends` close here.

    `start` is where it stands in the stored text, letter by letter.
    """

    text: str
    href: str = ""
    status: str = ""
    overlapping: bool = False
    starts: tuple[int, ...] = ()
    ends: tuple[Mark, ...] = ()
    start: int = field(default=0, compare=False)
    number: int = field(default=0, compare=False)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """A block's kind and its visible pieces, cut at every mark's edges."""

    kind: BlockKind
    level: int
    pieces: tuple[_Piece, ...]


def marked_blocks(text: str, marks: Iterable[Mark]) -> tuple[Block, ...]:
    """The text as blocks with `marks` in place. Marks outside the text, or on nothing visible, are left out."""
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    cuts = sorted({mark.start for mark in inside} | {mark.end for mark in inside})
    block = _BLOCK if _EMPTY_LINE.search(text) else _LINE
    laid = [_lay(text, found.start(), found.end(), cuts) for found in block.finditer(text)]
    covered = {part: _covering(part, inside) for layout in laid for part in layout.pieces}
    # A claim that is said twice is led to where it is said first.
    first: dict[int, _Piece] = {}
    last: dict[Mark, _Piece] = {}
    for part, covering in covered.items():
        for mark in covering:
            first.setdefault(mark.number, part)
            last[mark] = part
    return tuple(
        Block(
            kind=layout.kind,
            level=layout.level,
            runs=tuple(_run(text, part, covered[part], first, last) for part in layout.pieces),
        )
        for layout in laid
        if layout.pieces
    )


def _lay(text: str, start: int, end: int, cuts: list[int]) -> _Layout:
    lead = _LEAD.match(text, start, end)
    pieces = _pieces(text, lead.end() if lead else start, end)
    parts = tuple(part for piece in pieces if piece.start < piece.end for part in _cut(piece, cuts))
    if lead is None:
        return _Layout(kind=BlockKind.PARAGRAPH, level=0, pieces=parts)
    if lead.group(1):
        return _Layout(kind=BlockKind.HEADING, level=len(lead.group(1)), pieces=parts)
    kind = BlockKind.QUOTATION if lead.group().startswith(">") else BlockKind.ITEM
    return _Layout(kind=kind, level=0, pieces=parts)


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


def _covering(part: _Piece, marks: list[Mark]) -> tuple[Mark, ...]:
    """The marks over a piece, the tightest first."""
    over = (mark for mark in marks if mark.start < part.end and mark.end > part.start)
    return tuple(sorted(over, key=lambda mark: (mark.end - mark.start, mark.number)))


def _run(
    text: str, part: _Piece, covering: tuple[Mark, ...], first: dict[int, _Piece], last: dict[Mark, _Piece]
) -> Run:
    return Run(
        text=text[part.start : part.end],
        href=part.href,
        status=covering[0].status if covering else "",
        overlapping=len(covering) > 1,
        starts=tuple(dict.fromkeys(mark.number for mark in covering if first[mark.number] is part)),
        ends=tuple(mark for mark in covering if last[mark] is part),
        start=part.start,
        number=covering[0].number if covering else 0,
    )


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


def passage_at(text: str, start: int, end: int, *, reach: int = 240) -> Excerpt:
    """The words at `text[start:end]` as a reader sees them, with what stands around them in their paragraphs."""
    mark = Mark(start=start, end=end, number=0, status="said")
    around = [block.runs for block in marked_blocks(text, [mark]) if any(run.status for run in block.runs)]
    runs = [run for block in around for run in (*block, Run(text="\n"))][:-1]
    said = [index for index, run in enumerate(runs) if run.status]
    if not said:
        return Excerpt(before="", quote=text[start:end], after="")
    first, last = said[0], said[-1] + 1
    before, quote, after = ("".join(run.text for run in part) for part in (runs[:first], runs[first:last], runs[last:]))
    return _cut_to_reach(before, quote, after, reach)


def excerpt(text: str, quote: str, *, reach: int = 240) -> Excerpt:
    """The first place of `quote` in `text` with its surroundings; the quote alone where the text does not hold it."""
    at = text.find(quote)
    if at < 0:
        return Excerpt(before="", quote=quote, after="")
    end = at + len(quote)
    return _cut_to_reach(text[:at], quote, text[end:], reach)


def _cut_to_reach(before: str, quote: str, after: str, reach: int) -> Excerpt:
    """Context of at most `reach` characters a side, cut between words; Chinese has no such gaps and is cut anywhere."""
    if len(before) > reach:
        before = "…" + re.sub(r"^[A-Za-z0-9'-]{1,30}(?=\W)", "", before[-reach:]).lstrip()
    if len(after) > reach:
        after = re.sub(r"(?<=\W)[A-Za-z0-9'-]{1,30}$", "", after[:reach]).rstrip() + "…"
    return Excerpt(before=before, quote=quote, after=after)
