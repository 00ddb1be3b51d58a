"""What a person marks in a text, read as a claim: the exact words, with what the rules read in them."""

from dataclasses import dataclass, replace

from claims.core.measures import find_quantities
from claims.core.plain_text import flatten
from claims.core.quantities import Metric, Quantity
from claims.core.quoting import QuotableText, QuoteMatch
from claims.core.statements import ClaimKind
from claims.core.subjects import find_names
from claims.reading.attribution import attribution_of, is_hedged, is_negated, is_taken_back
from claims.reading.drafts import DraftClaim
from claims.reading.looking import Looked
from claims.reading.proposed_drafts import Article
from claims.reading.wording import claim_text

# Characters. A longer mark is a paragraph, and a claim is one statement.
SHORTEST, LONGEST = 4, 1000
BY_HAND = "by hand"


class SpanRefused(ValueError):
    """The words cannot be marked; the message says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """`text[start:end]` of an announcement."""

    start: int
    end: int


def span_of(text: str, quote: str, *, within: Span | None = None) -> Span:
    """Where the words stand in the text, or in the part `within`. Raises `SpanRefused`."""
    part = within or Span(start=0, end=len(text))
    place = QuotableText(text[part.start : part.end]).place(quote)
    if place.match is QuoteMatch.AMBIGUOUS:
        raise SpanRefused("These words stand there several times. Quote some more of those around them.")
    if not place.found:
        where = "that sentence" if within else "the text"
        raise SpanRefused(f"“{quote.strip()[:120]}” does not stand in {where}. Copy the words letter by letter.")
    return Span(start=part.start + place.start, end=part.start + place.end)


def draft_of_span(article: Article, span: Span, *, main: str = "") -> DraftClaim:
    """The claim in the marked words, less the space around them; `main` is what the text is about.

    The first number that says what it counts is its figure; its subject is named in the words, else in the sentence
    before them, else it is `main`. Raises `SpanRefused`.
    """
    span = _tight(article.text, span)
    words = flatten(article.text, span.start, span.end).text
    looked = article.sentences_of(span.start, span.end)
    quantities = _quantities(looked, span)
    quantity = next((one for one in quantities if one.metric not in (Metric.OTHER, Metric.DATE)), None)
    quantity = quantity or next(iter(quantities), None)
    subject = _subject(article, words, looked, span) or main
    sentence = looked[0].text if looked else words
    return DraftClaim(
        text=claim_text(words, subject, quantity, shared=len(quantities) > 1),
        quote=article.text[span.start : span.end],
        start=span.start,
        end=span.end,
        kind=_kind(quantity),
        subject=subject,
        quantity=quantity,
        attribution=attribution_of(sentence, looked[0].names if looked else (), article.publisher),
        hedged=is_hedged(words),
        denied=is_negated(words) or is_taken_back(sentence),
        score=1.0,
        reasons=("marked by an editor +1.00",),
        readers=(BY_HAND,),
    )


def figure_in(words: str, *, language: str) -> Quantity:
    """The one figure that a person writes, such as "over 10 trillion parameters", by our own grammar.

    Raises `SpanRefused` where none is read, where there are several, and where it says nothing of what it counts.
    """
    found = find_quantities(words.strip(), language)
    if len(found) != 1:
        told = "No figure was" if not found else "Several figures were"
        raise SpanRefused(f"{told} read in “{words.strip()[:80]}”. Write one, such as “10 trillion parameters”.")
    if found[0].metric in (Metric.OTHER, Metric.COUNT) and not found[0].unit:
        raise SpanRefused(f"“{words.strip()[:80]}” does not say what it counts. Write “512 GPUs” rather than “512”.")
    return replace(found[0], raw=words.strip())


def _tight(text: str, span: Span) -> Span:
    if not 0 <= span.start < span.end <= len(text):
        raise SpanRefused("That place lies outside of the text.")
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    end = start + len(words.strip())
    if not SHORTEST <= end - start <= LONGEST:
        raise SpanRefused(f"Mark one statement, of {SHORTEST} to {LONGEST} characters.")
    return Span(start=start, end=end)


def _quantities(looked: tuple[Looked, ...], span: Span) -> tuple[Quantity, ...]:
    """Those that begin in the marked words, at their places in the text."""
    placed = (
        replace(amount, start=place[0], end=place[1])
        for one in looked
        for amount in one.quantities
        for place in [one.sentence.plain.span(amount.start, amount.end)]
    )
    return tuple(amount for amount in placed if span.start <= amount.start < span.end)


def _subject(article: Article, words: str, looked: tuple[Looked, ...], span: Span) -> str:
    inside = find_names(words, article.lexicon)
    if inside:
        return inside[0].canonical
    before = [name for one in looked for name in one.names if one.sentence.plain.offsets[name.start] < span.start]
    return before[-1].canonical if before else ""


def _kind(quantity: Quantity | None) -> ClaimKind:
    if quantity is None:
        return ClaimKind.STATEMENT
    return ClaimKind.COMPARISON if quantity.is_ratio else ClaimKind.QUANTITY
