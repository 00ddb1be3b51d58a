"""A change of a status as lists of changes show it: from what to what, of which claim, when, and who decided it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from claims.judging.findings import Certainty
from claims.models import StatusChange, Workflow
from claims.wording import CERTAINTY_WORDS, REASON_WORDS, STATUS_WORDS, StatusWord, page_language, spelt_out


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One line. `reason` is the first one in the words of the page, `reason_language` "" where these are a person's."""

    number: int
    text: str
    language: str
    subject: str
    claimant: str
    before: StatusWord
    after: StatusWord
    certainty: str
    reason: str
    reason_language: str
    by_person: bool
    is_draft: bool
    known_on: date | None
    recorded_at: datetime


def show_moved(changes: Iterable[StatusChange]) -> tuple[Moved, ...]:
    """The lines of changes that were read with their claims."""
    return tuple(_moved(change) for change in changes)


def _moved(change: StatusChange) -> Moved:
    claim = change.claim
    reason, language = _reason(change)
    return Moved(
        number=claim.pk,
        text=claim.text,
        language=claim.language,
        subject=claim.subject.name if claim.subject else "",
        claimant=claim.claimant.name if claim.claimant else "",
        before=STATUS_WORDS[change.from_status],
        after=STATUS_WORDS[change.to_status],
        certainty=CERTAINTY_WORDS[Certainty(change.certainty)],
        reason=reason,
        reason_language=language,
        by_person=change.actor_id is not None,
        is_draft=claim.workflow == Workflow.DRAFT,
        known_on=change.known_on,
        recorded_at=change.recorded_at,
    )


def _reason(change: StatusChange) -> tuple[str, str]:
    """The first reason and its language: the rules' are stored in English, and told by their codes elsewhere."""
    first = next((reason for reason in change.reasons if reason.get("text")), None)
    if first is None:
        return "", ""
    code, text = str(first.get("code", "")), str(first["text"])
    if change.actor_id is not None:
        return text, ""
    if page_language() != "en" and code in REASON_WORDS:
        return REASON_WORDS[code], page_language()
    return spelt_out(text), "en"
