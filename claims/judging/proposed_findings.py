"""Findings from what a language model proposes: it may point at words of a document and call them for or against.

The quote has to stand in the document; grade and team are weighed as for our own findings. Nothing here is counted
before a person has accepted it, and of the model's own words none is kept.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from claims.core.model_answers import Row
from claims.core.papers import PaperRecord
from claims.core.quoting import QuotableText, QuoteMatch
from claims.core.statements import ClaimStatement
from claims.judging.assessing import Told, findings_of_others
from claims.judging.findings import Finding, Stance

# Characters. A shorter quote shows nothing, a longer one is a paragraph.
SHORTEST, SHORTEST_CHINESE, LONGEST = 20, 8, 800
# Below every stance of the rules, and far below the bar at which evidence counts.
CONFIDENCE = 0.3
_STANCES = {stance.value: stance for stance in (Stance.SUPPORTS, Stance.CONTRADICTS)}


class Fault(StrEnum):
    """Why a proposal was dropped."""

    MISSHAPEN = "not of the form asked for"
    NO_STANCE = "neither for nor against"
    NOT_IN_TEXT = "quote not in the document"
    SEVERAL_PLACES = "quote in several places, in none word for word"
    WRONG_LENGTH = "quote too short or too long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """What became of a model's proposals for one document."""

    findings: tuple[Finding, ...]
    faults: Counter[Fault]


def findings_from(
    rows: Iterable[Row], claim: ClaimStatement, record: PaperRecord, papers: Sequence[PaperRecord], proposer: str
) -> Proposals:
    """The findings in what was proposed for `record`, one of `papers`, which tell who made the subject."""
    texts = [(part.location, QuotableText(part.text)) for part in record.texts()]
    told, faults = list[Told](), Counter[Fault]()
    for row in rows:
        placed = _placed(row, record, texts, proposer)
        if isinstance(placed, Fault):
            faults[placed] += 1
        else:
            told.append(placed)
    return Proposals(findings=findings_of_others(claim, papers, tuple(dict.fromkeys(told))), faults=faults)


def _placed(row: Row, record: PaperRecord, texts: list[tuple[str, QuotableText]], proposer: str) -> Told | Fault:
    quote, stance = row.get("quote"), row.get("stance")
    if not isinstance(quote, str) or not isinstance(stance, str) or not quote.strip():
        return Fault.MISSHAPEN
    if stance.strip().lower() not in _STANCES:
        return Fault.NO_STANCE
    quote = quote.strip()
    if not (SHORTEST if quote.isascii() else SHORTEST_CHINESE) <= len(quote) <= LONGEST:
        return Fault.WRONG_LENGTH
    places = [(location, text, text.place(quote)) for location, text in texts]
    location, text, place = next((one for one in places if one[2].found), places[0])
    if not place.found:
        several = any(one.match is QuoteMatch.AMBIGUOUS for _, _, one in places)
        return Fault.SEVERAL_PLACES if several else Fault.NOT_IN_TEXT
    return Told(
        paper_id=record.id,
        stance=_STANCES[stance.strip().lower()],
        quote=text.text[place.start : place.end],
        location=location,
        confidence=CONFIDENCE,
        reading=f"proposed by {proposer}",
    )
