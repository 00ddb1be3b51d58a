"""An archived copy of a page: found near the time of our reading, or made, and only then told."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from claims.models import ArchiveState, WatchedPage
from claims.sources.client import StrictClient
from claims.sources.wayback import Wayback
from claims.workflows.offer_page import MAX_TRIES, NEAR, Outcome, call_archive, offer_page, take_pages_to_archive
from tests.sources.open_gate import KeptLog, OpenGate
from tests.sources.scripted_client import ScriptedClient, told
from tests.standin.clock import Clock
from tests.standin.library import Capture, Library
from tests.standin.server import StandIn, standing_in
from tests.standin.services import Service
from tests.web.made_up_claims import NOW, announcement

pytestmark = pytest.mark.django_db

PAGE = "https://news.example/giant"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def watched(**more: Any) -> WatchedPage:
    story = announcement(url=PAGE)
    return WatchedPage.objects.create(url=PAGE, announcement=story, archive_due_at=NOW, **more)


def archive_at(running: StandIn, *, key: str = "access:secret") -> Wayback:
    client = StrictClient(
        contact="desk@claims.example",
        gate=OpenGate(),
        log=KeptLog(),
        clock=running.clock.now,
        sleep=running.clock.advance,
        allow_private=True,
    )
    return Wayback(client=client, address=running.url(Service.WAYBACK), key=key)


def scripted(*answers: Any) -> Wayback:
    """An archive that has no captures and then says so."""
    client = ScriptedClient(answers=[told([]), told([]), *answers])
    return Wayback(client=client, address="https://web.archive.example", key="access:secret")


def test_a_copy_of_the_time_of_our_reading_is_found_and_none_is_asked_for() -> None:
    page, at = watched(), NOW - 3 * DAY
    with standing_in(Library([Capture(url=PAGE, at=at, body="Words.")]), clock=Clock(NOW)) as running:
        archive = archive_at(running)
        outcome = offer_page(page.pk, wayback=archive, now=NOW)
        page.refresh_from_db()
        assert outcome == Outcome(page_id=page.pk, state=ArchiveState.ARCHIVED, due_at=None)
        assert (page.memento_url, page.memento_at) == (f"{archive.address}/web/20260430093000/{PAGE}", at)
        assert "/save" not in [asked.path for asked in running.log.asked()]


def test_a_page_without_a_near_copy_is_offered_and_archived_only_when_the_job_says_so() -> None:
    page = watched()
    far = Capture(url=PAGE, at=NOW - NEAR - DAY, body="Words.")
    with standing_in(Library([far]), clock=Clock(NOW)) as running:
        archive = archive_at(running)
        steps, now = list[tuple[str, datetime | None]](), NOW
        for _ in range(3):
            steps.append((offer_page(page.pk, wayback=archive, now=now).state, WatchedPage.objects.get().memento_at))
            now += 2 * MINUTE
            if len(steps) == 2:
                running.clock.advance(60)
    assert [state for state, _ in steps] == ["submitted", "submitted", "archived"]
    assert [at and at > NOW for _, at in steps] == [False, False, True]
    page.refresh_from_db()
    assert (page.archive_job, page.archive_due_at, page.archive_failure) == ("", None, "")


def test_without_a_key_no_page_is_offered() -> None:
    page = watched()
    with standing_in(Library(), clock=Clock(NOW)) as running:
        outcome = offer_page(page.pk, wayback=archive_at(running, key=""), now=NOW)
        assert (outcome.state, outcome.due_at) == (ArchiveState.NONE, NOW + NEAR)
        assert "/save" not in [asked.path for asked in running.log.asked()]


def test_what_cannot_be_reached_is_not_offered() -> None:
    page = watched(failing_since=NOW)
    assert offer_page(page.pk, wayback=scripted(), now=NOW).state == ArchiveState.NONE


@pytest.mark.parametrize(
    ("code", "state", "due_in"),
    [
        ("error:not-found", ArchiveState.FAILED, None),
        ("error:gateway-timeout", ArchiveState.NONE, timedelta(hours=6)),
        ("error:too-many-daily-captures", ArchiveState.NONE, DAY),
    ],
)
def test_errors_are_waited_for_or_not(code: str, state: ArchiveState, due_in: timedelta | None) -> None:
    page = watched(archive_state=ArchiveState.SUBMITTED, archive_job="1")
    failed = told({"status": "error", "status_ext": code, "message": "No."})
    archive = Wayback(client=ScriptedClient(answers=[failed]), address="https://a.example", key="a:b")
    outcome = offer_page(page.pk, wayback=archive, now=NOW)
    page.refresh_from_db()
    assert (outcome.state, outcome.due_at, page.archive_job) == (state, NOW + due_in if due_in else None, "")
    assert outcome.failure == f"No. ({code})"


def test_tries_have_an_end() -> None:
    page, states = watched(archive_state=ArchiveState.SUBMITTED, archive_job="1"), []
    for _ in range(MAX_TRIES):
        archive = Wayback(client=ScriptedClient(answers=[told({"status": "pending"})]), address="https://a.example")
        states.append(offer_page(page.pk, wayback=archive, now=NOW).state)
    assert states == [ArchiveState.SUBMITTED] * (MAX_TRIES - 1) + [ArchiveState.FAILED]


def test_a_look_that_is_noted_meanwhile_is_not_undone() -> None:
    page = watched()

    class Interrupted(ScriptedClient):
        def fetch(self, request: Any, read: Any) -> Any:
            WatchedPage.objects.update(failures=3)
            return super().fetch(request, read)

    archive = Wayback(client=Interrupted(answers=[told([]), told([])]), address="https://a.example")
    offer_page(page.pk, wayback=archive, now=NOW)
    assert WatchedPage.objects.get().failures == 3


def test_pages_are_handed_out_once_and_again_when_called() -> None:
    page = watched()
    assert take_pages_to_archive(now=NOW, limit=5) == [page.pk]
    assert take_pages_to_archive(now=NOW + MINUTE, limit=5) == []
    WatchedPage.objects.update(archive_state=ArchiveState.FAILED, archive_tries=8, archive_due_at=None)
    assert call_archive([page.pk], now=NOW) == 1
    assert take_pages_to_archive(now=NOW, limit=5) == [page.pk]
    assert WatchedPage.objects.get().archive_tries == 0
