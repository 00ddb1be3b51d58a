"""The decision: what status follows from the evidence. Pure, independent of order and repetition, with its reasons.

The rules in short: copies, mere mentions and retracted documents count nothing; one team counts once; only the
claimant's side in favour is `attested`; independent favour is `supported`; favour under a condition that the claim
left out is `qualified`; anything against is `disputed` until a person rules. A job never accuses: see `transitions`.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from claims.judging.certainty import certainty_of
from claims.judging.findings import Finding, Grade, Reason, Recomputation, Stance, Status, Verdict
from claims.judging.notices import under_notice
from claims.judging.rulings import CLAIMANT_SIDE, CONFIDENT, EXCLUDED, Heard, team_of, weighty
from claims.judging.transitions import Move, move

# After this many looks that found nothing, a person is asked whether the claim can be decided at all. With the back-off
# of `visits` (7, 14, 30, then 90 days) eight quiet looks are more than a year.
QUIET_VISITS_BEFORE_ASKING = 8
QUOTE_LENGTH = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """The evidence that counts, sorted: in favour (in full or in part), against, overtaking; and what was left out.

    `baseless` is the arithmetic that rests on a retracted or withdrawn document.
    """

    full: tuple[Finding, ...] = ()
    partial: tuple[Finding, ...] = ()
    against: tuple[Finding, ...] = ()
    overtaking: tuple[Finding, ...] = ()
    excluded: tuple[Finding, ...] = ()
    mentions: tuple[Finding, ...] = ()
    agreeing: tuple[Recomputation, ...] = ()
    disagreeing: tuple[Recomputation, ...] = ()
    baseless: tuple[Recomputation, ...] = ()

    @property
    def favourable(self) -> tuple[Finding, ...]:
        """All evidence in favour, with and without a condition."""
        return self.full + self.partial


def decide(
    current: Status,
    evidence: Sequence[Finding],
    recomputations: Sequence[Recomputation] = (),
    *,
    heard: Collection[Heard] | None = None,
    quiet_visits: int = 0,
    past_deadline: bool | None = None,
) -> Verdict:
    """The verdict on a claim that stands at `current`; the same evidence in any order and number gives the same.

    `heard` is what was known when a person ruled `current`, None where no person did: a ruling stays, and a different
    outcome is only asked for, when weighty evidence has come since. `quiet_visits` is how many looks in a row found
    nothing new. `past_deadline` tells whether the last was after the day by which the claim was to be settled, None
    where there is no such day.
    """
    weighed = weigh(evidence, recomputations)
    wanted, reasons = _outcome(weighed)
    proposal = _accusation(weighed, wanted, looked_enough(quiet_visits, past_deadline))
    if heard is not None or move(current, wanted) is Move.PROPOSE:
        return _held(current, weighed, proposal or wanted, reasons, weighty(evidence, current, heard or ()))
    certainty, doubts = certainty_of(wanted, weighed.full, weighed.partial, weighed.against, weighed.agreeing)
    reasons = (*reasons, *_exclusions(weighed), *doubts)
    return Verdict(status=wanted, certainty=certainty, reasons=reasons, proposal=proposal)


def _held(
    ruled: Status, weighed: Weighed, asked: Status, reasons: tuple[Reason, ...], new: Sequence[Finding]
) -> Verdict:
    """The ruling stands; people are asked again only where something weighty and new speaks for another status."""
    certainty, doubts = certainty_of(ruled, weighed.full, weighed.partial, weighed.against, weighed.agreeing)
    held = Reason(code="held_by_person", text=f"A person set “{ruled}”; only a person changes it.")
    reopened = bool(new) and asked is not ruled
    since = [_told("weighty_since", "New since the ruling", found) for found in new] if reopened else []
    return Verdict(
        status=ruled,
        certainty=certainty,
        reasons=(held, *since, *reasons, *_exclusions(weighed), *doubts),
        proposal=asked if reopened else None,
    )


def weigh(evidence: Iterable[Finding], recomputations: Iterable[Recomputation] = ()) -> Weighed:
    """Sort the evidence and let each team count once on each side."""
    findings = sorted({under_notice(found) for found in evidence}, key=_rank)
    excluded = tuple(found for found in findings if found.standing in EXCLUDED and found.stance is not Stance.MENTIONS)
    standing = [found for found in findings if found.standing not in EXCLUDED]
    counted = [found for found in standing if found.grade is not Grade.E0]
    supports = [found for found in counted if found.stance is Stance.SUPPORTS and not found.supersedes]
    every = sorted(set(recomputations), key=_sum_rank)
    sums = [done for done in every if not _fallen(done)]
    return Weighed(
        full=_once_a_team(found for found in supports if not found.condition),
        partial=_once_a_team(found for found in supports if found.condition),
        against=_once_a_team(f for f in counted if f.stance is Stance.CONTRADICTS and not f.supersedes),
        overtaking=_once_a_team(found for found in counted if found.supersedes),
        excluded=excluded,
        mentions=tuple(f for f in standing if f.stance is Stance.MENTIONS and not f.supersedes),
        agreeing=tuple(done for done in sums if done.stance is Stance.SUPPORTS),
        disagreeing=tuple(done for done in sums if done.stance is Stance.CONTRADICTS),
        baseless=tuple(done for done in every if _fallen(done) and done.stance is not Stance.MENTIONS),
    )


def _fallen(done: Recomputation) -> tuple[str, ...]:
    """How the documents stand now that gave inputs and were retracted or withdrawn since."""
    return tuple(sorted({part.standing.value for part in done.inputs if part.standing in EXCLUDED}))


def _rank(found: Finding) -> tuple[str, ...]:
    """Best first: by grade, then confidence, then in an order that does not depend on how the evidence came."""
    strength = f"{9 - int(found.grade[1]):d}{1 - found.confidence:.6f}"
    return (strength, found.stance, found.paper_id, found.location, found.quote, found.condition, repr(found))


def _sum_rank(done: Recomputation) -> tuple[str, ...]:
    return (done.formula, done.reading, repr(done))


def _once_a_team(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    best: dict[str, Finding] = {}
    for found in findings:
        best.setdefault(team_of(found), found)
    return tuple(sorted(best.values(), key=_rank))


def _outcome(weighed: Weighed) -> tuple[Status, tuple[Reason, ...]]:
    """The status that the evidence gives, by the first rule that applies."""
    for rule in (_overtaken, _against, _only_in_part, _by_arithmetic_against, _in_favour, _by_arithmetic):
        outcome = rule(weighed)
        if outcome is not None:
            return outcome
    if weighed.mentions:
        text = f"{len(weighed.mentions)} passage(s) concern the subject, but none says whether the claim holds."
        return Status.UNVERIFIED, (Reason(code="only_mentions", text=text),)
    return Status.UNVERIFIED, (Reason(code="no_evidence", text="Nothing beyond the announcement is known yet."),)


type Outcome = tuple[Status, tuple[Reason, ...]] | None


def _overtaken(weighed: Weighed) -> Outcome:
    if not weighed.overtaking or weighed.against:
        return None
    reasons = [_told("overtaken", "It was so when said; a later record overtook it", f) for f in weighed.overtaking]
    return Status.SUPERSEDED, (*reasons, *_favour_reasons(weighed))


def _against(weighed: Weighed) -> Outcome:
    if not weighed.against:
        return None
    if _outweighed(weighed):
        lesser = [_told("lesser_contrary", "Weaker evidence says otherwise", f) for f in weighed.against]
        return Status.SUPPORTED, (*_favour_reasons(weighed), *lesser)
    reasons = [_told("contradicted", "Contradicted", found) for found in weighed.against]
    return Status.DISPUTED, (*reasons, *_favour_reasons(weighed), *_sum_reasons(weighed))


def _outweighed(weighed: Weighed) -> bool:
    """Whether an independent source of higher grade, in full favour, stands above everything against.

    What the claimant's own side says against its own claim is never outweighed.
    """
    best = max((found.grade for found in weighed.full), default=Grade.E0)
    contrary = [found.grade for found in weighed.against]
    return best > Grade.E4 and all(grade not in CLAIMANT_SIDE and grade < best for grade in contrary)


def _only_in_part(weighed: Weighed) -> Outcome:
    """A named condition beats an unconditional favour of lower or equal grade: someone left the condition out."""
    if not weighed.partial:
        return None
    best_full = max((found.grade for found in weighed.full), default=Grade.E0)
    best_partial = max(found.grade for found in weighed.partial)
    if best_full > best_partial and best_full not in CLAIMANT_SIDE and not weighed.disagreeing:
        return None
    reasons = [
        _told("condition_left_out", f"Holds only in part: {found.condition}", found) for found in weighed.partial
    ]
    return Status.QUALIFIED, (*reasons, *_sum_reasons(weighed))


def _by_arithmetic_against(weighed: Weighed) -> Outcome:
    if not weighed.disagreeing:
        return None
    return Status.DISPUTED, (*_sum_reasons(weighed), *_favour_reasons(weighed))


def _in_favour(weighed: Weighed) -> Outcome:
    if not weighed.full:
        return None
    independent = any(found.grade not in CLAIMANT_SIDE for found in weighed.full)
    status = Status.SUPPORTED if independent else Status.ATTESTED
    return status, (*_favour_reasons(weighed), *_sum_reasons(weighed))


def _by_arithmetic(weighed: Weighed) -> Outcome:
    """Our own sum is as good as its weakest source; a sum over the claim's own numbers needs no witness."""
    if not weighed.agreeing:
        return None
    by_paper = {found.paper_id: found.grade for found in sorted(weighed.favourable, key=lambda f: f.grade)}
    for done in weighed.agreeing:
        papers = {part.paper_id for part in done.inputs if part.paper_id}
        if all(by_paper.get(paper, Grade.E2) not in CLAIMANT_SIDE for paper in papers):
            return Status.SUPPORTED, tuple(_sum_reasons(weighed))
    return Status.ATTESTED, tuple(_sum_reasons(weighed))


def _favour_reasons(weighed: Weighed) -> list[Reason]:
    told = [
        _told("attested", "The claimant's own side says so", found)
        if found.grade in CLAIMANT_SIDE
        else _told("supported", "Independently supported", found)
        for found in weighed.full
    ]
    return told + [_told("condition_left_out", f"Holds only in part: {f.condition}", f) for f in weighed.partial]


def _sum_reasons(weighed: Weighed) -> list[Reason]:
    agreeing = [Reason(code="arithmetic_agrees", text=f"Recomputed: {done.reading}") for done in weighed.agreeing]
    disagreeing = [Reason(code="arithmetic_disagrees", text=f"Recomputed: {d.reading}") for d in weighed.disagreeing]
    return disagreeing + agreeing


def _exclusions(weighed: Weighed) -> list[Reason]:
    evidence = [_told("excluded", f"Not counted, the document is {f.standing}", f) for f in weighed.excluded]
    arithmetic = [
        Reason(
            code="excluded_arithmetic",
            text=f"Not counted, a document that gave an input is {' or '.join(_fallen(done))}: {done.reading}",
        )
        for done in weighed.baseless
    ]
    return evidence + arithmetic


def _told(code: str, lead: str, found: Finding) -> Reason:
    name = found.source or (f"document {found.paper_id}" if found.paper_id else "our own arithmetic")
    quote = found.quote if len(found.quote) <= QUOTE_LENGTH else found.quote[:QUOTE_LENGTH].rstrip() + "…"
    reading = f" — {found.reading}" if found.reading else ""
    return Reason(code=code, text=f"{lead}: {name} ({found.grade}), “{quote}”{reading}")


def _accusation(weighed: Weighed, wanted: Status, looked: bool) -> Status | None:
    """What a person is asked to say, which no job says: took it back, shown wrong, cannot be decided."""
    asked: tuple[tuple[Callable[[], bool], Status], ...] = (
        (lambda: _taken_back(weighed), Status.WITHDRAWN),
        (lambda: wanted is Status.DISPUTED and _shown_wrong(weighed), Status.REFUTED),
        (lambda: wanted is Status.UNVERIFIED and looked, Status.UNVERIFIABLE),
    )
    return next((status for holds, status in asked if holds()), None)


def looked_enough(quiet_visits: int, past_deadline: bool | None) -> bool:
    """Whether a claim that nothing speaks to was looked for long enough to ask whether it can be decided at all."""
    if past_deadline is None:
        return quiet_visits >= QUIET_VISITS_BEFORE_ASKING
    return past_deadline and quiet_visits > 0


def _taken_back(weighed: Weighed) -> bool:
    """The claimant's own side says otherwise now, or retracted the document that carried the claim."""
    retracted = any(f.grade in CLAIMANT_SIDE and f.stance is Stance.SUPPORTS for f in weighed.excluded)
    return retracted or any(found.grade in {Grade.E2, Grade.E3} for found in weighed.against)


def _shown_wrong(weighed: Weighed) -> bool:
    good = [f for f in weighed.against if f.grade not in CLAIMANT_SIDE and f.confidence >= CONFIDENT]
    independent_favour = any(found.grade not in CLAIMANT_SIDE for found in weighed.favourable)
    return bool(good) and not independent_favour
