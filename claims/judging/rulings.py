"""A person's ruling against new evidence: what of it is weighty enough to ask people again. Pure.

Weighty is what somebody independent (E4 and better) says, read with confidence, that speaks for something else than was
ruled, from a team that was not heard on that side when the person ruled, or that has better grounds now; what the
claimant's own papers say against the claim; and a notice on a document that was counted then. Not weighty are mentions,
copies, the same team again, the claimant's word for itself, and our own arithmetic, which adds no witness.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from claims.core.papers import Standing
from claims.judging.findings import Finding, Grade, Stance, Status

# Evidence moves a person's mind, or a machine to ask for it, from this confidence on.
CONFIDENT = 0.75
CLAIMANT_SIDE = frozenset({Grade.E1, Grade.E2, Grade.E3})
EXCLUDED = frozenset({Standing.RETRACTED, Standing.WITHDRAWN})


class Side(StrEnum):
    """Where a piece of evidence stands: for the claim, for a part of it, against it, or that it was overtaken."""

    FOR = "for"
    IN_PART = "in_part"
    AGAINST = "against"
    OVERTAKING = "overtaking"


ANY = frozenset(Side)
# The sides whose new evidence speaks for something else than what was ruled.
MOVED_BY: Mapping[Status, frozenset[Side]] = {
    Status.UNVERIFIED: ANY,
    Status.ATTESTED: ANY,
    Status.SUPPORTED: ANY - {Side.FOR},
    Status.QUALIFIED: ANY - {Side.IN_PART},
    Status.DISPUTED: ANY,
    Status.SUPERSEDED: frozenset({Side.AGAINST}),
    Status.REFUTED: ANY - {Side.AGAINST},
    Status.UNVERIFIABLE: ANY,
    Status.WITHDRAWN: frozenset({Side.FOR, Side.IN_PART}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A voice that was known when a person ruled: whose, on which side, how good, and how its document stood then."""

    team: str
    paper_id: str
    side: Side
    grade: Grade
    standing: Standing


def team_of(found: Finding) -> str:
    """Whose voice a finding is; a document without a known team speaks for itself."""
    return found.independence_group or f"paper {found.paper_id}"


def side_of(found: Finding) -> Side | None:
    """The side of a finding, None for a mention and for a copy of the same words."""
    if found.grade is Grade.E0 or (found.stance is Stance.MENTIONS and not found.supersedes):
        return None
    if found.supersedes:
        return Side.OVERTAKING
    if found.stance is Stance.CONTRADICTS:
        return Side.AGAINST
    return Side.IN_PART if found.condition else Side.FOR


def voices(evidence: Iterable[Finding]) -> frozenset[Heard]:
    """What somebody who rules on `evidence` has heard."""
    return frozenset(
        Heard(team=team_of(found), paper_id=found.paper_id, side=side, grade=found.grade, standing=found.standing)
        for found in evidence
        if (side := side_of(found)) is not None
    )


def weighty(evidence: Iterable[Finding], ruled: Status, heard: Collection[Heard]) -> tuple[Finding, ...]:
    """What of `evidence` calls for another look at `ruled`, in an order that does not depend on how it came."""
    moving = {found for found in evidence if _speaks_up(found, ruled, heard) or _has_fallen(found, heard)}
    return tuple(sorted(moving, key=lambda found: (found.paper_id, found.stance, found.location, repr(found))))


def _speaks_up(found: Finding, ruled: Status, heard: Collection[Heard]) -> bool:
    side = side_of(found)
    if side is None or side not in MOVED_BY[ruled] or found.standing in EXCLUDED or found.confidence < CONFIDENT:
        return False
    against_itself = side is Side.AGAINST and found.grade in (Grade.E2, Grade.E3)
    if found.grade in CLAIMANT_SIDE and not against_itself:
        return False
    return all(voice.grade < found.grade for voice in _same_voice(found, side, heard))


def _has_fallen(found: Finding, heard: Collection[Heard]) -> bool:
    """Whether a document that was heard has been corrected, doubted, retracted or withdrawn since."""
    side = side_of(found)
    if side is None or found.standing is Standing.CURRENT:
        return False
    then = [voice.standing for voice in _same_voice(found, side, heard)]
    return bool(then) and found.standing not in then


def _same_voice(found: Finding, side: Side, heard: Collection[Heard]) -> list[Heard]:
    """What the same team said on the same side; a document that was heard is known even where its team has grown."""
    return [
        voice
        for voice in heard
        if voice.side is side and (voice.team == team_of(found) or voice.paper_id == found.paper_id)
    ]
