"""Semantic Scholar: who cites a work and in which sentences, and given works (docs/sources.md).

Its licence forbids to hand on what was derived from it: abstracts are not asked for, and contexts stay inside.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from urllib.parse import quote

from claims.core.identifiers import doi, normal_arxiv_id
from claims.core.papers import PaperRecord
from claims.core.sources import Aim, Cited, Identifier, Look, Page, Source, SourceRecord
from claims.sources.bodies import json_of
from claims.sources.connectors import Answer, Client, Expected, Request
from claims.sources.json_records import (
    Fields,
    day_of,
    fields_of,
    first_public,
    line_of,
    objects_of,
    payload_of,
    read_each,
    server_time,
)
from claims.sources.records import OTHER_IDS, InvalidRecord
from claims.sources.troubles import BrokenAnswer, ResumeLost, SourceRefused

PER_PAGE, PER_BATCH = 1000, 500
# "offset + limit must be < 10000", it says otherwise.
REACHED = 9999
FIELDS = "title,authors,externalIds,publicationDate,year,venue"
BAD_REQUEST, NOT_FOUND = 400, 404
# What it calls the ids that it can be asked by; its own ("s2") stand bare.
_PREFIXES = {"arxiv": "ARXIV:", "doi": "DOI:", "s2": "", "corpus": "CorpusId:", "acl": "ACL:", "pmid": "PMID:"}
_EXTERNAL = {"corpus": "CorpusId", "dblp": "DBLP", "acl": "ACL", "pmid": "PubMed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SemanticScholar:
    """See the module. `url` is the address of the service, without a slash at its end."""

    client: Client
    url: str
    key: str = field(repr=False)

    @property
    def source(self) -> Source:
        """Semantic Scholar."""
        return Source.SEMANTIC_SCHOLAR

    @property
    def aims(self) -> frozenset[Aim]:
        """It can be asked for citing works and for works."""
        return frozenset({Aim.CITING, Aim.WORKS})

    def page(self, look: Look, resume: str = "") -> Page:
        """See `Connector`. Citing works without a day come whatever `since` is."""
        if look.aim not in self.aims:
            raise SourceRefused(f"Semantic Scholar is not asked for {look.aim.value}.")
        asked = tuple((name, each) for each in dict.fromkeys(look.ids) if (name := _name(each)))
        if not asked:
            raise SourceRefused("Semantic Scholar is asked for works by arXiv id, DOI and the like; there is none.")
        if look.aim is Aim.WORKS:
            (at,) = _place(resume, 1)
            names = [name for name, _ in asked[at : at + PER_BATCH]]
            page = self.client.fetch(self._batch(names), partial(parse_batch, asked=len(names)))
            return replace(page, resume=_told(at + PER_BATCH) if at + PER_BATCH < len(asked) else "")
        return self._citing(look, asked, resume)

    def _citing(self, look: Look, asked: tuple[tuple[str, Identifier], ...], resume: str) -> Page:
        """Those that cite one work after the other, as many works as it takes to fill a page."""
        number, offset = _place(resume, 2)
        if number >= len(asked):
            raise ResumeLost(f"{resume!r} is no place in this question to Semantic Scholar.")
        if offset >= REACHED:
            name = asked[number][0]
            raise SourceRefused(f"Semantic Scholar lists {REACHED:,} works that cite {name}, and there are more.")
        gathered, told = Page(), 0
        while number < len(asked) and told < PER_PAGE and offset < REACHED:
            name, work = asked[number]
            page = self.client.fetch(self._citations(name, offset), partial(parse_citations, work=work, offset=offset))
            number, offset = (number, int(page.resume)) if page.resume else (number + 1, 0)
            told += len(page.records) + len(page.unreadable)
            gathered = replace(
                page,
                records=(*gathered.records, *(each for each in page.records if _is_within(each, look))),
                unreadable=(*gathered.unreadable, *page.unreadable),
            )
        return replace(gathered, resume=_told(number, offset) if number < len(asked) else "")

    def _citations(self, name: str, offset: int) -> Request:
        return Request(
            source=Source.SEMANTIC_SCHOLAR,
            url=f"{self.url}/graph/v1/paper/{quote(name, safe=':/')}/citations",
            parameters=(
                ("fields", f"contexts,{FIELDS}"),
                ("offset", str(offset)),
                ("limit", str(min(PER_PAGE, REACHED - offset))),
            ),
            secret_headers=(("x-api-key", self.key),),
            expects=Expected.JSON,
            hands_over=frozenset({NOT_FOUND}),
        )

    def _batch(self, names: list[str]) -> Request:
        return Request(
            source=Source.SEMANTIC_SCHOLAR,
            url=f"{self.url}/graph/v1/paper/batch",
            parameters=(("fields", FIELDS),),
            json={"ids": names},
            secret_headers=(("x-api-key", self.key),),
            expects=Expected.JSON,
            hands_over=frozenset({BAD_REQUEST}),
        )


def parse_citations(answer: Answer, *, work: Identifier, offset: int = 0) -> Page:
    """Those that cite `work`, with the sentences in which they do; `resume` is the next offset, "" on the last page.

    A work that it does not know has none. Raises `BrokenAnswer`, and `SourceRefused` where the list is withheld.
    """
    body = fields_of(json_of(answer))
    if answer.status == NOT_FOUND and "not found" in line_of(body.get("error")):
        return Page(responded_at=server_time(answer))
    if "data" in body and body["data"] is None:
        raise SourceRefused(f"Semantic Scholar is not allowed to tell who cites {work[1]}.")
    rows, following = body.get("data"), body.get("next")
    if not isinstance(rows, list) or body.get("offset") != offset:
        raise BrokenAnswer(f"{answer.url} told no citations from {offset} on{_words(body)}.")
    if offset and not rows:
        raise BrokenAnswer(f"{answer.url} sent nothing from {offset} on, where it had promised more.")
    if following is not None and not (rows and isinstance(following, int) and following > offset):
        raise BrokenAnswer(f"{answer.url} promised more after {following!r} and sent {len(rows)} citations.")
    records, unreadable = read_each(rows, partial(_citation, work=work), named=_citing_id)
    return Page(
        records=records,
        unreadable=unreadable,
        resume="" if following is None else str(following),
        responded_at=server_time(answer),
    )


def parse_batch(answer: Answer, *, asked: int) -> Page:
    """The works of a batch; null stands for those that it does not know. Raises `BrokenAnswer` and `SourceRefused`."""
    rows = json_of(answer)
    if answer.status == BAD_REQUEST:
        # Said of a batch in which it knows no work at all.
        if "No valid paper ids" in line_of(fields_of(rows).get("error")):
            return Page(responded_at=server_time(answer))
        raise SourceRefused(f"{answer.url} answered {BAD_REQUEST}{_words(fields_of(rows))}.")
    if not isinstance(rows, list) or len(rows) != asked:
        raise BrokenAnswer(f"{answer.url} did not answer for each of {asked} works{_words(fields_of(rows))}.")
    known = [row for row in rows if row is not None]
    records, unreadable = read_each(known, _work, named=_own_id)
    return Page(records=records, unreadable=unreadable, responded_at=server_time(answer))


def _words(body: Fields) -> str:
    """What an answer says of its failure: under "error", or under "message" where it is about rates and keys."""
    said = line_of(body.get("error")) or line_of(body.get("message"))
    return f" ({said})" if said else ""


def _is_within(told: SourceRecord, look: Look) -> bool:
    day = told.record.published_on
    if not day:
        return True
    return (not look.since or day >= look.since) and (not look.until or day <= look.until)


def _told(*numbers: int) -> str:
    return json.dumps(numbers)


def _place(resume: str, count: int) -> list[int]:
    """The numbers of a place in the look, zeros at its beginning."""
    try:
        numbers = [int(each) for each in json.loads(resume)] if resume else [0] * count
    except (ValueError, TypeError) as error:
        raise ResumeLost(f"{resume!r} is no place in an answer of Semantic Scholar's.") from error
    if len(numbers) != count or min(numbers) < 0:
        raise ResumeLost(f"{resume!r} is no place in this question to Semantic Scholar.")
    return numbers


def _name(asked: Identifier) -> str:
    """What it calls a work, "" for ids that it cannot be asked by."""
    scheme, value = asked
    return _PREFIXES[scheme] + value if scheme in _PREFIXES else ""


def _own_id(row: Fields) -> object:
    return row.get("paperId")


def _citing_id(row: Fields) -> object:
    return _own_id(fields_of(row.get("citingPaper")))


def _citation(row: Fields, *, work: Identifier) -> SourceRecord:
    given = row.get("contexts")
    contexts = tuple(text for each in given if (text := line_of(each))) if isinstance(given, list) else ()
    citing = _work(fields_of(row.get("citingPaper")))
    return replace(citing, cites=(Cited(work=work, contexts=contexts),), payload=payload_of(row))


def _work(row: Fields) -> SourceRecord:
    number, title = line_of(row.get("paperId")), line_of(row.get("title"))
    if not number:
        raise InvalidRecord("The record has no paperId.")
    if not title:
        raise InvalidRecord("The record has no title.")
    external = fields_of(row.get("externalIds"))
    told_doi = line_of(external.get("DOI"))
    arxiv = normal_arxiv_id(line_of(external.get("ArXiv")) or told_doi)
    base = arxiv.base if arxiv else ""
    paper = PaperRecord(
        id=f"s2:{number}",
        title=title,
        authors=tuple(name for each in objects_of(row.get("authors")) if (name := line_of(each.get("name")))),
        published_on=first_public(day_of(row.get("publicationDate") or row.get("year")), base),
        arxiv_id=base,
        doi=doi(told_doi),
        url=f"https://www.semanticscholar.org/paper/{quote(number)}",
        venue=line_of(row.get("venue")),
        other_ids=tuple(_other_ids(number, external)),
    )
    return SourceRecord(native_id=number, version="", record=paper, payload=payload_of(row))


def _other_ids(number: str, external: Fields) -> Iterator[Identifier]:
    """Its own id and others', as far as they have the form of their kind."""
    told = {"s2": number, **{scheme: external.get(key) for scheme, key in _EXTERNAL.items()}}
    for scheme, value in told.items():
        text = str(value or "")
        if OTHER_IDS[scheme].fullmatch(text):
            yield scheme, text
