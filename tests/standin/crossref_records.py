"""Works as Crossref tells them (recorded 2025-08 to 2026-06 by sckott/habanero and Future-House/paper-qa)."""

from datetime import UTC, date, datetime, time
from xml.sax.saxutils import escape

from tests.standin.catalogue import Catalogue
from tests.standin.library import Author, Notice, Work

_TYPES = {"article": "journal-article", "preprint": "posted-content"}
_LABELS = {"expression_of_concern": "Expression of concern"}


def works_of(books: Catalogue) -> list[Work]:
    """All that Crossref knows: what publishers gave a DOI, and their notices, which the library need not have."""
    known = [work for work in books.works if work.doi and "crossref" not in work.absent_from]
    told = {work.doi.lower() for work in known}
    made = {
        notice.doi.lower(): _notice(work, notice)
        for work in known
        for notice in work.notices
        if notice.doi and notice.doi.lower() not in told
    }
    return [*known, *made.values()]


def _notice(work: Work, notice: Notice) -> Work:
    return Work(
        title=f"{_label(notice)}: {work.title}",
        datestamp=notice.updated,
        doi=notice.doi,
        type=work.type,
        venue=work.venue,
        publisher=work.publisher,
        published=notice.updated,
        updates=(
            Notice(
                type=notice.type,
                doi=work.doi,
                updated=notice.updated,
                source=notice.source,
                label=notice.label,
                record_id=notice.record_id,
            ),
        ),
    )


def type_of(work: Work) -> str:
    """In Crossref's words."""
    return _TYPES.get(work.type, work.type)


def record(work: Work, books: Catalogue, *, score: float = 1) -> dict[str, object]:
    """The whole record. Keys that say nothing are left out, as Crossref does but for those that it always tells."""
    title = f"RETRACTED: {work.title}" if any(one.type == "retraction" for one in work.notices) else work.title
    public = {"date-parts": [_parts(work.published or work.first_public)]}
    told: dict[str, object] = {
        "indexed": {**_moment(work.datestamp), "version": "3.41.0"},
        "reference-count": len(work.references),
        "publisher": work.publisher,
        "content-domain": {"domain": [], "crossmark-restriction": False},
        "DOI": work.doi.lower(),
        "type": type_of(work),
        "created": _moment(work.first_public),
        "source": "Crossref",
        "is-referenced-by-count": len(books.citing(work, "crossref")),
        "title": [title],
        "prefix": work.doi.partition("/")[0].lower(),
        "member": "297",
        "container-title": [work.venue] if work.venue else [],
        "language": work.language,
        "deposited": _moment(work.datestamp),
        "score": score,
        "resource": {"primary": {"URL": f"https://publisher.example/{work.doi.lower()}"}},
        "issued": public,
        "references-count": len(work.references),
        "URL": f"https://doi.org/{work.doi.lower()}",
        "relation": _relation(work),
        "published": public,
    }
    told |= {"author": [_author(one, place) for place, one in enumerate(work.authors)]} if work.authors else {}
    told |= {"abstract": jats(work.at_version().abstract)} if work.abstract else {}
    told |= {"reference": _references(work, books)} if work.references else {}
    told |= {"updated-by": [_update(one) for one in work.notices]} if work.notices else {}
    told |= {"update-to": [_update(one) for one in work.updates]} if work.updates else {}
    return told


def jats(abstract: str) -> str:
    """The abstract with the markup that publishers hand in."""
    return f"<jats:title>Abstract</jats:title><jats:p>{escape(abstract)}</jats:p>"


def _parts(day: date) -> list[int]:
    return [day.year, day.month, day.day]


def _moment(day: date) -> dict[str, object]:
    midnight = datetime.combine(day, time(), UTC)
    stamp = int(midnight.timestamp()) * 1_000
    return {"date-parts": [_parts(day)], "date-time": f"{day.isoformat()}T00:00:00Z", "timestamp": stamp}


def _author(author: Author, place: int) -> dict[str, object]:
    told: dict[str, object] = {"given": author.given} if author.given else {}
    told |= {"family": author.family, "sequence": "additional" if place else "first"}
    told |= {"ORCID": f"https://orcid.org/{author.orcid}", "authenticated-orcid": False} if author.orcid else {}
    return {**told, "affiliation": [{"name": name} for name in author.affiliations]}


def _relation(work: Work) -> dict[str, object]:
    """What publishers tell of preprints, which is little: `other_ids` of the scheme "has-preprint" and its kind."""
    told: dict[str, list[dict[str, str]]] = {}
    for scheme, value in work.other_ids:
        if scheme in ("has-preprint", "is-preprint-of", "has-review"):
            told.setdefault(scheme, []).append({"id-type": "doi", "id": value, "asserted-by": "object"})
    return dict(told)


def _references(work: Work, books: Catalogue) -> list[dict[str, object]]:
    told: list[dict[str, object]] = []
    for place, (cited, citing) in enumerate(books.cited(work, "crossref"), start=1):
        line: dict[str, object] = {"key": f"ref{place}"}
        if cited and cited.doi:
            line |= {"doi-asserted-by": "crossref", "DOI": cited.doi.lower()}
        told.append({**line, "unstructured": cited.title if cited else citing.key})
    return told


def _update(notice: Notice) -> dict[str, object]:
    told: dict[str, object] = {
        "DOI": notice.doi.lower(),
        "type": notice.type,
        "label": _label(notice),
        "source": notice.source,
        "updated": _moment(notice.updated),
    }
    return {**told, "record-id": notice.record_id} if notice.record_id else told


def _label(notice: Notice) -> str:
    return notice.label or _LABELS.get(notice.type, notice.type.capitalize())
