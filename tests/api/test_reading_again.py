"""Asking again: 304 while nothing public has changed, and never once something has."""

from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.api.revision import release, revision
from claims.models import Claim, PublicChange, RequestCount, VisitSchedule
from claims.workflows.forget_public_changes import forget_public_changes
from tests.web.made_up_claims import NOW, claim

pytestmark = pytest.mark.django_db(transaction=True)


def other_connection() -> psycopg.Connection[tuple[object, ...]]:
    """A second session on the test database."""
    known = connection.settings_dict
    return psycopg.connect(
        host=known["HOST"], port=known["PORT"], dbname=known["NAME"], user=known["USER"], password=known["PASSWORD"]
    )


@pytest.mark.usefixtures("one_window")
def test_an_answer_that_has_not_changed_is_not_sent_again_nor_read(client: Client) -> None:
    claim("Zephyr has 3 layers")
    first = client.get("/api/v1/claims/")
    cursor = client.get("/api/v1/claims/?limit=1")

    with CaptureQueriesContext(connection) as queries:
        again = client.get("/api/v1/claims/", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert len(queries) <= 2
    assert (cursor["ETag"] != first["ETag"], first["Cache-Control"]) == (True, "public, max-age=0, must-revalidate")
    assert (again["Last-Modified"], first["Last-Modified"]) == (first["Last-Modified"],) * 2

    Claim.objects.update(status="attested")
    changed = client.get("/api/v1/claims/", headers={"if-none-match": first["ETag"]})

    assert (changed.status_code, changed.json()["results"][0]["status"]) == (200, "attested")


def test_another_release_is_another_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"if-none-match": client.get("/api/v1/claims/")["ETag"]}
    assert client.get("/api/v1/claims/", headers=known).status_code == 304

    monkeypatch.setattr("claims.api.revision.release", lambda: "another")

    assert client.get("/api/v1/claims/", headers=known).status_code == 200


def test_a_release_differs_with_each_word_of_its_code(tmp_path: Path) -> None:
    told = []
    for name, words in (("a", "x = 1"), ("a", "x = 1"), ("a", "x = 2"), ("b", "x = 1")):
        release.cache_clear()
        (tmp_path / "within").mkdir(exist_ok=True)
        for file in tmp_path.rglob("*.py"):
            file.unlink()
        (tmp_path / "within" / f"{name}.py").write_text(words)
        told.append(release(tmp_path))

    assert (told[0] == told[1], len(set(told))) == (True, 3)


def test_old_changes_are_forgotten_and_the_state_stays_the_same() -> None:
    PublicChange.objects.bulk_create(PublicChange() for _ in range(700))
    before, newest = revision(), list(PublicChange.objects.order_by("-pk").values_list("pk", flat=True)[:600])

    forgotten = [forget_public_changes(keep=600), forget_public_changes(keep=600)]

    assert (forgotten[0] >= 100, forgotten[1], revision()) == (True, 0, before)
    assert list(PublicChange.objects.order_by("-pk").values_list("pk", flat=True)) == newest


def test_a_transaction_that_began_earlier_and_commits_later_is_seen() -> None:
    made = claim("Zephyr has 3 layers")
    with other_connection() as early:
        early.execute("UPDATE claims_organisation SET name = name")
        before = revision()
        Claim.objects.filter(pk=made.pk).update(status="attested")
        between = revision()
        early.commit()
        after = revision()

    assert len({before[0], between[0], after[0]}) == 3


def test_a_transaction_leaves_one_row_however_much_it_changes_and_none_when_it_is_undone() -> None:
    count = PublicChange.objects.count()
    with other_connection() as session:
        for _ in range(3):
            session.execute("UPDATE claims_claim SET status = status")
        session.commit()
        session.execute("SAVEPOINT here")
        session.execute("UPDATE claims_claim SET status = status")
        session.execute("ROLLBACK TO SAVEPOINT here")
        session.execute("UPDATE claims_claim SET status = status")
        session.commit()
        session.execute("UPDATE claims_claim SET status = status")
        session.rollback()

    assert PublicChange.objects.count() - count == 2


def test_a_lease_is_no_news_and_the_next_look_is() -> None:
    made = claim("Zephyr has 3 layers")
    VisitSchedule.objects.create(claim=made, due_at=NOW)
    before = revision()

    VisitSchedule.objects.update(leased_until=NOW)
    leased = revision()
    VisitSchedule.objects.update(due_at=NOW)

    assert (leased == before, revision() == before) == (True, False)


def test_every_table_that_answers_are_made_from_tells_of_its_changes() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'note_public_change'")
        noted = {name for (name,) in cursor.fetchall()}

    assert noted >= {
        f"claims_{name}"
        for name in (
            *("announcement", "appearance", "claim", "claimcomment", "evidence", "organisation", "paper"),
            *("paperidentifier", "papernotice", "paperterms", "paperversion", "passage", "quantity", "recomputation"),
            *("recomputationinput", "ruling", "sourcelink", "statuschange", "statuschange_evidence"),
            *("subject", "subjectalias", "visit", "visitschedule"),
        )
    }
    assert RequestCount._meta.db_table not in noted
