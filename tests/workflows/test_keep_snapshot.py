"""What a text was read from is kept once, is never altered, and leads back to the same bytes."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from warcio.archiveiterator import ArchiveIterator

from claims.models import Announcement, Claim, Snapshot, SourceLink
from claims.sources.snapshots import capture_of_file
from claims.workflows.ingest_announcement import AnnouncementChanged, Intake, Outcome, ingest_announcement
from tests.workflows.made_up_pages import ADDRESS, FETCHED, fetched, intake_of, story

pytestmark = pytest.mark.django_db


def outcome_of(intake: Intake) -> Outcome:
    return ingest_announcement(intake, now=FETCHED)


def stored() -> tuple[int, int, int]:
    return Announcement.objects.count(), Claim.objects.count(), Snapshot.objects.count()


def test_a_fetched_page_is_kept_and_leads_back_to_its_bytes() -> None:
    outcome = outcome_of(intake_of(fetched(story(), f"{ADDRESS}?utm_source=letter")))
    snapshot = Snapshot.objects.get()
    bodies = [
        record.content_stream().read()
        for record in ArchiveIterator(io.BytesIO(bytes(snapshot.warc)), check_digests="raise")
        if record.rec_type == "response"
    ]
    announcement = Announcement.objects.get()
    assert (outcome.created, outcome.new_snapshot, bodies) == (True, True, [story()])
    assert snapshot.body_sha256 == hashlib.sha256(story()).hexdigest()
    assert (snapshot.asked_url, snapshot.status) == (f"{ADDRESS}?utm_source=letter", 200)
    assert (announcement.url, announcement.canonical_url) == (ADDRESS, ADDRESS)
    assert announcement.text_sha256 == snapshot.text_sha256


def test_the_same_page_again_by_any_of_its_addresses_stores_nothing() -> None:
    first = outcome_of(intake_of(fetched(story())))
    before = stored()
    for asked in (ADDRESS, f"{ADDRESS}?fbclid=1", "https://m.news.example/giant#part", f"{ADDRESS}/amp"):
        again = outcome_of(intake_of(fetched(story(), asked)))
        assert again == Outcome(announcement_id=first.announcement_id, created=False)
    assert stored() == before


def test_a_file_of_the_same_page_is_the_same_announcement_with_the_same_bytes() -> None:
    first = outcome_of(intake_of(fetched(story())))
    by_hand = replace(
        intake_of(fetched(story())), url="", capture=capture_of_file(story(), name="a.html", captured_at=FETCHED)
    )
    assert outcome_of(by_hand) == Outcome(announcement_id=first.announcement_id, created=False)


def test_other_bytes_of_the_same_text_are_another_snapshot() -> None:
    first = outcome_of(intake_of(fetched(story())))
    again = outcome_of(intake_of(fetched(story(nonce="7"))))
    assert again == Outcome(announcement_id=first.announcement_id, created=False, new_snapshot=True)
    assert set(Snapshot.objects.values_list("text_sha256")) == {(Announcement.objects.get().text_sha256,)}


def test_a_page_that_changed_is_kept_and_the_announcement_keeps_its_text() -> None:
    first = outcome_of(intake_of(fetched(story())))
    before = Announcement.objects.get().text, Claim.objects.count()
    changed = intake_of(fetched(story(amount="4 trillion"), f"{ADDRESS}?utm_source=x"))
    told = Outcome(announcement_id=first.announcement_id, created=False, changed=True, new_snapshot=True)
    assert [outcome_of(changed), outcome_of(changed)] == [told, replace(told, new_snapshot=False)]
    assert (Announcement.objects.get().text, Claim.objects.count()) == before
    hashes = Snapshot.objects.order_by("id").values_list("text_sha256", flat=True)
    assert list(hashes) == [hashlib.sha256(text.encode()).hexdigest() for text in (before[0], changed.text)]


def test_a_file_with_another_text_is_no_proof_that_the_page_changed() -> None:
    outcome_of(intake_of(fetched(story())))
    before = stored()
    other = b"Zephyr-9 has 4 trillion parameters."
    by_hand = Intake(text=other.decode(), url=ADDRESS, capture=capture_of_file(other, name="a.md", captured_at=FETCHED))
    with pytest.raises(AnnouncementChanged, match="with another text"):
        outcome_of(by_hand)
    assert stored() == before


def test_a_text_that_came_by_hand_gets_its_address_when_it_is_found_on_the_web() -> None:
    page = intake_of(fetched(story()))
    outcome_of(Intake(text=page.text))
    outcome_of(page)
    assert list(Announcement.objects.values_list("url")) == [(ADDRESS,)]


def test_a_text_stays_at_its_address_when_it_is_found_at_another() -> None:
    outcome_of(intake_of(fetched(story())))
    outcome_of(replace(intake_of(fetched(story())), url="https://copies.example/giant"))
    assert list(Announcement.objects.values_list("url")) == [(ADDRESS,)]


def test_a_page_is_known_by_its_own_address_before_the_one_that_led_to_it() -> None:
    outcome_of(Intake(text="Zephyr-9 has 2 trillion parameters.", url="https://news.example/latest"))
    right = outcome_of(intake_of(fetched(story())))
    led = outcome_of(intake_of(fetched(story(amount="4 trillion"), "https://news.example/latest")))
    assert (led.announcement_id, led.changed) == (right.announcement_id, True)


@pytest.mark.django_db(transaction=True)
def test_two_texts_at_one_address_at_the_same_moment_leave_one_announcement() -> None:
    both = Barrier(2)

    def come(amount: str) -> str:
        intake = intake_of(fetched(story(amount=amount)))
        both.wait()
        try:
            outcome = outcome_of(intake)
        except AnnouncementChanged:
            return "refused"
        finally:
            connection.close()
        return "created" if outcome.created else "changed"

    with ThreadPoolExecutor(2) as crew:
        told = sorted(crew.map(come, ("3 trillion", "4 trillion")))
    assert told in (["created", "refused"], ["changed", "created"])
    assert Announcement.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    ["UPDATE claims_snapshot SET content_type = 'text/plain'", "DELETE FROM claims_snapshot"],
)
def test_a_snapshot_is_neither_altered_nor_removed(statement: str) -> None:
    outcome_of(intake_of(fetched(story())))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_looking_at_a_known_page_again_does_not_read_it_again(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    intake = intake_of(fetched(story()))
    outcome_of(intake)
    with django_assert_max_num_queries(6) as asked:
        outcome_of(intake)
    assert not [query for query in asked.captured_queries if '"warc"' in query["sql"]]


@pytest.mark.parametrize("links", [1, 3])
def test_links_are_tied_to_papers_in_one_query_however_many(links: int) -> None:
    written = (f"[log](https://arxiv.org/abs/2401.0000{n}v{n})" for n in range(1, links + 1))
    with CaptureQueriesContext(connection) as asked:
        outcome_of(Intake(text="The crew wrote a log. " + " ".join(written)))
    assert len([query for query in asked.captured_queries if "claims_paperidentifier" in query["sql"]]) == 1
    versions = SourceLink.objects.order_by("start").values_list("arxiv_version", flat=True)
    assert list(versions) == list(range(1, links + 1))


def test_titles_and_names_are_cut_to_what_can_be_one() -> None:
    outcome_of(Intake(text="Zephyr-9 has 3 trillion parameters.", title="z" * 900, author="y" * 900))
    row = Announcement.objects.get()
    assert (len(row.title), len(row.author)) == (500, 300)


def test_a_title_taken_from_the_first_line_has_no_marks() -> None:
    outcome_of(Intake(text="# Zephyr *grows* to [nine](https://nimbus.example)\n\nIt has 3 trillion parameters."))
    assert Announcement.objects.get().title == "Zephyr grows to nine"
