"""A paper's page as its template shows it: the record, its versions and ids, and the evidence it gives."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from claims.core.han import language_by_script
from claims.models import Announcement, Evidence, Paper, PaperNotice, PaperVersion
from claims.web.evidence_cards import PaperLine, paper_line
from claims.wording import GRADE_WORDS, STANCE_WORDS, STATUS_WORDS, GradeWord, StatusWord


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A claim that a passage concerns, and how it stands."""

    number: int
    text: str
    language: str
    status: StatusWord


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenEvidence:
    """What a passage of the paper does, and to which claims."""

    claims: tuple[Reached, ...]
    stance: str
    stance_label: str
    grade: GradeWord
    quote: str
    language: str
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionText:
    """A version with its texts that are at hand, as (place, text, language)."""

    version: PaperVersion
    texts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPage:
    """The whole page; `versions` from the newest to the oldest, `notices` as they were issued."""

    paper: Paper
    line: PaperLine
    address: str
    notices: tuple[PaperNotice, ...]
    versions: tuple[VersionText, ...]
    evidence: tuple[GivenEvidence, ...]
    linked_from: tuple[Announcement, ...]


def show_paper(paper: Paper, evidence: tuple[Evidence, ...]) -> PaperPage:
    """The page of a paper that `paper_with_evidence` read."""
    said = (version for version in paper.versions.all() if not version.is_repeat)
    versions = sorted(said, key=PaperVersion.newness, reverse=True)
    linking = {link.announcement_id: link.announcement for link in paper.linked_from.all()}
    return PaperPage(
        paper=paper,
        line=paper_line(paper),
        address=paper.url if paper.url.startswith(("https://", "http://")) else "",
        notices=tuple(sorted(paper.notices.all(), key=lambda notice: (notice.issued_on, notice.pk))),
        versions=tuple(_version(version) for version in versions),
        evidence=tuple(_given(rows) for rows in _by_passage(evidence)),
        linked_from=tuple(linking.values()),
    )


def _version(version: PaperVersion) -> VersionText:
    texts = [(_("abstract"), version.abstract)] if version.abstract else []
    texts += [(part.location, part.text) for part in sorted(version.passages.all(), key=lambda part: part.pk)]
    return VersionText(
        version=version, texts=tuple((location, text, language_by_script(text)) for location, text in texts)
    )


def _by_passage(evidence: Iterable[Evidence]) -> Iterable[list[Evidence]]:
    """The evidence in its order, what one passage does alike to several claims together."""
    together: dict[tuple[str, str, str, str], list[Evidence]] = {}
    for row in evidence:
        together.setdefault((row.stance, row.grade, row.quote, row.location), []).append(row)
    return together.values()


def _given(rows: Sequence[Evidence]) -> GivenEvidence:
    row = rows[0]
    claims = {one.claim_id: one.claim for one in rows}.values()
    return GivenEvidence(
        claims=tuple(
            Reached(number=one.pk, text=one.text, language=one.language, status=STATUS_WORDS[one.status])
            for one in claims
        ),
        stance=row.stance,
        stance_label=STANCE_WORDS[row.stance],
        grade=GRADE_WORDS[row.grade],
        quote=row.quote,
        language=language_by_script(row.quote),
        location=row.location,
    )
