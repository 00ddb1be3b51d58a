"""Evidence as cards: the passage in its text, the paper in a line, the grade in words, numbered through the page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _

from claims.core.han import language_by_script
from claims.core.marked_text import Excerpt, excerpt
from claims.core.papers import Standing
from claims.judging.findings import Stance
from claims.judging.rulings import EXCLUDED
from claims.models import Evidence, EvidenceState, IdentifierScheme, Paper
from claims.wording import CORRECTION_WORDS, GRADE_WORDS, STANDING_WORDS, GradeWord, page_language, told_day

WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper in one line: who, what, when, and its ids as (label, address) pairs."""

    id: int
    title: str
    language: str
    authors: str
    published_on: date | None
    venue: str
    identifiers: tuple[tuple[str, str], ...]
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was said of a document since, and what that takes from its evidence; `address` is "" where none is known."""

    words: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCard:
    """One piece of evidence; `number` is how the answer refers to it."""

    number: int
    paper: PaperLine
    version: str
    location: str
    passage: Excerpt
    language: str
    grade: GradeWord
    reading: str
    condition: str
    machine: bool
    counted: bool
    correction: Correction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceGroup:
    """Evidence of one kind; `code` is `overtaken`, `for`, `against`, `part` or `mentions`."""

    code: str
    title: str
    cards: tuple[EvidenceCard, ...]


def paper_line(paper: Paper) -> PaperLine:
    """A paper as lists and evidence cite it (reads its prefetched ids)."""
    return PaperLine(
        id=paper.pk,
        title=paper.title,
        language=language_by_script(paper.title),
        authors=_authors(paper.authors),
        published_on=paper.published_on,
        venue=paper.venue,
        identifiers=tuple(_identifiers(paper)),
        standing="" if paper.standing == "current" else STANDING_WORDS[paper.standing],
    )


def _code(evidence: Evidence) -> str:
    if evidence.supersedes:
        return "overtaken"
    match evidence.stance:
        case Stance.SUPPORTS:
            return "part" if evidence.condition else "for"
        case Stance.CONTRADICTS:
            return "against"
        case _:
            return "mentions"


_TITLES = {
    "overtaken": _("Overtaken by"),
    "for": _("For"),
    "against": _("Against"),
    "part": _("In part"),
    "mentions": _("Also bears on it"),
}


def title_of(code: str) -> str:
    """What a group is called in the language of the page: "For"."""
    return gettext(_TITLES[code])


def numbered(evidence: Iterable[Evidence], *, language: str) -> tuple[tuple[Evidence, EvidenceCard], ...]:
    """The evidence in the order of the page, numbered from 1: by stance, then the best grade, then in `language`."""
    rows = sorted(evidence, key=lambda row: _rank(row, language))
    return tuple((row, _card(row, number)) for number, row in enumerate(rows, start=1))


def _rank(row: Evidence, language: str) -> tuple[int, int, bool, float, int]:
    foreign = language_by_script(row.quote) != language
    return (list(_TITLES).index(_code(row)), -int(row.grade[1:]), foreign, -row.confidence, row.pk)


def grouped(cards: tuple[tuple[Evidence, EvidenceCard], ...]) -> tuple[EvidenceGroup, ...]:
    groups = (
        EvidenceGroup(code=code, title=title_of(code), cards=tuple(card for row, card in cards if _code(row) == code))
        for code in _TITLES
    )
    return tuple(group for group in groups if group.cards)


def _card(row: Evidence, number: int) -> EvidenceCard:
    version = row.paper_version
    return EvidenceCard(
        number=number,
        paper=paper_line(version.paper),
        version=f"v{version.arxiv_version}" if version.arxiv_version else "",
        location=row.location,
        passage=excerpt(_source_text(row), row.quote),
        language=language_by_script(row.quote),
        grade=GRADE_WORDS[row.grade],
        reading=row.reading,
        condition=row.condition,
        machine=row.decided_by is None,
        counted=row.state == EvidenceState.ACCEPTED and version.paper.standing not in EXCLUDED,
        correction=correction_of(version.paper),
    )


def correction_of(paper: Paper) -> Correction | None:
    """The notice by which a paper stands as it does, in words; None where it is sound. Reads prefetched notices."""
    notices = [notice for notice in paper.notices.all() if notice.standing == paper.standing]
    if paper.standing == Standing.CURRENT or not notices:
        return None
    newest = max(notices, key=lambda notice: (notice.issued_on, notice.pk))
    language = page_language()
    words = CORRECTION_WORDS[language][paper.standing].format(day=told_day(newest.issued_on, language))
    return Correction(words=words, address=newest.source_url if newest.source_url.startswith(WEB) else "")


def _source_text(row: Evidence) -> str:
    """The text that the quote stands in: the one of its location that holds it, else any that does."""
    version = row.paper_version
    texts = [("title", version.title), ("abstract", version.abstract)]
    texts += [(part.location, part.text) for part in version.passages.all()]
    texts.sort(key=lambda text: text[0] != row.location)
    return next((text for _, text in texts if row.quote in text), row.quote)


def _authors(names: list[str]) -> str:
    if len(names) > 3:
        others = len(names) - 1
        return ngettext("{first} and {count} other", "{first} and {count} others", others).format(
            first=names[0], count=others
        )
    return gettext(", ").join(names)


def _identifiers(paper: Paper) -> Iterable[tuple[str, str]]:
    """(label, address) of each id that has a public page."""
    for known in sorted(paper.identifiers.all(), key=lambda known: (known.scheme, known.value)):
        if known.scheme == IdentifierScheme.ARXIV:
            yield f"arXiv:{known.value}", f"https://arxiv.org/abs/{known.value}"
        elif known.scheme == IdentifierScheme.DOI:
            yield f"doi:{known.value}", f"https://doi.org/{known.value}"
