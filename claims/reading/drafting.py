"""A draft claim from what was found: its clause as the quote, its subject, its words, its score."""

from dataclasses import dataclass, replace

from claims.core.plain_text import balanced
from claims.core.quantities import Metric, Quantity
from claims.core.statements import ClaimKind
from claims.reading.attribution import attribution_of, is_hedged, is_negated, is_taken_back
from claims.reading.clauses import clause_around, innermost_clause, with_leading_baseline
from claims.reading.drafts import DraftClaim
from claims.reading.looking import Looked
from claims.reading.scoring import Scored, score_measured, score_told
from claims.reading.statements import Told
from claims.reading.subject_tracking import SubjectTracker
from claims.reading.tables import TableFigure
from claims.reading.wording import claim_text

type Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafting:
    """Drafts of one text: the text as written, who published it, and whom its sentences speak of."""

    raw: str
    publisher: str
    tracker: SubjectTracker

    def measured(self, looked: Looked, quantity: Quantity, claimed: tuple[Span, ...]) -> DraftClaim:
        """The claim of a quantity; `claimed` are the places of all claims of its sentence."""
        start, end = clause_around(looked.text, quantity.start, quantity.end, claimed)
        if quantity.is_ratio:
            start, end = with_leading_baseline(looked.text, start, end)
        actor = self.tracker.actor(looked.text, looked.names, quantity.start) if quantity.metric is Metric.OTHER else ""
        subject = actor or self.tracker.about(looked.text, looked.names, quantity.start, looked.quantities)
        shared = sum(start <= at < end for at, _ in claimed) > 1
        near = looked.text[slice(*innermost_clause(looked.text, quantity.start, quantity.end))]
        return self._draft(
            looked,
            (start, end),
            text=claim_text(looked.text[start:end], subject, quantity, shared=shared),
            kind=ClaimKind.COMPARISON if quantity.is_ratio else ClaimKind.QUANTITY,
            subject=subject,
            scored=score_measured(quantity, subject, looked.leaving),
            denied=is_negated(near) or is_taken_back(looked.text),
            quantity=quantity,
        )

    def tabled(self, looked: Looked, figure: TableFigure) -> DraftClaim:
        """The claim of a table's figure; its quote is the row, which is what tells the figure with its label."""
        subject = figure.subject or self.tracker.standing
        return self._draft(
            looked,
            _without_bars(looked.text),
            text=claim_text(f"{figure.topic} {figure.quantity.raw}", subject, None, shared=False),
            kind=ClaimKind.QUANTITY,
            subject=subject,
            scored=score_measured(figure.quantity, subject, ()),
            denied=False,
            quantity=figure.quantity,
        )

    def told(self, looked: Looked, told: Told, claimed: tuple[Span, ...]) -> DraftClaim:
        """The claim of a statement without a number; `claimed` are the places of all claims of its sentence.

        What it says with a "not" it asserts; it is denied where its sentence takes it back.
        """
        span = clause_around(looked.text, told.start, told.end, claimed)
        actor = self.tracker.actor(looked.text, looked.names, told.start) if told.reason == "decision" else ""
        subject = actor or self.tracker.about(looked.text, looked.names, told.start)
        return self._draft(
            looked,
            span,
            text=claim_text(looked.text[slice(*span)], subject, None, shared=False),
            kind=told.kind,
            subject=subject,
            scored=score_told(told, subject, looked.leaving),
            denied=told.reason != "denial" and is_taken_back(looked.text),
            quantity=None,
        )

    def _draft(
        self,
        looked: Looked,
        span: Span,
        *,
        text: str,
        kind: ClaimKind,
        subject: str,
        scored: Scored,
        denied: bool,
        quantity: Quantity | None,
    ) -> DraftClaim:
        start, end = balanced(self.raw, *looked.sentence.plain.span(*span))
        return DraftClaim(
            text=text,
            quote=self.raw[start:end],
            start=start,
            end=end,
            kind=kind,
            subject=subject,
            subject_kind=self.tracker.kind_of(subject),
            subject_maker=self.tracker.maker_of(subject),
            quantity=_placed(looked, quantity),
            attribution=attribution_of(looked.text, looked.names, self.publisher),
            hedged=is_hedged(looked.text[slice(*span)]),
            denied=denied,
            score=scored.score,
            reasons=scored.reasons,
        )


def _without_bars(row: str) -> Span:
    return len(row) - len(row.lstrip("| ")), len(row.rstrip("| "))


def _placed(looked: Looked, quantity: Quantity | None) -> Quantity | None:
    """The quantity with offsets in the whole text instead of in its sentence."""
    if quantity is None:
        return None
    start, end = looked.sentence.plain.span(quantity.start, quantity.end)
    return replace(quantity, start=start, end=end)
