"""A search at the desk finds rows by their own words and by those of what they are about, few or many."""

from datetime import date

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from claims.admin import searching
from claims.admin.long_lists import MOST_OFFERED, PagesUpTo
from claims.matching.index import index_papers
from claims.models import Announcement, Claim, Evidence, Organisation, Paper, StatusChange
from claims.models.papers import IdentifierScheme
from tests.web.made_up_claims import NOW, announcement, claim, subject

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[0, 1, 1000], ids=["none is few", "one is few", "all are few"])
def few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever counts as few, the same is found."""
    monkeypatch.setattr(searching, "MOST_NAMED", request.param)


def paper(title: str, *, doi: str, abstract: str = "It took little energy.") -> Paper:
    made = Paper.objects.create(title=title, published_on=date(2023, 1, 1), recorded_at=NOW)
    made.versions.create(title=title, abstract=abstract, content_sha256=title, recorded_at=NOW)
    made.identifiers.create(scheme=IdentifierScheme.DOI, value=doi)
    index_papers([made])
    return made


def evidence(of: Claim, made: Paper, quote: str) -> Evidence:
    return Evidence.objects.create(
        claim=of, paper_version=made.versions.get(), stance="supports", quote=quote, location="abstract", grade="E4",
        reading="It says so.", rule_version="1", recorded_at=NOW, state="accepted",
    )  # fmt: skip


def found(client: Client, table: str, words: str) -> set[int]:
    """The keys of the rows that a list shows for a search."""
    query = QueryDict(mutable=True)
    query["q"] = words
    response = client.get(f"{reverse(f'admin:claims_{table}_changelist')}?{query.urlencode()}")
    assert response.status_code == 200
    return {row.pk for row in response.context["cl"].result_list}


@pytest.mark.usefixtures("few")
def test_evidence_is_found_by_its_claim_by_its_quote_and_by_the_title_of_its_paper(admin_client: Client) -> None:
    first, second = claim("Zephyr-9 is large.", about=subject()), claim("Borealis 用能很少。")
    on_training, on_chips = paper("On training Zephyr", doi="10.1/7"), paper("On chips", doi="10.1/8")
    one = evidence(first, on_training, "It took little energy.")
    other = evidence(second, on_chips, "Little energy, many chips.")
    both, none = {one.pk, other.pk}, set[int]()
    assert {words: found(admin_client, "evidence", words) for words in FOUND} == {
        "energy": both,
        "large": {one.pk},
        "training": {one.pk},
        "chips": {other.pk},
        "用能": {other.pk},
        "energy chips": {other.pk},
        "large chips": none,
        "10.1/8": none,
        "nowhere": none,
    }


FOUND = ("energy", "large", "training", "chips", "用能", "energy chips", "large chips", "10.1/8", "nowhere")


@pytest.mark.usefixtures("few")
def test_papers_are_found_by_their_words_and_whole_ids_wherever_they_are_listed(admin_client: Client) -> None:
    trained, chips = paper("On training Zephyr", doi="10.1/7"), paper("On chips", doi="10.1/8", abstract="能耗 is low.")
    searches = ("trained", "10.1/8", "能耗", "10.1/7 training", "…", "nowhere")
    assert {words: found(admin_client, "paper", words) for words in searches} == {
        "trained": {trained.pk},
        "10.1/8": {chips.pk},
        "能耗": {chips.pk},
        "10.1/7 training": {trained.pk},
        "…": set(),
        "nowhere": set(),
    }


@pytest.mark.usefixtures("few")
def test_rows_are_found_by_the_words_of_the_claim_that_they_are_of(admin_client: Client) -> None:
    made, other = claim("Zephyr-9 is large.", about=subject()), claim("Borealis is small.")
    told, _ = (
        StatusChange.objects.create(
            claim=one,
            from_status="unverified",
            to_status="attested",
            certainty="low",
            rule_version="1",
            recorded_at=NOW,
        )
        for one in (made, other)
    )
    assert [found(admin_client, "statuschange", words) for words in ("ZEPHYR large", "zephyr small", f"{made.pk}")] == [
        {told.pk},
        set(),
        {told.pk},
    ]
    assert found(admin_client, "claim", "large") == {made.pk}


@pytest.mark.usefixtures("few")
def test_announcements_are_found_by_the_claims_in_them_once(admin_client: Client) -> None:
    story = announcement("Zephyr-9 is large. Zephyr-9 is fast.", title="A story")
    for text in ("Zephyr-9 is large.", "Zephyr-9 is fast."):
        claim(text, said_in=story)
    response = admin_client.get(reverse("admin:claims_announcement_changelist"), {"q": "zephyr-9"})
    assert [row.pk for row in response.context["cl"].result_list] == [story.pk]
    assert found(admin_client, "announcement", "story") == {story.pk}


def test_pages_of_a_list_are_in_its_order_and_end_with_it() -> None:
    made = [claim(f"Number {number}").pk for number in range(5)]
    pages = PagesUpTo(Claim.objects.order_by("-id"), 2)
    assert [[one.pk for one in pages.page(number)] for number in (1, 2, 3)] == [
        made[:2:-1],
        made[2:0:-1],
        made[:1],
    ]


def test_the_publishers_of_most_announcements_are_offered_and_the_chosen_one(admin_client: Client) -> None:
    makers = [Organisation.objects.create(name=f"Press {number:02}") for number in range(MOST_OFFERED + 2)]
    for place, maker in enumerate(makers):
        for number in range(1 + (place > 1)):
            Announcement.objects.create(
                title="A story", publisher=maker, language="en", text=f"{place}, {number}", recorded_at=NOW,
                text_sha256=f"{place}, {number}",
            )  # fmt: skip
    address = reverse("admin:claims_announcement_changelist")
    offered = [chosen_from(admin_client, address)]
    offered.append(chosen_from(admin_client, f"{address}?publisher__id__exact={makers[0].pk}"))
    often = [maker.name for maker in makers[2:]]
    assert offered == [often, [makers[0].name, *often]]


def chosen_from(client: Client, address: str) -> list[str]:
    """The names in the filter of publishers."""
    (publishers,) = (spec for spec in client.get(address).context["cl"].filter_specs if spec.title == "publisher")
    return [name for _, name in publishers.lookup_choices]
