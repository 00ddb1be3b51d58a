"""A person proposes what a claim is to be called; another one, who may rule, decides on it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.judging.assessing import RULE_VERSION
from claims.judging.findings import Status
from claims.models import Claim, Evidence, Ruling, RulingAct, StatusProposal, Workflow
from claims.workflows.weigh_claim import newest_ruling


class RulingRefused(Exception):
    """The ruling or proposal cannot be taken; the message says why. Nothing was changed."""


class AlreadyRuled(RulingRefused):
    """Somebody ruled since the actor looked, or the claim is called that already."""


class AlreadyProposed(RulingRefused):
    """Somebody else proposes the same and waits for another person."""


def propose_ruling(claim_id: int, status: Status, *, reason: str, actor: User, now: datetime) -> StatusProposal:
    """The open proposal of `actor` that the claim be called `status`.

    Repeating it gives the same one. Raises `AlreadyProposed` where another person's is open, `AlreadyRuled` where a
    person has ruled so, `RulingRefused` and `Claim.DoesNotExist`.
    """
    with transaction.atomic():
        claim = claim_to_rule(claim_id, reason=reason)
        ruling = newest_ruling(claim)
        if ruling and ruling.act == RulingAct.RULED and ruling.status == status:
            raise AlreadyRuled(
                _("%(name)s has ruled “%(status)s”: %(reason)s")
                % {
                    "name": ruling.actor.get_username(),
                    "status": ruling.get_status_display(),
                    "reason": ruling.reason,
                }
            )
        standing = claim.proposals.open().filter(status=status, author__isnull=False).select_related("author").first()
        if standing and standing.author != actor:
            name = standing.author.get_username() if standing.author else ""
            raise AlreadyProposed(
                _("%(name)s proposes “%(status)s” already; it waits for another person, such as you.")
                % {"name": name, "status": standing.get_status_display()}
            )
        return standing or _made(claim, status, ruling, reason=reason, actor=actor, now=now)


def claim_to_rule(claim_id: int, *, reason: str) -> Claim:
    """The claim, locked. Raises `RulingRefused` for one that readers do not follow, and without a reason."""
    if not reason.strip():
        raise RulingRefused(_("Say why: a ruling without a reason cannot be followed by others."))
    claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim_id)
    if claim.workflow == Workflow.MERGED:
        raise RulingRefused(
            _("Claim %(number)s is merged into claim %(other)s: rule on that one.")
            % {"number": claim_id, "other": claim.merged_into_id}
        )
    return claim


def _made(
    claim: Claim, status: Status, ruling: Ruling | None, *, reason: str, actor: User, now: datetime
) -> StatusProposal:
    made = StatusProposal.objects.create(
        claim=claim,
        status=status,
        author=actor,
        reasons=[{"code": "proposed", "text": reason.strip()}],
        contests=ruling if ruling and ruling.act == RulingAct.RULED else None,
        rule_version=RULE_VERSION,
        recorded_at=now,
    )
    made.evidence.set(Evidence.objects.accepted().filter(claim=claim))
    return made
