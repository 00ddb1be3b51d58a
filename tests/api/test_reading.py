"""Reading over REST: every resource with its neighbours, in fixed numbers of queries, and only what is public."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.core.quantities import Metric
from claims.judging.findings import Stance, Status
from claims.models import (
    Announcement,
    Claim,
    Evidence,
    EvidenceState,
    Paper,
    PaperIdentifier,
    SourceLink,
    Visit,
    Workflow,
)
from claims.workflows.merge_subjects import merge_subjects
from tests.web.made_up_claims import (
    announcement,
    claim,
    claim_with_everything,
    comment,
    evidence,
    measure,
    paper,
    subject,
    visit,
)

pytestmark = pytest.mark.django_db

LISTS = (
    "announcements",
    "appearances",
    "claims",
    "comments",
    "evidence",
    "organisations",
    "papers",
    "recomputations",
    "source-links",
    "status-changes",
    "subjects",
    "visits",
)


def read(client: Client, path: str) -> Any:
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 200, response.content
    return response.json()


def numbers(client: Client, path: str) -> list[int]:
    """The numbers of a list, in its order."""
    return [row["id"] for row in read(client, path)["results"]]


def found_by(answer: Any) -> Any:
    """The number of what a look-up found and those of its claims; None for nothing."""
    found = answer["found"]
    return found and (found["id"], [row["id"] for row in found["claims"]])


def refusal(client: Client, path: str) -> tuple[int, str]:
    response = client.get(f"/api/v1/{path}")
    return response.status_code, response.json()["detail"]


@pytest.mark.usefixtures("one_window")
@pytest.mark.parametrize("name", LISTS)
def test_what_a_list_tells_is_what_its_own_address_tells(client: Client, name: str) -> None:
    claim_with_everything()

    rows = read(client, f"{name}/")["results"]

    own = [client.get(row["api_url"]).json() for row in rows]
    assert (own, len(rows) > 0) == (rows, True)


def test_evidence_says_what_it_quotes_from_where_and_who_decided(client: Client) -> None:
    made = claim_with_everything()
    row = Evidence.objects.get(stance=Stance.CONTRADICTS)

    told = read(client, f"evidence/{row.pk}/")

    told["recorded_at"], told["paper"], told["claim"] = None, told["paper"]["title"], told["claim"]["id"]
    assert told == {
        "id": row.pk,
        "api_url": f"http://127.0.0.1:8000/api/v1/evidence/{row.pk}/",
        "stance": "contradicts",
        "quote": "Zephyr-9 used 45 MWh.",
        "location": "abstract",
        "reading": "The report gives 45 MWh for Zephyr-9 and 1,290 MWh for Borealis.",
        "condition": "",
        "supersedes": False,
        "grade": "E4",
        "confidence": 0.9,
        "basis": "words",
        "state": "accepted",
        "decided_by": "rules",
        "known_on": "2024-02-01",
        "recorded_at": None,
        "paper": "Counting Borealis",
        "paper_version": row.paper_version_id,
        "arxiv_version": 2,
        "claim": made.pk,
    }


def test_an_arithmetic_comes_with_its_inputs_steps_and_interval(client: Client) -> None:
    claim_with_everything()

    (told,) = read(client, "recomputations/")["results"]

    inputs = [(part["name"], part["low"], part["high"], part["paper"] is None) for part in told["inputs"]]
    assert (told["low"], told["high"], told["steps"][0], told["needs"][0]["low"], inputs) == (
        0.0286,
        0.0602,
        "512 × 240 h = 122,880 GPU-hours",
        "105",
        [("energy of Borealis", 1_290_000_000, 1_290_000_000, False), ("power", 300, 400, True)],
    )


@pytest.mark.parametrize(
    ("parents", "parent", "name", "shown"),
    [
        ("claims", "claim", "evidence", 3),
        ("claims", "claim", "status-changes", 1),
        ("claims", "claim", "visits", 2),
        ("claims", "claim", "recomputations", 1),
        ("claims", "claim", "appearances", 1),
        ("claims", "claim", "comments", 1),
        ("announcements", "announcement", "source-links", 1),
        ("announcements", "announcement", "claims", 1),
        ("papers", "paper", "evidence", 3),
        ("papers", "paper", "claims", 1),
        ("subjects", "subject", "claims", 1),
    ],
)
def test_a_list_under_its_parent_is_the_list_filtered_by_it(
    client: Client, parents: str, parent: str, name: str, shown: int
) -> None:
    made = claim_with_everything()
    other = claim("Gale has 3 layers", about=subject("Gale"))
    visit(other, days_ago=1)
    number = {
        "claim": made.pk,
        "announcement": SourceLink.objects.get().announcement_id,
        "paper": Paper.objects.get().pk,
        "subject": made.subject_id,
    }[parent]

    assert number
    nested = read(client, f"{parents}/{number}/{name}/")["results"]

    assert (nested, len(nested)) == (read(client, f"{name}/?{parent}={number}")["results"], shown)
    assert numbers(client, f"{parents}/{number + 1000}/{name}/") == []
    status, detail = refusal(client, f"{parents}/{number}/{name}/?{parent}=1")
    assert (status, detail.startswith(f"Unknown: {parent}.")) == (400, True)


def test_a_claim_tells_what_belongs_to_it_when_it_is_asked(client: Client) -> None:
    made = claim_with_everything()
    parts = ("evidence", "recomputations", "status_changes", "visits")

    plain = read(client, f"claims/{made.pk}/")
    told = read(client, f"claims/{made.pk}/?expand={','.join(parts)}")

    nested = {name: read(client, f"claims/{made.pk}/{name.replace('_', '-')}/")["results"] for name in parts}
    for rows in nested.values():
        for row in rows:
            del row["claim"]
    nested["evidence"].reverse()
    assert ({name: told.pop(name) for name in parts}, told) == (nested, plain)


@pytest.mark.parametrize(
    "path",
    [
        "claims/?expand=evidence,recomputations,status_changes,visits",
        "evidence/?grade_min=E1",
        "papers/?expand=texts,evidence",
        "announcements/?expand=source_links,appearances",
        "subjects/",
        "status-changes/",
        "comments/",
        "claims/?q=zephyr",
        "claims/?as_of=2026-05-04&by=recorded",
        "claims/?as_of=2026-05-04&by=known",
    ],
)
def test_a_list_is_read_in_as_many_queries_at_1_3_and_50_rows(client: Client, path: str) -> None:
    counts = []
    # The first request of a window also clears away the counts of old ones.
    read(client, "organisations/")
    for wanted in (1, 3, 50):
        for number in range(Claim.objects.count(), wanted):
            made = claim(f"Zephyr {number} has {number} layers", about=subject(f"Zephyr {number}"))
            version = paper(f"Counting {number}", abstract="", arxiv_id=f"2401.{number:05}")
            evidence(made, version, stance=Stance.SUPPORTS, quote=f"It has {number} layers.")
            comment(made)
        with CaptureQueriesContext(connection) as queries:
            read(client, path)
        counts.append(len(queries))

    assert counts == [counts[0]] * 3


def test_comments_are_told_once_they_are_published_and_while_their_claim_is_public(client: Client) -> None:
    made = claim("Zephyr has 3 layers")
    hidden = comment(made, "Not yet.", published=False)
    row = comment(made, "Four, counting the embedding.")

    told = read(client, f"comments/{row.pk}/")

    assert told.pop("claim")["id"] == made.pk
    assert told == {
        "id": row.pk,
        "api_url": f"http://127.0.0.1:8000/api/v1/comments/{row.pk}/",
        "text": "Four, counting the embedding.",
        "organisation": "Nimbus Labs",
        "author": "nimbus-press",
        "recorded_at": "2026-05-01T09:30:00+00:00",
        "published_at": "2026-05-03T09:30:00+00:00",
    }
    assert numbers(client, f"claims/{made.pk}/comments/") == [row.pk]
    assert client.get(f"/api/v1/comments/{hidden.pk}/").status_code == 404
    Claim.objects.update(workflow=Workflow.DISMISSED)
    assert (numbers(client, "comments/"), client.get(f"/api/v1/comments/{row.pk}/").status_code) == ([], 404)


def test_what_is_not_public_is_nowhere(client: Client) -> None:
    made = claim_with_everything()
    Evidence.objects.filter(stance=Stance.SUPPORTS).update(state=EvidenceState.REJECTED)
    standing = list(Evidence.objects.standing().order_by("-pk").values_list("pk", flat=True))
    PaperIdentifier.objects.create(paper=Paper.objects.get(), scheme="key", value="imported:1")
    Visit.objects.create(
        claim=made,
        source="arxiv",
        started_at=made.recorded_at,
        finished_at=made.recorded_at,
        failure="https://export.arxiv.org/api/query?search=secret did not answer within 30 s",
    )

    before = {name: numbers(client, f"{name}/") for name in ("evidence", "visits")}
    text = client.get("/api/v1/visits/").content + client.get("/api/v1/papers/?expand=texts").content
    (change,) = read(client, "status-changes/")["results"]
    Claim.objects.filter(pk=made.pk).update(workflow=Workflow.DISMISSED)

    assert before == {"evidence": standing, "visits": list(Visit.objects.order_by("-pk").values_list("pk", flat=True))}
    assert (b"secret" in text, b"imported" in text) == (False, False)
    assert change["evidence"] == [number for number in standing if number in change["evidence"]] != []
    hidden = ("claims", "evidence", "recomputations", "status-changes", "visits", "appearances")
    assert {name: numbers(client, f"{name}/") for name in hidden} == {name: [] for name in hidden}
    assert client.get(f"/api/v1/claims/{made.pk}/").status_code == 404


def test_what_was_merged_leads_to_its_successor_with_what_was_asked(client: Client) -> None:
    one, two, three = (claim(f"Zephyr has {number} layers") for number in (1, 2, 3))
    Claim.objects.filter(pk=two.pk).update(workflow=Workflow.MERGED, merged_into=three)
    Claim.objects.filter(pk=one.pk).update(workflow=Workflow.MERGED, merged_into=two)
    kept, gone = paper("Kept", abstract="").paper, paper("Gone", abstract="").paper
    Paper.objects.filter(pk=gone.pk).update(merged_into=kept)

    claims = client.get(f"/api/v1/claims/{one.pk}/?fields=id")
    papers = client.get(f"/api/v1/papers/{gone.pk}/")

    assert [(claims.status_code, claims["Location"]), (papers.status_code, papers["Location"])] == [
        (308, f"http://testserver/api/v1/claims/{three.pk}/?fields=id"),
        (308, f"http://testserver/api/v1/papers/{kept.pk}/"),
    ]
    assert (numbers(client, "claims/"), numbers(client, "papers/")) == ([three.pk], [kept.pk])


def test_a_united_subject_leads_to_the_one_that_stays(client: Client) -> None:
    stays, leaves = subject("Zephyr-9"), subject("Zephyr 9 (preview)")
    gone = leaves.pk
    merge_subjects(gone, stays.pk)

    led = client.get(f"/api/v1/subjects/{gone}/?fields=id")

    assert (led.status_code, led["Location"]) == (308, f"http://testserver/api/v1/subjects/{stays.pk}/?fields=id")
    assert client.get("/api/v1/subjects/987654/").status_code == 404


@pytest.mark.usefixtures("one_window")
def test_look_up_answers_each_question_in_its_place(client: Client) -> None:
    story = announcement(url="https://news.example/zephyr")
    made = claim("Zephyr-9 has 3 trillion parameters", about=subject(), said_in=story)
    version = paper("Counting Borealis", abstract="", arxiv_id="2401.00001")
    evidence(made, version, stance=Stance.SUPPORTS, quote="It has 3 trillion.")
    asked = {
        "urls": ["https://news.example/other", "https://news.example/zephyr?utm_source=mail"],
        "arxiv": ["arXiv:2401.00001v3", "nonsense"],
    }

    with CaptureQueriesContext(connection) as queries:
        response = client.post("/api/v1/lookup/", asked, content_type="application/json")

    told = {name: [(one["asked"], found_by(one)) for one in answers] for name, answers in response.json().items()}
    assert told == {
        "urls": [(asked["urls"][0], None), (asked["urls"][1], (story.pk, [made.pk]))],
        "arxiv": [("arXiv:2401.00001v3", (version.paper_id, [made.pk])), ("nonsense", None)],
        "dois": [],
    }
    assert sum("claims_announcement" in query["sql"] or "claims_paper" in query["sql"] for query in queries) == 2


@pytest.mark.parametrize(
    ("asked", "field"), [({"urls": ["x"] * 101}, "non_field_errors"), ({"url": ["x"]}, "url"), ({"dois": "x"}, "dois")]
)
def test_look_up_refuses_what_it_cannot_mean(client: Client, asked: dict[str, Any], field: str) -> None:
    response = client.post("/api/v1/lookup/", asked, content_type="application/json")

    assert (response.status_code, [error["field"] for error in response.json()["errors"]]) == (400, [field])


def test_claims_of_a_past_day_have_the_status_of_that_day_in_the_same_shape(client: Client) -> None:
    made = claim_with_everything()
    today = read(client, f"claims/{made.pk}/")

    known = read(client, f"claims/{made.pk}/?as_of=2024-01-20")
    recorded = read(client, "claims/?as_of=2026-05-03&by=recorded")["results"]

    assert (today["status"], known["status"], list(known)) == ("qualified", "unverified", list(today))
    assert [(row["id"], row["status"], row["certainty"]) for row in recorded] == [(made.pk, "qualified", "moderate")]
    assert numbers(client, "claims/?as_of=2026-05-02&by=recorded") == []
    assert numbers(client, "claims/?as_of=2026-05-03&by=recorded&status=qualified") == [made.pk]
    assert [
        refusal(client, f"claims/?as_of={rest}")[0]
        for rest in ("2024-01-20&status=qualified", "2024-01-20&expand=evidence", "yesterday", "2999-01-01")
    ] == [400] * 4


def test_a_search_finds_both_languages_and_shows_where(client: Client) -> None:
    made = claim("Training Zephyr-9 took 45 MWh", about=subject("Zephyr-9", "西风九号"))
    chinese = claim("西风九号拥有 3 万亿参数", about=subject("Zephyr-9"), language="zh")

    found = {
        words: [(row["id"], [(at["start"], at["end"]) for at in row["highlights"]]) for row in rows]
        for words in ("zephyr-9 TOOK", "西风九号", "<mark>")
        if (rows := read(client, f"claims/?q={words}")["results"]) is not None
    }

    assert found == {
        "zephyr-9 TOOK": [(made.pk, [(9, 17), (18, 22)])],
        "西风九号": [(chinese.pk, [(0, 4)]), (made.pk, [])],
        "<mark>": [],
    }


def test_a_quantity_meets_all_that_is_asked_of_it_or_none(client: Client) -> None:
    one, two = claim("Zephyr: 3 trillion parameters, 45 MWh"), claim("Gale: 45 MWh")
    measure(one, Metric.PARAMETERS, 3 * 10**12, "parameters")
    measure(one, Metric.ENERGY, 45_000_000, "Wh")
    measure(two, Metric.ENERGY, 90_000_000, "Wh")

    assert {
        query: numbers(client, f"claims/?{query}")
        for query in (
            "metric=energy",
            "metric=energy&value_min=50000000",
            "metric=energy,parameters&value_min=1000000000000",
            "metric=energy&unit=parameters",
            "unit=Wh&value_max=45000000",
            "value_max=44999999.5",
        )
    } == {
        "metric=energy": [two.pk, one.pk],
        "metric=energy&value_min=50000000": [two.pk],
        "metric=energy,parameters&value_min=1000000000000": [one.pk],
        "metric=energy&unit=parameters": [],
        "unit=Wh&value_max=45000000": [one.pk],
        "value_max=44999999.5": [],
    }


def test_claims_are_chosen_by_what_they_are_about_where_they_were_said_and_what_bears_on_them(client: Client) -> None:
    made = claim_with_everything()
    Announcement.objects.update(url="https://news.example/zephyr")
    claim("Gale has 3 layers", about=subject("Gale"), status=Status.SUPPORTED, language="zh")
    publisher = SourceLink.objects.get().announcement.publisher_id

    queries = (
        "status=qualified,disputed",
        "certainty=moderate",
        "subject_name=zephyr 9",
        "subject_name=西风九号",
        f"publisher={publisher}",
        "source=news.example",
        f"paper={Paper.objects.get().pk}&grade_min=E4",
        "claimed_from=2024-01-15&claimed_to=2024-01-15&language=en",
        "changed_since=2026-05-03T09:30:00Z&language=en",
    )
    none = ("source=ews.example", "grade_min=E5", "claimed_to=2024-01-14", "changed_since=2026-05-03T09:31:00Z")

    assert {query: numbers(client, f"claims/?{query}") for query in queries} == {query: [made.pk] for query in queries}
    assert {query: numbers(client, f"claims/?{query}") for query in none} == {query: [] for query in none}


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("status=qualified,wrong", "status"),
        ("workflow=dismissed", "workflow"),
        ("subject=0", "subject"),
        ("subject=9223372036854775808", "subject"),
        ("value_min=lots", "value_min"),
        ("claimed_from=2024-13-01", "claimed_from"),
        ("source=a/b", "source"),
        ("q=%00", "q"),
    ],
)
def test_a_filter_that_means_nothing_is_named(client: Client, query: str, field: str) -> None:
    response = client.get(f"/api/v1/claims/?{query}")

    assert (response.status_code, [error["field"] for error in response.json()["errors"]]) == (400, [field])
