"""How fast each service may be asked, as its terms say (docs/sources.md has where).

A pace holds over all workers of an installation: `Gate` keeps it in one row a name. Every pace is one request at a
time; services that allow more lose little by it, and none is ever crowded.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol
from urllib.parse import urlsplit

from claims.core.sources import Source
from claims.sources.connectors import Request

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """`spacing` is the quiet between the end of a request and the next, `read_seconds` the longest silence of a server,
    `total_seconds` the longest answer, `closes_for` how long a bare 429 closes the service; `max_bytes` a body.
    Jobs are not made due between `quiet_hours` (UTC), when the service is known to fail.
    """

    name: str
    spacing: float
    read_seconds: float = 30.0
    total_seconds: float = 120.0
    closes_for: float = 60.0
    quiet_hours: tuple[int, int] | None = None
    max_bytes: int = 20 * MEGABYTE


# One name for all of arXiv's interfaces: its terms count them together. Its harvests can take a minute to answer.
_ARXIV = Pace(name="arxiv", spacing=3.0, read_seconds=120.0, total_seconds=240.0, closes_for=600.0, quiet_hours=(0, 1))
PACES: Mapping[Source, Pace] = {
    Source.ARXIV: _ARXIV,
    Source.OPENALEX: Pace(name="openalex", spacing=0.1),
    # One list a second for those who give no address, three for those who do.
    Source.CROSSREF: Pace(name="crossref", spacing=0.35),
    Source.DATACITE: Pace(name="datacite", spacing=0.6),
    Source.SEMANTIC_SCHOLAR: Pace(name="semantic_scholar", spacing=1.05),
    Source.HUGGING_FACE: Pace(name="hugging_face", spacing=1.2),
    Source.HACKER_NEWS: Pace(name="hacker_news", spacing=0.5),
    # 30 look-ups a minute; three pages saved a minute without a key, and the two share a name.
    Source.WAYBACK: Pace(name="wayback", spacing=2.5, read_seconds=60.0),
}
# Anybody's site: as slow as a reader who clicks on.
_SITE = Pace(name="site", spacing=2.0, read_seconds=20.0, total_seconds=60.0)


def pace_of(request: Request) -> Pace:
    """The pace of its source; pages and feeds go by the host that serves them."""
    own = PACES.get(request.source)
    return own or replace(_SITE, name=f"site {(urlsplit(request.url).hostname or '')[:200]}")


def after_quiet_hours(pace: Pace, when: datetime) -> datetime:
    """`when`, or the end of the quiet hours that it falls in."""
    if pace.quiet_hours is None:
        return when
    begins, ends = pace.quiet_hours
    utc = when.astimezone(UTC)
    return utc.replace(hour=ends, minute=0, second=0, microsecond=0) if begins <= utc.hour < ends else when


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The right to send one request at a pace, until it is given back or runs out."""

    pace: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """No turn yet. `seconds` is when to ask again, `until` the same on the clock; `closed` says why if it is long."""

    seconds: float
    until: datetime
    closed: str = ""


class Gate(Protocol):
    """Hands out turns, one at a time for a pace, over all workers."""

    def ask(self, pace: Pace) -> Turn | Wait:
        """A turn, which runs out by itself a while after the longest request of this pace."""

    def leave(self, turn: Turn, *, quiet: float, closed: str = "") -> datetime:
        """Give the turn back and return when the next is: in `quiet` seconds, because of `closed` if that says why."""
