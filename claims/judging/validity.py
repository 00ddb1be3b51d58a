"""From when to when a claim was so: a record holds from the day it was said to the day it was overtaken. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from claims.core.statements import ClaimStatement
from claims.judging.claim_readings import read_claim
from claims.judging.findings import Finding, Status
from claims.judging.records import held_record
from claims.judging.verdict import weigh

# Only of these can it be said that a claim was so, or is.
_SO = frozenset({Status.ATTESTED, Status.SUPPORTED, Status.SUPERSEDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """The claim was so from `since` until `until`, when `ended_by` came; None for both where nothing has ended it."""

    since: date
    until: date | None = None
    ended_by: Finding | None = None


def validity_of(claim: ClaimStatement, status: Status, evidence: Iterable[Finding]) -> Validity | None:
    """The interval of a claim that is `superseded`, or of a record that stands; None for any other claim.

    `evidence` is what was accepted; of several overtakers the earliest that counts ends it.
    """
    if claim.claimed_on is None or status not in _SO:
        return None
    overtaking = [found for found in weigh(evidence).overtaking if found.known_on is not None]
    if status is Status.SUPERSEDED and overtaking:
        first = min(overtaking, key=lambda found: (found.known_on or date.max, found.paper_id, found.quote))
        return Validity(since=claim.claimed_on, until=first.known_on, ended_by=first)
    if status is Status.SUPERSEDED or held_record(read_claim(claim)) is None:
        return None
    return Validity(since=claim.claimed_on)
