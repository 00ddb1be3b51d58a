"""How long a record was so, as its page says it: both dates, in the language of the page."""

from claims.judging.findings import Status
from claims.judging.validity import validity_of
from claims.models import Claim, EvidenceState
from claims.wording import LASTING_WORDS, page_language, told_day


def show_lasting(claim: Claim) -> str:
    """The sentence for a claim that `claim_with_everything` read; "" where nothing is to be said of its time."""
    accepted = [row.to_core() for row in claim.evidence.all() if row.state == EvidenceState.ACCEPTED]
    found = validity_of(claim.to_core(), Status(claim.status), accepted)
    if found is None:
        return ""
    language = page_language()
    words = LASTING_WORDS[language]
    since = told_day(found.since, language)
    if found.until is None or found.ended_by is None:
        return words["lasts"].format(since=since)
    until = told_day(found.until, language)
    return words["ended"].format(since=since, until=until, source=found.ended_by.source)
