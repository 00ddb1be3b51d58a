"""What waits for people at the desk, counted: for the dashboard and the numbers in the menu."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from claims.admin.reviewing import for_or_against
from claims.models import (
    Claim,
    ClaimComment,
    DoubtState,
    FigureDoubt,
    Lead,
    LeadState,
    LineagePair,
    PairState,
    RepeatPair,
    StatusProposal,
    Workflow,
)

# Of more it is told that there are more: nobody counts a thousand.
MOST_COUNTED = 1000
# The numbers of the menu may be as old, in seconds.
KEPT_FOR = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of work: who may see it, where it is done, and its rows; `of_claim` leads to the claim, "" for none."""

    name: Any
    permission: str
    page: str
    rows: Callable[[], QuerySet[Any]]
    query: str = ""
    of_claim: str = ""

    @property
    def address(self) -> str:
        """Where it is done."""
        return f"{reverse(f'admin:{self.page}')}{self.query}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How much waits of a kind, `MOST_COUNTED` for that many or more, and how much of it on one's own claims."""

    kind: Kind
    count: int
    mine: int

    @property
    def told(self) -> str:
        """The number as it is shown."""
        return told(self.count)


KINDS = (
    Kind(
        name=gettext_lazy("Evidence to review"),
        permission="claims.review_evidence",
        page="claims_evidence_queue",
        rows=for_or_against,
        of_claim="claim__",
    ),
    Kind(
        name=gettext_lazy("Status proposals"),
        permission="claims.view_statusproposal",
        page="claims_statusproposal_changelist",
        rows=lambda: StatusProposal.objects.open(),
        of_claim="claim__",
    ),
    Kind(
        name=gettext_lazy("Draft claims"),
        permission="claims.view_claim",
        page="claims_claim_changelist",
        query="?workflow__exact=draft",
        rows=lambda: Claim.objects.filter(workflow=Workflow.DRAFT),
        of_claim="",
    ),
    Kind(
        name=gettext_lazy("Repeats"),
        permission="claims.change_repeatpair",
        page="claims_repeatpair_desk",
        rows=lambda: RepeatPair.objects.filter(state=PairState.SUGGESTED),
        of_claim="later__",
    ),
    Kind(
        name=gettext_lazy("Doubted figures"),
        permission="claims.view_figuredoubt",
        page="claims_figuredoubt_changelist",
        query=f"?state__exact={DoubtState.OPEN}",
        rows=lambda: FigureDoubt.objects.filter(state=DoubtState.OPEN),
        of_claim="claim__",
    ),
    Kind(
        name=gettext_lazy("Copies and translations"),
        permission="claims.view_lineagepair",
        page="claims_lineagepair_changelist",
        query=f"?state__exact={PairState.SUGGESTED}",
        rows=lambda: LineagePair.objects.filter(state=PairState.SUGGESTED),
    ),
    Kind(
        name=gettext_lazy("Leads"),
        permission="claims.view_lead",
        page="claims_lead_changelist",
        query=f"?state__exact={LeadState.NEW}",
        rows=lambda: Lead.objects.filter(state=LeadState.NEW),
    ),
    Kind(
        name=gettext_lazy("Comments"),
        permission="claims.view_claimcomment",
        page="claims_claimcomment_changelist",
        rows=lambda: ClaimComment.objects.filter(published_at=None),
        of_claim="claim__",
    ),
)


def waiting_for(user: User) -> tuple[Waiting, ...]:
    """What waits of each kind that the user may see; at most two queries a kind."""
    return tuple(_counted(kind, user) for kind in KINDS if user.has_perm(kind.permission))


def badges() -> dict[str, str]:
    """The numbers of the menu by the pages of kinds, "" for nothing; not older than `KEPT_FOR` seconds."""
    return dict(cache.get_or_set("desk-waits", _badges, KEPT_FOR) or {})


def told(count: int) -> str:
    """ "12", or "1,000+" where there are more."""
    return f"{count:,}+" if count >= MOST_COUNTED else f"{count:,}"


def _badges() -> dict[str, str]:
    counts = {kind.page: _up_to(kind.rows()) for kind in KINDS}
    return {page: told(count) if count else "" for page, count in counts.items()}


def _counted(kind: Kind, user: User) -> Waiting:
    count = _up_to(kind.rows())
    own = {f"{kind.of_claim}assignment__editor": user}
    is_shared = kind.of_claim or kind.page == "claims_claim_changelist"
    return Waiting(kind=kind, count=count, mine=_up_to(kind.rows().filter(**own)) if count and is_shared else 0)


def _up_to(rows: QuerySet[Any]) -> int:
    """How many there are, but no further than `MOST_COUNTED`."""
    return rows.order_by()[:MOST_COUNTED].count()
