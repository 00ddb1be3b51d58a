"""Works as Crossref tells them, and what publishers say of works that are out (https://api.crossref.org).

On a work `updated-by` names its notices, on a notice `update-to` the works that it is about; both are of publishers and
of Retraction Watch.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from claims.core.identifiers import ArxivId, arxiv_id, normal_arxiv_id
from claims.core.papers import PaperRecord, Standing
from claims.core.sources import Cited, Identifier, SourceRecord
from claims.sources.deposits import doi_in, earliest, text_of, work_of
from claims.sources.json_records import Fields, fields_of, line_of, objects_of, payload_of
from claims.sources.records import InvalidRecord

# What each kind of update says of the work; addenda, clarifications, new versions and editions say nothing against it.
# A paper that is taken back in part is no mere correction; concern is the nearest that a standing says.
STANDINGS: Mapping[str, Standing] = {
    "retraction": Standing.RETRACTED,
    "withdrawal": Standing.WITHDRAWN,
    "removal": Standing.WITHDRAWN,
    "expression_of_concern": Standing.EXPRESSION_OF_CONCERN,
    "partial_retraction": Standing.EXPRESSION_OF_CONCERN,
    "correction": Standing.CORRECTED,
    "corrigendum": Standing.CORRECTED,
    "erratum": Standing.CORRECTED,
    "reinstatement": Standing.CURRENT,
}
# The later in this list, the more it weighs: a correction after a retraction does not bring a paper back.
_WEIGHTS = (Standing.CORRECTED, Standing.EXPRESSION_OF_CONCERN, Standing.WITHDRAWN, Standing.RETRACTED)
# Kinds of deposit that are no texts to quote: containers, parts and reviews.
_NO_PAPERS = frozenset(
    {
        "journal", "journal-issue", "journal-volume", "proceedings", "proceedings-series", "book", "book-series",
        "book-set", "edited-book", "reference-book", "component", "peer-review", "grant", "database", "report-series",
        "reference-entry", "dataset",
    }
)  # fmt: skip
# A prefix that fills the top of searches with posted texts about anything.
_JUNK = ("10.65215/",)
# How publishers mark the title of a work that was taken back: "RETRACTED: …", "[Retracted] …", "WITHDRAWN: …".
_MARKED = re.compile(
    r"\[?(?P<mark>RETRACTED|Retracted|WITHDRAWN|REMOVED)"
    r"(?: (?:ARTICLE|Article|CHAPTER|Chapter|PAPER|Paper))?(?:\]|\s?:)\s*"
)
_DATES = ("published-online", "published-print", "posted", "published", "issued")
# Where a reference without a DOI may name an arXiv id.
_CITED_IN = ("unstructured", "journal-title", "article-title", "volume-title")
_SAME_WORK = ("has-preprint", "is-identical-to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a notice says of a work, since which day where known, and where it can be read."""

    standing: Standing
    on: date | None
    url: str


def crossref_record(item: Fields, told: Iterable[Told] = ()) -> SourceRecord:
    """The work of an item; `told` is said of it elsewhere. Raises `InvalidRecord` for one without DOI or title."""
    doi, title = doi_in(item.get("DOI")), _title(item)
    if not doi:
        raise InvalidRecord(f"{item.get('DOI')!r} is not a DOI.")
    if not title:
        raise InvalidRecord("The record has no title.")
    said = [*told, *_told_of(item, doi)]
    marked = None if is_notice(item) else _MARKED.match(title)
    # A paper that was brought back may keep its mark, and its notices know better.
    if marked and not any(each.standing is Standing.CURRENT for each in said):
        standing = Standing.RETRACTED if marked["mark"].casefold() == "retracted" else Standing.WITHDRAWN
        said.append(Told(standing=standing, on=None, url=_address(doi)))
    today = _weightiest(said)
    paper = PaperRecord(
        id=f"crossref:{doi}",
        title=title[marked.end() :] if marked and marked.end() < len(title) else title,
        authors=tuple(filter(None, map(_author, objects_of(item.get("author"))))),
        published_on=earliest(map(_day_parts, (item.get(key) for key in _DATES))),
        abstract=text_of(item.get("abstract")),
        arxiv_id=_arxiv(item),
        doi=doi,
        url=_address(doi),
        organisations=tuple(dict.fromkeys(_organisations(item))),
        venue=_venue(item),
        standing=today.standing if today else Standing.CURRENT,
        standing_on=today.on if today else None,
        standing_url=today.url if today else "",
    )
    return SourceRecord(
        native_id=doi,
        version=line_of(fields_of(item.get("indexed")).get("date-time")),
        record=paper,
        payload=payload_of(item),
        cites=tuple(Cited(work=work) for work in dict.fromkeys(_cited(item))),
    )


def notices_in(item: Fields) -> Iterator[tuple[str, Told]]:
    """What a notice says of which DOIs, as far as it bears on a standing."""
    notice = doi_in(item.get("DOI"))
    for update in objects_of(item.get("update-to")):
        standing, doi = _standing(update), doi_in(update.get("DOI"))
        if standing and doi:
            yield doi, Told(standing=standing, on=_day(update), url=_address(notice))


def is_notice(item: Fields) -> bool:
    """Whether it says something of another work; some publishers write the notice over the work itself."""
    return any(doi != doi_in(item.get("DOI")) for doi, _ in notices_in(item))


def is_paper(item: Fields) -> bool:
    """Whether it is a text of its own: no container, no part, no review, no notice, none of the known junk."""
    return not (item.get("type") in _NO_PAPERS or line_of(item.get("DOI")).lower().startswith(_JUNK) or is_notice(item))


def _told_of(item: Fields, doi: str) -> Iterator[Told]:
    for update in objects_of(item.get("updated-by")):
        if standing := _standing(update):
            yield Told(standing=standing, on=_day(update), url=_address(doi_in(update.get("DOI")) or doi))
    yield from (told for about, told in notices_in(item) if about == doi)


def _weightiest(said: Iterable[Told]) -> Told | None:
    """What a work stands by today: what weighs most since it was last brought back, of several the newest."""
    by_day = sorted(said, key=lambda told: told.on or date.min)
    back = next((told for told in reversed(by_day) if told.standing is Standing.CURRENT), None)
    since = by_day[by_day.index(back) :] if back else by_day
    against = [told for told in reversed(since) if told.standing is not Standing.CURRENT]
    return max(against, key=lambda told: _WEIGHTS.index(told.standing), default=back)


def _standing(update: Fields) -> Standing | None:
    return STANDINGS.get(line_of(update.get("type")).lower().replace("-", "_").replace(" ", "_"))


def _day(update: Fields) -> date | None:
    try:
        return earliest([_day_parts(update.get("updated"))])
    except InvalidRecord:
        # The notice counts even where its day is none.
        return None


def _day_parts(value: object) -> tuple[int, ...]:
    """`{"date-parts": [[2018, 5, 30]]}` as numbers, none for the `[[null]]` of a work without a day."""
    parts = fields_of(value).get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return tuple(part for part in first[:3] if isinstance(part, int))


def _address(doi: str) -> str:
    return f"https://doi.org/{doi}"


def _first(value: object) -> str:
    """The first text of a list, or the text itself, without marks."""
    return text_of(value[0] if isinstance(value, list) and value else value)


def _title(item: Fields) -> str:
    title, subtitle = _first(item.get("title")), _first(item.get("subtitle"))
    known = not subtitle or subtitle.casefold() in title.casefold()
    return title if known or not title else f"{title.removesuffix(':')}: {subtitle}"


def _author(author: Fields) -> str:
    names = (line_of(author.get(key)) for key in ("given", "family", "suffix"))
    return " ".join(filter(None, names)) or line_of(author.get("name"))


def _organisations(item: Fields) -> Iterator[str]:
    for author in objects_of(item.get("author")):
        for affiliation in objects_of(author.get("affiliation")):
            if name := text_of(affiliation.get("name")):
                yield name


def _venue(item: Fields) -> str:
    """Where it appeared. What no peers reviewed says so, for a venue without a word on it counts as reviewed."""
    kind, container = line_of(item.get("type")), _first(item.get("container-title"))
    servers = [name for each in objects_of(item.get("institution")) if (name := line_of(each.get("name")))]
    place = container or next(iter(servers), "") or line_of(item.get("publisher"))
    if kind == "posted-content":
        return f"{place} (preprint)".strip()
    return f"{place} (technical report)".strip() if kind in ("report", "report-component") else container


def _arxiv(item: Fields) -> str:
    """The arXiv id of the same work: only where the publisher itself names exactly one.

    What others assert of a work may be another paper of the same authors, and two papers that were made one stay so.
    """
    relation = fields_of(item.get("relation"))
    named = {
        found.base
        for kind in _SAME_WORK
        for each in objects_of(relation.get(kind))
        if each.get("asserted-by") == "subject" and (found := _arxiv_named(each))
    }
    return named.pop() if len(named) == 1 else ""


def _arxiv_named(each: Fields) -> ArxivId | None:
    return normal_arxiv_id(line_of(each.get("id"))) if each.get("id-type") in ("doi", "arxiv") else None


def _cited(item: Fields) -> Iterator[Identifier]:
    for reference in objects_of(item.get("reference")):
        if doi := doi_in(reference.get("DOI")):
            yield work_of(doi)
            continue
        for key in _CITED_IN:
            text = line_of(reference.get(key))
            if "arxiv" in text.lower() and (found := arxiv_id(text)):
                yield "arxiv", found.base
                break
