"""The query language of arXiv's API (user manual 5.1): fields, phrases, AND, OR, ANDNOT, brackets and ranges of days.

Its engine knows stems and weighs hits; here words are cut to rough stems and hits are counted, which is enough for a
client to meet the same shape of answers.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time

from tests.standin.library import Work

FIELDS = ("ti", "au", "abs", "co", "jr", "cat", "rn")
RANGES = ("submittedDate", "lastUpdatedDate")
_TOKENS = re.compile(r'(?:(\w+):)?(?:"([^"]*)"|\[([^\]]*)\]|([^\s()"]+)|(\())|(\))')
_RANGE = re.compile(r"(\d{8,14}|\*) TO (\d{8,14}|\*)")
_SUFFIXES = ("ing", "ed", "es", "s", "e")
_SHORTEST_STEM = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """A work as it is searched: the stems of each field between spaces, "all" for all of them."""

    work: Work
    texts: Mapping[str, str]


type Scoring = Callable[[Indexed], int]
"""How often a work is hit, 0 if it is no answer."""


class QueryMalformed(Exception):
    """The query does not follow the grammar."""


def indexed(work: Work) -> Indexed:
    """The work as it is searched, in its newest version."""
    told = work.at_version()
    texts = {
        "ti": stems(told.title),
        "au": stems(" ".join(author.name for author in told.authors)),
        "abs": stems(told.abstract),
        "co": stems(told.comment),
        "jr": stems(told.journal_ref),
        "cat": f" {' '.join(told.categories)} ",
        "rn": f" {told.report_no.casefold()} ",
    }
    return Indexed(work=work, texts={**texts, "all": "".join(texts[name] for name in ("ti", "au", "abs", "co", "jr"))})


def stems(text: str) -> str:
    """The words of a text as rough stems, with a space before and after each."""
    return f" {' '.join(_stem(word) for word in re.findall(r'[^\W_]+', text.casefold()))} "


def _stem(word: str) -> str:
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            return word.removesuffix(suffix)
    return word


def parsed(query: str) -> Scoring:
    """How a query scores works. Raises `QueryMalformed`."""
    reader = _Reader(query)
    scoring = reader.any_of("all")
    if reader.next is not None:
        raise QueryMalformed(f"{query!r} has a bracket too many")
    return scoring


@dataclass(frozen=True, slots=True)
class _Token:
    field: str
    phrase: str
    range: str
    opens: bool
    closes: bool

    @property
    def operator(self) -> str:
        return self.phrase if not self.field and self.phrase in ("AND", "OR", "ANDNOT") else ""


class _Reader:
    def __init__(self, query: str) -> None:
        found = _TOKENS.finditer(query)
        self._tokens = [
            _Token(one[1] or "", one[2] or one[4] or "", one[3] or "", bool(one[5]), bool(one[6])) for one in found
        ][::-1]

    @property
    def next(self) -> _Token | None:
        return self._tokens[-1] if self._tokens else None

    def any_of(self, field: str) -> Scoring:
        """Parts between OR, or side by side."""
        parts = [self.all_of(field)]
        while (token := self.next) and not token.closes:
            if token.operator == "OR":
                self._tokens.pop()
            parts.append(self.all_of(field))
        return lambda work: sum(part(work) for part in parts)

    def all_of(self, field: str) -> Scoring:
        """Parts between AND and ANDNOT."""
        scoring = self.one(field)
        while (token := self.next) and token.operator in ("AND", "ANDNOT"):
            self._tokens.pop()
            scoring = _both(scoring, self.one(field), negated=token.operator == "ANDNOT")
        return scoring

    def one(self, field: str) -> Scoring:
        """A term, a phrase, a range or a bracket."""
        token = self._tokens.pop() if self._tokens else None
        if token is None or token.operator or token.closes:
            raise QueryMalformed("a term is missing")
        field = token.field or field
        if not token.opens:
            return _range(field, token.range) if token.range or field in RANGES else _term(field, token.phrase)
        inner = self.any_of(field)
        if not self._tokens or not self._tokens.pop().closes:
            raise QueryMalformed("a bracket is not closed")
        return inner


def _both(left: Scoring, right: Scoring, *, negated: bool) -> Scoring:
    if negated:
        return lambda work: 0 if right(work) else left(work)
    return lambda work: left(work) + right(work) if left(work) and right(work) else 0


def _term(field: str, phrase: str) -> Scoring:
    if field not in (*FIELDS, "all"):
        raise QueryMalformed(f"{field!r} is no field")
    if field == "cat":
        wanted = f" {phrase.removesuffix('*')}" if phrase.endswith("*") else f" {phrase} "
    else:
        wanted = f" {phrase.casefold()} " if field == "rn" else stems(phrase)
    return lambda work: work.texts[field].count(wanted)


def _range(field: str, told: str) -> Scoring:
    ends = _RANGE.fullmatch(told)
    if field not in RANGES or ends is None:
        raise QueryMalformed(f"{field}:[{told}] is no range of days")
    since = "" if ends[1] == "*" else ends[1]
    until = "9" if ends[2] == "*" else ends[2].ljust(14, "9")
    return lambda work: int(since <= _moment(work.work, field) <= until)


def _moment(work: Work, field: str) -> str:
    dates = [version.date.astimezone(UTC) for version in work.versions]
    dates = dates or [datetime.combine(work.datestamp, time.min, UTC)]
    return (dates[0] if field == "submittedDate" else dates[-1]).strftime("%Y%m%d%H%M%S")
