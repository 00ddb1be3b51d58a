"""Hugging Face: the papers of each day that its readers put forward, all of them on arXiv (docs/sources.md)."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta

from claims.core.identifiers import normal_arxiv_id
from claims.core.papers import PaperRecord
from claims.core.sources import Aim, Look, Page, Source, SourceRecord
from claims.sources.bodies import json_of
from claims.sources.connectors import Answer, Client, Expected, Request
from claims.sources.json_records import (
    Fields,
    day_of,
    fields_of,
    line_of,
    objects_of,
    payload_of,
    read_each,
    server_time,
)
from claims.sources.records import InvalidRecord
from claims.sources.troubles import BrokenAnswer, ResumeLost, SourceRefused

PER_PAGE = 100
# A day has about a hundred papers; more pages than these are no day.
MOST_PAGES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A page of a day, and the first paper of the page before."""

    day: date
    number: int = 0
    before: str = ""

    def told(self) -> str:
        return json.dumps([self.day.isoformat(), self.number, self.before])


@dataclass(frozen=True, slots=True, kw_only=True)
class HuggingFace:
    """See the module. `url` is the address of the site, without a slash at its end."""

    client: Client
    url: str

    @property
    def source(self) -> Source:
        """Hugging Face."""
        return Source.HUGGING_FACE

    @property
    def aims(self) -> frozenset[Aim]:
        """It can be asked for the papers of days."""
        return frozenset({Aim.CHANGED})

    def page(self, look: Look, resume: str = "") -> Page:
        """See `Connector`. Days go from `since` to `until`, or to the server's today (UTC).

        A page may hold fewer papers than it could, so a day ends with a page that is empty.
        """
        if look.aim is not Aim.CHANGED or not look.since:
            raise SourceRefused("Hugging Face is asked for the papers of days since a first one, and for nothing else.")
        place = _place(resume) if resume else _Place(day=look.since)

        def read(answer: Answer) -> Page:
            page = parse_daily_papers(answer)
            return replace(page, resume=_following(page, place, _last_day(look, answer)))

        return self.client.fetch(self._request(place), read)

    def _request(self, place: _Place) -> Request:
        return Request(
            source=Source.HUGGING_FACE,
            url=f"{self.url}/api/daily_papers",
            parameters=(("date", place.day.isoformat()), ("limit", str(PER_PAGE)), ("p", str(place.number))),
            expects=Expected.JSON,
        )


def parse_daily_papers(answer: Answer) -> Page:
    """The papers of a page. Raises `BrokenAnswer`."""
    rows = json_of(answer)
    if not isinstance(rows, list):
        raise BrokenAnswer(f"{answer.url} told no list of papers.")
    records, unreadable = read_each(rows, _record, named=_told_id)
    return Page(records=records, unreadable=unreadable, responded_at=server_time(answer))


def _following(page: Page, place: _Place, last_day: date) -> str:
    """The place after a page, "" at the end."""
    if not page.records and not page.unreadable:
        return _Place(day=place.day + timedelta(days=1)).told() if place.day < last_day else ""
    first = (page.records or page.unreadable)[0].native_id
    if first == place.before or place.number >= MOST_PAGES:
        raise BrokenAnswer(f"Hugging Face sent page {place.number} of {place.day} again, or does not end.")
    return _Place(day=place.day, number=place.number + 1, before=first).told()


def _last_day(look: Look, answer: Answer) -> date:
    """A day that has not come is refused, so the server's own today is the last."""
    today = (server_time(answer) or answer.received_at).astimezone(UTC).date()
    return min(look.until or today, today)


def _place(resume: str) -> _Place:
    try:
        day, number, before = json.loads(resume)
        return _Place(day=date.fromisoformat(day), number=int(number), before=str(before))
    except (ValueError, TypeError) as error:
        raise ResumeLost(f"{resume[:100]!r} is no place in Hugging Face's days.") from error


def _told_id(row: Fields) -> object:
    return fields_of(row.get("paper")).get("id")


def _record(row: Fields) -> SourceRecord:
    told = fields_of(row.get("paper"))
    title, arxiv = line_of(told.get("title")) or line_of(row.get("title")), normal_arxiv_id(line_of(told.get("id")))
    if not title:
        raise InvalidRecord("The record has no title.")
    if not arxiv:
        raise InvalidRecord(f"{told.get('id')!r} is not an arXiv id.")
    organisation = line_of(fields_of(told.get("organization")).get("fullname"))
    paper = PaperRecord(
        id=f"hf:{arxiv.base}",
        title=title,
        authors=tuple(name for each in objects_of(told.get("authors")) if (name := line_of(each.get("name")))),
        published_on=day_of(told.get("publishedAt")),
        abstract=line_of(told.get("summary")) or line_of(row.get("summary")),
        arxiv_id=arxiv.base,
        url=f"https://huggingface.co/papers/{arxiv.base}",
        organisations=(organisation,) if organisation else (),
    )
    return SourceRecord(native_id=arxiv.base, version="", record=paper, payload=payload_of(row))
