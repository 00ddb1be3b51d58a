"""Events over the API: polled without missing any, whole, and without what was dismissed; digests tell their window."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.judging.findings import Status
from claims.models import Cadence, Claim, DigestIssue, OutboxEvent, Workflow
from claims.models.digests import IssueState
from claims.workflows.seal_events import seal_events
from tests.api.callers import API
from tests.web.made_up_claims import NOW, announcement, change, claim, claim_with_everything

pytestmark = pytest.mark.django_db


def told(client: Client, path: str) -> Any:
    answer = client.get(f"{API}{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def changed(number: int) -> Claim:
    made = claim(f"Claim {number}")
    change(made, to=Status.ATTESTED)
    return made


def issue(slug: str, after: int, up_to: int, *, state: IssueState = IssueState.DONE) -> DigestIssue:
    return DigestIssue.objects.create(
        cadence=Cadence.WEEKLY,
        due_at=NOW + timedelta(days=7 * DigestIssue.objects.count()),
        slug=slug,
        after_position=after,
        to_position=up_to,
        state=state,
        opened_at=NOW,
    )


def test_whoever_keeps_the_last_position_misses_nothing_and_reads_nothing_twice(client: Client) -> None:
    known, read = 0, list[str]()
    for number in range(5):
        changed(number)
        if number in (0, 3, 4):
            seal_events()
        page = told(client, f"/events/?after={known}&limit=2")
        while page["results"]:
            read += [one["claim"]["text"] for one in page["results"]]
            known = page["results"][-1]["position"]
            page = told(client, f"/events/?after={known}&limit=2")
    assert read == [f"Claim {number}" for number in range(5)]


def test_an_event_tells_what_changed_and_of_what(client: Client) -> None:
    made = changed(1)
    step = made.status_changes.get()
    seal_events()
    (event,) = told(client, "/events/")["results"]
    assert {name: event[name] for name in ("position", "kind", "row", "claim_number", "paper", "announcement")} == {
        "position": 1,
        "kind": "claim.status_changed",
        "row": step.pk,
        "claim_number": made.pk,
        "paper": None,
        "announcement": None,
    }
    assert (event["claim"]["id"], event["claim"]["status"]) == (made.pk, "attested")
    assert event["status_change"] == told(client, f"/claims/{made.pk}/?expand=status_changes")["status_changes"][0]
    assert event["api_url"] == f"{settings.SITE_URL}{API}/events/{event['id']}/"
    assert told(client, f"/events/{event['id']}/") == event


def test_events_are_chosen_by_what_they_are_about(client: Client) -> None:
    made = claim_with_everything()
    story = announcement(text="Another", title="Another")
    paper = made.evidence.all()[0].paper_version.paper_id
    seal_events()
    assert {one["kind"] for one in told(client, f"/claims/{made.pk}/events/")["results"]} == {
        "claim.status_changed",
        "claim.comment_published",
        "evidence.accepted",
    }
    by_story = told(client, f"/events/?announcement={story.pk}")["results"]
    assert [(one["kind"], one["announcement"]["title"]) for one in by_story] == [("announcement.added", "Another")]
    assert {one["paper"]["id"] for one in told(client, f"/events/?paper={paper}")["results"]} == {paper}
    assert len(told(client, "/events/?kind=evidence.accepted,claim.comment_published")["results"]) == 3


def test_of_a_dismissed_claim_only_that_it_was_dismissed_is_told(client: Client) -> None:
    made = changed(1)
    Claim.objects.filter(pk=made.pk).update(workflow=Workflow.DISMISSED)
    seal_events()
    (event,) = told(client, "/events/")["results"]
    assert (event["kind"], event["claim_number"], event["claim"]) == ("claim.dismissed", made.pk, None)


def test_what_waits_for_its_position_is_not_told_and_then_is_told_anew(client: Client) -> None:
    changed(1)
    waiting = client.get(f"{API}/events/")
    seal_events()
    answer = client.get(f"{API}/events/", headers={"If-None-Match": waiting["ETag"]})
    again = client.get(f"{API}/events/", headers={"If-None-Match": answer["ETag"]})
    assert (waiting.json()["results"], answer.status_code, len(answer.json()["results"])) == ([], 200, 1)
    assert again.status_code == 304


@pytest.mark.parametrize("query", ["after=yesterday", "after=-1", "kind=claim.unknown", "since=2026-01-01"])
def test_what_events_do_not_know_is_refused(client: Client, query: str) -> None:
    assert client.get(f"{API}/events/?{query}").status_code == 400


def test_a_digest_tells_the_events_of_its_window(client: Client) -> None:
    for number in range(4):
        changed(number)
    seal_events()
    first, second = issue("2026-W18", 0, 1), issue("2026-W19", 1, 3)
    issue("", 0, 4)
    issue("2026-W20", 3, 4, state=IssueState.CANCELLED)
    listed = told(client, "/digests/")["results"]
    assert [(one["slug"], one["id"]) for one in listed] == [("2026-W19", second.pk), ("2026-W18", first.pk)]
    assert listed[0]["url"] == f"{settings.SITE_URL}/digests/2026-W19/"
    assert "events" not in listed[0]
    whole = told(client, f"/digests/{second.pk}/?expand=events")
    assert [one["claim"]["text"] for one in whole["events"]] == ["Claim 1", "Claim 2"]
    assert told(client, f"/digests/{second.pk}/events/")["results"] == whole["events"]
    assert told(client, "/digests/?slug=2026-W18")["results"] == listed[1:]


def test_a_digest_that_is_not_public_has_no_events(client: Client) -> None:
    changed(1)
    seal_events()
    assert told(client, f"/digests/{issue('', 0, 1).pk}/events/")["results"] == []


@pytest.mark.usefixtures("one_window")
def test_a_page_of_events_takes_the_same_queries_for_one_and_three(client: Client) -> None:
    def queries(rows: int) -> int:
        seal_events()
        with CaptureQueriesContext(connection) as captured:
            assert len(told(client, "/events/?after=0")["results"]) == rows
        return len(captured)

    told(client, "/events/?after=0")
    changed(0)
    one = queries(1)
    changed(1)
    changed(2)
    assert queries(3) == one
    assert OutboxEvent.objects.count() == 3
