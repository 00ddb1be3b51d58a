"""How each kind of work that waits in a table does: what is due, in hands and failing, and since when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Model, Q, QuerySet
from django.utils.translation import gettext_noop as _

from claims.models import (
    ArchiveState,
    BulkRun,
    BulkState,
    Delivery,
    DeliveryState,
    Feed,
    Harvest,
    HookState,
    ImportRow,
    ImportRun,
    ImportState,
    Lead,
    LeadState,
    OutboxEvent,
    OwnMail,
    PageOutcome,
    PaperWatch,
    RowFate,
    Submission,
    Subscriber,
    SubscriberState,
    Visit,
    VisitSchedule,
    WaitingPaper,
    WatchedPage,
    WebhookDelivery,
)

type Rows = QuerySet[Any]
type Retry = Callable[[Rows, datetime], int]

# So many failed ones are due again at a time, and what each of them then does is paced as ever.
MOST_RETRIED = 500
_NEVER = Q(pk__in=[])


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One kind of work. `open` are its rows that are not over; `due` names the field of when they are.

    `failing` are those that went wrong, as told in the field `failure`. `retry` makes them due again: None where that
    is decided row by row, in the list at `table`.
    """

    slug: str
    name: str
    rows: Callable[[], Rows]
    due: str = "due_at"
    leases: bool = True
    failing: Q = _NEVER
    failure: str = "failure"
    newest: str = "-pk"
    table: str = ""
    query: str = ""
    retry: Retry | None = None
    permission: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How many of a kind are due, in hands and failing, when the oldest was due, and the last failure."""

    work: Work
    due: int
    leased: int
    failing: int
    oldest: datetime | None
    failure: str


def _due_now(rows: Rows, now: datetime) -> int:
    return rows.update(due_at=now, leased_until=None)


def _leads(rows: Rows, now: datetime) -> int:
    return rows.update(state=LeadState.WAITING, due_at=now, leased_until=None, tries=0, failure="")


def _submissions(rows: Rows, now: datetime) -> int:
    return rows.update(due_at=now, leased_until=None, tries=0, failure="")


def _archiving(rows: Rows, now: datetime) -> int:
    return rows.update(archive_state=ArchiveState.NONE, archive_due_at=now, archive_tries=0, archive_failure="")


def _imports(rows: Rows, now: datetime) -> int:
    """The runs go on with the rows that failed, and those that came to no end where they were."""
    numbers = list(rows.values_list("pk", flat=True))
    ImportRow.objects.filter(run__in=numbers, outcome=RowFate.ERROR).update(outcome="", told="", column="", advice="")
    done = ImportRun.objects.filter(pk__in=numbers, state=ImportState.DONE)
    fresh = {"due_at": now, "leased_until": None, "tries": 0, "failure": ""}
    again = done.update(state=ImportState.IMPORTING, finished_at=None, **fresh)
    for state in (ImportState.CHECKING, ImportState.IMPORTING):
        rests = ImportRun.objects.filter(pk__in=numbers, state=ImportState.FAILED, going_on=state)
        again += rests.update(state=state, going_on="", **fresh)
    return again


def _bulk_acts(rows: Rows, now: datetime) -> int:
    return rows.update(state=BulkState.WORKING, due_at=now, leased_until=None, tries=0, failure="")


_FAILED = ~Q(failure="")
_FAILED_ROWS = Q(pk__in=ImportRow.objects.filter(outcome=RowFate.ERROR, run__state=ImportState.DONE).values("run"))


def _rows(model: type[Model], **narrowed: object) -> Callable[[], Rows]:
    return lambda: model._default_manager.filter(**narrowed)


WORKS = (
    Work(slug="visits", name=_("claims to be looked for"), rows=_rows(VisitSchedule), table="visitschedule"),
    Work(
        slug="harvests", name=_("sets of sources"), rows=_rows(Harvest, stopped=False),
        failing=Q(failing_since__isnull=False), table="harvest", query="failing=1", retry=_due_now,
        permission="claims.change_harvest",
    ),
    Work(slug="papers", name=_("papers to be held against claims"), rows=_rows(WaitingPaper), table="waitingpaper"),
    Work(
        slug="checks", name=_("papers to be asked after"), rows=_rows(PaperWatch), failing=_FAILED,
        table="paperwatch", query="failed=1", retry=_due_now, permission="claims.change_paperwatch",
    ),
    Work(
        slug="feeds", name=_("feeds"), rows=_rows(Feed, enabled=True), failing=Q(failing_since__isnull=False),
        table="feed", query="failing=1", retry=_due_now, permission="claims.change_feed",
    ),
    Work(
        slug="leads", name=_("leads"), rows=_rows(Lead, state__in=(LeadState.WAITING, LeadState.FAILED)),
        failing=Q(state=LeadState.FAILED), table="lead", query="state__exact=failed", retry=_leads,
        permission="claims.change_lead",
    ),
    Work(
        slug="submissions", name=_("submitted texts"), rows=_rows(Submission, intake__isnull=False),
        failing=_FAILED & Q(due_at=None), retry=_submissions, permission="claims.change_submission",
    ),
    Work(
        slug="pages", name=_("pages to be checked"), rows=_rows(WatchedPage),
        failing=Q(outcome=PageOutcome.UNREACHABLE), table="watchedpage", retry=_due_now,
        permission="claims.change_watchedpage",
    ),
    Work(
        slug="archiving", name=_("pages to be archived"), rows=_rows(WatchedPage), due="archive_due_at", leases=False,
        failing=Q(archive_state=ArchiveState.FAILED), failure="archive_failure", table="watchedpage",
        retry=_archiving, permission="claims.change_watchedpage",
    ),
    Work(
        slug="events", name=_("events to be put in order"), rows=_rows(OutboxEvent, position=None), due="recorded_at",
        leases=False,
    ),
    Work(
        slug="digests", name=_("readers whose digest is due"), rows=_rows(Subscriber, state=SubscriberState.ACTIVE),
        leases=False, table="subscriber",
    ),
    Work(
        slug="deliveries", name=_("digests to be sent"), leases=False,
        rows=_rows(Delivery, state__in=(DeliveryState.WAITING, DeliveryState.UNKNOWN, DeliveryState.GIVEN_UP)),
        failing=Q(state__in=(DeliveryState.UNKNOWN, DeliveryState.GIVEN_UP)), failure="answer", table="delivery",
        query="state__exact=given_up",
    ),
    Work(
        slug="mails", name=_("mails about readers' own matters"), rows=_rows(OwnMail), failing=_FAILED, retry=_due_now,
        permission="claims.change_ownmail",
    ),
    Work(
        slug="webhooks", name=_("posts to webhooks"),
        rows=_rows(WebhookDelivery, state__in=(HookState.WAITING, HookState.GIVEN_UP)),
        failing=Q(state=HookState.GIVEN_UP), failure="tries__failure", table="webhookdelivery",
        query="state__exact=given_up",
    ),
    Work(
        slug="imports", name=_("files to be imported"), rows=_rows(ImportRun),
        failing=Q(state=ImportState.FAILED) | _FAILED_ROWS, table="importrun", retry=_imports,
        permission="claims.add_importrun",
    ),
    Work(
        slug="bulk", name=_("acts over many rows"), rows=_rows(BulkRun), failing=Q(state=BulkState.FAILED),
        table="bulkrun", query="state__exact=failed", retry=_bulk_acts, permission="claims.change_claim",
    ),
)  # fmt: skip


def list_jobs(*, now: datetime) -> tuple[Standing, ...]:
    """All kinds of work in the order of `WORKS`; two queries each, however much waits."""
    return tuple(_standing(work, now=now) for work in WORKS)


def _standing(work: Work, *, now: datetime) -> Standing:
    due = Q(**{f"{work.due}__lte": now})
    leased = Q(leased_until__gt=now) if work.leases else _NEVER
    waiting = due & (Q(leased_until=None) | Q(leased_until__lte=now)) if work.leases else due
    told = work.rows().aggregate(
        due=Count("pk", filter=waiting),
        leased=Count("pk", filter=leased),
        failing=Count("pk", filter=work.failing),
        oldest=Min(work.due, filter=waiting),
    )
    return Standing(work=work, failure=_last_failure(work), **told)


def _last_failure(work: Work) -> str:
    if work.slug == "visits":
        # A look that failed is in its receipt; the claim is due again tomorrow.
        return Visit.objects.exclude(failure="").order_by("-pk").values_list("failure", flat=True).first() or ""
    if work.failing == _NEVER:
        return ""
    failed = work.rows().filter(work.failing).order_by(work.newest)
    return failed.values_list(work.failure, flat=True).first() or ""


def retry_jobs(slug: str, *, now: datetime) -> int:
    """Make up to `MOST_RETRIED` failed rows of a kind due now, and return how many. Repeating it changes nothing more.

    Raises `LookupError` for a kind that there is not, or whose rows are decided on one by one.
    """
    work = next((work for work in WORKS if work.slug == slug and work.retry), None)
    if work is None or work.retry is None:
        raise LookupError(f"There is no work {slug!r} that can be tried again.")
    numbers = list(work.rows().filter(work.failing).order_by("pk").values_list("pk", flat=True)[:MOST_RETRIED])
    return work.retry(work.rows().filter(pk__in=numbers), now)
