"""Keep what other fact-checkers say of claims that we have, from an answer of a search for ClaimReviews.

The form is that of Google's Fact Check Tools API, `claims:search`
(https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from claims.models import Claim, PublishedReview

LARGEST_IMPORT = 10_000
_CLOSING = " .。!！?？\"'“”‘’「」"
_FIELDS = ("publisher", "title", "rating", "language", "reviewed_on", "raw")


class NotAnAnswer(Exception):
    """The object is not an answer of `claims:search`; the message says where it is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many reviews there were, and how many of them are now beside a claim of ours."""

    reviews: int
    kept: int


def import_claimreviews(answer: Mapping[str, Any], *, now: datetime) -> Imported:
    """Keep the reviews of claims whose words are those of a claim of ours, or of a place where it was said.

    No status changes. Repeating it changes nothing, but for what a publisher says otherwise by now. Raises
    `NotAnAnswer`, and then keeps none.
    """
    rows, found = list[PublishedReview](), 0
    for words, review in _reviews(answer):
        found += 1
        rows += [_row(claim, review, now=now) for claim in _claims_that_say(words)]
    once = {(row.claim_id, row.url): row for row in rows}
    with transaction.atomic():
        PublishedReview.objects.bulk_create(
            once.values(), update_conflicts=True, unique_fields=("claim", "url"), update_fields=_FIELDS
        )
    return Imported(reviews=found, kept=len(once))


def _reviews(answer: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(What was claimed, review) of each."""
    claims = answer.get("claims", [])
    if not isinstance(claims, list) or not all(isinstance(one, dict) for one in claims):
        raise NotAnAnswer("“claims” must be a list of objects.")
    told = [(one.get("text"), review) for one in claims for review in one.get("claimReview", [])]
    if len(told) > LARGEST_IMPORT:
        raise NotAnAnswer(f"These are {len(told)} reviews; import {LARGEST_IMPORT} at most.")
    for words, review in told:
        if not isinstance(words, str) or not isinstance(review, dict):
            raise NotAnAnswer("Each claim needs “text”, and “claimReview” must be a list of objects.")
        yield words, review


def _claims_that_say(words: str) -> list[Claim]:
    plain = words.strip(_CLOSING)
    if not plain:
        return []
    same = Q()
    for said in (plain, f"{plain}.", f"{plain}。"):
        same |= Q(text__iexact=said) | Q(appearances__exact__iexact=said)
    return list(Claim.objects.public().filter(same).distinct().order_by("pk"))


def _row(claim: Claim, review: Mapping[str, Any], *, now: datetime) -> PublishedReview:
    publisher = review.get("publisher") or {}
    try:
        row = PublishedReview(
            claim=claim,
            publisher=publisher.get("name") or publisher.get("site") or "",
            url=review.get("url", ""),
            title=review.get("title", ""),
            rating=review.get("textualRating", ""),
            language=review.get("languageCode", ""),
            reviewed_on=date.fromisoformat(review["reviewDate"][:10]) if "reviewDate" in review else None,
            raw=review,
            recorded_at=now,
        )
        row.clean_fields(exclude=["claim", "raw"])
    except (ValidationError, ValueError, TypeError, AttributeError) as error:
        raise NotAnAnswer(f"The review {review.get('url')!r} cannot be kept: {error}") from error
    return row
