"""arXiv's daily feeds at `/rss/<categories>` and `/atom/<categories>` (github.com/arXiv/arxiv-feed; recordings).

A feed tells what is announced on this day in New York, and nothing on Saturday and Sunday. A version is announced on
the day of the record's datestamp, if it was submitted in the days before; a record that was only touched is not. The
answer is made once a day, so its ETag, which is not quoted, holds until midnight.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from tests.standin.arxiv_categories import ARCHIVES, CATEGORIES, with_aliases
from tests.standin.arxiv_haste import hasty
from tests.standin.library import Author, Work
from tests.standin.markup import document, element, leaf, leaves
from tests.standin.world import Request, Response, World

NEW_YORK = ZoneInfo("America/New_York")
LONGEST_FEED = 2000
# From a submission to its announcement: a weekend with a holiday, and the day itself.
LONGEST_WAY = timedelta(days=5)
SATURDAY = 5
_KINDS = ("new", "cross", "replace", "replace-cross")
_NAMESPACES = {
    "xmlns:arxiv": "http://arxiv.org/schemas/atom",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
}


class _BadTopic(Exception):
    """A feed of something that arXiv does not have; the message is the feed's description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Announced:
    """A version as it is announced today."""

    work: Work
    kind: str

    @property
    def name(self) -> str:
        return f"{self.work.arxiv_id}v{self.work.versions[-1].number}"

    @property
    def summary(self) -> str:
        return f"arXiv:{self.name} Announce Type: {self.kind} \nAbstract: {self.work.abstract}"


def answer(request: Request, world: World) -> Response:
    """See above."""
    if refusal := hasty(request, world):
        return refusal
    form, _, asked = request.path.lstrip("/").partition("/")
    if form not in ("rss", "atom") or not asked:
        return Response(status=404)
    # A plus between categories stays a plus in a path (RFC 3986 2.2).
    day = request.at.astimezone(NEW_YORK).date()
    try:
        topics = [_topic(one) for one in asked.split("+")]
        items = [] if request.empty_page else list(_announced(topics, day, world))
        told = _Told(form=form, topics=topics, address=f"https://rss.arxiv.org/{form}/{asked}", day=day)
        return _made(_feed(told, items), request, form)
    except _BadTopic as bad:
        told = _Told(form=form, topics=[], address=f"https://rss.arxiv.org/{form}/{asked}", day=day, error=str(bad))
        return _made(_feed(told, []), request, form, status=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What a feed tells of itself."""

    form: str
    topics: list[str]
    address: str
    day: date
    error: str = ""

    @property
    def midnight(self) -> datetime:
        return datetime.combine(self.day, time.min, NEW_YORK)

    @property
    def title(self) -> str:
        names = ", ".join(self.topics)
        return f"Feed error for query: {self.address}" if self.error else f"{names} updates on arXiv.org"

    @property
    def description(self) -> str:
        return self.error or f"{', '.join(self.topics)} updates on the arXiv.org e-print archive."


def _made(body: bytes, request: Request, form: str, status: int = 200) -> Response:
    tag = hashlib.sha256(body).hexdigest()
    now = request.at.astimezone(NEW_YORK)
    midnight = datetime.combine(now.date() + timedelta(days=1), time.min, NEW_YORK)
    left = int((midnight.astimezone(UTC) - request.at).total_seconds())
    headers = (("ETag", tag), ("Cache-Control", f"max-age={left}"))
    if status == 200 and request.headers.get("if-none-match", "").strip('"') == tag:
        return Response(status=304, headers=headers)
    return Response(status=status, body=body, content_type=f"application/{form}+xml", headers=headers)


def _topic(asked: str) -> str:
    archive, _, subject = asked.partition(".")
    archive = archive.lower()
    if archive not in ARCHIVES:
        valid = ", ".join(sorted([*ARCHIVES, "test"]))
        raise _BadTopic(f"Bad archive '{archive}'. Valid archive names are: {valid}.")
    if not subject:
        return archive
    for name in (f"{archive}.{subject.upper()}", f"{archive}.{subject.lower()}"):
        if name in CATEGORIES:
            return name
    valid = ", ".join(name for name in CATEGORIES if name.partition(".")[0] == archive)
    raise _BadTopic(f"Bad subject class '{subject}'. Valid subject classes for the archive '{archive}' are: {valid}.")


def _announced(topics: list[str], day: date, world: World) -> Iterator[_Announced]:
    if day.weekday() >= SATURDAY:
        return
    found = [
        _Announced(work=work.at_version(), kind=kind)
        for work in world.library.works
        if work.arxiv_id and work.datestamp == day and _is_fresh(work) and (kind := _kind(work, topics))
    ]
    yield from sorted(found, key=lambda one: _KINDS.index(one.kind))[:LONGEST_FEED]


def _is_fresh(work: Work) -> bool:
    """Whether a version was submitted in the days before, or the record was touched only."""
    newest = work.versions[-1].date.astimezone(UTC).date() if work.versions else None
    return newest is not None and timedelta(0) <= work.datestamp - newest <= LONGEST_WAY


def _kind(work: Work, topics: list[str]) -> str:
    """How a work is announced under these topics, "" if it is not."""
    if not any(_is_about(name, topics) for name in with_aliases(work.categories)):
        return ""
    crossed = not any(_is_about(name, topics) for name in with_aliases(work.categories[:1]))
    replaced = work.versions[-1].number > 1
    return _KINDS[2 * replaced + crossed]


def _is_about(category: str, topics: list[str]) -> bool:
    return category in topics or category.partition(".")[0] in topics


def _feed(told: _Told, items: list[_Announced]) -> bytes:
    return document(_rss(told, items) if told.form == "rss" else _atom(told, items))


def _rss(told: _Told, items: list[_Announced]) -> str:
    midnight = format_datetime(told.midnight)
    days = [element("skipDays", leaves(("day", "Sunday"), ("day", "Saturday")))] if not told.error else []
    channel = [
        *leaves(("title", told.title), ("link", told.address), ("description", told.description)),
        element("atom:link", "", {"href": told.address, "rel": "self", "type": "application/rss+xml"}),
        *leaves(
            ("docs", "http://www.rssboard.org/rss-specification"),
            ("language", "en-us"),
            ("lastBuildDate", format_datetime(told.midnight.astimezone(UTC))),
            ("managingEditor", "rss-help.arxiv.org" if told.error else "rss-help@arxiv.org"),
            ("pubDate", midnight),
        ),
        *days,
        *(_item(one, midnight) for one in items),
    ]
    spaces = {"xmlns:atom": "http://www.w3.org/2005/Atom", "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}
    return element("rss", [element("channel", channel)], {**_NAMESPACES, **spaces, "version": "2.0"})


def _item(one: _Announced, midnight: str) -> str:
    work = one.work
    parts = [
        *leaves(
            ("title", work.title), ("link", f"https://arxiv.org/abs/{work.arxiv_id}"), ("description", one.summary)
        ),
        leaf("guid", f"oai:arXiv.org:{one.name}", {"isPermaLink": "false"}),
        *(leaf("category", name) for name in work.categories),
        leaf("pubDate", midnight),
        *_extensions(one),
    ]
    return element("item", parts)


def _atom(told: _Told, items: list[_Announced]) -> str:
    parts = [
        *leaves(("id", told.address), ("title", told.title), ("updated", told.midnight.isoformat())),
        element("link", "", {"href": told.address, "rel": "self", "type": "application/atom+xml"}),
        leaf("subtitle", told.description),
        *(_entry(one, told.midnight.isoformat()) for one in items),
    ]
    return element("feed", parts, {**_NAMESPACES, "xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en-us"})


def _entry(one: _Announced, midnight: str) -> str:
    work = one.work
    parts = [
        *leaves(("id", f"oai:arXiv.org:{one.name}"), ("title", work.title), ("updated", midnight)),
        element("link", "", {"href": f"https://arxiv.org/abs/{work.arxiv_id}"}),
        leaf("summary", one.summary),
        *(element("category", "", {"term": name}) for name in work.categories),
        leaf("published", midnight),
        *_extensions(one),
    ]
    return element("entry", parts)


def _extensions(one: _Announced) -> list[str]:
    return leaves(
        ("arxiv:announce_type", one.kind),
        ("dc:rights", one.work.license),
        ("arxiv:journal_reference", one.work.journal_ref),
        ("arxiv:DOI", one.work.doi),
        ("dc:creator", ", ".join(_with_places(author) for author in one.work.authors)),
    )


def _with_places(author: Author) -> str:
    return f"{author.name} ({', '.join(author.affiliations)})" if author.affiliations else author.name
