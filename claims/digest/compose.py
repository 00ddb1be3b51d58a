"""Compose what a digest tells from what happened: one entry for each claim, paper and announcement. Pure.

All that happened to a claim is one movement, from where it stood first to where it stands last; evidence, and notices
on papers that it rests on, belong to it. Without a movement the weightiest of the rest is told. Nothing is told of a
claim that is back where it was, unless evidence came or went or a person ruled. To compose once more from the events
that the entries name gives the same entries: so a delivery keeps the numbers of its events only.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from claims.digest.changes import Change, Section, ToldBefore
from claims.digest.happenings import Facts, Happening, Merging, Named, Noticed, Proof, Step
from claims.judging.findings import Certainty, Status
from claims.judging.reversals import GRAVEST_FIRST, TakenBack, taken_back, weight_of
from claims.judging.rulings import Side
from claims.models.outbox import EventKind

_SECTIONS = list(Section)
# Within a section the gravest comes first.
_GRAVITY = {status: place for place, status in enumerate(GRAVEST_FIRST)}
# Which words decided it, the likeliest first; nothing is quoted for what says that nothing is known.
_DECIDING: Mapping[Status, tuple[Side, ...]] = {
    Status.UNVERIFIED: (),
    Status.ATTESTED: (Side.FOR, Side.IN_PART),
    Status.SUPPORTED: (Side.FOR, Side.IN_PART),
    Status.QUALIFIED: (Side.IN_PART, Side.AGAINST),
    Status.DISPUTED: (Side.AGAINST, Side.IN_PART),
    Status.SUPERSEDED: (Side.OVERTAKING,),
    Status.REFUTED: (Side.AGAINST, Side.IN_PART),
    Status.UNVERIFIABLE: (),
    Status.WITHDRAWN: (Side.AGAINST,),
}
# A reason quotes at most so much (`claims.judging.verdict`); the beginning is enough to know the words again.
_KNOWN_BY = 60

type Told = Mapping[int, ToldBefore]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one entry is made of: all events of one claim, paper or announcement, oldest first."""

    about: str
    number: int
    happenings: tuple[Happening, ...]

    @property
    def key(self) -> tuple[str, int]:
        return self.about, self.number

    @property
    def events(self) -> tuple[int, ...]:
        return tuple(happening.id for happening in self.happenings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Composed:
    """An entry with its place among all."""

    change: Change
    place: tuple[int, int, bool, float, str]


class Composer:
    """Composes entries from facts, each entry once, however many readers are told it."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._happenings = tuple(sorted(set(facts.happenings), key=_position))
        self._place = {happening.id: place for place, happening in enumerate(self._happenings)}
        self._abouts = [_about(happening) for happening in self._happenings]
        self._notices = frozenset(place for place, (about, _) in enumerate(self._abouts) if about == "paper")
        self._composed: dict[tuple[tuple[str, int], tuple[int, ...], ToldBefore | None], _Composed | None] = {}

    def compose(self, event_ids: Iterable[int], told: Told) -> tuple[Change, ...]:
        """The entries of these events in the order of a digest; `told` is what a reader was told of claims before.

        Events that are not among the facts are left out.
        """
        entries = sorted(self._entries(event_ids, told), key=_its_place)
        return tuple(entry.change for entry in entries)

    def events_told(self, event_ids: Iterable[int], told: Told) -> list[int]:
        """The ids of those events that entries tell, in their order."""
        return sorted({event for entry in self._entries(event_ids, told) for event in entry.change.events})

    def _entries(self, event_ids: Iterable[int], told: Told) -> Iterator[_Composed]:
        found = {self._place.get(event) for event in event_ids}
        places = sorted(place for place in found if place is not None)
        for about, group in self._groups(places).items():
            key = (about, tuple(group), told.get(about[1]) if about[0] == "claim" else None)
            if key not in self._composed:
                self._composed[key] = self._compose_one(*key)
            if composed := self._composed[key]:
                yield composed

    def _groups(self, places: Sequence[int]) -> Mapping[tuple[str, int], Sequence[int]]:
        """The places of the events by what they are about; without a notice each event has one group of its own."""
        if not self._notices.isdisjoint(places):
            entries = entries_of([self._happenings[place] for place in places], self._facts)
            return {entry.key: [self._place[event] for event in entry.events] for entry in entries}
        groups: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
        for place in places:
            groups[self._abouts[place]].append(place)
        return groups

    def _compose_one(
        self, about: tuple[str, int], places: tuple[int, ...], told: ToldBefore | None
    ) -> _Composed | None:
        happenings = tuple(self._happenings[place] for place in places)
        change = change_of(Entry(about=about[0], number=about[1], happenings=happenings), self._facts, told)
        return _Composed(change=change, place=_place(change)) if change else None


def compose(facts: Facts, told: Told | None = None) -> tuple[Change, ...]:
    """The entries of all the facts, in the order of a digest."""
    return Composer(facts).compose([happening.id for happening in facts.happenings], told or {})


def entries_of(happenings: Iterable[Happening], facts: Facts) -> list[Entry]:
    """Sort events to what they are about, whatever their order; a notice goes to the claims that moved on it."""
    groups: defaultdict[tuple[str, int], list[Happening]] = defaultdict(list)
    for happening in sorted(set(happenings), key=_position):
        groups[_about(happening)].append(happening)
    for claims, notice, about in list(_caused(groups, facts)):
        groups[about].remove(notice)
        for claim in claims:
            groups["claim", claim].append(notice)
    return [
        Entry(about=about, number=number, happenings=tuple(sorted(group, key=_position)))
        for (about, number), group in groups.items()
        if group
    ]


def change_of(entry: Entry, facts: Facts, told: ToldBefore | None) -> Change | None:
    """The entry in the values of a digest, None where nothing of substance happened."""
    match entry.about:
        case "claim":
            return _of_claim(entry, facts.claims[entry.number], told)
        case "paper":
            return _of_paper(entry, facts.papers[entry.number])
        case _:
            return _of_announcement(entry, facts.announcements[entry.number])


def net_movement(happenings: Iterable[Happening]) -> tuple[Status, Status] | None:
    """Where a claim stood before the first and after the last of its events; None where that is the same."""
    steps = _steps(happenings)
    if not steps or steps[0].before is steps[-1].after:
        return None
    return steps[0].before, steps[-1].after


def _its_place(entry: _Composed) -> tuple[int, int, bool, float, str]:
    return entry.place


def _position(happening: Happening) -> int:
    return happening.position


def _about(happening: Happening) -> tuple[str, int]:
    if happening.claim:
        return "claim", happening.claim
    return ("paper", happening.paper) if happening.paper else ("announcement", happening.announcement or 0)


def _caused(
    groups: Mapping[tuple[str, int], Sequence[Happening]], facts: Facts
) -> Iterable[tuple[list[int], Happening, tuple[str, int]]]:
    """Each notice after which claims moved that rest on its paper: these, the notice, and where it stands so far."""
    moved = {
        number: max(happening.position for happening in group if isinstance(happening.telling, Step))
        for (about, number), group in groups.items()
        if about == "claim" and net_movement(group)
    }
    for (about, number), group in groups.items():
        resting = sorted(facts.resting.get(number, frozenset()) & moved.keys()) if about == "paper" else []
        for notice in group:
            if claims := [claim for claim in resting if moved[claim] > notice.position]:
                yield claims, notice, (about, number)


def _steps(happenings: Iterable[Happening]) -> list[Step]:
    return [happening.telling for happening in happenings if isinstance(happening.telling, Step)]


def _of_claim(entry: Entry, claim: Named, told: ToldBefore | None) -> Change | None:
    """The movement; without one the weightiest of the rest, the first of these that there is."""
    for tell in (_moved, _dismissed, _taken_up, _merged, _with_other_evidence, _ruled_or_surer, _commented):
        if change := tell(entry, claim):
            return _corrected(change, told)
    return None


def _corrected(change: Change, told: ToldBefore | None) -> Change:
    is_movement = change.section in (Section.TURNED, Section.CONFIRMED, Section.MOVED)
    if told and is_movement and change.after and taken_back(told.status, change.after) is not TakenBack.NOTHING:
        return replace(change, section=Section.CORRECTION, told_before=told)
    return change


def _moved(entry: Entry, claim: Named) -> Change | None:
    movement = net_movement(entry.happenings)
    if movement is None:
        return None
    steps = _steps(entry.happenings)
    deciding = next(step for step in reversed(steps) if step.before is not step.after)
    change = _told(entry, claim, EventKind.STATUS_CHANGED, Section(weight_of(*movement)))
    return replace(_by_step(change, deciding), before=movement[0], certainty=steps[-1].certainty)


def _by_step(change: Change, step: Step) -> Change:
    """The entry with what decided a step: reasons, words, and who."""
    return replace(
        change,
        before=step.before,
        after=step.after,
        certainty=step.certainty,
        reasons=tuple(dict.fromkeys(code for code, _text in step.reasons)),
        detail=step.ruling,
        quote=decisive.quoted if (decisive := _decisive(step)) else None,
        by_person=step.by_person,
        known_on=step.known_on,
    )


def _decisive(step: Step) -> Proof | None:
    """The words that the new status rests on: of the fitting side, named by the first reason, of the best grade."""
    sides = _DECIDING[step.after]
    fitting = [proof for proof in step.proofs if proof.counts and proof.side in sides]
    texts = [text for _code, text in step.reasons]

    def rank(proof: Proof) -> tuple[int, int, str, float, int]:
        words = proof.quoted.exact[:_KNOWN_BY]
        named = next((place for place, text in enumerate(texts) if words in text), len(texts))
        grade = 9 - int(proof.quoted.grade[1:]) if proof.quoted.grade else 9
        return (sides.index(proof.side) if proof.side else 9, named, str(grade), -proof.confidence, proof.id)

    return min(fitting, key=rank, default=None)


def _dismissed(entry: Entry, claim: Named) -> Change | None:
    return _if_there(entry, claim, EventKind.CLAIM_DISMISSED, Section.QUIET)


def _taken_up(entry: Entry, claim: Named) -> Change | None:
    return _if_there(entry, claim, EventKind.CLAIM_TRACKED, Section.NEW)


def _commented(entry: Entry, claim: Named) -> Change | None:
    return _if_there(entry, claim, EventKind.COMMENT_PUBLISHED, Section.QUIET)


def _if_there(entry: Entry, claim: Named, kind: EventKind, section: Section) -> Change | None:
    is_there = any(happening.kind == kind for happening in entry.happenings)
    return _standing(_told(entry, claim, kind, section), claim) if is_there else None


def _merged(entry: Entry, claim: Named) -> Change | None:
    """The last merging; one that was taken back again is none."""
    told = [happening for happening in entry.happenings if isinstance(happening.telling, Merging)]
    if not told or (len(told) % 2 == 0) or not isinstance(merging := told[-1].telling, Merging):
        return None
    if not merging.is_of_interest:
        return None
    change = _told(entry, claim, told[-1].kind, Section.QUIET)
    return _standing(replace(change, detail=merging.reason, by_person=merging.by_person), claim)


def _with_other_evidence(entry: Entry, claim: Named) -> Change | None:
    """Evidence that counts, or counts no longer, and moved nothing: the best piece of it."""
    changed = _evidence_that_changed(entry)
    if not changed:
        return None
    kind = max((kind for kind, _proof in changed), key=lambda kind: kind == EventKind.EVIDENCE_ACCEPTED)
    proofs = [proof for told, proof in changed if told == kind]
    best = max(proofs, key=lambda proof: (str(proof.quoted.grade), proof.confidence, -proof.id))
    change = _told(entry, claim, kind, Section.QUIET)
    return _standing(replace(change, quote=best.quoted, known_on=best.known_on), claim)


def _evidence_that_changed(entry: Entry) -> list[tuple[str, Proof]]:
    """The pieces that count now and did not before, or the other way; mentions and copies say nothing of a claim."""
    kinds: defaultdict[int, list[str]] = defaultdict(list)
    proofs: dict[int, Proof] = {}
    for happening in entry.happenings:
        if isinstance(proof := happening.telling, Proof) and proof.side:
            kinds[proof.id].append(happening.kind)
            proofs[proof.id] = proof
    return [(told[-1], proofs[number]) for number, told in kinds.items() if told[0] == told[-1]]


def _ruled_or_surer(entry: Entry, claim: Named) -> Change | None:
    """A ruling that leaves the status, or another certainty."""
    steps = _steps(entry.happenings)
    if not steps:
        return None
    ruled = next((step for step in reversed(steps) if step.ruling), None)
    if ruled is None and steps[0].certainty_before is steps[-1].certainty:
        return None
    change = _by_step(_told(entry, claim, EventKind.STATUS_CHANGED, Section.QUIET), ruled or steps[-1])
    return replace(change, before=steps[-1].after, after=steps[-1].after, certainty=steps[-1].certainty)


def _told(entry: Entry, named: Named, kind: str, section: Section) -> Change:
    return Change(
        section=section,
        events=entry.events,
        kind=str(kind),
        title=named.title,
        title_language=named.title_language,
        path=named.path,
        subject=named.subject,
        claimant=named.claimant,
        is_draft=named.is_draft,
        recorded_at=entry.happenings[-1].recorded_at,
    )


def _standing(change: Change, claim: Named) -> Change:
    """The entry with what the claim was called then."""
    until = [(status, certainty) for moment, status, certainty in claim.history if moment <= change.recorded_at]
    status, certainty = until[-1] if until else (Status.UNVERIFIED, Certainty.VERY_LOW)
    return replace(change, before=status, after=status, certainty=certainty)


def _of_paper(entry: Entry, paper: Named) -> Change | None:
    notices = [happening.telling for happening in entry.happenings if isinstance(happening.telling, Noticed)]
    if not notices:
        return None
    last = notices[-1]
    change = _told(entry, paper, EventKind.PAPER_NOTICE, Section.PAPERS)
    return replace(change, reasons=(last.standing,), detail=last.reason, known_on=last.issued_on)


def _of_announcement(entry: Entry, announcement: Named) -> Change | None:
    """A text that is new, quietly where it is a copy of another; else that its page was changed silently."""
    if any(happening.kind == EventKind.ANNOUNCEMENT_ADDED for happening in entry.happenings):
        section = Section.QUIET if announcement.is_copy else Section.NEW
        change = _told(entry, announcement, EventKind.ANNOUNCEMENT_ADDED, section)
        return replace(change, count=announcement.count)
    return _told(entry, announcement, EventKind.ANNOUNCEMENT_EDITED, Section.QUIET)


def _place(change: Change) -> tuple[int, int, bool, float, str]:
    """The order of a digest: the weightiest section, the gravest status, what people confirmed, the newest."""
    gravity = _GRAVITY[change.after] if change.after else len(_GRAVITY)
    newest = -change.recorded_at.timestamp()
    return (_SECTIONS.index(change.section), gravity, change.is_draft, newest, change.path)
