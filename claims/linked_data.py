"""A claim as linked data in the words of schema.org: `Claim`, and `ClaimReview` once there is a verdict.

The properties are those of https://schema.org/Claim and https://schema.org/ClaimReview; the review goes by what
https://developers.google.com/search/docs/appearance/structured-data/factcheck asks for. Evidence is told in CiTO
(https://purl.org/spar/cito).
"""

import json
from typing import Any

from django.conf import settings

from claims.judging.findings import Stance, Status
from claims.models import Announcement, Claim, Evidence, EvidenceState, IdentifierScheme, Workflow

# The verdicts, with how true what was said is held to be, from 1 to 5. What was overtaken or taken back is not called
# untrue by that, so it has words only; a status that is not here is no verdict.
VERDICTS: dict[Status, int | None] = {
    Status.SUPPORTED: 5,
    Status.QUALIFIED: 3,
    Status.DISPUTED: 2,
    Status.REFUTED: 1,
    Status.SUPERSEDED: None,
    Status.WITHDRAWN: None,
}
WORST, BEST = 1, 5
_CITO = {
    Stance.SUPPORTS: "cito:supports",
    Stance.CONTRADICTS: "cito:disputes",
    Stance.MENTIONS: "cito:citesForInformation",
}
_US = {"@type": "Organization", "name": "Claim Tracker"}

type Thing = dict[str, Any]


def claim_as_linked_data(claim: Claim) -> Thing:
    """The document of a claim that was read with everything (`claims.queries.claim_with_everything`).

    A review is told only where people have confirmed the claim, and of today: a draft is nobody's word yet.
    """
    context = ["https://schema.org", {"cito": "http://purl.org/spar/cito/"}]
    thing = _claim(claim)
    status = Status(claim.status)
    if claim.workflow == Workflow.DRAFT or status not in VERDICTS:
        return {"@context": context, **thing}
    return {"@context": context, **_review(claim, status, thing)}


def in_page(claim: Claim) -> str:
    """The document as it can stand within `<script>`: nothing in it can end the element."""
    told = json.dumps(claim_as_linked_data(claim), ensure_ascii=False)
    return told.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _claim(claim: Claim) -> Thing:
    said = [_article(row.announcement) for row in claim.appearances.all()]
    thing: Thing = {
        "@type": "Claim",
        "@id": f"{_address('claims', claim.pk)}#claim",
        "url": _address("claims", claim.pk),
        "identifier": str(claim.pk),
        "text": claim.text,
        "inLanguage": claim.language,
        "dateCreated": claim.recorded_at.isoformat(),
    }
    if claim.claimant:
        thing["author"] = {"@type": "Organization", "name": claim.claimant.name}
    if claim.claimed_on:
        thing["datePublished"] = claim.claimed_on.isoformat()
    if claim.subject:
        thing["about"] = {"@type": "Thing", "name": claim.subject.name}
    if said:
        first = min(said, key=lambda one: one.get("datePublished", "9"))
        thing |= {"firstAppearance": first, "appearance": said}
    ways: Thing = {}
    for row in _counted(claim):
        ways.setdefault(_CITO[Stance(row.stance)], []).append(_paper(row))
    # It is the papers that support and dispute the claim.
    return {**thing, "@reverse": ways} if ways else thing


def _review(claim: Claim, status: Status, thing: Thing) -> Thing:
    newest = max(claim.status_changes.all(), key=lambda change: change.pk, default=None)
    reasons = " ".join(reason["text"] for reason in newest.reasons) if newest else ""
    decided = (newest.recorded_at if newest else claim.recorded_at).date().isoformat()
    rating: Thing = {"@type": "Rating", "alternateName": status.value.capitalize()}
    if (value := VERDICTS[status]) is not None:
        rating |= {"ratingValue": value, "worstRating": WORST, "bestRating": BEST}
    if reasons:
        rating["ratingExplanation"] = reasons
    return {
        "@type": "ClaimReview",
        "@id": f"{_address('claims', claim.pk)}#review",
        "url": _address("claims", claim.pk),
        "claimReviewed": claim.text,
        "inLanguage": claim.language,
        "author": {**_US, "url": settings.SITE_URL},
        "datePublished": decided,
        "itemReviewed": thing,
        "reviewRating": rating,
        "citation": [_paper(row) for row in _counted(claim)],
    }


def _counted(claim: Claim) -> list[Evidence]:
    return [row for row in claim.evidence.all() if row.state == EvidenceState.ACCEPTED]


def _article(announcement: Announcement) -> Thing:
    thing: Thing = {
        "@type": "NewsArticle",
        "headline": announcement.title,
        "url": announcement.url or _address("announcements", announcement.pk),
        "inLanguage": announcement.language,
    }
    if announcement.published_on:
        thing["datePublished"] = announcement.published_on.isoformat()
    if announcement.publisher:
        thing["publisher"] = {"@type": "Organization", "name": announcement.publisher.name}
    return thing


def _paper(row: Evidence) -> Thing:
    paper = row.paper_version.paper
    thing: Thing = {
        "@type": "ScholarlyArticle",
        "@id": _address("papers", paper.pk),
        "name": paper.title,
        "author": [{"@type": "Person", "name": name} for name in paper.authors],
    }
    doi = paper.identifier(IdentifierScheme.DOI)
    if address := (f"https://doi.org/{doi}" if doi else paper.url):
        thing["sameAs"] = address
    if paper.published_on:
        thing["datePublished"] = paper.published_on.isoformat()
    return thing


def _address(path: str, number: int) -> str:
    return f"{settings.SITE_URL}/{path}/{number}/"
