"""The first page of the desk and its menu: what waits, for whom, how all does, and what each role is shown."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from claims.admin.dashboard import Bar, bars
from claims.models import Follow, SavedView
from claims.movements import Week
from claims.workflows.assign_claims import assign_claims
from claims.workflows.foresee_telling import Audience, foresee_telling
from claims.workflows.make_roles import Role
from claims.workflows.save_view import save_view
from tests.admin.test_repeat_desk import pair
from tests.admin.test_reviews import login, page, send
from tests.web.made_up_sources import sources_in_several_states
from tests.workflows.made_up_claims import NOW, zephyr_claim
from tests.workflows.made_up_evidence import evidence, paper, person

pytestmark = pytest.mark.django_db

INDEX, CLAIMS = "/admin/", "/admin/claims/claim/"


@pytest.fixture(autouse=True)
def numbers_are_counted_anew(settings: Settings) -> None:
    settings.SOURCES = frozenset({"arxiv", "openalex", "crossref", "datacite", "feed"})
    cache.clear()


def tiles(shown: str) -> dict[str, str]:
    found = re.findall(r"<strong>([\d,+]+)</strong><span>([^<]+)</span>(?:<small>([^<]+)</small>)?", shown)
    return {name: " ".join(filter(None, (count, mine))) for count, name, mine in found if count != "0"}


def test_what_waits_is_counted_and_what_is_mine_is_told() -> None:
    client, mine = login(Role.EDITOR), zephyr_claim()
    evidence(mine)
    evidence(zephyr_claim("Zephyr-9 is cheap."), paper("Another"))
    pair()
    assign_claims([mine.pk], person("ada"), actor=person("bo"), now=NOW)
    shown = page(client, INDEX)
    assert tiles(shown) == {"Evidence to review": "2 1 on claims of mine", "Repeats": "1"}
    assert "1 to review" in shown


def test_sources_that_do_not_answer_stand_first() -> None:
    sources_in_several_states()
    shown = page(login(Role.EDITOR), INDEX)
    states = re.findall(r'<tr class="desk-source-([a-z]+)"', shown)
    order = ["doesnotanswer", "rests", "somefailed", "well", "notaskedyet"]
    assert states == sorted(states, key=order.index)
    assert "doesnotanswer" in states


def test_the_dashboard_asks_as_much_for_three_as_for_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    client, made = login(Role.EDITOR), [zephyr_claim()]
    evidence(made[0], paper("First"))
    assign_claims([made[0].pk], person("ada"), actor=person("bo"), now=NOW)
    page(client, INDEX)
    with django_assert_num_queries(33) as asked:
        page(client, INDEX)
    for title in ("Second", "Third"):
        made.append(zephyr_claim(f"Zephyr-9 is {title}."))
        evidence(made[-1], paper(title))
    assign_claims([claim.pk for claim in made], person("ada"), actor=person("bo"), now=NOW)
    with django_assert_num_queries(len(asked)):
        page(client, INDEX)


def test_the_picture_of_the_weeks_is_filled_by_the_highest() -> None:
    weeks = tuple(
        Week(monday=date(2026, 5, day), moved=moved) for day, moved in ((4, {}), (11, {"refuted": 1, "supported": 3}))
    )
    assert bars(weeks) == (
        Bar(week=weeks[0], x=0, y=79.0, height=1.0),
        Bar(week=weeks[1], x=28, y=0.0, height=80.0),
    )


@pytest.mark.parametrize(
    ("role", "ways"),
    [
        (Role.READER, {"Dashboard", "Status proposals", "Doubted figures", "Leads", "Comments"}),
        (Role.REVIEWER, {"Dashboard", "Review queue", "Status proposals", "Doubted figures", "Leads", "Comments"}),
        (
            Role.EDITOR,
            {
                "Dashboard",
                "Reading desk",
                "Review queue",
                "Status proposals",
                "Repeats",
                "Doubted figures",
                "Leads",
                "Comments",
            },
        ),
    ],
)
def test_the_menu_has_what_the_role_may_do(role: Role, ways: set[str]) -> None:
    groups = login(role).get(INDEX).context["sidebar_navigation"]
    assert {item["title"] for item in groups[0]["items"]} == ways
    readers = [item for group in groups if group["title"] == "Readers" for item in group["items"]]
    assert {item["title"] for item in readers} == {"Digest issues"}


def test_the_menu_leads_admins_to_every_table_once(admin_client: Client) -> None:
    groups = admin_client.get(INDEX).context["sidebar_navigation"]
    links = [item["link"] for group in groups for item in group["items"]]
    tables = [model["admin_url"] for app in admin_client.get(INDEX).context["app_list"] for model in app["models"]]
    reached = {re.sub(r"(queue|desk)/$", "", link) for link in links}
    assert len(links) == len(set(links))
    assert set(tables) - reached == set()


def test_claims_are_assigned_from_their_list_and_found_by_it() -> None:
    client, made = login(Role.EDITOR), [zephyr_claim(), zephyr_claim("Zephyr-9 is cheap.")]
    chosen = {"action": "assign", "_selected_action": [claim.pk for claim in made]}
    assert "Who sees to these claims" in send(client, CLAIMS, **chosen)
    told = send(client, "/admin/claims/claim/assign/", claim=[made[0].pk], to=person("ada").pk)
    assert "1 of 1 changed hands: ada sees to them now." in told
    assert "Zephyr-9 is cheap." not in page(client, CLAIMS, assigned="me")
    assert "Zephyr-9 is cheap." in page(client, CLAIMS, assigned="nobody")
    assert "nobody sees to them now" in send(client, "/admin/claims/claim/assign/", claim=[made[0].pk], to="")


def test_who_may_not_change_claims_assigns_none() -> None:
    claim, client = zephyr_claim(), login(Role.REVIEWER)
    answer = client.post("/admin/claims/claim/assign/", {"claim": claim.pk, "to": person("ada").pk})
    assert (answer.status_code, hasattr(claim, "assignment")) == (403, False)


def test_a_view_is_saved_shown_on_its_list_and_on_the_dashboard_and_forgotten() -> None:
    client, query = login(Role.EDITOR), "status__exact=disputed&q=zephyr"
    saved = send(client, "/admin/claims/claim/views/save/", path=CLAIMS, query=query, name="  My  disputes ")
    assert f'href="{CLAIMS}?status__exact=disputed&amp;q=zephyr" aria-current="page">My disputes</a>' in saved
    assert "My disputes" in page(client, INDEX)
    assert "My disputes" not in page(client, "/admin/claims/evidence/")
    assert "My disputes" not in page(login(Role.EDITOR, "bo"), CLAIMS)
    view = SavedView.objects.get()
    login(Role.EDITOR, "bo").post(f"/admin/claims/claim/views/{view.pk}/forget/")
    assert SavedView.objects.count() == 1
    send(client, f"/admin/claims/claim/views/{view.pk}/forget/")
    assert SavedView.objects.count() == 0


def test_a_view_of_another_site_is_refused() -> None:
    client = login(Role.EDITOR)
    answer = client.post("/admin/claims/claim/views/save/", {"path": "//evil.example/", "query": "", "name": "x"})
    assert (answer["Location"], SavedView.objects.count()) == ("/admin/", 0)


def test_saving_a_view_under_the_same_name_replaces_it() -> None:
    for query in ("status__exact=disputed", "status__exact=refuted"):
        save_view("Mine", path=CLAIMS, query=query, owner=person("ada"), now=NOW)
    assert list(SavedView.objects.values_list("query", flat=True)) == ["status__exact=refuted"]


def test_nobody_is_told_where_nobody_follows() -> None:
    assert Follow.objects.count() == 0
    assert foresee_telling(zephyr_claim().pk) == Audience(by_mail=0, by_webhook=0, at_least=False)
