"""What one follows over the API: one's own alone, once per thing, with a token for nothing else."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from claims.models import Claim, Follow, FollowKind, Scope
from claims.topics import EVERYTHING, topic_of
from claims.workflows.make_roles import Role
from tests.api.callers import API, caller, send
from tests.web.made_up_claims import claim, claim_with_everything

pytestmark = pytest.mark.django_db


def reader(name: str = "") -> Client:
    return caller(Role.READER, Scope.FOLLOW, name=name)


def changed(client: Client, number: int, **body: object) -> Any:
    return client.patch(f"{API}/follows/{number}/", body, content_type="application/json")


def test_a_reader_follows_a_claim_once_and_reads_it_back() -> None:
    client, made = reader(), claim("Zephyr-9 is large.")
    first = send(client, "/follows/", kind="claim", id=made.pk, note="For the book")
    again = send(client, "/follows/", kind="claim", id=made.pk)
    told = first.json()
    assert (first.status_code, again.status_code, again.json()) == (201, 200, told)
    assert first["Location"] == told["api_url"] == f"{settings.SITE_URL}{API}/follows/{told['id']}/"
    assert {name: told[name] for name in ("kind", "subject", "search", "note")} == {
        "kind": "claim",
        "subject": None,
        "search": "",
        "note": "For the book",
    }
    assert told["claim"]["text"] == "Zephyr-9 is large."
    listed = client.get(f"{API}/follows/")
    assert (listed.json()["results"], listed["Cache-Control"]) == ([told], "private, no-store")
    assert client.get(f"{API}/follows/{told['id']}/").json() == told


def test_everything_that_can_be_followed_can_be_followed_so() -> None:
    made, client = claim_with_everything(), reader()
    story = made.appearances.get().announcement
    numbers = {
        FollowKind.CLAIM: made.pk,
        FollowKind.SUBJECT: made.subject_id,
        FollowKind.ORGANISATION: made.claimant_id,
        FollowKind.PUBLISHER: story.publisher_id,
        FollowKind.PAPER: made.evidence.all()[0].paper_version.paper_id,
    }
    answers = [send(client, "/follows/", kind=kind, id=number).status_code for kind, number in numbers.items()]
    answers.append(send(client, "/follows/", kind="search", search="status=qualified&q=Zephyr").status_code)
    answers.append(send(client, "/follows/", kind="everything").status_code)
    rows = list(Follow.objects.order_by("pk"))
    assert answers == [201] * len(FollowKind)
    assert [row.kind for row in rows] == [*numbers, "search", "everything"]
    assert (rows[-2].search, topic_of(rows[-1])) == ("q=Zephyr&status=qualified", EVERYTHING)


def test_a_note_can_be_changed_and_a_follow_removed_once() -> None:
    client = reader()
    number = send(client, "/follows/", kind="everything").json()["id"]
    noted = changed(client, number, note="Why not")
    removed = [client.delete(f"{API}/follows/{number}/").status_code for _ in range(2)]
    assert (noted.status_code, noted.json()["note"]) == (200, "Why not")
    assert (removed, Follow.objects.count()) == ([204, 404], 0)


def test_what_others_follow_is_not_there() -> None:
    number = send(reader(), "/follows/", kind="everything").json()["id"]
    other = reader("somebody-else")
    answers = [
        other.get(f"{API}/follows/{number}/").status_code,
        changed(other, number, note="Mine").status_code,
        other.delete(f"{API}/follows/{number}/").status_code,
    ]
    assert (answers, other.get(f"{API}/follows/").json()["results"]) == ([404] * 3, [])
    assert Follow.objects.get().note == ""


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "claim"}, 400),
        ({"kind": "claim", "id": 1, "search": "q=M6"}, 400),
        ({"kind": "everything", "id": 1}, 400),
        ({"kind": "search"}, 400),
        ({"kind": "planet", "id": 1}, 400),
        ({"kind": "everything", "note": "x" * 501}, 400),
        ({"kind": "claim", "id": 987654}, 422),
        ({"kind": "search", "search": "status=proven"}, 422),
        ({"kind": "search", "search": "page=2"}, 422),
    ],
)
def test_what_cannot_be_followed_is_refused_with_words(body: dict[str, Any], status: int) -> None:
    answer = send(reader(), "/follows/", **body)
    assert (answer.status_code, Follow.objects.count()) == (status, 0)
    assert answer.json()["detail"]


def test_a_token_for_reading_follows_nothing_and_one_for_following_reads() -> None:
    reading = caller(Role.ADMIN, Scope.READ)
    assert [reading.get(f"{API}/follows/").status_code, send(reading, "/follows/", kind="everything").status_code] == [
        403,
        403,
    ]
    assert reader().get(f"{API}/claims/").status_code == 200
    assert Client().get(f"{API}/follows/").status_code == 401
    assert Claim.objects.count() == 0
