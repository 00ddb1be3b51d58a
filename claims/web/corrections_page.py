"""Papers that were corrected, with the claims that rest on them, as the page of corrections shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, gettext_noop

from claims.core.han import language_by_script
from claims.core.papers import Standing
from claims.models import Claim
from claims.movements import Corrected
from claims.web.evidence_cards import WEB
from claims.wording import STATUS_WORDS, StatusWord

_CLAIMS_SHOWN = 5
_STANDINGS = {
    Standing.CORRECTED.value: gettext_noop("Corrected"),
    Standing.EXPRESSION_OF_CONCERN.value: gettext_noop("Expression of concern"),
    Standing.RETRACTED.value: gettext_noop("Retracted"),
    Standing.WITHDRAWN.value: gettext_noop("Withdrawn by its authors"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReached:
    """A claim in a line."""

    number: int
    text: str
    language: str
    status: StatusWord


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectedPaper:
    """A notice on a paper; `address` is "" where it has none, and `more` claims are not shown."""

    standing: str
    day: date
    address: str
    paper_id: int
    title: str
    language: str
    claims: tuple[ClaimReached, ...]
    more: int


def show_corrected(papers: Iterable[Corrected]) -> tuple[CorrectedPaper, ...]:
    """The notices in the order that they came in."""
    return tuple(
        CorrectedPaper(
            standing=gettext(_STANDINGS[one.notice.standing]),
            day=one.notice.issued_on,
            address=one.notice.source_url if one.notice.source_url.startswith(WEB) else "",
            paper_id=one.notice.paper_id,
            title=one.notice.paper.title,
            language=language_by_script(one.notice.paper.title),
            claims=tuple(map(_reached, one.claims[:_CLAIMS_SHOWN])),
            more=max(0, len(one.claims) - _CLAIMS_SHOWN),
        )
        for one in papers
    )


def _reached(claim: Claim) -> ClaimReached:
    status = STATUS_WORDS[claim.status]
    return ClaimReached(number=claim.pk, text=claim.text, language=claim.language, status=status)
