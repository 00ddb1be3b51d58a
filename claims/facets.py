"""What the choices beside the list of claims count, and how long such counts are kept where there are many claims."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import cache
from django.db.models import Count, Max, Q

from claims.judging.findings import Grade
from claims.models import Claim, Evidence, Organisation, Quantity
from claims.models.claims import ClaimQuerySet

_SUBJECTS_SHOWN = _ORGANISATIONS_SHOWN = 12
# From so many claims on, counting them all again for each reader takes longer than a reader waits.
MANY_CLAIMS = 5_000
KEPT_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCount:
    """A subject or an organisation, with the number of its claims under the other filters."""

    id: int
    name: str
    claims: int


def has_many_claims(many: int = MANY_CLAIMS) -> bool:
    """Whether there are more than `many`, so that counts are kept. One query that reads no more rows than it must."""
    return Claim.objects.order_by("pk").values("pk")[many : many + 1].exists()


def kept_where_many[Counts](name: str, of: object, count: Callable[[], Counts]) -> Counts:
    """What was counted up to five minutes ago where there are many claims (`keep_counts`), else counted now."""
    return keep_counts(name, of, count) if has_many_claims() else count()


def keep_counts[Counts](name: str, of: object, count: Callable[[], Counts]) -> Counts:
    """What was counted by that name of the same thing up to five minutes ago, else counted now, and kept.

    `of` is told apart by its `repr`, such as that of a dataclass of values.
    """
    key = f"counts-{sha256(f'{name} {of!r}'.encode()).hexdigest()}"
    known: Counts | None = cache.get(key)
    if known is None:
        known = count()
        cache.set(key, known, KEPT_SECONDS)
    return known


def count_anew[Counts](name: str, of: object, count: Callable[[], Counts]) -> Counts:
    """The same without keeping, for few claims."""
    return count()


def counted(chosen: ClaimQuerySet, field: str) -> dict[str, int]:
    return dict(chosen.order_by().values_list(field).annotate(Count("id")))


def metric_counts(chosen: ClaimQuerySet) -> dict[str, int]:
    rows = Quantity.objects.filter(claim__in=chosen).order_by().values_list("metric")
    return dict(rows.annotate(claims=Count("claim", distinct=True)))


def subject_counts(chosen: ClaimQuerySet, selected: int | None) -> tuple[NamedCount, ...]:
    """The subjects with most claims, and the selected one even when it is rare."""
    rows = (
        chosen.filter(subject__isnull=False)
        .order_by()
        .values_list("subject_id", "subject__name")
        .annotate(claims=Count("id"))
    )
    ranked = list(rows.order_by("-claims", "subject__name", "subject_id")[:_SUBJECTS_SHOWN])
    if selected is not None and all(row[0] != selected for row in ranked):
        ranked += list(rows.filter(subject_id=selected))
    return tuple(NamedCount(id=row[0], name=row[1], claims=row[2]) for row in ranked)


def organisation_counts(chosen: ClaimQuerySet, selected: int | None) -> tuple[NamedCount, ...]:
    """The same for organisations, which claimed it or made what it is about; one that did both has it once."""
    counts = Counter[int]()
    pairs = chosen.order_by().values_list("claimant_id", "subject__maker_id").annotate(claims=Count("id"))
    for claimant, maker, claims in pairs:
        counts.update({number: claims for number in (claimant, maker) if number is not None})
    ranked = sorted(counts, key=lambda number: (-counts[number], number))[:_ORGANISATIONS_SHOWN]
    shown = ranked if selected is None or selected in ranked else [*ranked, selected]
    names = dict(Organisation.objects.filter(pk__in=shown).values_list("pk", "name"))
    return tuple(
        NamedCount(id=number, name=names[number], claims=counts[number]) for number in shown if number in names
    )


def grade_counts(chosen: ClaimQuerySet) -> dict[str, int]:
    """Grade → the claims with accepted evidence of that grade or a better one."""
    counted = Evidence.objects.accepted().filter(claim__in=chosen).order_by().values("claim")
    at_least = {grade.value: Count("claim", filter=Q(best__gte=grade)) for grade in Grade}
    return dict(counted.annotate(best=Max("grade")).aggregate(**at_least))
