"""Searches that a person saves from the list of claims: named, seen, gone back to and deleted there."""

import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from claims.models import Follow, FollowKind
from claims.topics import Topic
from claims.workflows.follow import unsaved_follow
from claims.workflows.list_follows import name_of
from tests.web.made_up_claims import claim, subject

pytestmark = pytest.mark.django_db

SEARCH = "/claims/?q=M6&status=supported"
SPELT = "q=M6&status=supported"


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(User.objects.create_user("ada"))
    claim("M6 has ten trillion parameters.")
    return client


def save(reader: Client, search: str = SPELT, name: str = "") -> None:
    told = {"kind": "search", "search": search, "note": name, "back": f"/claims/?{search}"}
    answer = reader.post("/account/follow/", told)
    assert (answer.status_code, answer["Location"]) == (302, f"/claims/?{search}")


def saved_on(page: str) -> list[str]:
    section = page.partition('<section class="saved"')[2].partition("</section>")[0]
    return re.findall(r'<a class="choice[^>]*>([^<]*)</a>', section)


def test_a_search_is_saved_by_a_name_and_seen_there(reader: Client) -> None:
    before = reader.get(SEARCH).content.decode()
    assert ("Save this search as" in before, saved_on(before)) == (True, [])

    save(reader, name="Ten trillion")

    after = reader.get(SEARCH).content.decode()
    assert (saved_on(after), "Save this search as" in after, "Delete it" in after) == (["Ten trillion"], False, True)
    assert 'title="“M6” · Supported"' in after
    elsewhere = reader.get("/claims/").content.decode()
    assert (saved_on(elsewhere), "Delete it" in elsewhere) == (["Ten trillion"], False)


def test_the_same_search_in_another_order_is_the_saved_one(reader: Client) -> None:
    save(reader)
    assert "Delete it" in reader.get("/claims/?status=supported&q=M6").content.decode()


def test_it_is_deleted_where_it_is_seen_and_can_be_saved_again(reader: Client) -> None:
    save(reader, name="Ten trillion")
    row = Follow.objects.get(kind=FollowKind.SEARCH)

    answer = reader.post("/account/follows/", {"do": "stop", "number": row.pk, "back": SEARCH})

    assert (answer.status_code, answer["Location"], Follow.objects.count()) == (302, SEARCH, 0)
    assert "Save this search as" in reader.get(SEARCH).content.decode()


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "claims/", ""])
def test_no_form_leads_back_to_another_site(reader: Client, back: str) -> None:
    answer = reader.post("/account/follow/", {"kind": "search", "search": SPELT, "back": back})
    assert (answer.status_code, answer["Location"]) == (302, "/account/follows/")


def test_who_is_not_signed_in_follows_by_mail(client: Client) -> None:
    page = client.get(SEARCH).content.decode()
    assert ("Follow this search" in page, 'class="saved"' in page) == (True, False)


def test_many_saved_searches_ask_as_often_as_one(reader: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            reader.get("/claims/")
        return len(captured)

    save(reader, f"subject={subject('A1').pk}")
    once = asked()
    save(reader, f"subject={subject('B2').pk}")
    save(reader, f"subject={subject('C3').pk}")
    assert (asked(), saved_on(reader.get("/claims/").content.decode())) == (once, ["C3", "B2", "A1"])


def test_a_search_is_named_by_all_that_it_chooses() -> None:
    about = subject("Zephyr-9")
    search = f"claimed_from=2021-11-01&grade_min=E4&organisation={about.maker_id}&subject={about.pk}&q=energy"
    row = unsaved_follow(Topic(kind=FollowKind.SEARCH, search=search))
    assert about.maker is not None
    assert name_of(row).name == f"“energy” · Zephyr-9 · {about.maker.name} · E4 or better · from 1 November 2021 on"
    with translation.override("zh-hans"):
        assert name_of(row).name == f"“energy” · Zephyr-9 · {about.maker.name} · E4 及以上 · 自 2021年11月1日 起"


def test_what_is_named_by_a_number_that_is_gone_is_told_by_it() -> None:
    assert name_of(Follow(kind=FollowKind.SEARCH, search="subject=77")).name == "subject 77"
