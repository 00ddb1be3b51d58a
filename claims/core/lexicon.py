"""The names that a text is read with: the seed list, and on top of it what editors know and what the text itself names."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claims.core.han import HAN
from claims.core.known_subjects import KNOWN_SUBJECTS, KnownSubject

WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-.·/+'’]?[A-Za-z0-9α-ωΑ-Ω]+)*\+?")
# Short names and names that are words match only as written: "Phi", "T5", "Yi", "DROP", "Step".
_EXACT_LENGTH = 4
_WORDLIKE = frozenset(
    "clip opt bloom drop math arctic granite bard sora yi falcon mpt coco glue whisper codex gato meta apple flamingo imagen alpaca koala claude".split()
)


def fold(name: str) -> str:
    """The name with wide characters made plain and every hyphen made one."""
    return unicodedata.normalize("NFKC", name).replace("\u2010", "-").replace("\u2011", "-").replace("\u2013", "-")


def spelling(name: str) -> str:
    """A name without what writers vary: case, spaces, hyphens; a point counts ("2.0" is not "20")."""
    folded = re.sub(r"(?<=\d)\s?号$", "", fold(name).strip())
    # A sigma at the end of a word has a form of its own in small letters; in a name it is the same letter.
    return re.sub(r"[\s\-_·]+", "", folded).lower().replace("ς", "σ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelt:
    """One of the names of a subject; `as_written` where it is a plain word too, and only its capitals make it a name."""

    name: str
    subject: KnownSubject
    as_written: bool

    def stands_at(self, text: str, start: int) -> bool:
        """Whether the name, as a whole word, is what `text` goes on with at `start`."""
        piece, behind = text[start : start + len(self.name)], text[start + len(self.name) :][:1]
        same = piece == self.name if self.as_written else piece.lower() == self.name.lower()
        return same and not (behind.isascii() and behind.isalnum())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """Names with what they stand for. Of two that share a spelling the first keeps it; a layer goes before those beneath."""

    by_spelling: dict[str, KnownSubject]
    by_first_word: dict[str, tuple[Spelt, ...]]
    chinese: re.Pattern[str] | None
    beneath: "Lexicon | None" = None

    def named(self, name: str) -> KnownSubject | None:
        """What a name or alias in any spelling stands for; None for names that are not known."""
        key = spelling(name)
        return next((layer.by_spelling[key] for layer in self._layers() if key in layer.by_spelling), None)

    def beginning_with(self, word: str) -> Iterator[Spelt]:
        """The names whose first word this is, the longest of each layer first."""
        for layer in self._layers():
            yield from layer.by_first_word.get(word.lower(), ())

    def chinese_in(self, text: str) -> Iterator[tuple[int, int, KnownSubject]]:
        """Where the Chinese names stand in a text, layer by layer."""
        for layer in self._layers():
            for found in layer.chinese.finditer(text) if layer.chinese else ():
                yield found.start(), found.end(), layer.by_spelling[spelling(found.group())]

    def _layers(self) -> "Iterator[Lexicon]":
        layer: Lexicon | None = self
        while layer:
            yield layer
            layer = layer.beneath


def lexicon_of(subjects: Iterable[KnownSubject], *, beneath: Lexicon | None = None) -> Lexicon:
    """The names of `subjects` on top of those of `beneath`. A name of one plain word counts only as it is written."""
    by_spelling: dict[str, KnownSubject] = {}
    by_first_word: dict[str, list[Spelt]] = {}
    chinese: list[str] = []
    for subject in subjects:
        for name in (subject.name, *subject.aliases):
            if not spelling(name):
                continue
            by_spelling.setdefault(spelling(name), subject)
            if HAN.match(name):
                chinese.append(name)
                continue
            first = WORD.match(name)
            spelt = Spelt(name=name, subject=subject, as_written=_is_word(name, seeded=beneath is None))
            by_first_word.setdefault((first.group() if first else name).lower(), []).append(spelt)
    return Lexicon(
        by_spelling=by_spelling,
        by_first_word={word: tuple(sorted(known, key=_longest_first)) for word, known in by_first_word.items()},
        chinese=re.compile("|".join(re.escape(name) for name in sorted(chinese, key=len, reverse=True)))
        if chinese
        else None,
        beneath=beneath,
    )


def _longest_first(spelt: Spelt) -> int:
    return -len(spelt.name)


def _is_word(name: str, *, seeded: bool) -> bool:
    """Whether a name could be a word of the language: the seed lists those it has, of other names any single word could."""
    return len(name) < _EXACT_LENGTH or name.lower() in _WORDLIKE or (not seeded and name.isalpha())


SEED = lexicon_of(KNOWN_SUBJECTS)
