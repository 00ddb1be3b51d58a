"""The stand-in's Semantic Scholar: who is let in, how lists end, and which errors speak how."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.sources.recorded_shapes import recorded_rows, unlike
from tests.standin import Author, Citing, Clock, Library, Service, StandIn, Work, standing_in
from tests.standin.catalogue import openalex_id
from tests.standin.semantic_scholar import SemanticScholarTerms
from tests.standin.terms import set_terms

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SEED = Work(
    title="A sparse model of ten parts",
    datestamp=date(2026, 11, 1),
    arxiv_id="2611.00001",
    s2_id="a" * 40,
    corpus_id=77,
    abstract="Parts of a model.",
    authors=(Author(family="Ito", given="Aya"),),
    other_ids=(("dblp", "journals/corr/abs-2611-00001"), ("acl", "2026.acl-1.1")),
)
FOLLOW_UPS = [
    Work(
        title=f"Follow-up {number}",
        datestamp=date(2026, 11, 2 + number),
        doi=f"10.1234/Follow.{number}",
        venue="A Journal",
        references=(
            Citing(key="2611.00001", contexts=(f"We follow [1] in {number} ways.",), intents=(), influential=True),
            Citing(key="A book without a number"),
        ),
    )
    for number in range(1, 6)
]


@pytest.fixture
def service() -> Iterator[StandIn]:
    with standing_in(Library([SEED, *FOLLOW_UPS]), clock=Clock(NOW)) as running:
        yield running


def ask(service: StandIn, path: str, key: str | None = "s2-key", **parameters: str) -> requests.Response:
    """Ask a second after the last time."""
    service.clock.advance(1)
    headers = {"x-api-key": key} if key else {}
    return requests.get(service.url(Service.S2) + path, params=parameters, headers=headers, timeout=10)


def batch(service: StandIn, *ids: str, **parameters: str) -> requests.Response:
    service.clock.advance(1)
    address = service.url(Service.S2) + "/graph/v1/paper/batch"
    return requests.post(address, params=parameters, json={"ids": ids}, headers={"x-api-key": "s2-key"}, timeout=10)


def test_citations_tell_sentences_and_the_last_page_has_no_next(service: StandIn) -> None:
    path = "/graph/v1/paper/ARXIV:2611.00001v2/citations"
    pages = [ask(service, path, fields="contexts,title", offset=str(start), limit="3").json() for start in (0, 3, 6)]
    assert [(page["offset"], page.get("next"), len(page["data"])) for page in pages] == [
        (0, 3, 3),
        (3, None, 2),
        (6, None, 0),
    ]
    assert "next" not in pages[1]
    newest = pages[0]["data"][0]
    assert (newest["contexts"], newest["citingPaper"]["title"]) == (["We follow [1] in 5 ways."], "Follow-up 5")


def test_references_outside_of_the_graph_have_no_id(service: StandIn) -> None:
    told = ask(service, "/graph/v1/paper/DOI:10.1234/follow.1/references", fields="title").json()
    assert told == {
        "offset": 0,
        "data": [
            {"citedPaper": {"paperId": "a" * 40, "title": "A sparse model of ten parts"}},
            {"citedPaper": {"paperId": None, "title": "A book without a number"}},
        ],
    }


def test_a_citation_that_openalex_lacks_is_told_here(service: StandIn) -> None:
    link = Citing(key="2611.00001", absent_from=("openalex",))
    service.library.add(replace(FOLLOW_UPS[0], title="Known here alone", references=(link,)))
    here = ask(service, "/graph/v1/paper/CorpusId:77/citations", fields="title").json()["data"]
    seed = openalex_id(SEED)
    there = requests.get(f"{service.url(Service.OPENALEX)}/works?filter=cites:{seed}&select=title", timeout=10).json()
    assert len(here) == 5
    assert {one["citingPaper"]["title"] for one in here} - {one["title"] for one in there["results"]} == {
        "Known here alone"
    }


def test_a_paper_is_found_by_every_id_that_it_has(service: StandIn) -> None:
    names = (
        "a" * 40, "ARXIV:2611.00001", "arXiv:2611.00001v3", "DOI:10.48550/arXiv.2611.00001",
        "10.48550/arxiv.2611.00001", "CorpusId:77", "ACL:2026.acl-1.1", "URL:https://arxiv.org/abs/2611.00001v1",
    )  # fmt: skip
    found = [ask(service, f"/graph/v1/paper/{name}", fields="externalIds").json() for name in names]
    assert {json.dumps(one) for one in found} == {
        json.dumps(
            {
                "paperId": "a" * 40,
                "externalIds": {
                    "ArXiv": "2611.00001",
                    "DBLP": "journals/corr/abs-2611-00001",
                    "ACL": "2026.acl-1.1",
                    "DOI": "10.48550/arXiv.2611.00001",
                    "CorpusId": 77,
                },
            }
        )
    }


def test_a_batch_has_null_for_what_is_not_known(service: StandIn) -> None:
    told = batch(service, "CorpusId:77", "10.9/none", fields="title")
    assert told.json() == [{"paperId": "a" * 40, "title": "A sparse model of ten parts"}, None]
    none = batch(service, "10.9/none")
    assert (none.status_code, none.json()) == (400, {"error": "No valid paper ids given"})
    many = batch(service, *(["CorpusId:77"] * 501))
    assert (many.status_code, list(many.json())) == (400, ["error"])


def test_a_search_without_a_hit_has_no_data(service: StandIn) -> None:
    assert ask(service, "/graph/v1/paper/search", query="n0 r3sult").json() == {"total": 0, "offset": 0}
    found = ask(service, "/graph/v1/paper/search", query="sparse model", fields="title").json()
    assert (found["total"], found["data"][0]["title"]) == (1, "A sparse model of ten parts")


def test_a_key_has_one_request_a_second_over_all_endpoints(service: StandIn) -> None:
    address = service.url(Service.S2) + "/graph/v1/paper/CorpusId:77"
    headers = {"x-api-key": "s2-key"}
    answers = [requests.get(address, headers=headers, timeout=10) for _ in range(2)]
    service.clock.advance(1)
    answers.append(requests.get(f"{address}/citations", headers=headers, timeout=10))
    assert [answer.status_code for answer in answers] == [200, 429, 200]
    refused = answers[1]
    assert ("Retry-After" in refused.headers, refused.headers["x-amzn-errortype"], refused.json()["code"]) == (
        False,
        "TooManyRequestsException",
        "429",
    )


def test_who_has_no_key_is_mostly_refused_and_a_wrong_key_always(service: StandIn) -> None:
    path = "/graph/v1/paper/CorpusId:77"
    keyless = [ask(service, path, key=None).status_code for _ in range(20)]
    assert keyless == ([429] * 9 + [200]) * 2
    wrong = ask(service, path, key="wrong")
    assert (wrong.status_code, wrong.json()) == (403, {"message": "Forbidden"})
    set_terms(service.world, SemanticScholarTerms(keyless_every=0))
    assert {ask(service, path, key=None).status_code for _ in range(12)} == {429}


def test_papers_of_papers_are_taken_and_told_nothing_for(service: StandIn) -> None:
    path = "/graph/v1/paper/CorpusId:77/citations"
    told = ask(service, path, fields="title,citingPaper.references.title", limit="1").json()
    assert told["data"] == [
        {"citingPaper": {"paperId": told["data"][0]["citingPaper"]["paperId"], "title": "Follow-up 5"}}
    ]


def test_a_list_reaches_so_far(service: StandIn) -> None:
    path = "/graph/v1/paper/CorpusId:77/citations"
    reached = [ask(service, path, offset=offset, limit="1000").status_code for offset in ("8999", "9000")]
    assert (reached, ask(service, path, limit="1001").status_code) == ([200, 400], 400)


def test_errors_are_those_recorded(service: StandIn, data: Path) -> None:
    def recorded(name: str, folder: str = "semantic_scholar") -> Any:
        return json.loads((data / "fixtures" / folder / name).read_bytes())

    paper = "/graph/v1/paper"
    assert ask(service, f"{paper}/0").json() == recorded("test_not_found__00.json")
    assert ask(service, f"{paper}/CorpusId:77", fields="unknown").json() == recorded(
        "test_bad_query_parameters__00.json"
    )
    assert ask(service, f"{paper}/search/match", query="xyz").json() == recorded("test_bad_titles__01.json")
    assert ask(service, f"{paper}/0", key="wrong").json() == recorded("test_debug__00.json")
    assert ask(service, f"{paper}/0", key=None).json() == recorded("semantic_scholar_429.json", "transcribed")
    nothing = ask(service, f"{paper}/search", query="n0 r3sult s3arch t3rm").json()
    assert nothing == recorded("test_empty_paginated_results__00.json")


def test_answers_are_built_as_recorded_ones(service: StandIn, data: Path) -> None:
    folder = data / "fixtures" / "semantic_scholar"
    kinds: dict[str, list[Any]] = {}
    for row in recorded_rows(folder):
        if row["status"] == 200 and "/graph/v1/paper/" in row.get("url", ""):
            path = row["url"].partition("/graph/v1/paper/")[2].partition("?")[0]
            last = path.rpartition("/")[2]
            kind = last if last in ("batch", "bulk", "citations", "match", "references", "search") else "paper"
            kinds.setdefault(kind, []).append(json.loads((folder / row["file"]).read_bytes()))
    assert {kind: len(answers) for kind, answers in kinds.items()} == {
        "batch": 3, "bulk": 2, "citations": 19, "match": 7, "paper": 13, "references": 2, "search": 4,
    }  # fmt: skip
    papers = [paper for answer in kinds["match"] for paper in answer["data"]] + kinds["paper"]
    papers += [json.loads((folder / "Citation.json").read_bytes())["citingPaper"]]
    fields = ",".join(sorted({name for paper in papers for name in paper} - {"matchScore"}))
    ours = [
        ask(service, f"/graph/v1/paper/{name}", fields=fields).json() for name in ("CorpusId:77", "10.1234/Follow.1")
    ]
    assert [name for paper in ours for name in fields.split(",") if name not in paper] == []
    # No paper with an ACL id is among them.
    assert unlike(ours, papers) == ["externalIds.ACL: str"]
    link = "contexts,contextsWithIntent,intents,isInfluential"
    told = ask(service, "/graph/v1/paper/CorpusId:77/citations", fields=f"{link},title", limit="1").json()
    links = [json.loads((folder / "Citation.json").read_bytes())]
    assert unlike(told["data"], links) == []
    paths = {
        "citations": "CorpusId:77/citations?limit=1",
        "references": "10.1234/Follow.1/references?limit=1",
        "search": "search?query=sparse",
        "bulk": "search/bulk?query=sparse",
        "match": "search/match?query=sparse",
    }
    for kind, path in paths.items():
        told = ask(service, f"/graph/v1/paper/{path}", fields="title").json()
        assert (kind, unlike([told], kinds[kind])) == (kind, [])
