"""DataCite: given works, arXiv's among them, whose DOIs Crossref does not have (https://support.datacite.org/docs/api)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote

from claims.core.identifiers import normal_arxiv_id
from claims.core.papers import PaperRecord, Standing
from claims.core.sources import Aim, Identifier, Look, Page, Source, SourceRecord
from claims.sources.bodies import json_of
from claims.sources.connectors import Answer, Client, Expected, Request
from claims.sources.deposits import ARXIV_DOI, doi_in, earliest, lists_of, parts_in, text_of
from claims.sources.json_records import Fields, fields_of, line_of, objects_of, payload_of, read_each, server_time
from claims.sources.records import InvalidRecord
from claims.sources.troubles import BrokenAnswer, ResumeLost, SourceRefused

NOT_FOUND = 404
# The days on which something can be seen; when it was made or collected is another matter.
_PUBLIC = frozenset({"Submitted", "Available", "Issued"})
# What is reviewed by peers; the rest lies in repositories that anybody puts works into.
_REVIEWED = frozenset({"JournalArticle", "ConferencePaper", "BookChapter", "DataPaper"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DataCite:
    """See the module. `url` is the address of the API, without a slash at its end."""

    client: Client
    url: str

    @property
    def source(self) -> Source:
        """DataCite."""
        return Source.DATACITE

    @property
    def aims(self) -> frozenset[Aim]:
        """It can be asked for works."""
        return frozenset({Aim.WORKS})

    def page(self, look: Look, resume: str = "") -> Page:
        """See `Connector`. Works that DataCite does not have are absent."""
        if look.aim is not Aim.WORKS:
            raise SourceRefused(f"DataCite is not asked for what is {look.aim.value}.")
        lists = tuple(lists_of(filter(None, map(_doi_of, look.ids))))
        if not lists:
            raise SourceRefused("DataCite is asked for works by DOI or arXiv id, and there is none.")
        if resume and not (resume.isdecimal() and int(resume) < len(lists)):
            raise ResumeLost(f"{resume[:100]!r} is no place in this list of DataCite's.")
        place = int(resume or 0)
        page = self._known(lists[place])
        return replace(page, resume=str(place + 1) if place + 1 < len(lists) else "")

    def _known(self, dois: tuple[str, ...]) -> Page:
        if len(dois) == 1:
            request = self._request(f"/dois/{quote(dois[0], safe='/')}")
            return self.client.fetch(request, parse_work)
        return self.client.fetch(
            self._request("/dois", ("ids", ",".join(dois)), ("page[size]", str(len(dois)))), parse_works
        )

    def _request(self, path: str, *parameters: tuple[str, str]) -> Request:
        return Request(
            source=Source.DATACITE,
            url=self.url + path,
            parameters=parameters,
            expects=Expected.JSON,
            hands_over=frozenset({NOT_FOUND}),
        )


def parse_works(answer: Answer) -> Page:
    """The works of a list that fits one page. Raises `BrokenAnswer` for what is no such list or less than its count."""
    body = _body(answer)
    rows, total = body.get("data"), fields_of(body.get("meta")).get("total")
    if not isinstance(rows, list) or not isinstance(total, int):
        raise BrokenAnswer(f"{answer.url} told no list of works with its count.")
    if len(rows) < total:
        raise BrokenAnswer(f"{answer.url} sent {len(rows)} of {total} works.")
    records, unreadable = read_each(rows, _record, named=_own_id)
    return Page(records=records, unreadable=unreadable, responded_at=server_time(answer), total=total)


def parse_work(answer: Answer) -> Page:
    """The work of an answer about one; none where DataCite does not have it.

    Raises `BrokenAnswer`, and `SourceRefused` where nothing answers for DataCite.
    """
    if answer.status == NOT_FOUND and objects_of(fields_of(json_of(answer)).get("errors")):
        return Page(responded_at=server_time(answer))
    row = _body(answer).get("data")
    if not isinstance(row, dict) or not row.get("id"):
        raise BrokenAnswer(f"{answer.url} told no work.")
    records, unreadable = read_each([row], _record, named=_own_id)
    return Page(records=records, unreadable=unreadable, responded_at=server_time(answer))


def _body(answer: Answer) -> Fields:
    """The object of an answer. A 404 that tells of no work means that the address is wrong."""
    body = fields_of(json_of(answer))
    if answer.status == NOT_FOUND:
        faults = "; ".join(line_of(error.get("title")) for error in objects_of(body.get("errors")))
        raise SourceRefused(f"{answer.url} answered {answer.status}: {faults.rstrip('.') or 'nothing that it tells'}.")
    return body


def _own_id(row: Fields) -> object:
    return row.get("id")


def _doi_of(asked: Identifier) -> str:
    scheme, value = asked
    dois = {"doi": value.lower(), "arxiv": ARXIV_DOI + value.lower()}
    return dois.get(scheme, "")


def _record(row: Fields) -> SourceRecord:
    work = fields_of(row.get("attributes"))
    doi = doi_in(work.get("doi") or row.get("id"))
    title = next(filter(None, (text_of(each.get("title")) for each in _main(work.get("titles"), "titleType"))), "")
    if not doi:
        raise InvalidRecord(f"{row.get('id')!r} is not a DOI.")
    if not title:
        raise InvalidRecord("The record has no title.")
    arxiv = normal_arxiv_id(doi) if doi.startswith(ARXIV_DOI) else None
    withdrawn = [day for kind, day in _days(work) if kind == "Withdrawn"]
    address = f"https://doi.org/{doi}"
    paper = PaperRecord(
        id=f"datacite:{doi}",
        title=title,
        authors=tuple(filter(None, map(_author, objects_of(work.get("creators"))))),
        published_on=earliest([*(day for kind, day in _days(work) if kind in _PUBLIC), parts_in(_year(work))]),
        abstract=_abstract(work),
        arxiv_id=arxiv.base if arxiv else "",
        arxiv_version=_version(work) if arxiv else None,
        doi=_journal_doi(work) if arxiv else doi,
        url=f"https://arxiv.org/abs/{arxiv.base}" if arxiv else address,
        organisations=tuple(dict.fromkeys(_organisations(work))),
        venue="arXiv" if arxiv else _venue(work),
        standing=Standing.WITHDRAWN if withdrawn else Standing.CURRENT,
        standing_on=earliest(withdrawn),
        standing_url=address if withdrawn else "",
    )
    return SourceRecord(native_id=doi, version=line_of(work.get("updated")), record=paper, payload=payload_of(row))


def _main(rows: object, kind: str) -> list[Fields]:
    """The rows without a kind of their own, such as a subtitle or a translation; all where each has one."""
    told = objects_of(rows)
    return [row for row in told if not row.get(kind)] or told


def _days(work: Fields) -> list[tuple[str, tuple[int, ...]]]:
    return [(line_of(each.get("dateType")), parts_in(each.get("date"))) for each in objects_of(work.get("dates"))]


def _year(work: Fields) -> str:
    year = work.get("publicationYear")
    return str(year) if isinstance(year, int) else line_of(year)


def _abstract(work: Fields) -> str:
    told = next(
        (each for each in objects_of(work.get("descriptions")) if each.get("descriptionType") == "Abstract"), {}
    )
    return text_of(told.get("description"))


def _version(work: Fields) -> int | None:
    version = line_of(work.get("version")).removeprefix("v")
    return int(version) if version.isascii() and version.isdecimal() and len(version) < 4 else None


def _journal_doi(work: Fields) -> str:
    """The DOI that an arXiv paper was published under: only where its authors tell exactly one."""
    told = {
        doi
        for each in objects_of(work.get("relatedIdentifiers"))
        if each.get("relationType") == "IsVersionOf" and (doi := doi_in(each.get("relatedIdentifier")))
    }
    return told.pop() if len(told) == 1 else ""


def _author(creator: Fields) -> str:
    given, family = line_of(creator.get("givenName")), line_of(creator.get("familyName"))
    if given and family:
        return f"{given} {family}"
    name = line_of(creator.get("name"))
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and creator.get("nameType") != "Organizational" else name


def _organisations(work: Fields) -> Iterator[str]:
    for creator in objects_of(work.get("creators")):
        affiliations = creator.get("affiliation")
        for each in affiliations if isinstance(affiliations, list) else []:
            if name := line_of(each.get("name") if isinstance(each, dict) else each):
                yield name


def _venue(work: Fields) -> str:
    """Where it appeared; a repository's works are told as preprints, for a bare name counts as reviewed."""
    publisher = work.get("publisher")
    name = line_of(publisher.get("name") if isinstance(publisher, dict) else publisher)
    if fields_of(work.get("types")).get("resourceTypeGeneral") in _REVIEWED:
        return line_of(fields_of(work.get("container")).get("title")) or name
    return f"{name} (preprint)".strip()
