"""Claims as linked data: terms of schema.org, a review only where there is a verdict, nothing that ends the script."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from claims.judging.findings import Status
from claims.models import Claim, Workflow
from tests.web.made_up_claims import claim, claim_with_everything

pytestmark = pytest.mark.django_db

# What https://schema.org/ says that each kind of thing has, of what we tell (its release 29).
THING = {"@type", "@id", "url", "identifier", "name", "sameAs"}
WORK = THING | {
    "text", "inLanguage", "dateCreated", "datePublished", "author", "about", "publisher", "headline", "citation",
}  # fmt: skip
TERMS = {
    "Claim": WORK | {"firstAppearance", "appearance", "@reverse"},
    "ClaimReview": WORK | {"claimReviewed", "itemReviewed", "reviewRating"},
    "Rating": THING | {"alternateName", "ratingValue", "worstRating", "bestRating", "ratingExplanation"},
    "NewsArticle": WORK,
    "ScholarlyArticle": WORK,
    "Organization": THING,
    "Person": THING,
    "Thing": THING,
}
WITH_A_REVIEW = {"supported", "qualified", "disputed", "refuted", "superseded", "withdrawn"}


def linked(client: Client, number: int) -> Any:
    answer = client.get(f"/api/v1/claims/{number}/", headers={"Accept": "application/ld+json"})
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/ld+json")
    return answer.json()


def things_in(told: Any) -> list[Any]:
    """Every thing of a document, however deep."""
    within = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    own = [told] if isinstance(told, dict) and "@type" in told else []
    return [*own, *(thing for part in within for thing in things_in(part))]


@pytest.mark.parametrize("status", Status)
def test_each_status_is_told_in_terms_of_schema_org(client: Client, status: Status) -> None:
    made = claim_with_everything()
    Claim.objects.update(status=status, workflow=Workflow.TRACKED)

    told = linked(client, made.pk)

    context = told.pop("@context")
    unknown = [(thing["@type"], set(thing) - TERMS[thing["@type"]]) for thing in things_in(told)]
    assert [pair for pair in unknown if pair[1]] == []
    assert context == ["https://schema.org", {"cito": "http://purl.org/spar/cito/"}]
    kind, reviewed = ("ClaimReview", told.get("itemReviewed")) if status.value in WITH_A_REVIEW else ("Claim", told)
    assert (told["@type"], reviewed["@type"], reviewed["text"]) == (kind, "Claim", made.text)
    if kind == "ClaimReview":
        assert {"claimReviewed", "url", "author", "datePublished"} <= set(told)
        assert told["reviewRating"]["alternateName"] == status.value.capitalize()


def test_a_refuted_claim_is_rated_lowest_and_a_withdrawn_one_not_at_all(client: Client) -> None:
    made = claim("Zephyr-9 is fast.", status=Status.REFUTED)
    Claim.objects.update(workflow=Workflow.TRACKED)
    refuted = linked(client, made.pk)["reviewRating"]
    Claim.objects.update(status=Status.WITHDRAWN)
    withdrawn = linked(client, made.pk)["reviewRating"]

    assert refuted == {
        "@type": "Rating", "alternateName": "Refuted", "ratingValue": 1, "worstRating": 1, "bestRating": 5,
    }  # fmt: skip
    assert withdrawn == {"@type": "Rating", "alternateName": "Withdrawn"}


def test_a_draft_is_nobodys_verdict(client: Client) -> None:
    made = claim("Zephyr-9 is fast.", status=Status.SUPPORTED)

    assert linked(client, made.pk)["@type"] == "Claim"


def test_the_papers_do_to_the_claim_what_the_evidence_says(client: Client) -> None:
    made = claim_with_everything()

    ways = linked(client, made.pk)["@reverse"]

    accepted = made.evidence.filter(state="accepted")
    named = {"supports": "cito:supports", "contradicts": "cito:disputes", "mentions": "cito:citesForInformation"}
    assert {way: len(papers) for way, papers in ways.items()} == {
        named[stance]: accepted.filter(stance=stance).count()
        for stance in set(accepted.values_list("stance", flat=True))
    }


def test_the_page_tells_the_same_and_no_text_can_end_the_script(client: Client) -> None:
    made = claim("</script><script>alert(1)</script> & more <b>3%</b>")

    page = client.get(f"/claims/{made.pk}/").content.decode()

    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert json.loads(script) == linked(client, made.pk)
    assert "<script>alert" not in page


def test_linked_data_are_of_one_claim_and_of_today(client: Client) -> None:
    made = claim("Zephyr-9 is fast.")

    statuses = [
        client.get(f"/api/v1/claims/{made.pk}/?format=jsonld&as_of=2026-06-01").status_code,
        client.get("/api/v1/claims/?format=jsonld").status_code,
        client.get("/api/v1/claims/", headers={"Accept": "application/ld+json"}).status_code,
    ]

    assert statuses == [400, 404, 406]
