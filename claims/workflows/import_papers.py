"""Take paper records in: join them by their ids with what is stored, and keep every version."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from claims.core.papers import PaperRecord, Standing
from claims.core.titles import same_work
from claims.models import IdentifierScheme, Paper, PaperIdentifier, PaperVersion, Passage, SourceLink
from claims.workflows.note_standing import Told, note_standing

type Identifier = tuple[str, str]


class WrongIdentifier(Exception):
    """A record's id belongs to another work, or its ids to two works; nothing of the batch was stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was stored; `paper_ids` are new or have a new version, of `noticed_ids` something new was said."""

    new_papers: int
    new_versions: int
    unchanged: int
    paper_ids: tuple[int, ...]
    noticed_ids: tuple[int, ...] = ()


def import_papers(records: Iterable[PaperRecord], *, now: datetime) -> Outcome:
    """Store these records in one transaction.

    Repeating it stores nothing. What a record says of its paper's standing is a notice, and its silence lifts none.
    Raises `WrongIdentifier` when an id is known under a clearly different title and other authors, or when the ids of
    one record belong to two papers; then nothing of the batch is stored.
    """
    new_papers, new_versions, unchanged = 0, 0, 0
    touched: list[int] = []
    noticed: list[int] = []
    with transaction.atomic():
        for record in records:
            paper = _known_paper(record)
            is_new = paper is None
            paper = paper or _new_paper(record, now=now)
            _identify(paper, record)
            if _add_version(paper, record, now=now):
                touched.append(paper.pk)
                new_papers += is_new
                new_versions += not is_new
                _show_newest(paper, record)
            else:
                unchanged += 1
            if _take_notice(paper, record, now=now):
                noticed.append(paper.pk)
    return Outcome(
        new_papers=new_papers,
        new_versions=new_versions,
        unchanged=unchanged,
        paper_ids=tuple(dict.fromkeys(touched)),
        noticed_ids=tuple(dict.fromkeys(noticed)),
    )


def identifiers_of(record: PaperRecord) -> list[Identifier]:
    """The strong ids of a record; its address, or else the importer's own key, only where it has none."""
    strong = [(IdentifierScheme.ARXIV.value, record.arxiv_id), (IdentifierScheme.DOI.value, record.doi)]
    known = [(scheme, value) for scheme, value in strong if value]
    weak = [(IdentifierScheme.URL.value, record.url), (IdentifierScheme.KEY.value, record.id)]
    return known or [next((scheme, value) for scheme, value in weak if value)]


def _known_paper(record: PaperRecord) -> Paper | None:
    papers: dict[int, tuple[Paper, Identifier]] = {}
    for scheme, value in identifiers_of(record):
        row = PaperIdentifier.objects.select_related("paper").filter(scheme=scheme, value=value).first()
        if row:
            papers.setdefault(row.paper_id, (row.paper, (scheme, value)))
    if len(papers) > 1:
        listed = " and ".join(f"{scheme} {value} ({paper.title!r})" for paper, (scheme, value) in papers.values())
        raise WrongIdentifier(f"The record {record.title!r} joins two papers: {listed}. Correct its ids.")
    for paper, (scheme, value) in papers.values():
        if not same_work(paper.title, tuple(paper.authors), record.title, record.authors):
            raise WrongIdentifier(
                f"{scheme} {value} is {paper.title!r} here, but the record says {record.title!r}. Correct its id."
            )
        return paper
    return None


def _new_paper(record: PaperRecord, *, now: datetime) -> Paper:
    return Paper.objects.create(title=record.title, recorded_at=now)


def _identify(paper: Paper, record: PaperRecord) -> None:
    PaperIdentifier.objects.bulk_create(
        [PaperIdentifier(paper=paper, scheme=scheme, value=value) for scheme, value in identifiers_of(record)],
        ignore_conflicts=True,
    )
    _tie_links(paper, record)


def _tie_links(paper: Paper, record: PaperRecord) -> None:
    """Tie the links that were waiting for this paper: by its ids, or by its address with or without a fragment."""
    waiting = SourceLink.objects.filter(paper=None)
    if record.arxiv_id:
        waiting.filter(arxiv_id=record.arxiv_id).update(paper=paper)
    if record.doi:
        waiting.filter(doi=record.doi).update(paper=paper)
    if record.url:
        waiting.filter(Q(url=record.url) | Q(url__startswith=f"{record.url}#")).update(paper=paper)


def _add_version(paper: Paper, record: PaperRecord, *, now: datetime) -> bool:
    """Store what the record says, unless a version says exactly that already."""
    version, created = PaperVersion.objects.get_or_create(
        paper=paper,
        content_sha256=_fingerprint(record),
        defaults={
            "title": record.title,
            "abstract": record.abstract,
            "arxiv_version": record.arxiv_version,
            "recorded_at": now,
        },
    )
    if created:
        Passage.objects.bulk_create(
            Passage(version=version, location=part.location, text=part.text) for part in record.passages
        )
    return created


def _fingerprint(record: PaperRecord) -> str:
    """The hash of all that can be quoted or counts for a grade. What is said of the paper later is a notice."""
    return hashlib.sha256("\x1f".join(_content(record)).encode()).hexdigest()


def _content(record: PaperRecord) -> Iterator[str]:
    for part in record.texts():
        yield from (part.location, part.text)
    # The last word was the standing once; it stays so that the versions that are stored keep their hashes.
    facts: tuple[Iterable[str], ...] = (record.authors, record.organisations, (record.venue, "current"))
    for fact in facts:
        yield from fact
    yield str(record.published_on)


def _show_newest(paper: Paper, record: PaperRecord) -> None:
    """Let the work's row say what its newest record says; what the record leaves out stays."""
    paper.title = record.title
    paper.authors = list(record.authors) or paper.authors
    paper.organisations = list(record.organisations) or paper.organisations
    paper.venue = record.venue or paper.venue
    paper.url = record.url or paper.url
    paper.published_on = min(filter(None, (paper.published_on, record.published_on)), default=None)
    paper.save(update_fields=["title", "authors", "organisations", "venue", "url", "published_on"])


def _take_notice(paper: Paper, record: PaperRecord, *, now: datetime) -> bool:
    """Append what the record says of the paper's standing, if it says anything new; return whether it did."""
    if record.standing is Standing.CURRENT and record.standing_on is None:
        return False
    url = record.standing_url or record.url
    if record.standing_on is None and paper.notices.filter(standing=record.standing, source_url=url).exists():
        return False
    if record.standing is Standing.CURRENT and not paper.notices.exists():
        return False
    told = Told(standing=record.standing, issued_on=record.standing_on or timezone.localdate(now), source_url=url)
    return note_standing(paper.pk, told, actor=None, now=now)
