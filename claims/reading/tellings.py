"""What one announcement shows of where it comes from: its words in pieces, its figures, names and links, and what it says itself."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from urllib.parse import urlsplit

from claims.core.plain_text import flatten
from claims.core.sentences import BlockKind, split_sentences
from claims.core.subjects import find_names
from claims.reading.addresses import site_of
from claims.reading.figures_in_order import READ, Figure, FigureKey, figures_of
from claims.reading.languages import READ_LANGUAGES
from claims.reading.links import read_links

# Words, or Chinese characters, in a piece: as many as are rarely written twice by chance.
PIECE = 5
CHINESE_PIECE = 6
# The pieces with the smallest hashes stand for all: two texts share some of them about as often as they share pieces
# (Broder, "On the resemblance and containment of documents", 1997).
_PIECES_MARKED = 32
_LINKS_MARKED = 40
_FIGURES_MARKED = 60

_WORD = re.compile(r"[㐀-鿿]|[^\W_㐀-鿿]+")
# Said of the whole text, by a line that names where it is from.
_DERIVED = re.compile(
    r"译自|编译自|翻译自|原文|编译[:：]|转载|转自|来源\s?[:：]|首发于|"
    r"translated\s(?:and\s\w+\s)?from|translation\sof|"
    r"(?:originally|first)\s(?:published|posted|appeared)|original\s(?:article|post|version|story)|"
    r"(?:re-?published|reprinted|cross-?posted|syndicated)\s(?:here\s)?(?:from|with|by|at|on)",
    re.I,
)
# Such lines stand before or behind the text itself.
_HEAD = 800
_TAIL = 800
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An announcement as it was stored. `number` is its id; a later number came in later."""

    number: int
    text: str
    language: str
    title: str = ""
    url: str = ""
    canonical_url: str = ""
    publisher: str = ""
    published_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Traits:
    """A telling with what can be compared of it; each part is worked out when it is first asked for."""

    telling: Telling

    @cached_property
    def pieces(self) -> frozenset[int]:
        """Hashes of all runs of `PIECE` words, or of `CHINESE_PIECE` characters."""
        words = _WORD.findall(unicodedata.normalize("NFKC", flatten(self.telling.text[:READ]).text).casefold())
        size = CHINESE_PIECE if self.telling.language == "zh" else PIECE
        return frozenset(_mark(" ".join(words[at : at + size])) for at in range(len(words) - size + 1))

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures in order; none of a language whose numbers are not read."""
        return figures_of(self.telling.text) if self.telling.language in READ_LANGUAGES else ()

    @cached_property
    def names(self) -> frozenset[str]:
        """Canonical names of systems, makers, chips and benchmarks: the same in every language."""
        sentences = split_sentences(self.telling.text[:READ])
        return frozenset(
            name.canonical.casefold()
            for sentence in sentences
            if sentence.kind is not BlockKind.CODE
            for name in find_names(sentence.text)
        )

    @cached_property
    def links(self) -> frozenset[str]:
        """The bare addresses that the text links to, without its own."""
        addresses = (bare_address(link.url) for link in read_links(self.telling.text, "") if not link.is_image)
        return frozenset(address for address in addresses if address and address != self.address)

    @cached_property
    def address(self) -> str:
        """Its own bare address, or ""."""
        return bare_address(self.telling.url)

    @cached_property
    def origins(self) -> tuple[str, ...]:
        """The lines in which the text says where it is from, as written."""
        text = self.telling.text
        ends = text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]}\n{text[-_TAIL:]}"
        return tuple(line for line in ends.splitlines() if _DERIVED.search(line))

    @cached_property
    def marks(self) -> frozenset[int]:
        """Numbers by which a relative can be found without reading it: few of them, and each of them rare.

        Links, its own address, neighbouring figures in pairs, and the smallest pieces. A translation shares links and
        pairs of figures, a copy shares all.
        """
        addresses = {*sorted(self.links)[:_LINKS_MARKED], self.address, bare_address(self.telling.canonical_url)}
        keys = [figure.key for figure in self.figures[:_FIGURES_MARKED]]
        neighbours = [*pairwise(keys), *zip(keys, keys[2:], strict=False)]
        return frozenset(
            (
                *(_mark(f"link {address}") for address in addresses if address),
                *(_mark(_written(pair)) for pair in neighbours),
                *sorted(self.pieces)[:_PIECES_MARKED],
            )
        )

    def names_as_origin(self, other: "Traits") -> bool:
        """Whether it says that `other` is what it is made from: by its canonical address, or in a line with its link or title."""
        if other.address and bare_address(self.telling.canonical_url) == other.address != self.address:
            return True
        return any(_points_at(line, other) for line in self.origins)

    def credits(self, other: "Traits") -> bool:
        """Whether a line on where it is from names the publisher of `other`."""
        publisher = other.telling.publisher.casefold()
        return len(publisher) >= _SHORTEST_NAME and any(publisher in line.casefold() for line in self.origins)


def bare_address(url: str) -> str:
    """Site and path of an address, with its numeric parameters (an article's number); "" for a front page or none.

    What a link adds to tell where the reader came from differs between links to one page.
    """
    site = site_of(url)
    if not site:
        return ""
    parts = urlsplit(url)
    numbers = "&".join(pair for pair in parts.query.split("&") if pair.partition("=")[2].isdigit())
    path = parts.path.rstrip("/")
    return f"{site}{path}{'?' if numbers else ''}{numbers}" if path or numbers else ""


def _points_at(line: str, other: Traits) -> bool:
    title = other.telling.title.strip().casefold()
    if title and len(title) > 2 * _SHORTEST_NAME and title in line.casefold():
        return True
    addresses = (bare_address(link.url) for link in read_links(line, ""))
    return bool(other.address) and other.address in addresses


def _written(pair: tuple[FigureKey, FigureKey]) -> str:
    return "figures " + " ".join(part for key in pair for part in key)


def _mark(words: str) -> int:
    """A signed number of eight bytes, as PostgreSQL keeps them, the same on every machine."""
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), signed=True)
