"""What publishers say of a paper after it is out: corrections, concerns, retractions, and that one was taken back."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.core.papers import Standing
from claims.models.choices import choices
from claims.models.papers import Paper


class PaperNotice(models.Model):
    """One notice on a paper; append-only by trigger. `Paper.standing` repeats what all of them come to.

    `issued_on` is the day of the notice, `source_url` where it can be read. `CURRENT` takes back what stood before.
    `actor` None means that a source told it with the paper's record.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="notices")
    standing = models.CharField(max_length=30, choices=choices(Standing))
    issued_on = models.DateField()
    source_url = models.URLField(max_length=2000, blank=True)
    reason = models.TextField(blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("paper", "standing", "issued_on", "source_url"), name="notice_once"),
            models.CheckConstraint(condition=Q(standing__in=list(Standing)), name="notice_standing_known"),
            models.CheckConstraint(condition=Q(actor=None) | ~Q(source_url=""), name="notice_of_a_person_has_a_source"),
        )

    def __str__(self) -> str:
        return f"{self.get_standing_display()} on {self.issued_on}"
