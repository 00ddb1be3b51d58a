"""All that people did with one claim, for editors: decisions, who it was given to, and merging."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from claims.models import AssignmentStep, Claim, ClaimAct, ClaimMerge, MergeStep
from claims.told_acts import Change, tell_act

# Nobody reads further at one go; the newest are told.
MOST_TOLD = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that was done: in words, with what it changed. `actor` None: by the rules."""

    recorded_at: datetime
    actor: User | None
    words: str
    changes: tuple[Change, ...] = ()
    reason: str = ""


def history_of(claim: Claim) -> tuple[Line, ...]:
    """The newest `MOST_TOLD` of each kind, the newest first; a fixed number of queries."""
    acts = claim.acts.select_related("actor", "part_of").prefetch_related("parts").order_by("-pk")[:MOST_TOLD]
    steps = claim.assignment_steps.select_related("actor", "editor").order_by("-pk")[:MOST_TOLD]
    merges = claim.merges.select_related("actor").order_by("-pk")[:MOST_TOLD]
    lines = (*map(_of_act, acts), *map(_of_assignment, steps), *map(_of_merge, merges))
    return tuple(sorted(lines, key=lambda line: line.recorded_at, reverse=True))


def _of_act(act: ClaimAct) -> Line:
    told = tell_act(act)
    return Line(recorded_at=act.recorded_at, actor=act.actor, words=told.word, changes=told.changes, reason=act.reason)


def _of_assignment(step: AssignmentStep) -> Line:
    words = _("Given to %(name)s") % {"name": step.editor.get_username()} if step.editor else _("Given back")
    return Line(recorded_at=step.recorded_at, actor=step.actor, words=words)


def _of_merge(merge: ClaimMerge) -> Line:
    merged = merge.step == MergeStep.MERGED
    words = _("Merged into claim %(number)s") if merged else _("Taken out of claim %(number)s again")
    return Line(
        recorded_at=merge.recorded_at,
        actor=merge.actor,
        words=words % {"number": merge.successor_id},
        reason=merge.reason,
    )
