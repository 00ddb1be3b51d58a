"""Sentences that were read and not taken for a claim, with the reasons, so that an editor can see what was left."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from claims.models.announcements import Announcement


class LeftSentence(models.Model):
    """`announcement.text[start:end]`, and why it is no claim: question, opinion, prediction … strongest first."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="left_sentences")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    reasons = ArrayField(models.CharField(max_length=20))

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("announcement", "start", "end"), name="left_sentence_once_per_place"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="left_sentence_place_in_order"),
            models.CheckConstraint(condition=Q(reasons__len__gt=0), name="left_sentence_says_why"),
        )

    def __str__(self) -> str:
        return ", ".join(self.reasons)

    @property
    def quote(self) -> str:
        """The sentence as it stands in its announcement."""
        return self.announcement.text[self.start : self.end]
