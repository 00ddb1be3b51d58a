"""The numbers of subjects that were united with others: what once had one is found under another for good."""

from django.db import models
from django.db.models.functions import Now

from claims.models.subjects import Subject


class MergedSubject(models.Model):
    """The number that a subject had, and the subject that it is now; never one that has gone itself."""

    number = models.BigIntegerField(primary_key=True)
    successor = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="merged_numbers")
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return f"{self.number} is {self.successor_id}"
