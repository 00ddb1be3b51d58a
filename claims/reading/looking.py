"""A sentence with all that is found in it before anything is decided: names, quantities, reasons to leave it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claims.core.lexicon import Lexicon
from claims.core.masking import plain_signs
from claims.core.measures import find_quantities
from claims.core.quantities import Quantity
from claims.core.sentences import BlockKind, Sentence
from claims.core.subjects import NameMention, find_names
from claims.reading.clauses import innermost_clause
from claims.reading.statements import PAST_ACTS, Told
from claims.reading.triage import Leaving, is_forecast, opens_boilerplate, reasons_to_leave
from claims.reading.worth import Worth, worth_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A sentence looked at. `year` is when its text was published, where that is known."""

    sentence: Sentence
    names: tuple[NameMention, ...]
    quantities: tuple[Quantity, ...]
    leaving: tuple[Leaving, ...]
    year: int | None

    @property
    def text(self) -> str:
        """The sentence without Markdown marks."""
        return self.sentence.text

    def worthy(self) -> tuple[tuple[Quantity, Worth], ...]:
        """The quantities that make a claim each, with their worth: checkable, told as a fact, and no supposition."""
        if {Leaving.CONDITION, Leaving.PREDICTION} <= set(self.leaving):
            return ()
        others = len(self.quantities) - 1
        weighed = ((amount, worth_of(self.text, amount, others, self.names)) for amount in self.quantities)
        return tuple(
            (amount, worth)
            for amount, worth in weighed
            if worth is not Worth.NONE and not self._is_forecast(amount.start, amount.end)
        )

    def tells(self, told: Told) -> bool:
        """Whether a statement is meant as a fact: its clause is no forecast, its sentence no opinion or definition."""
        if told.reason != "decision" and self._is_forecast(told.start, told.end):
            return False
        doubts = set(self.leaving) if told.reason == "ability" else set(self.leaving) - {Leaving.PREDICTION}
        return told.reason in PAST_ACTS or not doubts

    def _is_forecast(self, start: int, end: int) -> bool:
        return is_forecast(self.text[slice(*innermost_clause(self.text, start, end))], self.year)


def look_at(
    sentence: Sentence, *, language: str, lexicon: Lexicon, year: int | None = None, boilerplate: bool = False
) -> Looked:
    """The sentence with what is found in it; `boilerplate` tells that it stands in such a part of its text."""
    names = find_names(plain_signs(sentence.text), lexicon)
    leaving = reasons_to_leave(sentence.text)
    return Looked(
        sentence=sentence,
        names=names,
        quantities=find_quantities(sentence.text, language, names),
        leaving=(Leaving.BOILERPLATE, *leaving) if boilerplate else leaving,
        year=year,
    )


def with_boilerplate(sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, bool]]:
    """Each sentence but code, with whether it stands under a heading such as "About us"."""
    under = False
    for sentence in sentences:
        if sentence.kind is BlockKind.CODE:
            continue
        opens = opens_boilerplate(sentence.text)
        under = opens or (under and sentence.kind is not BlockKind.HEADING)
        yield sentence, under and not opens
