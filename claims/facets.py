"""What the choices beside the list of claims count, and how counts are kept where there are many claims.

Kept counts are rows that all processes read (`KeptCounts`); `claims.workflows.renew_counts` renews them, so that no
reader waits for one.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db.models import Count, F, Max, Q

from claims.core.plain_values import NotSuchAValue, as_plain, read_plain
from claims.judging.findings import Grade
from claims.models import Claim, Evidence, KeptCounts, Organisation, Quantity
from claims.models.claims import ClaimQuerySet

_SUBJECTS_SHOWN = _ORGANISATIONS_SHOWN = 12
# From so many claims on, counting them all again for each reader takes longer than a reader waits.
MANY_CLAIMS = 5_000
# Counts of this age are counted again when they are asked for; those of every page before that.
FRESH = timedelta(minutes=5)
# Readers may have so many sets of counts made; who asks for one more sees none.
MOST_ASKED_FOR = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCount:
    """A subject or an organisation, with the number of its claims under the other filters."""

    id: int
    name: str
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountSet[Counts]:
    """Counts that some page shows: a dataclass, dict or tuple of the type `kind`, as `count` finds them at a moment.

    `of` tells sets of one name apart, such as the filters of a list in JSON.
    """

    name: str
    kind: Any
    count: Callable[[datetime], Counts]
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted[Counts]:
    """Counts, and when they were counted where that was not just now."""

    counts: Counts
    counted_at: datetime | None = None


def has_many_claims(many: int = MANY_CLAIMS) -> bool:
    """Whether there are more than `many`, so that counts are kept. One query that reads no more rows than it must."""
    return Claim.objects.order_by("pk").values("pk")[many : many + 1].exists()


def kept_where_many[Counts](counts: CountSet[Counts], *, now: datetime, many: int = MANY_CLAIMS) -> Counted[Counts]:
    """What a job counted where there are more than `many` claims, however long ago, else what is counted now.

    Only before the job has run for the first time does a reader wait; what they counted is kept for the next one.
    """
    if not has_many_claims(many):
        return Counted(counts=counts.count(now))
    return kept(counts) or Counted(counts=renew(counts, now=now))


def kept[Counts](counts: CountSet[Counts]) -> Counted[Counts] | None:
    """The counts that are kept and when they were counted; None where there are none, or none of this release."""
    rows = KeptCounts.objects.filter(name=counts.name, of=counts.of, counts__isnull=False)
    for told, counted_at in rows.values_list("counts", "computed_at"):
        try:
            return Counted(counts=read_plain(counts.kind, told), counted_at=counted_at)
        except NotSuchAValue:
            break
    return None


def kept_or_asked_for[Counts](counts: CountSet[Counts], *, now: datetime) -> Counted[Counts] | None:
    """What is kept, and where that is nothing or old, a note for the job to count it; no reader waits."""
    found = kept(counts)
    if found is None or found.counted_at is None or now - found.counted_at > FRESH:
        _ask_for(counts, now=now)
    return found


def renew[Counts](counts: CountSet[Counts], *, now: datetime) -> Counts:
    """Count, keep it for all processes, and return it. Repeating it replaces the row."""
    started = monotonic()
    found = counts.count(now)
    values = {"counts": as_plain(found), "computed_at": now, "seconds": monotonic() - started}
    KeptCounts.objects.update_or_create(
        name=counts.name, of=counts.of, defaults=values, create_defaults={**values, "asked_at": now}
    )
    return found


def _ask_for[Counts](counts: CountSet[Counts], *, now: datetime) -> None:
    """Note that somebody wants them: one write, and none where it is noted already."""
    rows = KeptCounts.objects.filter(name=counts.name, of=counts.of)
    noted = rows.values_list("asked_at", "computed_at").first()
    if noted is None:
        if KeptCounts.objects.count() < MOST_ASKED_FOR:
            row = KeptCounts(name=counts.name, of=counts.of, asked_at=now)
            KeptCounts.objects.bulk_create([row], ignore_conflicts=True)
    elif noted[1] is not None and noted[0] <= noted[1]:
        rows.filter(asked_at__lte=F("computed_at")).update(asked_at=now)


def spelt_out(filters: object) -> str:
    """Filters as a text by which counts are kept, and from which they can be read again (`read_plain`)."""
    return json.dumps(as_plain(filters), ensure_ascii=False, sort_keys=True)


def counted(chosen: ClaimQuerySet, field: str) -> dict[str, int]:
    return dict(chosen.order_by().values_list(field).annotate(Count("id")))


def metric_counts(chosen: ClaimQuerySet) -> dict[str, int]:
    rows = Quantity.objects.filter(claim__in=chosen).order_by().values_list("metric")
    return dict(rows.annotate(claims=Count("claim", distinct=True)))


def subject_counts(chosen: ClaimQuerySet) -> tuple[NamedCount, ...]:
    """The subjects with most claims."""
    rows = (
        chosen.filter(subject__isnull=False)
        .order_by()
        .values_list("subject_id", "subject__name")
        .annotate(claims=Count("id"))
    )
    ranked = rows.order_by("-claims", "subject__name", "subject_id")[:_SUBJECTS_SHOWN]
    return tuple(NamedCount(id=row[0], name=row[1], claims=row[2]) for row in ranked)


def organisation_counts(chosen: ClaimQuerySet) -> tuple[NamedCount, ...]:
    """The same for organisations, which claimed it or made what it is about; one that did both has it once."""
    counts = Counter[int]()
    pairs = chosen.order_by().values_list("claimant_id", "subject__maker_id").annotate(claims=Count("id"))
    for claimant, maker, claims in pairs:
        counts.update({number: claims for number in (claimant, maker) if number is not None})
    ranked = sorted(counts, key=lambda number: (-counts[number], number))[:_ORGANISATIONS_SHOWN]
    names = dict(Organisation.objects.filter(pk__in=ranked).values_list("pk", "name"))
    return tuple(
        NamedCount(id=number, name=names[number], claims=counts[number]) for number in ranked if number in names
    )


def grade_counts(chosen: ClaimQuerySet) -> dict[str, int]:
    """Grade → the claims with accepted evidence of that grade or a better one."""
    counted = Evidence.objects.accepted().filter(claim__in=chosen).order_by().values("claim")
    at_least = {grade.value: Count("claim", filter=Q(best__gte=grade)) for grade in Grade}
    return dict(counted.annotate(best=Max("grade")).aggregate(**at_least))
