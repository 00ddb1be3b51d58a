"""What was asked of language models, what it cost and what became of their proposals."""

from django.db import models
from django.db.models import Q

from claims.models.announcements import Announcement
from claims.models.claims import Claim
from claims.models.papers import PaperVersion


class ModelTask(models.TextChoices):
    """What a model was asked for."""

    READING = "reading", "reading"
    ASSESSING = "assessing", "assessing"


class ModelRun(models.Model):
    """One text put before a model: an announcement, or a version of a paper for a claim.

    `prompt_tokens` and `completion_tokens` are 0 where the server does not tell, `price` (US dollars) is None where no
    prices are set. Of what was `proposed`, `kept` is new, `doubled` was known, and `dropped` counts the rest by fault.
    `remarks` say what was not read and why; a run that `failed` by its server's fault may be repeated, others are not.
    """

    task = models.CharField(max_length=10, choices=ModelTask)
    announcement = models.ForeignKey(
        Announcement, null=True, blank=True, on_delete=models.PROTECT, related_name="model_runs"
    )
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.PROTECT, related_name="model_runs")
    paper_version = models.ForeignKey(
        PaperVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="model_runs"
    )
    model = models.TextField()
    prompt_version = models.CharField(max_length=20)
    recorded_at = models.DateTimeField()
    requests = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)
    prompt_tokens = models.PositiveIntegerField(default=0)
    completion_tokens = models.PositiveIntegerField(default=0)
    price = models.DecimalField(max_digits=14, decimal_places=6, null=True, blank=True)
    proposed = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)
    doubled = models.PositiveIntegerField(default=0)
    dropped = models.JSONField(default=dict, blank=True)
    remarks = models.TextField(blank=True)
    failed = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("announcement", "model", "prompt_version"),
                condition=Q(task=ModelTask.READING, failed=False),
                name="model_reads_an_announcement_once",
            ),
            models.UniqueConstraint(
                fields=("claim", "paper_version", "model", "prompt_version"),
                condition=Q(task=ModelTask.ASSESSING, failed=False),
                name="model_assesses_a_pair_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    task=ModelTask.READING, announcement__isnull=False, claim__isnull=True, paper_version__isnull=True
                )
                | Q(
                    task=ModelTask.ASSESSING,
                    announcement__isnull=True,
                    claim__isnull=False,
                    paper_version__isnull=False,
                ),
                name="model_run_is_about_what_it_was_asked",
            ),
        )

    def __str__(self) -> str:
        return f"{self.task} by {self.model} on {self.recorded_at:%Y-%m-%d}"
