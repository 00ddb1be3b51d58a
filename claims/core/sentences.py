"""Blocks and sentences of Markdown or plain text in English and Chinese, each with its place in the original."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from claims.core.han import HAN
from claims.core.plain_text import PlainText, flatten


class BlockKind(StrEnum):
    """What kind of block a sentence stands in."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    TABLE_ROW = "table_row"
    QUOTE = "quote"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """`plain` is what a reader sees; `raw[start:end]` is the original stretch. `block` numbers the blocks of the text."""

    plain: PlainText
    kind: BlockKind
    block: int

    @property
    def text(self) -> str:
        """The sentence without Markdown marks."""
        return self.plain.text

    @property
    def start(self) -> int:
        """Offset of its first character in the original text."""
        return self.plain.offsets[0]

    @property
    def end(self) -> int:
        """Offset behind its last character in the original text."""
        return self.plain.offsets[-1] + 1


_HEADING = re.compile(r"[ \t>]*#{1,6}[ \t]+(?=\S)")
_ITEM = re.compile(r"[ \t>]*(?:[-*+•·●▪]|\d{1,3}[.)、])[ \t]+(?=\S)")
_ITEM_GLUED = re.compile(r"[ \t>]*(?:[•●▪]|\d{1,2}、)(?=\S)")
_QUOTE = re.compile(r"[ \t]*>[ \t]?")
# Bars in a line from which on it is a row of a table.
_BARS = 2
_RULE = re.compile(r"[ \t]*(?:[-*_=][ \t]*){3,}$|[ \t|:+-]+$")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
# A line shorter than this that does not end a sentence stands alone (a title); longer ones are wrapped prose.
_WRAP_COLUMN = 55

# Prose has no sentence this long (lists without full stops and garbage have). Bounds what reading one can cost.
LONGEST_SENTENCE = 1500

_ABBREVIATIONS = frozenset(
    """e.g i.e et al etc vs cf fig figs eq eqs sec dr mr mrs ms prof inc ltd co corp no nos approx ca u.s u.k vol ed
    jan feb mar apr jun jul aug sep sept oct nov dec st ph.d resp ref refs pp p.m a.m""".split()
)
_END = re.compile(
    r"(?P<cjk>[。！？…]+[”’』」)）\"']*)"
    r"|(?P<latin>[.!?]+[\"'”’)\]）»*]*)(?=\s+[\"'“‘(\[（«*_#-]*[A-Z0-9\u4e00-\u9fff@~$€£]|\s*$|[A-Z][a-z]+\s|(?<=[!?])[\u4e00-\u9fff])"
    r"|(?P<mixed>(?<=[\u4e00-\u9fff])[!?]+)"
)
_LAST_WORD = re.compile(r"([\w.]{1,12})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    start: int
    end: int
    kind: BlockKind
    alone: bool


def _lines(raw: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in raw.splitlines(keepends=True):
        yield at, at + len(line.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"))
        at += len(line)


def _kind_of(line: str) -> tuple[BlockKind, int]:
    """The kind of a line and how many characters of marks it begins with."""
    for pattern, kind in (
        (_HEADING, BlockKind.HEADING),
        (_ITEM, BlockKind.LIST_ITEM),
        (_ITEM_GLUED, BlockKind.LIST_ITEM),
    ):
        found = pattern.match(line)
        if found:
            return kind, found.end()
    if line.count("|") >= _BARS:
        return BlockKind.TABLE_ROW, 0
    found = _QUOTE.match(line)
    return (BlockKind.QUOTE, found.end()) if found else (BlockKind.PARAGRAPH, 0)


def _read_lines(raw: str) -> Iterator[_Line | None]:
    """The lines that carry text; None where a block ends."""
    fenced = False
    for start, end in _lines(raw):
        line = raw[start:end]
        if _FENCE.match(line):
            fenced = not fenced
            yield None
        elif fenced:
            yield _Line(start=start, end=end, kind=BlockKind.CODE, alone=True)
        elif not line.strip() or _RULE.match(line):
            yield None
        else:
            kind, marks = _kind_of(line)
            alone = kind in (BlockKind.HEADING, BlockKind.TABLE_ROW)
            yield _Line(start=start + marks, end=end, kind=kind, alone=alone)


def _continues(raw: str, before: _Line, line: _Line) -> bool:
    """Whether a line goes on where the one before it broke off, as wrapped prose does."""
    if before.alone or line.alone or line.kind is BlockKind.LIST_ITEM:
        return False
    text = raw[before.start : before.end].rstrip()
    return not HAN.search(text[-1:]) and (len(text) >= _WRAP_COLUMN or text.endswith((",", ";", "-", "(")))


def _blocks(raw: str) -> Iterator[tuple[int, int, BlockKind]]:
    current: _Line | None = None
    for line in _read_lines(raw):
        if current and line and _continues(raw, current, line):
            current = _Line(start=current.start, end=line.end, kind=current.kind, alone=False)
            continue
        if current:
            yield current.start, current.end, current.kind
        current = line
    if current:
        yield current.start, current.end, current.kind


def _is_abbreviation(text: str, found: re.Match[str]) -> bool:
    if found["latin"] is None or not found["latin"].startswith(".") or found.end() >= len(text):
        return False
    word = _LAST_WORD.search(text, max(0, found.start() - 12), found.start())
    if not word:
        return False
    last = word.group(1).lower()
    initial = len(last) == 1 and last.isalpha() and word.group(1).isupper() and last != "i"
    return (
        last in _ABBREVIATIONS
        or last.split(".")[-1] in _ABBREVIATIONS - {"no", "co", "ed", "mar", "al", "st"}
        or initial
    )


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of one block of plain text start and end; white space between them belongs to none.

    What runs on for more than `LONGEST_SENTENCE` characters is cut there, at a space where one is near.
    """
    return _cut(text, _ended_spans(text))


def _cut(text: str, spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in spans:
        while end - start > LONGEST_SENTENCE:
            space = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
            cut = space if space > 0 else start + LONGEST_SENTENCE
            yield from _stripped(text, start, cut)
            start = cut
        yield from _stripped(text, start, end)


def _ended_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _END.finditer(text):
        if _is_abbreviation(text, found):
            continue
        yield from _stripped(text, start, found.end())
        start = found.end()
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def split_sentences(raw: str) -> tuple[Sentence, ...]:
    """The sentences of a Markdown or plain text in order; a heading, a table row and a code line are one each."""
    sentences: list[Sentence] = []
    for block, (start, end, kind) in enumerate(_blocks(raw)):
        plain = flatten(raw, start, end)
        whole = kind in (BlockKind.TABLE_ROW, BlockKind.CODE)
        spans = _cut(plain.text, _stripped(plain.text, 0, len(plain.text))) if whole else sentence_spans(plain.text)
        sentences.extend(Sentence(plain=plain.part(*span), kind=kind, block=block) for span in spans)
    return tuple(sentences)
