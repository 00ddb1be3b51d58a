"""What people decide: on evidence, on what a claim is to be called, and on what jobs propose. Each with who and why."""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from claims.core.papers import Standing
from claims.judging.findings import Grade, Status
from claims.judging.rulings import Heard, Side
from claims.models.choices import choices
from claims.models.claims import Claim
from claims.models.evidence import Evidence, EvidenceState
from claims.models.history import Visit


class WaitingEvidence(Evidence):
    """Evidence as reviewers see it, who come for what no job may accept and no person has decided on."""

    class Meta:
        proxy = True
        verbose_name = "evidence to review"
        verbose_name_plural = "evidence to review"


class ReviewAct(models.TextChoices):
    ACCEPTED = "accepted", "accepted"
    REJECTED = "rejected", "rejected"
    REQUOTED = "requoted", "quoted in other words"
    UNDONE = "undone", "undone"


class EvidenceReview(models.Model):
    """One decision of a person on a piece of evidence; append-only by trigger.

    `state_before` and `decider_before` are what undoing it goes back to. `replacement` is the evidence with the other
    words where it was requoted; `undoes` is the decision that an `UNDONE` takes back.
    """

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="reviews")
    act = models.CharField(max_length=10, choices=ReviewAct)
    reason = models.TextField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    state_before = models.CharField(max_length=12, choices=EvidenceState)
    decider_before = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    replacement = models.OneToOneField(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    undoes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        permissions = (("review_evidence", "Can accept, reject and requote evidence"),)
        constraints = (
            models.CheckConstraint(condition=Q(act__in=ReviewAct.values), name="review_act_known"),
            models.CheckConstraint(condition=Q(state_before__in=EvidenceState.values), name="review_state_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="review_has_a_reason"),
            models.CheckConstraint(
                condition=Q(act=ReviewAct.REQUOTED, replacement__isnull=False)
                | (~Q(act=ReviewAct.REQUOTED) & Q(replacement=None)),
                name="review_requotes_in_a_replacement",
            ),
            models.CheckConstraint(
                condition=Q(act=ReviewAct.UNDONE, undoes__isnull=False) | (~Q(act=ReviewAct.UNDONE) & Q(undoes=None)),
                name="review_undoes_a_review",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.reason[:60]}"


class RulingAct(models.TextChoices):
    RULED = "ruled", "ruled"
    LIFTED = "lifted", "handed back to the rules"


class Ruling(models.Model):
    """A person says what a claim is to be called, or takes that back; append-only by trigger. The newest one counts.

    `author` is the other person who proposed it, where it took two. `heard` lists the voices that were known (see
    `claims.judging.rulings.Heard`): only what is not among them can reopen the ruling.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="rulings")
    act = models.CharField(max_length=10, choices=RulingAct, default=RulingAct.RULED)
    status = models.CharField(max_length=20, choices=choices(Status))
    reason = models.TextField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    heard = models.JSONField(default=list, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        permissions = (
            ("propose_ruling", "Can propose what a claim is to be called"),
            ("rule_claim", "Can rule on claims"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(act__in=RulingAct.values), name="ruling_act_known"),
            models.CheckConstraint(condition=Q(status__in=list(Status)), name="ruling_status_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="ruling_has_a_reason"),
            models.CheckConstraint(condition=Q(author=None) | ~Q(author=F("actor")), name="ruling_of_two_people"),
        )
        indexes = (
            # Read at every look: the newest ruling on a claim.
            models.Index(fields=("claim", "-id"), name="ruling_by_claim"),
        )

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.get_status_display()}"

    def voices(self) -> frozenset[Heard]:
        """What was known when it was made."""
        return frozenset(
            Heard(
                team=voice["team"],
                paper_id=voice["paper_id"],
                side=Side(voice["side"]),
                grade=Grade(voice["grade"]),
                standing=Standing(voice["standing"]),
            )
            for voice in self.heard
        )


def told_voices(voices: Iterable[Heard]) -> list[dict[str, Any]]:
    """The rows of `Ruling.heard`, in a fixed order."""
    rows = [
        {
            "team": voice.team,
            "paper_id": voice.paper_id,
            "side": voice.side.value,
            "grade": voice.grade.value,
            "standing": voice.standing.value,
        }
        for voice in voices
    ]
    return sorted(rows, key=lambda row: sorted(row.items()))


class ProposalOutcome(models.TextChoices):
    OPEN = "open", "open"
    TAKEN = "taken", "taken up"
    DECLINED = "declined", "declined"
    MOOT = "moot", "closed by itself"


class StatusProposalQuerySet(models.QuerySet["StatusProposal"]):
    def open(self) -> Self:
        """Those that wait for a person."""
        return self.filter(outcome=ProposalOutcome.OPEN)


class StatusProposal(models.Model):
    """A status that somebody asks people to rule; closed by a trigger against changes once it is decided.

    `author` None is a job: then `reasons` is a list of `{"code", "text"}`, `evidence` what they rest on, `visits` the
    receipts of the looks and `grounds` a hash of all that, by which a declined proposal is not made again. `contests`
    is the ruling that weighty new evidence has reopened.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="proposals")
    status = models.CharField(max_length=20, choices=choices(Status))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reasons = models.JSONField(default=list)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="proposals")
    visits = models.ManyToManyField(Visit, blank=True, related_name="+")
    contests = models.ForeignKey(Ruling, null=True, blank=True, on_delete=models.PROTECT, related_name="reopenings")
    grounds = models.CharField(max_length=64, blank=True, editable=False)
    rule_version = models.CharField(max_length=20)
    recorded_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=ProposalOutcome, default=ProposalOutcome.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closing_reason = models.TextField(blank=True)

    objects = StatusProposalQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("claim",), condition=Q(outcome=ProposalOutcome.OPEN, author=None), name="proposal_of_jobs_once"
            ),
            models.UniqueConstraint(
                fields=("claim", "status"),
                condition=Q(outcome=ProposalOutcome.OPEN, author__isnull=False),
                name="proposal_of_people_once",
            ),
            models.CheckConstraint(condition=Q(status__in=list(Status)), name="proposal_status_known"),
            models.CheckConstraint(
                condition=Q(outcome=ProposalOutcome.OPEN, closed_at=None, closed_by=None, closing_reason="")
                | (
                    Q(outcome__in=(ProposalOutcome.TAKEN, ProposalOutcome.DECLINED), closed_by__isnull=False)
                    | Q(outcome=ProposalOutcome.MOOT)
                )
                & Q(closed_at__isnull=False)
                & ~Q(closing_reason=""),
                name="proposal_closed_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_status_display()}, {self.get_outcome_display()}"
