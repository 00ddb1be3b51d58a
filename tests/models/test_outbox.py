"""Whatever changes leaves its event with the change, whichever way it is written, once, and for good."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from claims.core.papers import Standing
from claims.judging.findings import Certainty, Stance, Status
from claims.models import (
    Claim,
    Evidence,
    EvidenceState,
    OutboxEvent,
    PaperNotice,
    SilentEdit,
    StatusChange,
    Workflow,
)
from claims.models.outbox import EventKind
from claims.sources.snapshots import capture_of_file
from claims.workflows.comment_on_claim import comment_on_claim, publish_comment
from claims.workflows.import_papers import import_papers
from claims.workflows.ingest_announcement import Intake, ingest_announcement
from claims.workflows.keep_snapshot import keep_snapshot
from claims.workflows.merge_claims import merge_claims
from claims.workflows.note_standing import Told, note_standing
from claims.workflows.revisit_claim import revisit_claim
from claims.workflows.seal_events import last_position, seal_events
from claims.workflows.unmerge_claim import unmerge_claim
from tests.web.made_up_claims import NOW, STORY, announcement, change, claim, comment, evidence, paper
from tests.workflows.made_up_claims import zephyr_claim
from tests.workflows.test_merge_claims import said_claim
from tests.workflows.test_merge_papers import PREPRINT, stored

pytestmark = pytest.mark.django_db

type Row = tuple[str, int, int | None, int | None, int | None]


def told(*kinds: EventKind) -> list[Row]:
    """(kind, row, claim, paper, announcement) of the events of these kinds, of all where none is named."""
    rows = OutboxEvent.objects.filter(kind__in=kinds or EventKind.values).order_by("pk")
    return list(rows.values_list("kind", "row", "claim_id", "paper_id", "announcement_id"))


def test_reading_an_announcement_tells_it_and_confirming_a_draft_tells_the_claim() -> None:
    text = "Nimbus Labs says that Zephyr-9 has 3 trillion parameters."
    read = ingest_announcement(Intake(text=text, title="Zephyr grows"), now=NOW)
    ingest_announcement(Intake(text=text, title="Zephyr grows"), now=NOW)
    made = Claim.objects.get()
    before = told()
    Claim.objects.filter(pk=made.pk).update(workflow=Workflow.TRACKED)
    made.refresh_from_db()
    made.save()
    assert before == [("announcement.added", read.announcement_id, None, None, read.announcement_id)]
    assert told(EventKind.CLAIM_TRACKED) == [("claim.tracked", made.pk, made.pk, None, None)]


def test_a_look_that_settles_a_claim_tells_its_evidence_and_its_status() -> None:
    made = zephyr_claim()
    stored()
    revisit_claim(made.pk, now=NOW)
    rows, step = Evidence.objects.accepted().order_by("pk"), StatusChange.objects.get()
    assert told(EventKind.EVIDENCE_ACCEPTED) == [
        ("evidence.accepted", row.steps.get(state="accepted").pk, made.pk, row.paper_version.paper_id, None)
        for row in rows
    ]
    assert told(EventKind.STATUS_CHANGED) == [("claim.status_changed", step.pk, made.pk, None, None)]
    assert OutboxEvent.objects.get(kind=EventKind.STATUS_CHANGED).recorded_at == step.recorded_at
    assert len(rows) > 0


def test_a_retraction_tells_the_notice_once() -> None:
    work = paper("Source", abstract="One.").paper
    retraction = Told(
        standing=Standing.RETRACTED, issued_on=date(2025, 3, 1), source_url="https://a.example/n", reason=""
    )
    note_standing(work.pk, retraction, actor=None, now=NOW)
    note_standing(work.pk, retraction, actor=None, now=NOW)
    assert told() == [("paper.notice", PaperNotice.objects.get().pk, None, work.pk, None)]


def test_merging_and_taking_out_again_tell_both() -> None:
    first, second = said_claim(), said_claim()
    merge_claims(second.pk, first.pk, actor=None, reason="The same.", now=NOW)
    unmerge_claim(second.pk, actor=User.objects.create_user("ada"), reason="Not the same.", now=NOW)
    merged, unmerged = second.merges.order_by("pk")
    assert told(EventKind.CLAIM_MERGED, EventKind.CLAIM_UNMERGED) == [
        ("claim.merged", merged.pk, second.pk, None, None),
        ("claim.unmerged", unmerged.pk, second.pk, None, None),
    ]


def test_a_comment_is_told_when_it_is_published() -> None:
    made, author = claim("A"), User.objects.create_user("ada")
    response = comment_on_claim(made.pk, text="We meant the last run.", organisation="", author=author, now=NOW)
    hidden = told(EventKind.COMMENT_PUBLISHED)
    publish_comment(response.pk, actor=author, now=NOW)
    publish_comment(response.pk, actor=author, now=NOW + timedelta(days=1))
    assert hidden == []
    assert told(EventKind.COMMENT_PUBLISHED) == [("claim.comment_published", response.pk, made.pk, None, None)]
    assert OutboxEvent.objects.get(kind=EventKind.COMMENT_PUBLISHED).recorded_at == NOW


def test_an_edited_page_is_told_of_its_announcement() -> None:
    story = announcement()
    capture = capture_of_file(STORY.encode(), name="story.md", captured_at=NOW)
    keep_snapshot(story, capture, text_sha256=story.text_sha256)
    edit = SilentEdit.objects.create(announcement=story, snapshot=story.snapshots.get(), said_sha256="x", found_at=NOW)
    assert told(EventKind.ANNOUNCEMENT_EDITED) == [("announcement.edited", edit.pk, None, None, story.pk)]


def test_evidence_is_told_as_dropped_only_where_it_counted() -> None:
    made, version = claim("A"), paper("Source", abstract="One. Two.")
    counted = evidence(made, version, stance=Stance.SUPPORTS, quote="One.")
    waiting = evidence(made, version, stance=Stance.SUPPORTS, quote="Two.", state=EvidenceState.PROPOSED)
    Evidence.objects.update(state=EvidenceState.REJECTED, state_since=NOW)
    Evidence.objects.update(state=EvidenceState.INVALIDATED, state_since=NOW)
    accepted, rejected, _ = counted.steps.order_by("pk")
    assert waiting.steps.count() == 3
    assert told() == [
        ("evidence.accepted", accepted.pk, made.pk, version.paper_id, None),
        ("evidence.dropped", rejected.pk, made.pk, version.paper_id, None),
    ]


def test_rows_that_are_written_together_each_tell_their_own() -> None:
    first, second = claim("A"), claim("B")
    blank = StatusChange(
        from_status=Status.UNVERIFIED,
        to_status=Status.ATTESTED,
        certainty=Certainty.LOW,
        rule_version="test",
        recorded_at=NOW,
    )
    fields = ("from_status", "to_status", "certainty", "rule_version", "recorded_at")
    same = {name: getattr(blank, name) for name in fields}
    rows = StatusChange.objects.bulk_create([StatusChange(claim=made, **same) for made in (first, second)])
    Claim.objects.update(workflow=Workflow.TRACKED)
    assert sorted(told()) == sorted(
        [
            *(("claim.status_changed", row.pk, row.claim_id, None, None) for row in rows),
            *(("claim.tracked", made.pk, made.pk, None, None) for made in (first, second)),
        ]
    )


def test_dismissing_tells_once_whatever_goes_to_and_fro() -> None:
    made = claim("A")
    for workflow in (Workflow.DISMISSED, Workflow.DRAFT, Workflow.DISMISSED):
        Claim.objects.filter(pk=made.pk).update(workflow=workflow)
    assert told() == [("claim.dismissed", made.pk, made.pk, None, None)]
    assert timezone.now() - OutboxEvent.objects.get().recorded_at < timedelta(minutes=1)


def test_an_event_goes_with_its_change_when_that_is_taken_back() -> None:
    made = claim("A")
    with transaction.atomic():
        change(made, to=Status.ATTESTED)
        within = told()
        transaction.set_rollback(True)
    assert (len(within), told()) == (1, [])


@pytest.mark.parametrize(
    "forget",
    [
        lambda events: events.update(kind=EventKind.CLAIM_TRACKED),
        lambda events: events.update(position=None),
        lambda events: events.update(position=99),
        lambda events: events._raw_delete("default"),
    ],
    ids=["alter", "unseal", "seal again", "delete"],
)
def test_a_sealed_event_is_never_altered_or_removed(forget: Callable[[object], object]) -> None:
    change(claim("A"), to=Status.ATTESTED)
    seal_events()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        forget(OutboxEvent.objects.all())
    assert list(OutboxEvent.objects.values_list("kind", "position")) == [("claim.status_changed", last_position())]


def test_an_event_that_waits_can_be_sealed_and_nothing_else() -> None:
    change(claim("A"), to=Status.ATTESTED)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        OutboxEvent.objects.update(position=7, row=1)
    assert OutboxEvent.objects.update(position=7) == 1


def test_the_outbox_cannot_be_emptied_outside_of_tests() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = 'claims_outboxevent'::regclass"
            " AND tgtype & 34 = 34 AND tgfoid = 'claims_refuse_to_forget'::regproc"
        )
        assert cursor.fetchall() == [("append_only_whole", "O")]


def test_one_kind_tells_one_row_once() -> None:
    comment(claim("A"))
    twin = OutboxEvent.objects.values("kind", "row", "claim_id", "recorded_at").get()
    with pytest.raises(IntegrityError, match="outbox_event_once"), transaction.atomic():
        OutboxEvent.objects.create(**twin)


def test_each_kind_of_event_is_written_by_a_trigger() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname LIKE 'claims\\_%\\_tells'")
        code = "".join(row[0] for row in cursor.fetchall())
    assert [kind for kind in EventKind.values if f"'{kind}'" not in code] == []


def test_a_paper_of_another_record_tells_nothing_new() -> None:
    import_papers([PREPRINT], now=NOW)
    import_papers([replace(PREPRINT, title="Counting Zephyr again")], now=NOW)
    assert told() == []
