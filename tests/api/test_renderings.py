"""The same documents as tables, lines and citations, in as many queries, and compressed for whoever asks."""

import csv
import gzip
import json
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.api.citing import bibtex, citation
from claims.core.quantities import Metric
from tests.web.made_up_claims import claim, claim_with_everything, measure, paper, subject

pytestmark = pytest.mark.django_db


def rows_of(client: Client, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(client.get(f"/api/v1/{path}").content.decode().splitlines()))


def test_a_table_has_a_column_a_field_and_those_of_resources_within(client: Client) -> None:
    made = claim("Zephyr-9 has 3 trillion parameters.", about=subject("Zephyr-9"))
    measure(made, Metric.PARAMETERS, 3_000_000_000_000, "parameters")
    claim("Nobody is named.")

    nobody, told = rows_of(client, "claims/?format=csv&fields=id,text,hedged,subject,quantities")

    assert list(told) == [
        "id",
        "text",
        "hedged",
        "subject.id",
        "subject.name",
        "subject.kind",
        "subject.api_url",
        "quantities",
    ]
    assert (told["id"], told["hedged"], told["subject.name"]) == (str(made.pk), "false", "Zephyr-9")
    assert json.loads(told["quantities"])[0]["value"] == 3_000_000_000_000
    assert (nobody["subject.name"], nobody["quantities"]) == ("", "[]")


def test_no_cell_is_a_formula(client: Client) -> None:
    claim('=HYPERLINK("https://evil.example")')

    (told,) = rows_of(client, "claims/?format=csv&fields=text")

    assert told["text"] == '\'=HYPERLINK("https://evil.example")'


def test_lines_are_the_documents_of_the_list_and_the_header_leads_on(client: Client) -> None:
    for number in range(3):
        claim(f"Claim {number}.")

    lines = client.get("/api/v1/claims/?limit=2", headers={"Accept": "application/jsonl"})
    listed = client.get("/api/v1/claims/?limit=2").json()

    assert [json.loads(line) for line in lines.content.decode().splitlines()] == listed["results"]
    assert lines["Link"] == f'<{listed["next"]}>; rel="next"'


@pytest.mark.usefixtures("one_window")
@pytest.mark.parametrize("number", [1, 3, 50])
@pytest.mark.parametrize("name", ["csv", "jsonl", "bibtex", "csl"])
def test_renderings_take_as_many_queries_as_json(client: Client, name: str, number: int) -> None:
    for one in range(number):
        claim(f"Claim {one}.", about=subject("Zephyr-9"))

    # Whoever begins a window of requests clears old ones away.
    client.get("/api/v1/claims/?limit=1")
    with CaptureQueriesContext(connection) as plain:
        client.get("/api/v1/claims/")
    with CaptureQueriesContext(connection) as rendered:
        client.get(f"/api/v1/claims/?format={name}")

    assert len(rendered) == len(plain)


def test_a_claim_is_cited_by_its_number_with_how_it_stands(client: Client) -> None:
    made = claim("Zephyr-9 is 10% faster & cheaper.")

    (item,) = client.get(f"/api/v1/claims/{made.pk}/?format=csl").json()

    item.pop("accessed")
    assert item == {
        "id": f"claim-{made.pk}",
        "type": "entry",
        "title": f"Claim Tracker, claim {made.pk}: “Zephyr-9 is 10% faster & cheaper.”",
        "author": [{"literal": "Claim Tracker"}],
        "container-title": "Claim Tracker",
        "issued": {"date-parts": [[2026, 5, 3]]},
        "note": "unverified (very low certainty)",
        "language": "en",
        "URL": f"{settings.SITE_URL}/claims/{made.pk}/",
    }
    entry = client.get(f"/api/v1/claims/{made.pk}/?format=bibtex").content.decode()
    assert r"10\% faster \& cheaper" in entry
    assert entry.startswith(f"@misc{{claimtracker-claim-{made.pk},\n")


def test_a_paper_is_cited_as_what_it_is() -> None:
    told = {
        "id": 3, "title": "Zephyr {9}", "authors": ["Ada Lund", "Bo Chen"], "venue": "Journal of Gales",
        "published_on": "2024-02-01", "identifiers": [{"scheme": "doi", "value": "10.1/z"}], "standing": "retracted",
        "source_url": "https://papers.example/z",
    }  # fmt: skip

    assert bibtex(citation(told, today=date(2026, 1, 31))) == (
        "@article{claimtracker-paper-3,\n"
        "  author = {{Ada Lund} and {Bo Chen}},\n"
        "  title = {{Zephyr \\{9\\}}},\n"
        "  journal = {Journal of Gales},\n"
        "  year = {2024},\n"
        "  date = {2024-02-01},\n"
        "  doi = {10.1/z},\n"
        "  url = {https://papers.example/z},\n"
        "  urldate = {2026-01-31},\n"
        "  note = {retracted},\n"
        "}\n"
    )


def test_an_arxiv_paper_is_cited_by_its_number(client: Client) -> None:
    version = paper("Zephyr", abstract="It blows.", arxiv_id="2401.00001")

    (item,) = client.get(f"/api/v1/papers/{version.paper_id}/?format=csl").json()

    assert (item["type"], item["number"]) == ("article", "arXiv:2401.00001")


def test_what_goes_wrong_is_a_problem_in_every_rendering(client: Client) -> None:
    for name in ("json", "csv", "jsonl", "bibtex", "csl"):
        answer = client.get(f"/api/v1/claims/?format={name}&limit=0")
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert client.get("/api/v1/nothing/").json()["detail"] == "There is nothing at /api/v1/nothing/; see /api/docs/."


def test_answers_are_compressed_for_whoever_accepts_it_and_known_by_their_tag(client: Client) -> None:
    claim_with_everything()
    plain = client.get("/api/v1/claims/")

    packed = client.get("/api/v1/claims/", headers={"Accept-Encoding": "gzip"})
    again = client.get("/api/v1/claims/", headers={"Accept-Encoding": "gzip", "If-None-Match": packed["ETag"]})

    assert gzip.decompress(packed.content) == plain.content
    assert (packed["Content-Encoding"], "Accept-Encoding" in packed["Vary"], again.status_code) == ("gzip", True, 304)
