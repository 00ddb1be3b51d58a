"""Drafts from what a language model proposes: it may point at words of the text, and nothing else of it is believed.

A proposal is `{"quote", "figure", "kind", "subject"}`. The quote has to stand in the text; the number is read by our own
grammar where `figure` points; the subject has to be a name that the text uses; the wording of the claim is ours. So an
article that talks to the model can at most make it point at other sentences of that article.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from claims.core.lexicon import Lexicon
from claims.core.measures import find_quantities
from claims.core.model_answers import Row
from claims.core.plain_text import balanced, flatten
from claims.core.quantities import Quantity
from claims.core.quoting import QuotableText, QuoteMatch
from claims.core.sentences import BlockKind, Sentence, split_sentences
from claims.core.statements import ClaimKind
from claims.core.subjects import NameMention, find_names
from claims.reading.attribution import attribution_of, is_hedged, is_negated, is_taken_back
from claims.reading.clauses import innermost_clause
from claims.reading.drafts import DraftClaim
from claims.reading.own_names import lexicon_for
from claims.reading.scoring import score_measured
from claims.reading.triage import FINAL, Leaving, is_forecast, reasons_to_leave
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
    """A text prepared for checking proposals against it."""

    text: str
    language: str
    publisher: str
    sentences: tuple[Sentence, ...]
    starts: tuple[int, ...]
    lexicon: Lexicon

    def sentences_of(self, start: int, end: int) -> tuple[Sentence, ...]:
        """The sentences that `text[start:end]` reaches into."""
        first = max(0, bisect_right(self.starts, start) - 1)
        reached = (sentence for sentence in self.sentences[first:] if sentence.start < end)
        return tuple(sentence for sentence in reached if sentence.end > start)


def article_of(text: str, *, title: str, language: str, publisher: str) -> Article:
    """Prepare a text. Linear in its length."""
    sentences = split_sentences(text)
    return Article(
        text=text,
        language=language,
        publisher=publisher,
        sentences=sentences,
        starts=tuple(sentence.start for sentence in sentences),
        lexicon=lexicon_for(text, title),
    )


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
    """A quote at its place: its sentences, and the quantities inside it with the sentence of each."""

    start: int
    end: int
    words: str
    sentences: tuple[Sentence, ...]
    quantities: tuple[tuple[Quantity, Sentence], ...]


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
    if not sentences or any(_is_no_claim(sentence) for sentence in sentences):
        raise _Dropped(Fault.NO_CLAIM)
    quantities = tuple(
        (placed, sentence)
        for sentence in sentences
        for quantity in find_quantities(sentence.text, article.language, _names(article, sentence))
        if start <= (placed := _in_article(sentence, quantity)).start < end
    )
    end = max((end, *(quantity.end for quantity, _ in quantities)))
    words = flatten(article.text, start, end).text
    return _Quoted(start=start, end=end, words=words, sentences=sentences, quantities=quantities)


def _in_article(sentence: Sentence, quantity: Quantity) -> Quantity:
    """The quantity with offsets in the article instead of in its sentence."""
    start, end = sentence.plain.span(quantity.start, quantity.end)
    return replace(quantity, start=start, end=end)


def _is_no_claim(sentence: Sentence) -> bool:
    return sentence.kind is BlockKind.CODE or bool(FINAL.intersection(reasons_to_leave(sentence.text)))


def _names(article: Article, sentence: Sentence) -> tuple[NameMention, ...]:
    return find_names(sentence.text, article.lexicon)


def _pointed_at(article: Article, quoted: _Quoted, figure: str) -> tuple[Quantity, Sentence]:
    """The one quantity of the quote that the figure's words stand in; without such words its only one."""
    found = quoted.quantities
    if figure:
        place = QuotableText(article.text[quoted.start : quoted.end]).place(figure)
        start, end = quoted.start + place.start, quoted.start + place.end
        found = tuple((one, sentence) for one, sentence in found if one.start < end and start < one.end)
    if len(found) != 1:
        raise _Dropped(Fault.SEVERAL_NUMBERS if found else Fault.NO_NUMBER)
    return found[0]


def _measured(article: Article, quoted: _Quoted, pointed: tuple[Quantity, Sentence], subject: str) -> DraftClaim:
    quantity, sentence = pointed
    leaving = reasons_to_leave(sentence.text)
    if {Leaving.CONDITION, Leaving.PREDICTION} <= set(leaving) or _is_forecast(sentence, quantity):
        raise _Dropped(Fault.NO_CLAIM)
    scored = score_measured(quantity, subject, leaving)
    draft = _placed(article, quoted, sentence, subject)
    return replace(
        draft,
        text=claim_text(quoted.words, subject, quantity, shared=len(quoted.quantities) > 1),
        kind=ClaimKind.COMPARISON if quantity.is_ratio else ClaimKind.QUANTITY,
        quantity=quantity,
        score=scored.score,
        reasons=scored.reasons,
    )


def _is_forecast(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether the clause that the number stands in speaks of what is to come."""
    start, end = (bisect_left(sentence.plain.offsets, place) for place in (quantity.start, quantity.end))
    return is_forecast(sentence.text[slice(*innermost_clause(sentence.text, start, end))])


def _told(article: Article, quoted: _Quoted, kind: ClaimKind, subject: str) -> DraftClaim:
    if any(reasons_to_leave(sentence.text) for sentence in quoted.sentences):
        raise _Dropped(Fault.NO_CLAIM)
    parts = [("a statement that a model points at", _TOLD), *([("its subject is named", _NAMED)] if subject else [])]
    draft = _placed(article, quoted, quoted.sentences[0], subject)
    return replace(
        draft,
        text=claim_text(quoted.words, subject, None, shared=False),
        kind=kind,
        score=sum(weight for _, weight in parts),
        reasons=tuple(f"{name} {weight:+.2f}" for name, weight in parts),
    )


def _placed(article: Article, quoted: _Quoted, sentence: Sentence, subject: str) -> DraftClaim:
    """The draft with its quote and who stands behind it, still without what it claims."""
    return DraftClaim(
        text="",
        quote=article.text[quoted.start : quoted.end],
        start=quoted.start,
        end=quoted.end,
        kind=ClaimKind.STATEMENT,
        subject=subject,
        attribution=attribution_of(sentence.text, _names(article, sentence), article.publisher),
        hedged=is_hedged(quoted.words),
        denied=is_negated(quoted.words) or is_taken_back(sentence.text),
    )
