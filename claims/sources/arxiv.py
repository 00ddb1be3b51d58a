"""arXiv: harvested by OAI-PMH, asked for words and for single works by its query interface."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import reduce
from operator import xor

from claims.core.sources import Aim, Look, Page, Source
from claims.sources.arxiv_harvest import harvest_parameters, parse_harvest
from claims.sources.arxiv_queries import LONGEST_LIST, SLICE, id_list, parse_list, parse_works, search_query
from claims.sources.connectors import Client, Expected, Request
from claims.sources.troubles import ResumeLost, SourceRefused

# A wrong question is answered with 400 and a feed that says what is wrong with it.
_TELLS_ERROR = frozenset({400})


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPlace:
    """A place in a harvest: the day, the token within it ("" at its beginning), and the day that the harvest ends with.

    `last` None: to be found out by the server's own time. `told` sums up the records of the day that were told so far,
    `before` those of an earlier reading of it, 0 without one. `lost` counts the tokens of the day that were lost: a day
    that is begun again leads to the same token, and is another place all the same.
    """

    day: date
    last: date | None = None
    told: int = 0
    before: int = 0
    lost: int = 0
    token: str = ""

    @classmethod
    def read(cls, resume: str) -> "DayPlace":
        """The place that `after` wrote down. Raises `ResumeLost` for anything else."""
        try:
            day, last, told, before, lost, token = resume.split(" ", 5)
            return cls(
                day=date.fromisoformat(day),
                last=date.fromisoformat(last),
                told=int(told, 16),
                before=int(before, 16),
                lost=int(lost),
                token=token,
            )
        except ValueError as error:
            raise ResumeLost(f"{resume!r} is no place in a harvest of arXiv.") from error

    def after(self, page: Page, last: date) -> str:
        """The next place, written down: further in the day where there is a token, else the next day; "" at the end.

        A day of several pages is read until two readings tell the same records: one that left the day while it was read
        made a token leave out another. The last day need not be, for the next harvest reads it anyway.
        """
        told = self.told ^ _sum_of(page)
        if page.resume:
            return f"{self.day} {last} {told:x} {self.before:x} {self.lost} {page.resume}"
        if self.token and self.day < last and told != self.before:
            return f"{self.day} {last} 0 {told:x} {self.lost} "
        return f"{self.day + timedelta(days=1)} {last} 0 0 0 " if self.day < last else ""


def _sum_of(page: Page) -> int:
    """The same for the same records in any order and on any pages."""
    keys = {one.native_id for one in page.records} | {one.native_id for one in page.unreadable}
    return reduce(xor, (int.from_bytes(hashlib.sha256(key.encode()).digest()[:16]) for key in keys), 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arxiv:
    """See `Connector`. `oai_url` is the harvest's address, `api_url` that of the query interface."""

    client: Client
    oai_url: str
    api_url: str

    @property
    def source(self) -> Source:
        """arXiv."""
        return Source.ARXIV

    @property
    def aims(self) -> frozenset[Aim]:
        """It can be harvested, and asked for words and for works."""
        return frozenset({Aim.CHANGED, Aim.WORDS, Aim.WORKS})

    def page(self, look: Look, resume: str = "") -> Page:
        """See `Connector`. `resume` is a token of the harvest, else a place in the list of records or of ids."""
        match look.aim:
            case Aim.CHANGED:
                return self._changed(look, resume)
            case Aim.WORDS:
                return self._words(look, _place(resume))
            case Aim.WORKS:
                return self._works(look, _place(resume))
            case _:
                raise SourceRefused(f"arXiv does not tell which works are {look.aim}.")

    def _changed(self, look: Look, resume: str) -> Page:
        """Day by day: arXiv's tokens count the records of a day, so that one which changes its day meanwhile makes them
        leave out another. A day is mostly one page; one of several is read twice (see `DayPlace`). A token that is lost
        costs no more than its day.
        """
        if look.since is None:
            raise SourceRefused("A harvest of arXiv needs a day to begin at.")
        place = DayPlace.read(resume) if resume else DayPlace(day=look.since)
        try:
            page = self._of_day(look, place)
        except ResumeLost:
            place = replace(place, token="", told=0, lost=place.lost + 1)
            page = self._of_day(look, place)
        today = page.responded_at.date() if page.responded_at else place.day
        last = place.last or (min(look.until, today) if look.until else today)
        return replace(page, resume=place.after(page, last), total=None, expires_at=None)

    def _of_day(self, look: Look, place: DayPlace) -> Page:
        asked = replace(look, since=place.day, until=place.day)
        request = Request(
            source=self.source,
            url=self.oai_url,
            parameters=harvest_parameters(asked, place.token),
            expects=Expected.XML,
        )
        return self.client.fetch(request, lambda answer: parse_harvest(answer, place.token))

    def _words(self, look: Look, start: int) -> Page:
        query = search_query(look)
        if not query:
            return Page()
        if start >= LONGEST_LIST:
            raise SourceRefused(f"arXiv tells no more than {LONGEST_LIST:,} records of a list; ask for fewer days.")
        # Newest first: what arrives meanwhile moves the list on, so that a record is told twice and none is missed. A
        # question about all times may not be read to its end, and has the best answers first.
        request = self._query(
            ("search_query", query),
            ("sortBy", "submittedDate" if look.since else "relevance"),
            ("sortOrder", "descending"),
            ("start", str(start)),
            ("max_results", str(min(SLICE, LONGEST_LIST - start))),
        )
        return self.client.fetch(request, lambda answer: parse_list(answer, start))

    def _works(self, look: Look, start: int) -> Page:
        ids = id_list(look.ids)
        asked, rest = ids[start : start + SLICE], ids[start + SLICE :]
        if not asked:
            return Page()
        request = self._query(("id_list", ",".join(asked)), ("start", "0"), ("max_results", str(SLICE)))
        resume = str(start + SLICE) if rest else ""
        return self.client.fetch(request, lambda answer: parse_works(answer, resume))

    def _query(self, *parameters: tuple[str, str]) -> Request:
        return Request(
            source=self.source,
            url=self.api_url,
            parameters=parameters,
            expects=Expected.XML,
            hands_over=_TELLS_ERROR,
        )


def _place(resume: str) -> int:
    if resume and not (resume.isascii() and resume.isdigit()):
        raise ResumeLost(f"{resume!r} is no place in a list of arXiv.")
    return int(resume or 0)
