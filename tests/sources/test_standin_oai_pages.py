"""The stand-in's OAI-PMH where no recording tells: whole lists, lives of tokens, changes between pages, errors."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import requests
from lxml import etree

from tests.standin import ARXIV, SPEC, ZENODO, Clock, Library, Profile, Service, StandIn, Work, standing_in
from tests.standin.made_up import made_up_works

OAI = {"o": "http://www.openarchives.org/OAI/2.0/"}
START = date(2025, 3, 3)
NOW = datetime(2025, 4, 1, 22, tzinfo=UTC)
WORKS = tuple(made_up_works(23, since=START))
PROFILES = [replace(profile, page_records=5, page_headers=7) for profile in (SPEC, ARXIV, ZENODO)]


def ask(standin: StandIn, status: int = 200, /, **arguments: str) -> etree._Element:
    """The answer to one question, asked as patiently as arXiv wants it."""
    standin.clock.advance(3)
    named = {name.removesuffix("_"): value for name, value in arguments.items()}
    answer = requests.get(f"{standin.url(Service.ARXIV_OAI)}/oai", params=named, timeout=10)
    assert answer.status_code == status
    return etree.fromstring(answer.content)


def ids(feed: etree._Element) -> list[str]:
    return [one.text.rpartition(":")[2] for one in feed.iterfind(".//o:header/o:identifier", OAI)]


def token(feed: etree._Element) -> etree._Element | None:
    return feed.find(".//o:resumptionToken", OAI)


def errors(feed: etree._Element) -> list[str]:
    return [str(one.get("code")) for one in feed.iterfind("o:error", OAI)]


def walk(standin: StandIn, verb: str, **arguments: str) -> Iterator[etree._Element]:
    """All pages of a list."""
    page = ask(standin, verb=verb, **arguments)
    yield page
    while (ahead := token(page)) is not None and ahead.text:
        page = ask(standin, verb=verb, resumptionToken=ahead.text)
        yield page


@pytest.fixture(params=PROFILES, ids=lambda profile: profile.name)
def profile(request: pytest.FixtureRequest) -> Profile:
    told: Profile = request.param
    return told


@pytest.fixture
def standin(profile: Profile) -> Iterator[StandIn]:
    with standing_in(Library(WORKS), profile=profile, clock=Clock(NOW)) as running:
        yield running


@pytest.fixture
def arxiv() -> Iterator[StandIn]:
    with standing_in(Library(WORKS), profile=PROFILES[1], clock=Clock(NOW)) as running:
        yield running


@pytest.fixture
def spec() -> Iterator[StandIn]:
    with standing_in(Library(WORKS), profile=PROFILES[0], clock=Clock(NOW)) as running:
        yield running


@pytest.mark.parametrize(("verb", "pages"), [("ListRecords", 5), ("ListIdentifiers", 4)])
def test_a_list_is_told_whole_and_nothing_twice(standin: StandIn, verb: str, pages: int) -> None:
    told = [ids(page) for page in walk(standin, verb, metadataPrefix="arXiv")]
    assert [one for page in told for one in page] == [work.arxiv_id for work in WORKS]
    assert len(told) == pages


def test_days_bound_a_list_on_both_ends(standin: StandIn) -> None:
    bounds = {"from_": "2025-03-04", "until": "2025-03-05"}
    told = [one for page in walk(standin, "ListRecords", metadataPrefix="oai_dc", **bounds) for one in ids(page)]
    assert told == [work.arxiv_id for work in WORKS[3:9]]


def test_a_set_holds_what_is_below_it_and_other_names_of_it(standin: StandIn) -> None:
    told = {
        name: [one for page in walk(standin, "ListRecords", metadataPrefix="arXiv", set=name) for one in ids(page)]
        for name in ("cs", "cs:cs:NA", "physics")
    }
    of_categories = {
        "cs": [work.arxiv_id for work in WORKS if any(name.startswith("cs.") for name in work.categories)],
        "cs:cs:NA": [work.arxiv_id for work in WORKS if "math.NA" in work.categories],
        "physics": [work.arxiv_id for work in WORKS if work.categories == ("quant-ph",)],
    }
    assert told == of_categories


def test_the_same_token_leads_to_the_same_page(standin: StandIn) -> None:
    ahead = token(ask(standin, verb="ListRecords", metadataPrefix="arXiv"))
    assert ahead is not None
    pages = [ids(ask(standin, verb="ListRecords", resumptionToken=ahead.text)) for _ in range(2)]
    assert pages == [[work.arxiv_id for work in WORKS[5:10]]] * 2


def test_the_last_page_ends_as_the_profile_says(standin: StandIn, profile: Profile) -> None:
    *_, before, last = walk(standin, "ListRecords", metadataPrefix="arXiv")
    ending = token(last)
    attributes = {
        "spec": {"expirationDate", "completeListSize", "cursor"},
        "arxiv": {"expires"},
        "zenodo": {"expirationDate", "completeListSize", "cursor"},
    }
    assert set(token(before).attrib) == attributes[profile.name]  # type: ignore[union-attr] # all but the last have one
    told = None if ending is None else (ending.text, dict(ending.attrib))
    assert told == ((None, {"completeListSize": "23", "cursor": "20"}) if profile.name == "spec" else None)


def test_a_token_dies_and_the_error_has_the_status_of_the_profile(standin: StandIn, profile: Profile) -> None:
    ahead = token(ask(standin, verb="ListRecords", metadataPrefix="arXiv"))
    midnight = NOW.replace(hour=0) + timedelta(days=1)
    lives = {"spec": timedelta(days=1), "arxiv": midnight - standin.clock.now(), "zenodo": timedelta(seconds=120)}
    assert ahead is not None
    standin.clock.advance(lives[profile.name].total_seconds() - 5)
    assert errors(ask(standin, verb="ListRecords", resumptionToken=ahead.text)) == []
    status = 422 if profile.name == "zenodo" else 200
    dead = ask(standin, status, verb="ListRecords", resumptionToken=ahead.text)
    assert errors(dead) == ["badResumptionToken"]


def test_a_token_of_another_verb_or_of_nobody_is_refused(standin: StandIn, profile: Profile) -> None:
    status = 422 if profile.name == "zenodo" else 200
    ahead = token(ask(standin, verb="ListRecords", metadataPrefix="arXiv"))
    assert ahead is not None
    wrong = [("ListIdentifiers", ahead.text), ("ListRecords", "XXX"), ("ListRecords", ahead.text[:-1] + "x")]
    told = [errors(ask(standin, status, verb=verb, resumptionToken=value)) for verb, value in wrong]
    assert told == [["badResumptionToken"]] * 3


def test_a_record_that_is_touched_between_two_pages_is_told_twice_by_arxiv(arxiv: StandIn) -> None:
    first = ask(arxiv, verb="ListRecords", metadataPrefix="arXiv")
    arxiv.library.restamp([WORKS[0].key], NOW.date())
    told = ids(first)
    while (ahead := token(first)) is not None:
        first = ask(arxiv, verb="ListRecords", resumptionToken=ahead.text)
        told += ids(first)
    assert told == [*(work.arxiv_id for work in WORKS), WORKS[0].arxiv_id]


def test_a_record_that_moves_on_within_a_counted_day_makes_arxiv_leave_one_out(arxiv: StandIn) -> None:
    first = ask(arxiv, verb="ListRecords", metadataPrefix="arXiv")
    # Two records of the day on which the page ended were told and are skipped; one of them is no longer of that day.
    arxiv.library.restamp([WORKS[3].key], NOW.date())
    told = ids(first)
    while (ahead := token(first)) is not None:
        first = ask(arxiv, verb="ListRecords", resumptionToken=ahead.text)
        told += ids(first)
    assert WORKS[5].arxiv_id not in told
    assert told.count(WORKS[3].arxiv_id) == 2


def test_the_protocol_tells_deleted_records_and_arxiv_leaves_them_out(standin: StandIn, profile: Profile) -> None:
    standin.library.delete(WORKS[2].key, datestamp=NOW.date())
    status = 200 if profile.name == "spec" else 422 if profile.name == "zenodo" else 200
    identifier = f"{profile.namespace}{WORKS[2].arxiv_id}"
    record = ask(standin, status, verb="GetRecord", metadataPrefix="arXiv", identifier=identifier)
    deleted = [one.get("status") for one in record.iterfind(".//o:header", OAI)]
    assert (deleted, errors(record)) == ((["deleted"], []) if profile.name == "spec" else ([], ["idDoesNotExist"]))
    assert record.find(".//o:metadata", OAI) is None


def test_the_protocol_names_all_wrong_arguments_and_repeats_none(spec: StandIn) -> None:
    answer = ask(spec, verb="ListRecords", what="that", how="so")
    assert errors(answer) == ["badArgument"] * 3
    assert dict(answer.find("o:request", OAI).attrib) == {}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "metadataPrefix": "arXiv", "from": "2030-01-01"}, "noRecordsMatch"),
        ({"verb": "ListRecords", "metadataPrefix": "arXiv", "from": "2025-02-30"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "arXiv", "until": "2025-02-20T00:00:00Z"}, "badArgument"),
        ({"verb": "GetRecord", "metadataPrefix": "arXiv", "identifier": "oai:made-up.example:0"}, "idDoesNotExist"),
        ({"verb": "ListMetadataFormats", "identifier": "elsewhere"}, "idDoesNotExist"),
        ({"verb": "ListSets", "resumptionToken": "XXX"}, "badResumptionToken"),
        ({"metadataPrefix": "arXiv"}, "badVerb"),
    ],
)
def test_errors_of_the_protocol_have_their_codes(spec: StandIn, arguments: dict[str, str], code: str) -> None:
    assert errors(ask(spec, **arguments)) == [code]


def test_a_repository_without_sets_says_so() -> None:
    with standing_in(Library(WORKS), profile=replace(SPEC, has_sets=False), clock=Clock(NOW)) as standin:
        told = [ask(standin, verb="ListSets"), ask(standin, verb="ListRecords", metadataPrefix="arXiv", set="cs")]
        assert [errors(one) for one in told] == [["noSetHierarchy"]] * 2
        assert ask(standin, verb="ListRecords", metadataPrefix="arXiv").find(".//o:setSpec", OAI) is None


def test_a_withdrawal_is_one_more_version(arxiv: StandIn) -> None:
    arxiv.library.withdraw(WORKS[0].key, at=NOW)
    identifier = f"oai:arXiv.org:{WORKS[0].arxiv_id}"
    record = ask(arxiv, verb="GetRecord", metadataPrefix="arXivRaw", identifier=identifier)
    assert [one.get("version") for one in record.iterfind(".//{*}version")] == ["v1", "v2"]
    assert record.findtext(".//{*}comments") == "This paper has been withdrawn by the authors."
    assert record.findtext(".//o:datestamp", namespaces=OAI) == "2025-04-01"


def test_the_old_address_has_moved_and_the_question_with_it(arxiv: StandIn) -> None:
    old = f"{arxiv.url(Service.ARXIV_OAI)}/oai2"
    answer = requests.get(old, params={"verb": "Identify"}, timeout=10, allow_redirects=False)
    moved = f"{arxiv.url(Service.ARXIV_OAI)}/oai?verb=Identify"
    assert (answer.status_code, answer.headers["Location"]) == (301, moved)


def test_texts_come_through_as_they_were_written(arxiv: StandIn) -> None:
    odd = Work(
        arxiv_id="2503.99999",
        title='Ampersands & <angles>, "quotes" and \u00e9\u4e2d\U0001d6fc',
        datestamp=START,
        abstract="  Two spaces first,\n  and a wrapped line \x0b without its control character",
        categories=("cs.CL",),
    )
    arxiv.library.add(odd)
    record = ask(arxiv, verb="GetRecord", metadataPrefix="arXiv", identifier="oai:arXiv.org:2503.99999")
    told = [record.findtext(f".//{{*}}{name}") for name in ("title", "abstract")]
    assert told == [odd.title, odd.abstract.replace("\x0b", "")]
