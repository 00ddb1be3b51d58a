"""Decide on many claims alike, one after the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from claims.models import DeskAct
from claims.workflows.decide_claim import DecisionRefused, decide_claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far it is: `done` of `of`. `refusal` says why the claim was left as it is, "" where it was decided."""

    claim_id: int
    done: int
    of: int
    refusal: str = ""


def decide_claims(
    claims: Mapping[int, int], act: DeskAct, *, reason: str, actor: User, now: datetime
) -> Iterator[Step]:
    """Decide on each claim in a transaction of its own; `claims` maps its number to the newest entry that was seen.

    Stopped in between, what was decided stays; repeating it decides on the rest. A refusal is told in its step. Raises
    `Claim.DoesNotExist`.
    """
    for done, (claim_id, seen) in enumerate(claims.items(), start=1):
        try:
            decide_claim(claim_id, act, reason=reason, actor=actor, seen=seen, now=now)
            yield Step(claim_id=claim_id, done=done, of=len(claims))
        except DecisionRefused as refused:
            yield Step(claim_id=claim_id, done=done, of=len(claims), refusal=str(refused))
