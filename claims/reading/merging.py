"""Drafts of two readers as one list: what both found is one draft that names both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from claims.core.quantities import Quantity
from claims.core.statements import ClaimKind
from claims.reading.drafts import DraftClaim

# Quotes without a number that cover each other this far tell the same, whatever kind the readers call it.
_ALIKE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """`claims` are those given first, naming their new readers too; `fresh` are those that only came second."""

    claims: tuple[DraftClaim, ...]
    fresh: tuple[DraftClaim, ...]
    doubled: int


def merge(first: Sequence[DraftClaim], second: Iterable[DraftClaim]) -> Merged:
    """Put the drafts of a second reader beside those of the first, which keep their words and places."""
    claims, fresh, doubled = list(first), list[DraftClaim](), 0
    for draft in second:
        if _joined(claims, draft):
            doubled += 1
        elif not _joined(fresh, draft):
            fresh.append(draft)
    return Merged(claims=tuple(claims), fresh=tuple(fresh), doubled=doubled)


def _joined(known: list[DraftClaim], draft: DraftClaim) -> bool:
    """Join the draft to one of the known that says the same, and tell whether there is one."""
    for place, other in enumerate(known):
        if is_same_draft(other, draft):
            known[place] = replace(other, readers=tuple(dict.fromkeys((*other.readers, *draft.readers))))
            return True
    return False


def is_same_draft(one: DraftClaim, other: DraftClaim) -> bool:
    """Whether two drafts of one text say the same at one place: the same figure, or quotes within each other."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    if shared <= 0 or (one.quantity is None) != (other.quantity is None):
        return False
    if one.quantity and other.quantity:
        return _figure(one.quantity) == _figure(other.quantity)
    shorter, longer = sorted((one.end - one.start, other.end - other.start))
    return shared == shorter and (_may_be_one_kind(one.kind, other.kind) or shorter >= _ALIKE * longer)


def _may_be_one_kind(kind: ClaimKind, other: ClaimKind) -> bool:
    """Whether they are equal, or one is left open by a reader that only calls it a statement."""
    return kind is other or ClaimKind.STATEMENT in (kind, other)


def _figure(amount: Quantity) -> tuple[object, ...]:
    return (amount.metric, amount.relation, amount.value, amount.low, amount.high, amount.unit)
