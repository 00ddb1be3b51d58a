"""What a claim stood at on a past day: the same decision as today's, over what counted by then. Pure.

Two questions are told apart. `KNOWN`: what could anyone have known that day, from what was public? `RECORDED`: what did
we have that day? Both are the same replay over days that mean one or the other; the caller fills them in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from claims.judging.findings import Finding, Recomputation, Status, Verdict
from claims.judging.notices import Notice, standing_on
from claims.judging.rulings import Heard
from claims.judging.verdict import decide


class By(StrEnum):
    """Which days are meant: those on which things became public, or those on which we recorded them."""

    KNOWN = "known"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days from `since` up to but without `until`; None is still so."""

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether `day` lies in it."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """A finding, the spans in which it counted, and the notices on its document in the order they were recorded."""

    found: Finding
    spans: tuple[Span, ...]
    notices: tuple[Notice, ...] = ()

    def on(self, day: date) -> Finding | None:
        """The finding as it counted on `day`, with its document's standing of that day; None where it did not count."""
        if not any(span.holds(day) for span in self.spans):
            return None
        return replace(self.found, standing=standing_on(day, self.notices))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """A recomputation, the span in which it counted, and the notices on the documents of its inputs, by their ids."""

    made: Recomputation
    span: Span
    notices: Mapping[str, tuple[Notice, ...]] = field(default_factory=dict)

    def on(self, day: date) -> Recomputation | None:
        """The recomputation with its documents' standing of `day`; None where it did not count."""
        if not self.span.holds(day):
            return None
        inputs = (
            replace(part, standing=standing_on(day, self.notices.get(part.paper_id, ()))) for part in self.made.inputs
        )
        return replace(self.made, inputs=tuple(inputs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """A person's word on a claim from `since` on, with what was heard; `status` None hands it back to the rules."""

    since: date
    status: Status | None
    heard: frozenset[Heard] = frozenset()


def verdict_on(
    day: date, exhibits: Iterable[Exhibit], sums: Iterable[Sum] = (), rulings: Sequence[Ruled] = ()
) -> Verdict:
    """The verdict of the end of `day`. `rulings` stand in the order they were made; the last that holds by then counts.

    The same exhibits in any order give the same; days before the first of them give `unverified`.
    """
    found = [shown for exhibit in exhibits if (shown := exhibit.on(day)) is not None]
    made = [counted for one in sums if (counted := one.on(day)) is not None]
    ruled = next((one for one in reversed(rulings) if one.since <= day), None)
    if ruled is None or ruled.status is None:
        return decide(Status.UNVERIFIED, found, made)
    return decide(ruled.status, found, made, heard=ruled.heard)
