"""The desk's tables of watching: sets are followed, stopped and resumed, logs are only read, and roles hold."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from claims.core.sources import Source
from claims.models import Fetch, Harvest, PaperWatch, RawRecord, SourceTurn, VisitSchedule
from claims.workflows.make_roles import Role, make_roles
from tests.web.made_up_claims import claim
from tests.web.made_up_sources import BUSY, fetch, harvest, sources_in_several_states, watched_papers
from tests.workflows.made_up_evidence import person

pytestmark = pytest.mark.django_db
LATER = timedelta(days=9)


def login(role: Role) -> Client:
    make_roles()
    user = person(f"{role}-ada")
    user.groups.set([Group.objects.get(name=role)])
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor() -> Client:
    return login(Role.EDITOR)


def act(client: Client, table: str, action: str, *rows: object) -> str:
    """Choose rows of a list and carry out an action; the page that follows."""
    address = reverse(f"admin:claims_{table}_changelist")
    return client.post(address, {"action": action, "_selected_action": rows}, follow=True).content.decode()


def listed(client: Client, table: str, **query: str) -> str:
    answer = client.get(reverse(f"admin:claims_{table}_changelist"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def follow(client: Client, **told: str) -> str:
    form = {"source": "arxiv", "collection": "cs:cs:CL", "starts_on": "2026-05-01", "every": "1 00:00:00"} | told
    return client.post(reverse("admin:claims_harvest_add"), form, follow=True).content.decode()


def test_a_set_is_followed_from_a_form_and_once(editor: Client, settings: Settings) -> None:
    settings.SOURCES = frozenset({"arxiv"})
    follow(editor)
    made = Harvest.objects.get()
    assert (made.source, made.collection, made.starts_on, made.every) == (
        "arxiv",
        "cs:cs:CL",
        date(2026, 5, 1),
        timedelta(days=1),
    )
    assert made.due_at is not None
    assert "already exists" in follow(editor, every="2 00:00:00")
    assert Harvest.objects.get().every == timedelta(days=1)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"source": "crossref"}, "crossref is not watched"),
        ({"source": "datacite"}, "datacite has no sets to follow"),
        ({"every": "00:00:01"}, "How often must be between"),
    ],
)
def test_a_set_that_cannot_be_followed_is_refused_with_the_reason(
    editor: Client, settings: Settings, told: dict[str, str], why: str
) -> None:
    settings.SOURCES = frozenset({"arxiv", "datacite"})
    assert why in follow(editor, **told)
    assert not Harvest.objects.exists()


def test_sets_are_stopped_resumed_and_looked_at_now(editor: Client) -> None:
    later = timezone.now() + LATER
    made, other = harvest(due_at=later), harvest(collection="cs:cs:LG", due_at=later)
    act(editor, "harvest", "stop", made.pk)
    assert "1 set will be looked at" in act(editor, "harvest", "look_now", made.pk, other.pk)
    made.refresh_from_db()
    other.refresh_from_db()
    assert (made.stopped, made.due_at, other.due_at and other.due_at < later) == (True, None, True)
    act(editor, "harvest", "resume", made.pk)
    made.refresh_from_db()
    assert (made.stopped, made.due_at is not None) == (False, True)


def test_sets_show_how_far_they_are(editor: Client) -> None:
    sources_in_several_states()
    page = listed(editor, "harvest")
    assert '<progress max="10000" value="4000"' in page
    assert "cs:cs:LG" not in listed(editor, "harvest", failing="1")


def test_the_fetch_log_is_filtered_and_says_what_it_cost(editor: Client) -> None:
    now = timezone.now()
    fetch(Source.OPENALEX, now - timedelta(hours=1), cost="0.001")
    fetch(Source.OPENALEX, now - timedelta(days=3), cost="0.25")
    fetch(Source.ARXIV, now, failure=BUSY, status=429)
    everything = listed(editor, "fetch")
    assert "OpenAlex cost <strong>$0.0010</strong> in 24 hours and <strong>$0.2510</strong> in 30 days." in everything
    assert (everything.count("api.example/works"), everything.count("Rate exceeded")) == (3, 1)
    for query in ({"failed": "1"}, {"answer": "429"}, {"source__exact": "arxiv"}):
        assert listed(editor, "fetch", **query).count("api.example/works") == 1
    assert listed(editor, "fetch", answer="none").count("api.example/works") == 0


def test_logs_cannot_be_written_by_hand_even_by_an_admin(admin_client: Client) -> None:
    made = fetch(Source.ARXIV, timezone.now())
    address = reverse("admin:claims_fetch_change", args=[made.pk])
    assert admin_client.post(address, {"failure": "none"}).status_code == 403
    assert admin_client.get(reverse("admin:claims_fetch_add")).status_code == 403
    assert Fetch.objects.get().failure == ""


def test_a_record_is_shown_as_text(editor: Client) -> None:
    watched_papers()
    page = editor.get(reverse("admin:claims_rawrecord_change", args=[RawRecord.objects.get().pk])).content.decode()
    assert "&lt;record&gt;&lt;b&gt;Zephyr&lt;/b&gt;&lt;/record&gt;" in page
    assert "<b>Zephyr" not in page
    assert "2401.00001" in listed(editor, "rawrecord", refused="1")
    assert "2401.00001" not in listed(editor, "rawrecord", refused="0")


def test_a_paper_is_asked_after_now(editor: Client) -> None:
    paper = watched_papers()
    PaperWatch.objects.update(due_at=timezone.now() + LATER)
    assert "1 paper will be asked after" in act(editor, "paperwatch", "ask_now", paper.pk)
    assert PaperWatch.objects.get().due_at <= timezone.now()


def test_a_closed_source_is_opened_again_and_one_that_only_keeps_its_pace_is_not(editor: Client) -> None:
    soon = timezone.now() + LATER
    SourceTurn.objects.create(pace="arxiv", next_allowed_at=soon, closed=BUSY)
    SourceTurn.objects.create(pace="openalex", next_allowed_at=soon)
    assert "closed until" in listed(editor, "sourceturn")
    assert "1 source opened" in act(editor, "sourceturn", "open_again", "arxiv", "openalex")
    now = timezone.now()
    opened = {turn.pace: (turn.closed, turn.next_allowed_at <= now) for turn in SourceTurn.objects.all()}
    assert opened == {"arxiv": ("", True), "openalex": ("", False)}


def test_a_claim_is_looked_for_now(editor: Client) -> None:
    made = claim("Zephyr-9 is large.")
    VisitSchedule.objects.create(claim=made, due_at=timezone.now() + LATER)
    assert "1 claim will be looked for" in act(editor, "claim", "look_now", made.pk)
    assert VisitSchedule.objects.get().due_at <= timezone.now()


ACTIONS = [
    ("harvest", "look_now"),
    ("harvest", "stop"),
    ("harvest", "resume"),
    ("paperwatch", "ask_now"),
    ("sourceturn", "open_again"),
    ("claim", "look_now"),
]


@pytest.mark.parametrize(("table", "action"), ACTIONS)
def test_what_a_reviewer_may_not_do_is_neither_shown_nor_done(table: str, action: str, editor: Client) -> None:
    later = timezone.now() + LATER
    made = harvest(due_at=later)
    paper = watched_papers()
    PaperWatch.objects.update(due_at=later)
    SourceTurn.objects.create(pace="arxiv", next_allowed_at=later, closed=BUSY)
    said = claim("Zephyr-9 is large.")
    VisitSchedule.objects.create(claim=said, due_at=later)
    row = {"harvest": made.pk, "paperwatch": paper.pk, "sourceturn": "arxiv", "claim": said.pk}[table]
    reviewer = login(Role.REVIEWER)
    assert (f'value="{action}"' in listed(editor, table), f'value="{action}"' in listed(reviewer, table)) == (
        True,
        False,
    )

    act(reviewer, table, action, row)

    made.refresh_from_db()
    assert (made.stopped, made.due_at) == (False, later)
    assert PaperWatch.objects.get().due_at == later
    assert SourceTurn.objects.get().next_allowed_at == later
    assert VisitSchedule.objects.get().due_at == later


def test_only_who_may_follows_a_new_set(editor: Client) -> None:
    address = reverse("admin:claims_harvest_add")
    assert (editor.get(address).status_code, login(Role.REVIEWER).get(address).status_code) == (200, 403)
