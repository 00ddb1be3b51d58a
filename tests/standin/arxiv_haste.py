"""What arXiv does with those who are too fast, the same over its three interfaces.

One request in three seconds and one connection, over all machines of a user (terms of use, 2025-08). Beyond it says
"Rate exceeded." with status 429, in 14 bytes that call themselves HTML and with no Retry-After, and stays closed for
minutes: 25 of 25 calls in half an hour failed, and it was open again after 11 minutes of silence (seen 2026-10).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.standin.log import ARXIV_SPACING
from tests.standin.world import Request, Response, World

NEVER = datetime.min.replace(tzinfo=UTC)
CLOSED_FOR = timedelta(minutes=10)
RATE_EXCEEDED = Response(
    status=429,
    reason="Unknown Error",
    body=b"Rate exceeded.",
    content_type="text/html",
)


@dataclass(slots=True)
class Closing:
    """Until when nothing is answered."""

    until: datetime = NEVER


def hasty(request: Request, world: World) -> Response | None:
    """The refusal of a request that comes too soon, beside another, or while arXiv is closed; else None."""
    if world.lenient:
        return None
    closing, asked = world.memory(Closing), request.asked
    if asked.together > 1 or (asked.quiet is not None and asked.quiet < ARXIV_SPACING):
        closing.until = max(closing.until, request.at + CLOSED_FOR)
    return RATE_EXCEEDED if request.at < closing.until else None
