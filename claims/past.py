"""Claims as they stood on a past day, by what was known or by what we had recorded then. Fixed numbers of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import gettext

from claims.core.papers import Standing
from claims.judging.as_of import By, Exhibit, Ruled, Span, Sum, verdict_on
from claims.judging.findings import Certainty, Status, Verdict
from claims.judging.notices import Notice, standing_on
from claims.models import (
    Claim,
    ClaimAct,
    ClaimComment,
    ClaimMerge,
    Evidence,
    EvidenceState,
    EvidenceStep,
    Organisation,
    Paper,
    PaperNotice,
    PaperVersion,
    PublishedReview,
    Quantity,
    Recomputation,
    Ruling,
    RulingAct,
    StatusChange,
    Subject,
    Workflow,
)
from claims.models.claim_acts import figure_of
from claims.models.claims import ClaimQuerySet
from claims.models.evidence import EvidenceQuerySet

_SHOWN = (EvidenceState.PROPOSED, EvidenceState.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A day, and whether its end is told by what was known or by what was recorded."""

    day: date
    by: By

    @property
    def end(self) -> datetime:
        """The first moment after the day."""
        return timezone.make_aware(datetime.combine(self.day + timedelta(days=1), time()))


class UnknownDay(ValueError):
    """The address asks for a day that is none, or has not been; the message says what is expected."""


def read_past(query: Mapping[str, str], *, today: date) -> Past | None:
    """The day that an address asks for, None for today. Raises `UnknownDay`."""
    said, by = query.get("as_of", ""), query.get("by", By.KNOWN.value)
    if not said:
        return None
    if by not in list(By):
        told = gettext("“{by}” is no way to tell a past day: use by=known or by=recorded.")
        raise UnknownDay(told.format(by=by[:40]))
    try:
        day = date.fromisoformat(said)
    except ValueError as error:
        told = gettext("“{said}” is no day: write it as YYYY-MM-DD, such as as_of=2023-01-31.")
        raise UnknownDay(told.format(said=said[:40])) from error
    if day > today:
        told = gettext("{day} is in the future: the last day that can be told is {today}.")
        raise UnknownDay(told.format(day=day.isoformat(), today=today.isoformat()))
    return Past(day=day, by=By(by))


# A claim that nobody had looked into by then.
NOT_LOOKED_INTO = Verdict(status=Status.UNVERIFIED, certainty=Certainty.VERY_LOW, reasons=())


def claims_then(claims: ClaimQuerySet, past: Past) -> ClaimQuerySet:
    """Those that had been made by then, or that we had recorded; the latter where the day of making is unknown."""
    if past.by is By.RECORDED:
        return claims.filter(recorded_at__lt=past.end)
    return claims.filter(Q(claimed_on__lte=past.day) | Q(claimed_on=None, recorded_at__lt=past.end))


def with_recorded_status(claims: ClaimQuerySet, past: Past) -> ClaimQuerySet:
    """With `status_then`, the status that our records gave at the end of the day."""
    changes = StatusChange.objects.filter(claim=OuterRef("pk"), recorded_at__lt=past.end).order_by("-pk")
    return claims.annotate(
        status_then=Coalesce(Subquery(changes.values("to_status")[:1]), Value(Status.UNVERIFIED.value))
    )


def evidence_then(past: Past) -> EvidenceQuerySet:
    """Of the evidence that readers see today, what was public; or what they saw in our records, in `state_then`."""
    if past.by is By.KNOWN:
        return Evidence.objects.standing().filter(
            Q(known_on__lte=past.day) | Q(known_on=None, recorded_at__lt=past.end)
        )
    steps = EvidenceStep.objects.filter(evidence=OuterRef("pk"), recorded_at__lt=past.end).order_by("-pk")
    then = Evidence.objects.annotate(state_then=Subquery(steps.values("state")[:1]))
    return then.filter(state_then__in=_SHOWN).filter(Q(proposed_by="") | Q(state_then=EvidenceState.ACCEPTED))


def recomputations_then(past: Past) -> QuerySet[Recomputation]:
    """The arithmetic whose documents were all public; or that which we had made and not retired."""
    if past.by is By.RECORDED:
        still = Q(retired_at=None) | Q(retired_at__gte=past.end)
        return Recomputation.objects.filter(still, recorded_at__lt=past.end)
    version = "inputs__paper_version"
    published = Coalesce(
        f"{version}__published_on", f"{version}__paper__published_on", TruncDate(f"{version}__paper__recorded_at")
    )
    current = Recomputation.objects.filter(is_current=True, claim__in=claims_then(Claim.objects.all(), past))
    dated = current.annotate(public_on=Max(published))
    return dated.filter(Q(public_on=None) | Q(public_on__lte=past.day))


def changes_then(past: Past) -> QuerySet[StatusChange]:
    """The steps of history that we had recorded; or those that rest on what was public."""
    if past.by is By.RECORDED:
        return StatusChange.objects.filter(recorded_at__lt=past.end)
    return StatusChange.objects.filter(Q(known_on__lte=past.day) | Q(known_on=None, recorded_at__lt=past.end))


def acts_then(past: Past) -> QuerySet[ClaimAct]:
    """What editors had done with the claim by then: they are our own doings, so either way to tell the day is one."""
    return ClaimAct.objects.filter(recorded_at__lt=past.end)


def merges_then(past: Past) -> QuerySet[ClaimMerge]:
    """How it had been merged and taken out again by then, likewise."""
    return ClaimMerge.objects.filter(recorded_at__lt=past.end)


def comments_then(past: Past) -> QuerySet[ClaimComment]:
    """What readers could see by then, of either way to tell the day."""
    return ClaimComment.objects.published().filter(published_at__lt=past.end)


def reviews_then(past: Past) -> QuerySet[PublishedReview]:
    """What others had published by then; by what was recorded, what had been taken in here."""
    if past.by is By.RECORDED:
        return PublishedReview.objects.filter(recorded_at__lt=past.end)
    return PublishedReview.objects.filter(reviewed_on__lte=past.day)


def verdicts_then(claims: Collection[Claim], past: Past) -> dict[int, Verdict]:
    """Claim id → its verdict at the end of the day; `unverified` for a claim that was not there yet."""
    if past.by is By.RECORDED:
        return _recorded(claims, past)
    return replayed(claims, past)


def set_back(claims: Collection[Claim], past: Past) -> None:
    """Let these rows show the status of the end of the day. They are for showing and must not be saved."""
    verdicts = verdicts_then(claims, past)
    for claim in claims:
        verdict = verdicts[claim.pk]
        claim.status, claim.certainty, claim.proposal = verdict.status.value, verdict.certainty.value, ""


def set_back_evidence(claim: Claim, past: Past) -> None:
    """The same for the evidence and the arithmetic that `evidence_then` and `recomputations_then` read with a claim."""
    rows = list(claim.evidence.all())
    for row in rows:
        row.state = getattr(row, "state_then", row.state)
    versions = [row.paper_version for row in rows]
    inputs = (part for done in claim.recomputations.all() for part in done.inputs.all())
    versions += [part.paper_version for part in inputs if part.paper_version]
    for version in versions:
        version.paper.standing = standing_on(past.day, told_of(version.paper, past.by)).value


def set_back_reading(claim: Claim, past: Past) -> None:
    """The same for how editors had the claim in our records: as it is today, less what they changed since.

    What was public is read as we read it today.
    """
    since = ClaimAct.objects.filter(claim=claim, recorded_at__gte=past.end).exclude(before={}).order_by("pk")
    changed = since.first() if past.by is By.RECORDED else None
    if changed is None:
        return
    state = changed.before
    if claim.workflow != Workflow.MERGED:
        claim.workflow = state["workflow"]
    for name in ("text", "kind", "attribution", "hedged", "denied"):
        setattr(claim, name, state.get(name, getattr(claim, name)))
    claim.claimed_on = date.fromisoformat(state["claimed_on"]) if state["claimed_on"] else None
    if state["subject_id"] != claim.subject_id:
        claim.subject = Subject.objects.select_related("maker").filter(pk=state["subject_id"]).first()
    if state.get("claimant_id", claim.claimant_id) != claim.claimant_id:
        claim.claimant = Organisation.objects.filter(pk=state["claimant_id"]).first()
    _set_back_figure(claim, state["quantity"])


def _set_back_figure(claim: Claim, written: Mapping[str, str | None] | None) -> None:
    """In the place of the first figure, which is the one that editors change."""
    rows = sorted(claim.quantities.all(), key=lambda row: row.pk)
    number, others = (rows[0].pk if rows else 0), rows[1:]
    figure = figure_of(written) if written else None
    names = ("metric", "relation", "comparator", "value", "low", "high", "unit", "scope", "baseline", "raw")
    then = [Quantity(pk=number, claim=claim, **{name: getattr(figure, name) for name in names})] if figure else []
    # What a page reads of a claim it reads from here; a list of rows that are not stored has no other way in.
    claim._prefetched_objects_cache["quantities"] = [*then, *others]  # type: ignore[attr-defined] # Django's own


def _recorded(claims: Collection[Claim], past: Past) -> dict[int, Verdict]:
    """What our records say, whatever rules we have today."""
    newest = changes_then(past).filter(claim__in=claims).order_by("claim_id", "-pk").distinct("claim_id")
    found = {
        change.claim_id: Verdict(status=Status(change.to_status), certainty=Certainty(change.certainty), reasons=())
        for change in newest
    }
    return {claim.pk: found.get(claim.pk, NOT_LOOKED_INTO) for claim in claims}


def replayed(claims: Collection[Claim], past: Past) -> dict[int, Verdict]:
    """Claim id → the verdict that today's rules give over what counted at the end of the day."""
    exhibits, sums, rulings = _exhibits(claims, past.by), _sums(claims, past.by), _rulings(claims, past.by)
    there = {claim.pk for claim in claims if _was_there(claim, past)}
    return {
        claim.pk: verdict_on(past.day, exhibits[claim.pk], sums[claim.pk], rulings[claim.pk])
        if claim.pk in there
        else NOT_LOOKED_INTO
        for claim in claims
    }


def _was_there(claim: Claim, past: Past) -> bool:
    since = claim.claimed_on if past.by is By.KNOWN else None
    return (since or timezone.localdate(claim.recorded_at)) <= past.day


def _exhibits(claims: Collection[Claim], by: By) -> dict[int, list[Exhibit]]:
    rows = Evidence.objects.filter(claim__in=claims).with_paper().prefetch_related(notices_of("paper_version__paper"))
    if by is By.KNOWN:
        rows = rows.accepted()
    else:
        rows = rows.prefetch_related(Prefetch("steps", EvidenceStep.objects.order_by("pk")))
    found: dict[int, list[Exhibit]] = defaultdict(list)
    for row in rows.order_by("pk"):
        notices = told_of(row.paper_version.paper, by)
        found[row.claim_id].append(Exhibit(found=row.to_core(), spans=tuple(_spans(row, by)), notices=notices))
    return found


def _spans(row: Evidence, by: By) -> Iterator[Span]:
    """When the row counted. What was public does not cease to be so; in our records states follow each other."""
    if by is By.KNOWN:
        yield Span(since=row.known_on or timezone.localdate(row.recorded_at))
        return
    steps = list(row.steps.all())
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        if step.state == EvidenceState.ACCEPTED:
            until = timezone.localdate(following.recorded_at) if following else None
            yield Span(since=timezone.localdate(step.recorded_at), until=until)


def notices_of(paper: str) -> Prefetch[str, QuerySet[PaperNotice], str]:
    """What to prefetch for `told_of`; `paper` is the path to the paper."""
    return Prefetch(f"{paper}__notices", PaperNotice.objects.order_by("pk"))


def told_of(paper: Paper, by: By) -> tuple[Notice, ...]:
    """The notices on a paper as judging reads them (reads the prefetched rows)."""
    return tuple(
        Notice(
            standing=Standing(row.standing),
            issued_on=row.issued_on,
            since=row.issued_on if by is By.KNOWN else timezone.localdate(row.recorded_at),
        )
        for row in sorted(paper.notices.all(), key=lambda row: row.pk)
    )


def _sums(claims: Collection[Claim], by: By) -> dict[int, list[Sum]]:
    rows = Recomputation.objects.filter(claim__in=claims)
    if by is By.KNOWN:
        rows = rows.filter(is_current=True)
    inputs = ("inputs__paper_version__paper", notices_of("inputs__paper_version__paper"))
    found: dict[int, list[Sum]] = defaultdict(list)
    for row in rows.prefetch_related(*inputs).order_by("pk"):
        versions = {part.paper_version for part in row.inputs.all() if part.paper_version}
        notices = {str(version.pk): told_of(version.paper, by) for version in versions}
        found[row.claim_id].append(Sum(made=row.to_core(), span=_span(row, versions, by), notices=notices))
    return found


def _span(row: Recomputation, versions: Iterable[PaperVersion], by: By) -> Span:
    if by is By.KNOWN:
        told = ((one.published_on or one.paper.published_on, one.paper.recorded_at) for one in versions)
        public = (day or timezone.localdate(recorded_at) for day, recorded_at in told)
        return Span(since=max(public, default=date.min))
    until = timezone.localdate(row.retired_at) if row.retired_at else None
    return Span(since=timezone.localdate(row.recorded_at), until=until)


def _rulings(claims: Collection[Claim], by: By) -> dict[int, list[Ruled]]:
    """People's rulings. What a person said later counts from the day on which all that was heard had been public."""
    heard_by: dict[int, list[tuple[datetime, date | None]]] = defaultdict(list)
    found: dict[int, list[Ruled]] = defaultdict(list)
    rows = list(Ruling.objects.filter(claim__in=claims).order_by("pk"))
    if rows and by is By.KNOWN:
        counted = Evidence.objects.accepted().filter(claim__in={row.claim_id for row in rows})
        for claim_id, recorded_at, known_on in counted.values_list("claim_id", "recorded_at", "known_on"):
            heard_by[claim_id].append((recorded_at, known_on))
    for row in rows:
        public = [known for recorded, known in heard_by[row.claim_id] if recorded <= row.recorded_at and known]
        since = max(public, default=timezone.localdate(row.recorded_at))
        status = Status(row.status) if row.act == RulingAct.RULED else None
        found[row.claim_id].append(Ruled(since=since, status=status, heard=row.voices()))
    return {claim.pk: found[claim.pk] for claim in claims}
