"""Who may review evidence, and the rows that reviewers see."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import F, Max, QuerySet
from django.http import HttpRequest

from claims.judging.findings import Stance
from claims.models import Evidence, EvidenceState

PERMISSION = "claims.review_evidence"


def reviewer(request: HttpRequest) -> User:
    """Who asks, allowed to review. Raises `PermissionDenied`."""
    if not isinstance(request.user, User) or not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    return request.user


def for_or_against() -> QuerySet[Evidence]:
    """What takes a side and waits for a person."""
    return Evidence.objects.filter(state=EvidenceState.PROPOSED).exclude(stance=Stance.MENTIONS)


def with_all(rows: QuerySet[Evidence]) -> QuerySet[Evidence, Any]:
    """With what the pages show, and `seen`: the newest review on each, 0 for none."""
    return (
        rows.select_related("claim__subject", "paper_version__paper", "decided_by")
        .prefetch_related("claim__quantities", "paper_version__passages")
        .annotate(seen=Max("reviews__pk", default=0))
        .order_by(F("claim"), "pk")
    )
