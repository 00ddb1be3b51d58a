"""The first page of the desk: what waits for me, what changed this week, how the sources, digests and webhooks do."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.admin.waiting import waiting_for
from claims.coverage import SOURCE_NAMES, DayState, SourceCoverage, coverage
from claims.models import Assignment, Delivery, DeliveryState, DigestIssue, EvidenceState, IssueState, WebhookEndpoint
from claims.models.webhooks import EndpointState
from claims.movements import Week, moves_of_the_week, weekly
from claims.wording import STATUS_WORDS

WEEKS, MOVES, CLAIMS, ISSUES = 12, 6, 8, 3
WEBHOOKS = "claims.view_webhookendpoint"
# Of the picture of the weeks, in its own units.
HEIGHT, WIDTH, GAP = 80, 22, 6
# One mark a day, so that a month is told at a glance and without colours too.
MARKS = {
    DayState.ANSWERED: "answered",
    DayState.SOME_FAILED: "some",
    DayState.ALL_FAILED: "failed",
    DayState.NOT_ASKED: "none",
}
# How a source does, the worst first.
STATES = (
    gettext_noop("does not answer"),
    gettext_noop("rests"),
    gettext_noop("some failed"),
    gettext_noop("well"),
    gettext_noop("not asked yet"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A week in the picture: from its Monday, so many changes, and where its bar is."""

    week: Week
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a source does, in a word and in its days."""

    name: str
    state: str
    told: SourceCoverage
    days: tuple[tuple[int, str], ...]

    @property
    def words(self) -> str:
        """The state in the language of the page."""
        return _(self.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an issue of the digest is, in deliveries."""

    issue: DigestIssue
    sent: int
    total: int
    troubled: int


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """What the page shows beside what every page of the desk does; a fixed number of queries."""
    user, now = request.user, timezone.now()
    if not isinstance(user, User):
        return context
    moves = moves_of_the_week(now=now, most=MOVES)
    watched = coverage(settings.SOURCES, now=now)
    return context | {
        "title": _("Dashboard"),
        "waiting": waiting_for(user),
        "assigned": _assigned(user),
        "views": list(user.saved_views.order_by("name", "pk")),
        "moves": moves,
        "words": STATUS_WORDS,
        "bars": bars(weekly(now=now, weeks=WEEKS)),
        "picture": {"width": WEEKS * (WIDTH + GAP) - GAP, "height": HEIGHT},
        "sources": health(watched.sources),
        "covered": watched,
        "failing_feeds": [feed for feed in watched.feeds if feed.failing_since],
        "issues": _issues() if user.has_perm("claims.view_digestissue") else (),
        "webhooks": _webhooks() if user.has_perm(WEBHOOKS) else None,
    }


def bars(weeks: tuple[Week, ...]) -> tuple[Bar, ...]:
    """The picture of the weeks; the highest fills it, and a week in which nothing moved has a line."""
    most = max((week.total for week in weeks), default=0) or 1
    heights = [max(1.0, round(HEIGHT * week.total / most, 1)) for week in weeks]
    return tuple(
        Bar(week=week, x=place * (WIDTH + GAP), y=HEIGHT - height, height=height)
        for place, (week, height) in enumerate(zip(weeks, heights, strict=True))
    )


def health(sources: tuple[SourceCoverage, ...]) -> tuple[Health, ...]:
    """Each source with how it does; those that do not answer stand first, then those that are closed, then the rest."""
    told = [
        Health(
            name=SOURCE_NAMES[one.source],
            state=_state(one),
            told=one,
            days=tuple((4 * place, MARKS[day.state]) for place, day in enumerate(one.days)),
        )
        for one in sources
    ]
    return tuple(sorted(told, key=lambda one: STATES.index(one.state)))


def _state(one: SourceCoverage) -> str:
    if one.failing_since:
        return "does not answer"
    if one.closed_until:
        return "rests"
    if one.failures_in_week:
        return "some failed"
    return "well" if one.last_answer else "not asked yet"


def _assigned(user: User) -> list[Assignment]:
    """The claims that the user sees to, those with the most evidence to review first. `waits` counts it."""
    waits = Count("claim__evidence", filter=Q(claim__evidence__state=EvidenceState.PROPOSED))
    rows = Assignment.objects.filter(editor=user).select_related("claim").annotate(waits=waits)
    return list(rows.order_by("-waits", "-assigned_at", "pk")[:CLAIMS])


def _issues() -> tuple[Progress, ...]:
    """The issues that are being sent, or were the last to be."""
    states = Delivery.objects.filter(issue=OuterRef("pk")).order_by().values("state").annotate(many=Count("pk"))
    counted = ArraySubquery(states.values(counted=JSONObject(state="state", many="many")))
    under_way = Q(state__in=(IssueState.OPEN, IssueState.PAUSED))
    rows = DigestIssue.objects.filter(under_way).annotate(states=counted).order_by("-due_at", "-pk")[:ISSUES]
    return tuple(_progress(issue, {row["state"]: row["many"] for row in issue.states}) for issue in rows)


def _progress(issue: DigestIssue, counts: dict[str, int]) -> Progress:
    troubled = (DeliveryState.UNKNOWN, DeliveryState.REFUSED, DeliveryState.GIVEN_UP)
    return Progress(
        issue=issue,
        sent=counts.get(DeliveryState.SENT, 0),
        total=sum(counts.values()),
        troubled=sum(counts.get(state, 0) for state in troubled),
    )


def _webhooks() -> dict[str, int]:
    """How many are on, of these how many fail, and how many were switched off for it."""
    on = Q(state=EndpointState.ON)
    return WebhookEndpoint.objects.aggregate(
        on=Count("pk", filter=on),
        failing=Count("pk", filter=on & Q(failing_since__isnull=False)),
        off=Count("pk", filter=Q(state=EndpointState.FAILING_OFF)),
    )
