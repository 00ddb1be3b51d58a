"""Ask the sources for papers that a claim could need, and leave a receipt of every look, answered or not."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Max, Q

from claims.core.sources import Identifier, Look, Source
from claims.matching.questions import looks_for, next_since
from claims.models import Claim, IdentifierScheme, PaperIdentifier, Question, SourceLink, Visit, VisitSource
from claims.sources.connectors import Connector, pages_of
from claims.sources.troubles import SourceTrouble
from claims.workflows.store_page import Stored, store_page

# An answer serves all claims with the same question for so long.
FRESH = timedelta(hours=20)
# Services learn of works late: each question looks back behind the last answer.
OVERLAP_DAYS = 45
# Works with an id of this kind are nothing to ask these sources for.
DOES_NOT_KNOW: Mapping[str, tuple[Source, ...]] = {
    IdentifierScheme.ARXIV.value: (Source.CROSSREF,),
    IdentifierScheme.DOI.value: (Source.ARXIV,),
}
# One look reads so many pages at most; the harvests bring what is beyond.
MOST_PAGES = 3
LONGEST_TOLD = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came of asking: papers that are new or say something new, and the sources that could not be asked."""

    paper_ids: tuple[int, ...] = ()
    noticed_ids: tuple[int, ...] = ()
    failed: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What a look was told: how many records were read, whether there are more, and why it failed if it did."""

    found: int = 0
    has_more: bool = False
    failure: str = ""


def ask_sources(claim_id: int, connectors: Mapping[Source, Connector], *, clock: Callable[[], datetime]) -> Asked:
    """Ask every source what it has for this claim, both older and newer, and store it.

    Each look leaves a `Visit`; a question that was answered within `FRESH` is not asked again, and a look that is done
    again after a crash gets no second receipt. Repeating it stores no paper twice. A source that fails is told in the
    outcome and on its receipt, and the others are asked. Raises `Claim.DoesNotExist`.
    """
    claim = Claim.objects.with_statement().get(pk=claim_id)
    statement, (missing, linked) = claim.to_core(), _linked_works(claim)
    papers, noticed, failed = list[int](), list[int](), list[Source]()
    for source, connector in connectors.items():
        wanted = [work for work in missing if source not in DOES_NOT_KNOW.get(work[0], ())]
        for look in looks_for(statement, missing=wanted, linked=linked, offers=connector.aims):
            stored, failure = _look(claim, connector, look, clock=clock)
            papers += stored.paper_ids
            noticed += stored.noticed_ids
            failed += [source] if failure else []
    return Asked(
        paper_ids=tuple(dict.fromkeys(papers)),
        noticed_ids=tuple(dict.fromkeys(noticed)),
        failed=tuple(dict.fromkeys(failed)),
    )


def _linked_works(claim: Claim) -> tuple[list[Identifier], list[Identifier]]:
    """The works that the claim's announcements link to: those that are not stored, and ids of those that are."""
    links = SourceLink.objects.filter(announcement__appearances__claim=claim)
    waiting = links.filter(paper=None).exclude(arxiv_id="", doi="").values_list("arxiv_id", "doi").distinct()
    missing = [_named(arxiv_id, doi) for arxiv_id, doi in waiting.order_by("arxiv_id", "doi")]
    strong = (IdentifierScheme.ARXIV, IdentifierScheme.DOI)
    stored = PaperIdentifier.objects.filter(scheme__in=strong).filter(
        Q(paper__linked_from__in=links) | Q(paper__versions__evidence__in=claim.evidence.standing())
    )
    return missing, list(stored.values_list("scheme", "value").distinct().order_by("scheme", "value"))


def _named(arxiv_id: str, doi: str) -> Identifier:
    return (IdentifierScheme.ARXIV.value, arxiv_id) if arxiv_id else (IdentifierScheme.DOI.value, doi)


def _look(claim: Claim, connector: Connector, look: Look, *, clock: Callable[[], datetime]) -> tuple[Stored, str]:
    """One look with its receipt: what it brought, and why it failed, "" where it did not."""
    started = clock()
    told = _named_once(look)
    known = Question.objects.filter(source=connector.source, told=told).first()
    if known and known.answered_at and started - known.answered_at < FRESH and not known.failure:
        if not _has_receipt(claim, connector, look, known):
            answer = _Answer(found=known.found, has_more=known.has_more)
            _sign(claim, connector, replace(look, since=known.since), answer, started_at=started, finished_at=clock())
        return Stored(), ""
    answered_on = known.answered_at.date() if known and known.answered_at else None
    look = replace(look, since=next_since(answered_on, overlap_days=OVERLAP_DAYS))
    brought, answer = Stored(), _Answer()
    try:
        for page in pages_of(connector, look, most=MOST_PAGES):
            answer = replace(answer, found=answer.found + len(page.records), has_more=bool(page.resume))
            brought = _added(brought, store_page(connector.source, page, now=clock()))
    except SourceTrouble as trouble:
        answer = replace(answer, failure=str(trouble))
    _remember(connector.source, told, look, answer, known, asked_at=started, now=clock())
    _sign(claim, connector, look, answer, started_at=started, finished_at=clock())
    return brought, answer.failure


def _has_receipt(claim: Claim, connector: Connector, look: Look, known: Question) -> bool:
    """Whether this very look has its receipt: it was begun before, and a crash kept it from being judged."""
    judged = claim.visits.filter(source=VisitSource.STORED_PAPERS).aggregate(last=Max("pk"))["last"] or 0
    told = claim.visits.filter(source=connector.source, query=look.told(), failure="", pk__gt=judged)
    return told.filter(started_at__gte=known.asked_at).exists()


def _named_once(look: Look) -> str:
    """The question as it is told apart from others, however many works it names."""
    told = look.told()
    if len(told) <= LONGEST_TOLD:
        return told
    return f"{told[: LONGEST_TOLD - 65]} {hashlib.sha256(told.encode()).hexdigest()}"


def _added(one: Stored, other: Stored) -> Stored:
    return Stored(paper_ids=one.paper_ids + other.paper_ids, noticed_ids=one.noticed_ids + other.noticed_ids)


def _remember(
    source: Source, told: str, look: Look, answer: _Answer, known: Question | None, *, asked_at: datetime, now: datetime
) -> None:
    answered_at = now if not answer.failure else known.answered_at if known else None
    Question.objects.update_or_create(
        source=source,
        told=told,
        defaults={
            "asked_at": asked_at,
            "answered_at": answered_at,
            "since": look.since,
            "found": answer.found,
            "has_more": answer.has_more,
            "failure": answer.failure,
        },
    )


def _sign(
    claim: Claim, connector: Connector, look: Look, answer: _Answer, *, started_at: datetime, finished_at: datetime
) -> None:
    Visit.objects.create(
        claim=claim,
        source=connector.source,
        query=look.told(),
        since=look.since,
        started_at=started_at,
        finished_at=finished_at,
        papers_found=answer.found,
        has_more=answer.has_more,
        failure=answer.failure,
    )
