"""Hugging Face's daily papers (`/api/daily_papers`, `/api/papers/{arxiv id}`).

From one transcribed answer of 2026-09-30 and a written probe: 500 requests in five minutes, told by `ratelimit-policy`;
404 means that a paper is not listed and is no error. `publishedAt` outside of `paper` is four hours before the inner.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tests.standin.answers import Window, in_json
from tests.standin.library import Work
from tests.standin.terms import terms_of
from tests.standin.world import Request, Response, World

WINDOW_SECONDS = 300.0
LIST_MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class HuggingFaceTerms:
    """Requests in five minutes."""

    requests: int = 500


class _Asked(Window):
    """The requests of late."""


def answer(request: Request, world: World) -> Response:
    """Answer for Hugging Face."""
    quota, window = terms_of(world, HuggingFaceTerms).requests, world.memory(_Asked)
    headers = (("ratelimit-policy", f'"fixed window";"api";q={quota};w={WINDOW_SECONDS:.0f}'),)
    if window.count(request.at, WINDOW_SECONDS) >= quota and not world.lenient:
        return in_json({"error": "Too many requests"}, status=429, headers=headers)
    window.add(request.at)
    listed = [work for work in world.library.works if work.daily_on and work.daily_on <= request.at.date()]
    if request.path == "/api/daily_papers":
        return _daily(request, listed, headers)
    name = request.path.removeprefix("/api/papers/")
    work = next((one for one in listed if one.arxiv_id == name), None)
    if work is None:
        return in_json({"error": "Paper not found"}, status=404, headers=headers)
    return in_json(_paper(work), headers=headers)


def _daily(request: Request, listed: list[Work], headers: tuple[tuple[str, str], ...]) -> Response:
    told, limit, page = request.one("date"), request.one("limit", "50"), request.one("p", "0")
    if not limit.isdecimal() or not 1 <= int(limit) <= LIST_MOST or not page.isdecimal():
        return in_json({"error": f'"limit" must be less than or equal to {LIST_MOST}'}, status=400, headers=headers)
    try:
        day = date.fromisoformat(told) if told else request.at.date()
    except ValueError:
        return in_json({"error": '"date" must be in ISO 8601 date format'}, status=400, headers=headers)
    if day > request.at.date():
        return in_json({"error": '"date" must not be in the future'}, status=400, headers=headers)
    found = sorted((work for work in listed if work.daily_on == day), key=lambda work: (-work.upvotes, work.key))
    start = int(page) * int(limit)
    shown = [] if request.empty_page else found[start : start + int(limit)]
    return in_json([_item(work) for work in shown], headers=headers)


def _item(work: Work) -> dict[str, object]:
    return {
        "paper": _paper(work),
        "publishedAt": _moment(work.first_public, hours=-4),
        "title": work.title,
        "summary": work.at_version().abstract,
        "numComments": 1,
        "isAuthorParticipating": False,
    }


def _paper(work: Work) -> dict[str, object]:
    authors = [
        {"_id": _id(f"{work.key}/{author.name}"), "name": author.name, "hidden": False} for author in work.authors
    ]
    told: dict[str, object] = {
        "id": work.arxiv_id,
        "authors": authors,
        "publishedAt": _moment(work.first_public),
        "submittedOnDailyAt": _moment(work.daily_on or work.first_public),
        "title": work.title,
        "summary": work.at_version().abstract,
        "upvotes": work.upvotes,
        "discussionId": _id(work.key),
    }
    repository = {"githubRepo": work.code_url, "githubRepoAddedBy": "user", "githubStars": 1}
    return told | (repository if work.code_url else {})


def _moment(day: date, *, hours: int = 0) -> str:
    return f"{datetime.combine(day, time()) + timedelta(hours=hours):%Y-%m-%dT%H:%M:%S}.000Z"


def _id(told: str) -> str:
    return hashlib.sha256(told.encode()).hexdigest()[:24]
