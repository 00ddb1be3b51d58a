"""The stand-in's Crossref and DataCite: pools, cursors that move on, notices on both sides, and who has which DOI."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.sources.recorded_shapes import always, recorded_rows, unlike
from tests.standin import Author, Citing, Clock, Library, Notice, Service, StandIn, Version, Work, standing_in
from tests.standin.crossref import CrossrefTerms, Pool
from tests.standin.datacite import DataCiteTerms
from tests.standin.terms import set_terms

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
PLAIN, POLITE = "a-test", "a-test (mailto:somebody@example.org)"
RETRACTION = Notice(type="retraction", doi="10.1234/Notice", updated=date(2026, 11, 20), source="retraction-watch")
PAPER = Work(
    title="Ten parts of a model",
    datestamp=date(2026, 11, 20),
    arxiv_id="2601.00001",
    doi="10.1234/Paper",
    abstract="Parts < wholes.",
    authors=(Author(family="Ito", given="Aya", affiliations=("Some Lab",)), Author(family="Consortium")),
    venue="A Journal",
    publisher="A Publisher",
    published=date(2026, 1, 5),
    versions=(
        Version(number=1, date=datetime(2026, 1, 5, tzinfo=UTC)),
        Version(number=2, date=datetime(2026, 2, 5, tzinfo=UTC)),
    ),
    references=(Citing(key="10.1234/a1"), Citing(key="A book without a number")),
    notices=(RETRACTION,),
    other_ids=(("has-preprint", "10.48550/arXiv.2601.00001"),),
)
OTHERS = [
    Work(title=f"Another study {n}", datestamp=date(2026, 11, n), doi=f"10.1234/a{n}", published=date(2026, 10, n))
    for n in range(1, 6)
]


@pytest.fixture
def service() -> Iterator[StandIn]:
    with standing_in(Library([PAPER, *OTHERS]), clock=Clock(NOW)) as running:
        yield running


def ask(service: StandIn, path: str, user_agent: str = PLAIN, **parameters: str) -> requests.Response:
    """Ask when the limits allow it again."""
    service.clock.advance(1.1)
    told = {name.replace("_", "-"): value for name, value in parameters.items()}
    told = {name.replace("query-", "query."): value for name, value in told.items()}
    return requests.get(
        service.url(Service.CROSSREF) + path, params=told, headers={"User-Agent": user_agent}, timeout=10
    )


def dois(answer: requests.Response) -> list[str]:
    return [item["DOI"] for item in answer.json()["message"]["items"]]


def told(answer: requests.Response) -> Any:
    return answer.json()["message"]


def test_a_cursor_stays_the_same_and_every_use_moves_it_on(service: StandIn) -> None:
    asked = {"query_title": "study", "rows": "2", "select": "DOI"}
    first = told(ask(service, "/works", **asked, cursor="*"))
    cursor = first["next-cursor"]
    pages = [told(ask(service, "/works", **asked, cursor=cursor)) for _ in range(3)]
    assert [len(page["items"]) for page in (first, *pages)] == [2, 2, 1, 0]
    assert {page["next-cursor"] for page in pages} == {cursor}
    assert {page["total-results"] for page in pages} == {5}


def test_a_cursor_may_change_and_then_keeps_its_page(service: StandIn) -> None:
    set_terms(service.world, CrossrefTerms(cursors_change=True))
    asked = {"query_title": "study", "rows": "2"}
    first = told(ask(service, "/works", **asked, cursor="*"))["next-cursor"]
    again = [ask(service, "/works", **asked, cursor=first) for _ in range(2)]
    assert dois(again[0]) == dois(again[1])
    assert told(again[0])["next-cursor"] != first


def test_a_cursor_dies_five_minutes_after_its_last_use(service: StandIn) -> None:
    cursor = told(ask(service, "/works", rows="1", cursor="*"))["next-cursor"]
    service.clock.advance(290)
    alive = ask(service, "/works", rows="1", cursor=cursor)
    service.clock.advance(300)
    dead = ask(service, "/works", rows="1", cursor=cursor)
    assert (alive.status_code, dead.status_code, dead.json()["message"][0]["type"]) == (200, 404, "cursor-invalid")


def test_polite_is_who_gives_an_address_in_mailto_or_user_agent(service: StandIn) -> None:
    answers = [
        ask(service, "/works", rows="0"),
        ask(service, "/works", rows="0", mailto="somebody@example.org"),
        ask(service, "/works", POLITE, rows="0"),
        ask(service, "/works/10.1234/a1", POLITE),
    ]
    names = ("x-api-pool", "x-rate-limit-limit", "x-rate-limit-interval", "x-concurrency-limit")
    assert [tuple(answer.headers[name] for name in names) for answer in answers] == [
        ("public-array", "1", "1s", "1"),
        ("polite-array", "3", "1s", "3"),
        ("polite-array", "3", "1s", "3"),
        ("polite", "10", "1s", "3"),
    ]


def test_more_than_the_limit_answers_429_in_html_and_limits_may_change(service: StandIn) -> None:
    address = service.url(Service.CROSSREF) + "/works?rows=0"
    hasty = [requests.get(address, headers={"User-Agent": POLITE}, timeout=10) for _ in range(4)]
    assert [answer.status_code for answer in hasty] == [200, 200, 200, 429]
    assert (hasty[3].headers["Content-Type"], "Retry-After" in hasty[3].headers) == ("text/html; charset=utf-8", False)
    set_terms(service.world, CrossrefTerms(polite=Pool(name="polite", lists=1, singles=1, together=1)))
    assert ask(service, "/works", POLITE, rows="0").headers["x-rate-limit-limit"] == "1"


def test_a_doi_of_arxiv_is_at_datacite(service: StandIn) -> None:
    doi = "10.48550/arxiv.2601.00001"
    here, agency = ask(service, f"/works/{doi}"), ask(service, f"/works/{doi}/agency")
    there = requests.get(f"{service.url(Service.DATACITE)}/dois/{doi}", timeout=10)
    assert (here.status_code, here.content, here.headers["Content-Type"]) == (404, b"Resource not found.", "text/plain")
    assert told(agency)["agency"] == {"id": "datacite", "label": "DataCite"}
    work = there.json()["data"]["attributes"]
    assert (work["titles"], work["version"], [day["dateType"] for day in work["dates"]]) == (
        [{"title": "Ten parts of a model"}],
        "2",
        ["Submitted", "Updated", "Available", "Issued"],
    )


def test_text_is_labelled_json_where_an_agency_is_asked_for(service: StandIn) -> None:
    answer = ask(service, "/works/5/agency")
    assert (answer.status_code, answer.text, answer.headers["Content-Type"]) == (
        404,
        "Resource not found.",
        "application/json;charset=utf-8",
    )


def test_a_notice_is_told_on_the_work_and_on_the_notice(service: StandIn) -> None:
    work = told(ask(service, "/works/10.1234/PAPER"))
    listed = ask(service, "/works", filter="update-type:retraction,from-index-date:2026-11", select="DOI,update-to")
    said = {
        "type": "retraction",
        "label": "Retraction",
        "source": "retraction-watch",
        "updated": {
            "date-parts": [[2026, 11, 20]],
            "date-time": "2026-11-20T00:00:00Z",
            "timestamp": 1795132800000,
        },
    }
    assert (work["title"], work["updated-by"]) == (
        ["RETRACTED: Ten parts of a model"],
        [{"DOI": "10.1234/notice", **said}],
    )
    assert told(listed)["items"] == [{"DOI": "10.1234/notice", "update-to": [{"DOI": "10.1234/paper", **said}]}]
    assert dois(ask(service, "/works", filter="updates:10.1234/paper")) == ["10.1234/notice"]
    assert dois(ask(service, "/works", filter="has-update:true")) == ["10.1234/paper"]


def test_a_work_tells_its_preprint_its_references_and_jats(service: StandIn) -> None:
    work = told(ask(service, "/works/10.1234/paper"))
    assert (work["relation"]["has-preprint"][0]["id"], work["abstract"], work["reference"]) == (
        "10.48550/arXiv.2601.00001",
        "<jats:title>Abstract</jats:title><jats:p>Parts &lt; wholes.</jats:p>",
        [
            {
                "key": "ref1",
                "doi-asserted-by": "crossref",
                "DOI": "10.1234/a1",
                "unstructured": "Another study 1",
            },
            {"key": "ref2", "unstructured": "A book without a number"},
        ],
    )


def test_filters_of_one_name_are_alternatives_and_days_may_be_months(service: StandIn) -> None:
    either = dois(ask(service, "/works", filter="doi:10.1234/A1,doi:10.1234/a4,doi:10.48550/arxiv.2601.00001"))
    days = dois(ask(service, "/works", filter="from-pub-date:2026-10-02,until-pub-date:2026-10,type:journal-article"))
    assert (sorted(either), sorted(days)) == (
        ["10.1234/a1", "10.1234/a4"],
        ["10.1234/a2", "10.1234/a3", "10.1234/a4", "10.1234/a5"],
    )


def test_a_search_finds_what_has_any_word_and_the_best_first(service: StandIn) -> None:
    found = ask(service, "/works", query_bibliographic="another study of ten parts by Ito", rows="2", select="DOI")
    assert (told(found)["total-results"], dois(found)[0]) == (7, "10.1234/paper")


@pytest.mark.parametrize(
    ("parameters", "kind"),
    [
        ({"colour": "red"}, "parameter-not-allowed"),
        ({"filter": "colour:red"}, "filter-not-available"),
        ({"filter": "from-pub-date:soon"}, "date-not-valid"),
        ({"select": "colour"}, "select-not-available"),
        ({"sort": "colour"}, "sort-not-available"),
        ({"rows": "1001"}, "integer-not-valid"),
        ({"offset": "10001"}, "integer-not-valid"),
    ],
)
def test_a_wrong_question_fails_its_validation(service: StandIn, parameters: dict[str, str], kind: str) -> None:
    answer = ask(service, "/works", **parameters)
    assert (answer.status_code, answer.json()["message-type"], told(answer)[0]["type"]) == (
        400,
        "validation-failure",
        kind,
    )


def test_errors_are_those_recorded(service: StandIn, data: Path) -> None:
    def recorded(name: str) -> bytes:
        return (data / "fixtures" / "crossref" / name).read_bytes()

    cursor = ask(service, "/works", query="widget", cursor="thing")
    query = ask(service, "/works/10.1234/a1", query_author="carl boettiger")
    assert cursor.json() == json.loads(recorded("test_cursor_fails_cursor_value__00.json"))
    assert query.json() == json.loads(recorded("test_works_query_filters_not_allowed_with_dois__00.json"))
    assert ask(service, "/works/10.9/none").content == recorded("test_works_bad_id_warn__00.txt")


def test_answers_are_built_as_recorded_ones(service: StandIn, data: Path) -> None:
    folder = data / "fixtures" / "crossref"
    kinds: dict[str, list[Any]] = {"work": [], "work-list": [], "work-agency": []}
    for row in recorded_rows(folder):
        body = (folder / row["file"]).read_bytes()
        answer = json.loads(body) if row["status"] == 200 and body[:1] == b"{" else {}
        kinds.get(str(answer.get("message-type")), []).append(answer)
    transcribed = [
        json.loads((data / "fixtures" / "transcribed" / f"crossref_{name}.json").read_bytes())
        for name in ("retracted_work", "retraction_notice", "relation_has_preprint")
    ]
    assert {kind: len(answers) for kind, answers in kinds.items()} == {"work": 24, "work-list": 38, "work-agency": 3}
    works = [answer["message"] for answer in kinds["work"] + transcribed]
    works += [item for answer in kinds["work-list"] for item in answer["message"]["items"]]
    whole = [work for work in works if {"DOI", "type", "deposited"} <= work.keys()]
    ours = [told(ask(service, f"/works/{doi}")) for doi in ("10.1234/paper", "10.1234/notice", "10.1234/a1")]
    assert [name for work in ours for name in always(whole) - work.keys()] == []
    assert unlike(ours, works) == []
    listed = [ask(service, "/works", rows="2", cursor="*").json(), ask(service, "/works", rows="0").json()]
    for answer in listed:
        answer["message"]["items"] = []
    assert unlike(listed, kinds["work-list"]) == []
    assert unlike([ask(service, "/works/10.1234/a1/agency").json()], kinds["work-agency"]) == []


def test_datacite_lists_what_is_asked_for_and_counts_five_minutes(service: StandIn) -> None:
    address = service.url(Service.DATACITE)
    asked = {"ids": "10.48550/arxiv.2601.00001,10.48550/arxiv.2601.99999", "page[size]": "2"}
    listed = requests.get(f"{address}/dois", params=asked, timeout=10).json()
    set_terms(service.world, DataCiteTerms(public=2))
    again = [requests.get(f"{address}/dois/10.1/none", timeout=10).status_code for _ in range(2)]
    service.clock.advance(300)
    healed = requests.get(f"{address}/dois/10.1/none", timeout=10).status_code
    assert ([row["id"] for row in listed["data"]], listed["meta"]["total"]) == (["10.48550/arxiv.2601.00001"], 1)
    assert (again, healed) == ([404, 429], 404)
