"""Which movement of a claim takes back what was told of it, and which movement weighs more than another."""

from collections.abc import Mapping
from enum import StrEnum

from claims.judging.findings import Status

S = Status


class TakenBack(StrEnum):
    """Why a status that was told is not so any more, so that those who were told are owed a correction.

    `NOTHING`: what was told was right when it was told, and still is; more is known now. `CONTRADICTED`: what was said
    to hold is held to be wrong. `NARROWED`: it holds only in part. `GROUNDLESS`: what it rested on fell away.
    `CLEARED`: what was said against the claim does not stand. `DECIDED`: it was said that it cannot be decided.
    """

    NOTHING = "nothing"
    CONTRADICTED = "contradicted"
    NARROWED = "narrowed"
    GROUNDLESS = "groundless"
    CLEARED = "cleared"
    DECIDED = "decided"


T = TakenBack

# From what was told (row) to what is so now. "Unverified", "attested" and "disputed" say what is known, not what is so:
# they are taken back only where even that fell away. "Superseded" says that it was so when said.
TAKEN_BACK: Mapping[Status, Mapping[Status, TakenBack]] = {
    S.UNVERIFIED: dict.fromkeys(Status, T.NOTHING),
    S.ATTESTED: dict.fromkeys(Status, T.NOTHING) | {S.UNVERIFIED: T.GROUNDLESS},
    S.SUPPORTED: {
        S.UNVERIFIED: T.GROUNDLESS,
        S.ATTESTED: T.GROUNDLESS,
        S.SUPPORTED: T.NOTHING,
        S.QUALIFIED: T.NARROWED,
        S.DISPUTED: T.CONTRADICTED,
        S.SUPERSEDED: T.NOTHING,
        S.REFUTED: T.CONTRADICTED,
        S.UNVERIFIABLE: T.GROUNDLESS,
        S.WITHDRAWN: T.CONTRADICTED,
    },
    S.QUALIFIED: {
        S.UNVERIFIED: T.GROUNDLESS,
        S.ATTESTED: T.GROUNDLESS,
        S.SUPPORTED: T.CLEARED,
        S.QUALIFIED: T.NOTHING,
        S.DISPUTED: T.CONTRADICTED,
        S.SUPERSEDED: T.NOTHING,
        S.REFUTED: T.CONTRADICTED,
        S.UNVERIFIABLE: T.GROUNDLESS,
        S.WITHDRAWN: T.CONTRADICTED,
    },
    S.DISPUTED: dict.fromkeys(Status, T.NOTHING) | {S.UNVERIFIED: T.GROUNDLESS, S.ATTESTED: T.CLEARED},
    S.SUPERSEDED: {
        S.UNVERIFIED: T.GROUNDLESS,
        S.ATTESTED: T.GROUNDLESS,
        S.SUPPORTED: T.CLEARED,
        S.QUALIFIED: T.NARROWED,
        S.DISPUTED: T.CONTRADICTED,
        S.SUPERSEDED: T.NOTHING,
        S.REFUTED: T.CONTRADICTED,
        S.UNVERIFIABLE: T.GROUNDLESS,
        S.WITHDRAWN: T.CONTRADICTED,
    },
    S.REFUTED: dict.fromkeys(Status, T.CLEARED) | {S.REFUTED: T.NOTHING, S.WITHDRAWN: T.NOTHING},
    S.UNVERIFIABLE: dict.fromkeys(Status, T.DECIDED) | {S.UNVERIFIABLE: T.NOTHING},
    S.WITHDRAWN: dict.fromkeys(Status, T.CLEARED) | {S.REFUTED: T.NOTHING, S.WITHDRAWN: T.NOTHING},
}
# What readers should hear of first: what is wrong, then what does not hold as it was said, then the rest.
GRAVEST_FIRST = (
    S.REFUTED,
    S.WITHDRAWN,
    S.DISPUTED,
    S.QUALIFIED,
    S.SUPPORTED,
    S.SUPERSEDED,
    S.UNVERIFIABLE,
    S.ATTESTED,
    S.UNVERIFIED,
)
# What readers should not miss, whatever was known before.
_GRAVE = frozenset({S.REFUTED, S.WITHDRAWN})


class Weight(StrEnum):
    """How much a movement weighs, the weightiest first: refuted or turned round, confirmed, anything else."""

    TURNED = "turned"
    CONFIRMED = "confirmed"
    MOVED = "moved"


def taken_back(told: Status, now: Status) -> TakenBack:
    """What a reader who was told `told` is owed now that the claim is `now`."""
    return TAKEN_BACK[told][now]


def weight_of(before: Status, after: Status) -> Weight:
    """What was refuted or turned round comes first, then what was confirmed, then the rest."""
    if after in _GRAVE or taken_back(before, after) is not TakenBack.NOTHING:
        return Weight.TURNED
    return Weight.CONFIRMED if after is S.SUPPORTED else Weight.MOVED
