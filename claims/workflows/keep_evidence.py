"""Bring the stored evidence of a claim in line with what judging finds today, without touching what people decided."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from claims.judging import findings
from claims.judging.assessing import RULE_VERSION
from claims.judging.findings import Finding
from claims.judging.policy import Policy
from claims.models import Claim, Evidence, EvidenceState, PaperVersion, Recomputation, RecomputationInput

type Key = tuple[str, str, str, str]


def keep_findings(claim: Claim, found: Sequence[Finding], *, policy: Policy, now: datetime) -> int:
    """Store new findings and invalidate those that no longer follow; return how many are new.

    New ones count at once where `policy` says so; it is asked of nothing else. Repeating it with the same findings
    changes nothing. A finding that a person accepted or rejected stays as it is, and so does what a model proposed,
    unless the rules now find the same.
    """
    standing = {_key_of_row(row): row for row in claim.evidence.with_paper().exclude(state=EvidenceState.INVALIDATED)}
    wanted = {_key_of_finding(finding): finding for finding in found}
    stale = [row.pk for key, row in standing.items() if row.decided_by_id is None and _differs(row, wanted.get(key))]
    Evidence.objects.filter(pk__in=stale).update(state=EvidenceState.INVALIDATED, state_since=now)
    kept = {key for key, row in standing.items() if row.pk not in stale}
    fresh = [finding for key, finding in wanted.items() if key not in kept]
    rows = [_row(claim, finding, now=now) for finding in fresh]
    verbatim = _verbatim(fresh)
    for row, finding in zip(rows, fresh, strict=True):
        if policy.accepts(finding, verbatim=finding in verbatim):
            row.state, row.accepted_under = EvidenceState.ACCEPTED, policy.version
    Evidence.objects.bulk_create(rows)
    return len(fresh)


def _verbatim(found: Sequence[Finding]) -> set[Finding]:
    """Those whose quote stands word for word in the version they point to."""
    versions = PaperVersion.objects.prefetch_related("passages").in_bulk([int(finding.paper_id) for finding in found])
    texts = {str(pk): [text for _, text in version.texts()] for pk, version in versions.items()}
    return {one for one in found if any(one.quote in text for text in texts.get(one.paper_id, ()))}


def _key_of_row(row: Evidence) -> Key:
    return (str(row.paper_version_id), row.location, row.stance, row.quote)


def _key_of_finding(finding: Finding) -> Key:
    return (finding.paper_id, finding.location, finding.stance.value, finding.quote)


def _differs(row: Evidence, finding: Finding | None) -> bool:
    return not row.proposed_by if finding is None else row.to_core() != finding


def _row(claim: Claim, finding: Finding, *, now: datetime) -> Evidence:
    return Evidence(
        claim=claim,
        paper_version_id=int(finding.paper_id),
        stance=finding.stance,
        quote=finding.quote,
        location=finding.location,
        reading=finding.reading,
        condition=finding.condition,
        supersedes=finding.supersedes,
        grade=finding.grade,
        independence_group=finding.independence_group,
        confidence=finding.confidence,
        basis=finding.basis,
        known_on=finding.known_on,
        rule_version=RULE_VERSION,
        recorded_at=now,
        state=EvidenceState.PROPOSED,
    )


def keep_proposals(claim: Claim, proposed: Sequence[Finding], *, proposer: str, now: datetime) -> int:
    """Store what a model proposes, to wait for a person; return how many are new.

    What is known is left, and so is what somebody decided on: passages within each other with the same stance are one
    proposal. Repeating it stores nothing.
    """
    known = [_key_of_row(row) for row in claim.evidence.exclude(state=EvidenceState.INVALIDATED)]
    fresh: list[Finding] = []
    for finding in proposed:
        key = _key_of_finding(finding)
        if not any(_is_within(key, other) for other in known):
            known.append(key)
            fresh.append(finding)
    rows = [_row(claim, finding, now=now) for finding in fresh]
    for row in rows:
        row.proposed_by = proposer
    return len(Evidence.objects.bulk_create(rows))


def _is_within(key: Key, other: Key) -> bool:
    """Whether two are the same passage of a document with the same stance, one of them perhaps cut longer."""
    return key[:3] == other[:3] and (key[3] in other[3] or other[3] in key[3])


def keep_recomputations(claim: Claim, made: Iterable[findings.Recomputation], *, now: datetime) -> int:
    """Store new recomputations and retire those that no longer follow; return how many are new.

    Repeating it with the same recomputations changes nothing.
    """
    standing = {row.fingerprint: row.pk for row in claim.recomputations.filter(is_current=True)}
    wanted = {_fingerprint(one): one for one in made}
    retired = [pk for fingerprint, pk in standing.items() if fingerprint not in wanted]
    Recomputation.objects.filter(pk__in=retired).update(is_current=False, retired_at=now)
    fresh = {fingerprint: one for fingerprint, one in wanted.items() if fingerprint not in standing}
    for fingerprint, one in fresh.items():
        _store(claim, fingerprint, one, now=now)
    return len(fresh)


def _fingerprint(one: findings.Recomputation) -> str:
    """The hash of everything the arithmetic says, so that any change in it is a new recomputation."""
    return hashlib.sha256(json.dumps(repr(one)).encode()).hexdigest()


def _store(claim: Claim, fingerprint: str, one: findings.Recomputation, *, now: datetime) -> None:
    row = Recomputation.objects.create(
        claim=claim,
        formula=one.formula,
        low=one.low,
        high=one.high,
        unit=one.unit,
        claimed=one.claimed,
        stance=one.stance,
        reading=one.reading,
        steps=list(one.steps),
        name=one.name,
        needs=[
            {"name": part.name, "low": str(part.low), "high": str(part.high), "unit": part.unit} for part in one.needs
        ],
        fingerprint=fingerprint,
        rule_version=RULE_VERSION,
        recorded_at=now,
    )
    RecomputationInput.objects.bulk_create(
        RecomputationInput(
            recomputation=row,
            name=part.name,
            low=part.low,
            high=part.high,
            unit=part.unit,
            paper_version_id=int(part.paper_id) if part.paper_id else None,
            quote=part.quote,
            assumption=part.assumption,
        )
        for part in one.inputs
    )
