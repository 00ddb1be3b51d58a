"""What a claim is to be called: proposing it, ruling it, taking a ruling back, declining what others propose."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework import serializers

from claims.api.writing import Act, Done, Reasoned, number
from claims.judging.findings import Certainty, Status
from claims.models import Claim
from claims.workflows.choose_policy import chosen_policy
from claims.workflows.decline_proposal import decline_proposal
from claims.workflows.foresee_ruling import foresee_ruling
from claims.workflows.lift_ruling import lift_ruling
from claims.workflows.propose_ruling import propose_ruling
from claims.workflows.rule_claim import rule_claim
from claims.workflows.weigh_claim import newest_ruling

_SEEN = "The number of the newest ruling that you know of, 0 for none; a dry run tells it."


class GivenProposal(Reasoned):
    """What to call the claim, and why."""

    status = serializers.ChoiceField(choices=[status.value for status in Status])


class GivenRuling(GivenProposal):
    """The same from somebody who may say so."""

    seen = number(help_text=_SEEN)
    dry_run = serializers.BooleanField(default=False, help_text="Tell what it would do, and do nothing.")


class GivenLifting(Reasoned):
    """Why the rules shall say again what the claim is called."""

    seen = number(help_text=_SEEN)


class Proposed(serializers.Serializer[Any]):
    """A proposal that waits for another person."""

    proposal = serializers.IntegerField(source="pk")
    status = serializers.CharField()
    outcome = serializers.CharField()


class RulingTold(serializers.Serializer[Any]):
    """What a ruling did or, in a dry run, would do."""

    dry_run = serializers.BooleanField()
    status = serializers.CharField(help_text="What the claim is called after it.")
    in_force = serializers.BooleanField(help_text="False: it waits for a second person, as a proposal.")
    ruling = serializers.IntegerField(allow_null=True)
    proposal = serializers.IntegerField(allow_null=True)
    certainty = serializers.ChoiceField(choices=[one.value for one in Certainty], allow_null=True)
    by_rules = serializers.CharField(allow_null=True, help_text="In a dry run: what the rules say by themselves.")
    seen = serializers.IntegerField(help_text="The number of the newest ruling, to be sent with the next.")


class Lifted(serializers.Serializer[Any]):
    """What the rules say."""

    status = serializers.CharField()


class Declined(serializers.Serializer[Any]):
    """A proposal that is closed."""

    proposal = serializers.IntegerField()
    outcome = serializers.CharField()


class ProposeRuling(Act):
    """Propose what a claim is to be called; whoever may rule decides on it. Repeating it gives the same proposal."""

    takes, answers, success = GivenProposal, Proposed, HTTPStatus.CREATED

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `propose_ruling`."""
        status = Status(given["status"])
        made = propose_ruling(numbers["claim"], status, reason=given["reason"], actor=actor, now=timezone.now())
        return Done(told=made, status=self.success)


class RuleClaim(Act):
    """Say what a claim is called. No job changes that; "refuted" takes two people."""

    takes, answers = GivenRuling, RulingTold
    # What a second person has to agree to.
    also = (HTTPStatus.ACCEPTED,)

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `rule_claim` and `foresee_ruling`."""
        status, reason, number_of = Status(given["status"]), given["reason"], numbers["claim"]
        if given["dry_run"]:
            return Done(told=_foreseen(number_of, status, actor=actor))
        done = rule_claim(
            number_of,
            status,
            reason=reason,
            actor=actor,
            seen=given["seen"],
            policy=chosen_policy(),
            now=timezone.now(),
        )
        told = {
            "dry_run": False,
            "status": done.status.value,
            "in_force": done.in_force,
            "ruling": done.ruling_id,
            "proposal": done.proposal_id,
            "certainty": None,
            "by_rules": None,
            "seen": done.ruling_id or given["seen"],
        }
        return Done(told=told, status=HTTPStatus.OK if done.in_force else HTTPStatus.ACCEPTED)


def _foreseen(claim_id: int, status: Status, *, actor: User) -> dict[str, Any]:
    claim = Claim.objects.get(pk=claim_id)
    foreseen, newest = foresee_ruling(claim, status, actor=actor, policy=chosen_policy()), newest_ruling(claim)
    return {
        "dry_run": True,
        "status": claim.status if foreseen.needs_another else status.value,
        "in_force": not foreseen.needs_another,
        "ruling": None,
        "proposal": None,
        "certainty": foreseen.certainty.value,
        "by_rules": foreseen.by_rules.value,
        "seen": newest.pk if newest else 0,
    }


class LiftRuling(Act):
    """Hand a claim back to the rules."""

    takes, answers = GivenLifting, Lifted

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `lift_ruling`."""
        status = lift_ruling(
            numbers["claim"], reason=given["reason"], actor=actor, seen=given["seen"], now=timezone.now()
        )
        return Done(told={"status": status.value})


class DeclineProposal(Act):
    """Close what a job or another person proposes, without taking it up."""

    takes, answers = Reasoned, Declined

    def act(self, actor: User, given: dict[str, Any], **numbers: int) -> Done:
        """See `decline_proposal`."""
        decline_proposal(numbers["proposal"], reason=given["reason"], actor=actor, now=timezone.now())
        return Done(told={"proposal": numbers["proposal"], "outcome": "declined"})
