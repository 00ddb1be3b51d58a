"""Snapshots at the desk: staff may take them along, and nobody may change them."""

import io

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from warcio.archiveiterator import ArchiveIterator

from claims.models import Snapshot
from claims.workflows.ingest_announcement import ingest_announcement
from tests.workflows.made_up_pages import FETCHED, fetched, intake_of, story

pytestmark = pytest.mark.django_db


def snapshot(nonce: str = "") -> Snapshot:
    ingest_announcement(intake_of(fetched(story(nonce=nonce))), now=FETCHED)
    return Snapshot.objects.latest("id")


def test_staff_take_a_snapshot_along_and_replay_it(admin_client: Client) -> None:
    kept = snapshot()
    answer = admin_client.get(reverse("admin:claims_snapshot_archive", args=[kept.pk]))
    records = ArchiveIterator(io.BytesIO(answer.content), check_digests="raise")
    bodies = [record.content_stream().read() for record in records if record.rec_type == "response"]
    told = {name: answer[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options")}
    assert bodies == [story()]
    assert told == {
        "Content-Type": "application/gzip",
        "Content-Disposition": f'attachment; filename="snapshot-{kept.pk}.warc.gz"',
        "X-Content-Type-Options": "nosniff",
    }


@pytest.mark.parametrize(("is_staff", "status"), [(None, 302), (False, 302), (True, 403)])
def test_others_do_not(client: Client, is_staff: bool | None, status: int) -> None:
    kept = snapshot()
    if is_staff is not None:
        client.force_login(User.objects.create_user("ada", is_staff=is_staff))
    assert client.get(reverse("admin:claims_snapshot_archive", args=[kept.pk])).status_code == status


def test_a_snapshot_that_is_not_there_is_missing(admin_client: Client) -> None:
    assert admin_client.get(reverse("admin:claims_snapshot_archive", args=[404])).status_code == 404


def test_the_pages_of_an_announcement_and_its_snapshot_lead_to_the_archive(admin_client: Client) -> None:
    kept = snapshot()
    archive = reverse("admin:claims_snapshot_archive", args=[kept.pk])
    pages = (
        reverse("admin:claims_snapshot_changelist"),
        reverse("admin:claims_snapshot_change", args=[kept.pk]),
        reverse("admin:claims_announcement_change", args=[kept.announcement_id]),
    )
    assert [archive in admin_client.get(page).content.decode() for page in pages] == [True, True, True]


def test_the_list_reads_no_bytes_and_asks_as_much_for_three_as_for_one(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("admin:claims_snapshot_changelist")
    snapshot()
    admin_client.get(address)
    with django_assert_num_queries(7) as one:
        admin_client.get(address)
    for nonce in "ab":
        snapshot(nonce)
    with django_assert_num_queries(7):
        admin_client.get(address)
    assert not [query for query in one.captured_queries if '"warc"' in query["sql"]]
