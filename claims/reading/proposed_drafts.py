"""Drafts from what a language model proposes: it may point at words of the text, and nothing else of it is believed.

A proposal is `{"quote", "figure", "kind", "subject"}`. The quote has to stand in the text; the number is read by our own
grammar where `figure` points; the subject has to be a name that the text uses; the wording of the claim is ours. So an
article that talks to the model can at most make it point at other sentences of that article.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from claims.core.known_subjects import KnownSubject
from claims.core.lexicon import Lexicon
from claims.core.masking import plain_signs
from claims.core.model_answers import Row
from claims.core.own_names import lexicon_for
from claims.core.plain_text import balanced, flatten
from claims.core.quantities import Quantity
from claims.core.quoting import QuotableText, QuoteMatch
from claims.core.sentences import split_sentences
from claims.core.statements import ClaimKind
from claims.core.subjects import find_names
from claims.reading.attribution import attribution_of, is_hedged, is_negated, is_taken_back
from claims.reading.clauses import innermost_clause
from claims.reading.drafts import DraftClaim
from claims.reading.looking import Looked, look_at, with_boilerplate
from claims.reading.scoring import score_measured
from claims.reading.triage import FINAL, Leaving, is_forecast
from claims.reading.windows import Window
from claims.reading.wording import claim_text

# Characters. A shorter quote says nothing alone, a longer one is a paragraph.
SHORTEST, SHORTEST_CHINESE, LONGEST = 12, 5, 600
# A statement without a number that only a model calls a claim stands below those that a rule knows.
_TOLD, _NAMED = 0.3, 0.2


class Fault(StrEnum):
    """Why a proposal was dropped."""

    MISSHAPEN = "not of the form asked for"
    NOT_IN_TEXT = "quote not in the text"
    SEVERAL_PLACES = "quote in several places, in none word for word"
    WRONG_LENGTH = "quote too short or too long"
    NO_NUMBER = "no number read in the quote"
    SEVERAL_NUMBERS = "several numbers, none pointed at"
    NO_CLAIM = "question, instruction, forecast or other words that are no claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What became of a model's proposals: drafts, how many of their quotes were folded to be found, and the faults."""

    drafts: tuple[DraftClaim, ...]
    reanchored: int
    faults: Counter[Fault]


class _Dropped(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text prepared for checking proposals against it: its sentences but code, each looked at as the rules do."""

    text: str
    publisher: str
    lexicon: Lexicon
    looked: tuple[Looked, ...]
    starts: tuple[int, ...]

    def sentences_of(self, start: int, end: int) -> tuple[Looked, ...]:
        """The sentences that `text[start:end]` reaches into."""
        first = max(0, bisect_right(self.starts, start) - 1)
        reached = (looked for looked in self.looked[first:] if looked.sentence.start < end)
        return tuple(looked for looked in reached if looked.sentence.end > start)


def article_of(
    text: str,
    *,
    title: str,
    language: str,
    publisher: str,
    published_on: date | None,
    known: tuple[KnownSubject, ...] = (),
) -> Article:
    """Prepare a text; `known` are names to look for besides those of the seed. Linear in its length."""
    lexicon = lexicon_for(plain_signs(text), title, known)
    year = published_on.year if published_on else None
    looked = tuple(
        look_at(sentence, language=language, lexicon=lexicon, year=year, boilerplate=boilerplate)
        for sentence, boilerplate in with_boilerplate(split_sentences(text))
    )
    starts = tuple(one.sentence.start for one in looked)
    return Article(text=text, publisher=publisher, lexicon=lexicon, looked=looked, starts=starts)


def drafts_from(rows: Iterable[Row], article: Article, window: Window, reader: str) -> Proposals:
    """The drafts of what was proposed for one window; `reader` is what they are marked with."""
    quotable = QuotableText(window.text)
    drafts, reanchored, faults = [], 0, Counter[Fault]()
    for row in rows:
        try:
            draft, folded = _draft(row, article, window, quotable, reader)
        except _Dropped as dropped:
            faults[dropped.fault] += 1
            continue
        drafts.append(draft)
        reanchored += folded
    return Proposals(drafts=tuple(drafts), reanchored=reanchored, faults=faults)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quoted:
    """A quote at its place: its sentences, and the quantities inside it with the sentence of each.

    Quantities keep their places in their sentences, which `_span` brings to places in the article.
    """

    start: int
    end: int
    words: str
    sentences: tuple[Looked, ...]
    quantities: tuple[tuple[Quantity, Looked], ...]


def _draft(row: Row, article: Article, window: Window, quotable: QuotableText, reader: str) -> tuple[DraftClaim, bool]:
    """The draft, and whether its quote was found only when folded."""
    quote = _words(row, "quote")
    if not quote:
        raise _Dropped(Fault.MISSHAPEN)
    if not (SHORTEST if quote.isascii() else SHORTEST_CHINESE) <= len(quote) <= LONGEST:
        raise _Dropped(Fault.WRONG_LENGTH)
    place = quotable.place(quote)
    if not place.found:
        raise _Dropped(Fault.SEVERAL_PLACES if place.match is QuoteMatch.AMBIGUOUS else Fault.NOT_IN_TEXT)
    quoted = _quoted(article, window.start + place.start, window.start + place.end)
    subject = _subject(_words(row, "subject"), article, quotable)
    kind = _kind(row)
    figure = _words(row, "figure")
    if figure or kind is ClaimKind.QUANTITY:
        draft = _measured(article, quoted, _pointed_at(article, quoted, figure), subject)
    else:
        draft = _told(article, quoted, kind, subject)
    return replace(draft, readers=(reader,)), place.match is QuoteMatch.FOLDED


def _words(row: Row, key: str) -> str:
    told = row.get(key)
    if told is not None and not isinstance(told, str):
        raise _Dropped(Fault.MISSHAPEN)
    return (told or "").strip()


def _kind(row: Row) -> ClaimKind:
    try:
        return ClaimKind(_words(row, "kind").lower())
    except ValueError:
        return ClaimKind.STATEMENT


def _subject(told: str, article: Article, quotable: QuotableText) -> str:
    """The first name in the words that were told, if the text uses them; "" else."""
    names = find_names(told[:LONGEST], article.lexicon)
    used = names and quotable.place(names[0].name).match is not QuoteMatch.NOWHERE
    return names[0].canonical if used else ""


def _quoted(article: Article, start: int, end: int) -> _Quoted:
    """The quote in whole marks and whole quantities: the unit of a number that it ends with belongs to it."""
    start, end = balanced(article.text, start, end)
    sentences = article.sentences_of(start, end)
    if not sentences or any(FINAL.intersection(looked.leaving) for looked in sentences):
        raise _Dropped(Fault.NO_CLAIM)
    quantities = tuple(
        (quantity, looked)
        for looked in sentences
        for quantity in looked.quantities
        if start <= _span(looked, quantity)[0] < end
    )
    end = max((end, *(_span(looked, quantity)[1] for quantity, looked in quantities)))
    words = flatten(article.text, start, end).text
    return _Quoted(start=start, end=end, words=words, sentences=sentences, quantities=quantities)


def _span(looked: Looked, quantity: Quantity) -> tuple[int, int]:
    """Where a quantity of a sentence stands in the article."""
    return looked.sentence.plain.span(quantity.start, quantity.end)


def _pointed_at(article: Article, quoted: _Quoted, figure: str) -> tuple[Quantity, Looked]:
    """The one quantity of the quote that the figure's words stand in; without such words its only one."""
    found = quoted.quantities
    if figure:
        place = QuotableText(article.text[quoted.start : quoted.end]).place(figure)
        start, end = quoted.start + place.start, quoted.start + place.end
        found = tuple(one for one in found if _span(one[1], one[0])[0] < end and start < _span(one[1], one[0])[1])
    if len(found) != 1:
        raise _Dropped(Fault.SEVERAL_NUMBERS if found else Fault.NO_NUMBER)
    return found[0]


def _measured(article: Article, quoted: _Quoted, pointed: tuple[Quantity, Looked], subject: str) -> DraftClaim:
    quantity, looked = pointed
    clause = looked.text[slice(*innermost_clause(looked.text, quantity.start, quantity.end))]
    if {Leaving.CONDITION, Leaving.PREDICTION} <= set(looked.leaving) or is_forecast(clause, looked.year):
        raise _Dropped(Fault.NO_CLAIM)
    scored = score_measured(quantity, subject, looked.leaving)
    start, end = _span(looked, quantity)
    return replace(
        _placed(article, quoted, looked, subject),
        text=claim_text(quoted.words, subject, quantity, shared=len(quoted.quantities) > 1),
        kind=ClaimKind.COMPARISON if quantity.is_ratio else ClaimKind.QUANTITY,
        quantity=replace(quantity, start=start, end=end),
        denied=is_negated(clause) or is_taken_back(looked.text),
        score=scored.score,
        reasons=scored.reasons,
    )


def _told(article: Article, quoted: _Quoted, kind: ClaimKind, subject: str) -> DraftClaim:
    looked = quoted.sentences[0]
    if any(one.leaving for one in quoted.sentences) or is_forecast(quoted.words, looked.year):
        raise _Dropped(Fault.NO_CLAIM)
    parts = [("a statement that a model points at", _TOLD), *([("its subject is named", _NAMED)] if subject else [])]
    return replace(
        _placed(article, quoted, looked, subject),
        text=claim_text(quoted.words, subject, None, shared=False),
        kind=kind,
        denied=is_taken_back(looked.text),
        score=sum(weight for _, weight in parts),
        reasons=tuple(f"{name} {weight:+.2f}" for name, weight in parts),
    )


def _placed(article: Article, quoted: _Quoted, looked: Looked, subject: str) -> DraftClaim:
    """The draft with its quote and who stands behind it, still without what it claims."""
    return DraftClaim(
        text="",
        quote=article.text[quoted.start : quoted.end],
        start=quoted.start,
        end=quoted.end,
        kind=ClaimKind.STATEMENT,
        subject=subject,
        attribution=attribution_of(looked.text, looked.names, article.publisher),
        hedged=is_hedged(quoted.words),
    )
