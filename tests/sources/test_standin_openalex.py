"""The stand-in's OpenAlex: what it charges, what it refuses and how it leads through a list."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import requests

from tests.sources.recorded_shapes import always, recorded_rows, unlike
from tests.standin import Author, Citing, Clock, Library, Notice, Service, StandIn, Work, standing_in

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SEED = Work(
    title="A sparse model of ten parts",
    datestamp=date(2026, 11, 1),
    arxiv_id="2611.00001",
    openalex_id="W1",
    merged_openalex_ids=("W9",),
    abstract="The model has parts and the parts have a model.",
    authors=(Author(family="Ito", given="Aya", affiliations=("Some Lab",), orcid="0000-0001-0000-0001"),),
    published=date(2026, 11, 1),
)


def citing(number: int, *, published: date) -> Work:
    return Work(
        title=f"Follow-up {number}",
        datestamp=published,
        doi=f"10.1234/Follow.{number}",
        openalex_id=f"W{100 + number}",
        venue="A Journal",
        published=published,
        references=(Citing(key="2611.00001"),),
        notices=(Notice(type="retraction", doi="10.1234/n", updated=published),) if number == 3 else (),
    )


@pytest.fixture
def service() -> Iterator[StandIn]:
    library = Library([SEED, *(citing(number, published=date(2026, 11, 10 + number)) for number in range(1, 6))])
    with standing_in(library, clock=Clock(NOW)) as running:
        yield running


def ask(service: StandIn, path: str, **parameters: str) -> requests.Response:
    address = service.url(Service.OPENALEX) + path
    told = {name.replace("per_page", "per-page"): value for name, value in parameters.items()}
    return requests.get(address, params=told, timeout=10, allow_redirects=False)


def ids(answer: requests.Response) -> list[str]:
    return [work["id"].rpartition("/")[2] for work in answer.json()["results"]]


def test_a_work_by_the_doi_of_arxiv_in_lower_case_is_free(service: StandIn) -> None:
    answer = ask(service, "/works/doi:10.48550/arxiv.2611.00001", select="id,doi,abstract_inverted_index")
    assert (answer.status_code, answer.headers["X-RateLimit-Credits-Used"], answer.json()) == (
        200,
        "0",
        {
            "id": "https://openalex.org/W1",
            "doi": "https://doi.org/10.48550/arxiv.2611.00001",
            "abstract_inverted_index": {
                "The": [0], "model": [1], "has": [2], "parts": [3, 6], "and": [4], "the": [5],
                "have": [7], "a": [8], "model.": [9],
            },
        },
    )  # fmt: skip


def test_a_work_that_a_publisher_has_is_not_found_by_its_doi_at_arxiv(service: StandIn) -> None:
    service.library.add(Work(title="Both", datestamp=date(2026, 1, 1), arxiv_id="2601.00009", doi="10.1234/Both"))
    lost = ask(service, "/works/doi:10.48550/arxiv.2601.00009")
    assert (lost.status_code, lost.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert ask(service, "/works/doi:10.1234/both").status_code == 200


def test_a_merged_work_leads_to_the_one_that_it_is_now(service: StandIn) -> None:
    answer = ask(service, "/works/W9")
    assert (answer.status_code, answer.headers["Location"]) == (301, service.url(Service.OPENALEX) + "/works/W1")


def test_a_new_work_is_there_two_days_after_it_came_out_or_when_it_says(service: StandIn) -> None:
    for name, since in (("2611.00020", None), ("2611.00021", date(2026, 11, 25))):
        day = date(2026, 11, 24)
        service.library.add(Work(title=name, datestamp=day, arxiv_id=name, published=day, openalex_since=since))
    there = [ask(service, f"/works/doi:10.48550/arxiv.{name}").status_code for name in ("2611.00020", "2611.00021")]
    service.clock.advance(12 * 3600)
    assert (there, ask(service, "/works/doi:10.48550/arxiv.2611.00020").status_code) == ([404, 200], 200)


def test_pages_count_what_cites_a_work_since_a_day(service: StandIn) -> None:
    told = {"filter": "cites:W1,from_publication_date:2026-11-12", "sort": "publication_date:desc", "select": "id"}
    pages = [ask(service, "/works", **told, per_page="3", page=str(page)) for page in (1, 2, 3)]
    assert [ids(page) for page in pages] == [["W105", "W104", "W103"], ["W102"], []]
    assert {page.json()["meta"]["count"] for page in pages} == {4}


def test_a_cursor_needs_a_key_and_ends_with_an_empty_page(service: StandIn) -> None:
    told = {"filter": "cites:W1", "select": "id", "per_page": "4"}
    refused = ask(service, "/works", **told, cursor="*")
    cursor, pages = "*", []
    while cursor:
        answer = ask(service, "/works", **told, cursor=cursor, api_key="free-key")
        pages.append(ids(answer))
        cursor = answer.json()["meta"]["next_cursor"]
    assert (refused.status_code, [len(page) for page in pages]) == (401, [4, 1, 0])
    assert sorted(name for page in pages for name in page) == ["W101", "W102", "W103", "W104", "W105"]


def test_a_budget_that_is_spent_answers_429_until_midnight_and_a_free_work_still_comes(service: StandIn) -> None:
    searches = [ask(service, "/works", search="model") for _ in range(101)]
    assert {answer.status_code for answer in searches[:100]} == {200}
    spent = searches[100]
    assert (spent.status_code, spent.headers["Retry-After"], spent.headers["X-RateLimit-Remaining-USD"]) == (
        429,
        "43200",
        "0",
    )
    assert ask(service, "/works/W1").status_code == 200
    service.clock.advance(12 * 3600)
    again = ask(service, "/works", filter="cites:W1")
    assert (again.status_code, again.headers["X-RateLimit-Cost-USD"], again.json()["meta"]["cost_usd"]) == (
        200,
        "0.0001",
        0.0001,
    )


def test_what_only_a_plan_buys_is_refused_for_good(service: StandIn) -> None:
    asked = {"filter": "from_updated_date:2026-11-20"}
    free, paid = (
        ask(service, "/works", **asked, api_key="free-key"),
        ask(service, "/works", **asked, api_key="paid-key"),
    )
    assert (free.status_code, free.json()["error"], "Retry-After" in free.headers, paid.status_code) == (
        429,
        "Plan upgrade required",
        False,
        200,
    )


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"filter": "citing:W1"}, 400),
        ({"filter": "cites"}, 400),
        ({"filter": "from_publication_date:soon"}, 400),
        ({"filter": "doi:" + "|".join(["10.1/a"] * 101)}, 400),
        ({"per_page": "201"}, 400),
        ({"per_page": "100", "page": "101"}, 400),
        ({"select": "abstract"}, 400),
        ({"sort": "colour"}, 400),
        ({"search": "(model"}, 400),
        ({"colour": "red"}, 400),
        ({"cursor": "thing", "api_key": "free-key"}, 400),
        ({"api_key": "wrong"}, 401),
    ],
)
def test_a_wrong_question_is_told_in_json_and_costs_nothing(
    service: StandIn, parameters: dict[str, str], status: int
) -> None:
    answer = ask(service, "/works", **parameters)
    assert (answer.status_code, sorted(answer.json())) == (status, ["error", "message"])
    assert ask(service, "/works", select="id").headers["X-RateLimit-Remaining"] == "999"


def test_searches_know_phrases_and_operators(service: StandIn) -> None:
    asked = ('"sparse model"', '"model sparse"', "sparse AND follow", "sparse OR (follow AND up)", "follow NOT 4")
    found = [sorted(ids(ask(service, "/works", search=query, select="id"))) for query in asked]
    follow_ups = [f"W10{number}" for number in range(1, 6)]
    assert found == [["W1"], [], [], ["W1", *follow_ups], [name for name in follow_ups if name != "W104"]]


def test_terms_are_set_from_outside(service: StandIn) -> None:
    changed = requests.post(
        f"{service.root}/_ctl/terms", json={"service": "openalex", "keyless_credits": 5}, timeout=10
    )
    unknown = requests.post(f"{service.root}/_ctl/terms", json={"service": "openalex", "colour": 5}, timeout=10)
    assert (changed.json(), unknown.status_code) == ({"keyless_credits": 5}, 400)
    assert ask(service, "/works", search="model").status_code == 429


def test_its_records_are_built_as_recorded_ones(service: StandIn, data: Path) -> None:
    folder = data / "fixtures" / "openalex"
    recorded = [
        json.loads((folder / row["file"]).read_bytes()) for row in recorded_rows(folder) if row["status"] == 200
    ]
    # Three were asked for a few fields only, three are lists.
    works = [work for told in recorded for work in told.get("results", [told])]
    whole = [work for work in works if "display_name" in work]
    ours = ask(service, "/works", filter="cites:W1").json()["results"]
    ours += [ask(service, "/works/W1").json()]
    assert (len(recorded), len(whole)) == (11, 9)
    assert [name for work in ours for name in always(whole) - work.keys()] == []
    assert unlike(ours, whole) == []


def test_its_lists_are_built_as_the_one_of_2026(service: StandIn, data: Path) -> None:
    transcribed = json.loads((data / "fixtures" / "transcribed" / "openalex_list_meta_2026.json").read_bytes())
    row = next(row for row in recorded_rows(data / "fixtures" / "transcribed") if "openalex" in row["file"])
    answer = ask(service, "/works", per_page="1", select="id")
    assert answer.json()["meta"].keys() == transcribed["meta"].keys()
    assert unlike([answer.json()["meta"]], [transcribed["meta"]]) == []
    assert [name for name in row["headers"] if name not in answer.headers] == []
