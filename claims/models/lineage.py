"""Where announcements come from: how relatives are found, which pairs were held to be related, where they differ."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from claims.models.announcements import Announcement
from claims.models.choices import choices
from claims.models.claims import Claim
from claims.reading.lineage import Kind


class PairState(models.TextChoices):
    """What became of a pair. The rules suggest and join; a person confirms and rejects, and that stands."""

    SUGGESTED = "suggested", "waits for an editor"
    JOINED = "joined", "joined by the rules"
    CONFIRMED = "confirmed", "confirmed by an editor"
    REJECTED = "rejected", "rejected by an editor"


DECIDED = (PairState.CONFIRMED, PairState.REJECTED)
STANDING = (PairState.JOINED, PairState.CONFIRMED)


class LineageMark(models.Model):
    """A number that an announcement shares with its relatives and with few others (`Traits.marks`)."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="lineage_marks")
    mark = models.BigIntegerField()

    class Meta:
        constraints = (
            # Its index, the mark first, is read when an announcement looks for its relatives.
            models.UniqueConstraint(fields=("mark", "announcement"), name="lineage_mark_once"),
        )

    def __str__(self) -> str:
        return f"{self.mark} of announcement {self.announcement_id}"


class LineagePair(models.Model):
    """Two announcements of which one was held to come from the other, with the reasons in words; one row a pair."""

    derived = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="origin_pairs")
    original = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="derived_pairs")
    kind = models.CharField(max_length=12, choices=choices(Kind))
    state = models.CharField(max_length=10, choices=PairState, default=PairState.SUGGESTED)
    reasons = models.JSONField(default=list)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                Least("derived", "original"), Greatest("derived", "original"), name="lineage_pair_once"
            ),
            models.CheckConstraint(condition=~Q(derived=F("original")), name="lineage_pair_of_two"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="lineage_pair_kind_known"),
            models.CheckConstraint(
                condition=Q(state__in=DECIDED, decided_by__isnull=False)
                | Q(state__in=(PairState.SUGGESTED, PairState.JOINED), decided_by=None),
                name="lineage_pair_decided_by_person",
            ),
        )

    def __str__(self) -> str:
        return f"announcement {self.derived_id}, {self.kind} of {self.original_id}"


class DoubtState(models.TextChoices):
    """What an editor says of two figures that differ."""

    OPEN = "open", "waits for an editor"
    CONFIRMED = "confirmed", "the copy is wrong"
    DISMISSED = "dismissed", "no difference"


class FigureDoubtQuerySet(models.QuerySet["FigureDoubt"]):
    def standing(self) -> Self:
        """Doubts that nobody has set aside, as they stand in the copy, with both texts."""
        told = self.exclude(state=DoubtState.DISMISSED).select_related("derived__publisher", "original__publisher")
        return told.order_by("derived", "derived_start", "id")


class FigureDoubt(models.Model):
    """A figure that a translation or copy tells otherwise than its original: both quotes at their places.

    `text[start:end]` of each announcement is its quote, `figure` the figure in it. `claim` is the claim that the copy
    makes of it, `counterpart` that of the original.
    """

    derived = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="figure_doubts")
    derived_start = models.PositiveIntegerField()
    derived_end = models.PositiveIntegerField()
    derived_quote = models.TextField()
    derived_figure = models.TextField()
    original = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="doubted_figures")
    original_start = models.PositiveIntegerField()
    original_end = models.PositiveIntegerField()
    original_quote = models.TextField()
    original_figure = models.TextField()
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="figure_doubts")
    counterpart = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="doubted_by_copies"
    )
    state = models.CharField(max_length=10, choices=DoubtState, default=DoubtState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(editable=False)

    objects = FigureDoubtQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("derived", "original", "derived_start", "original_start", "derived_figure"),
                name="figure_doubt_once",
            ),
            models.CheckConstraint(
                condition=Q(derived_start__lt=F("derived_end")) & Q(original_start__lt=F("original_end")),
                name="figure_doubt_places_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state=DoubtState.OPEN, decided_by=None)
                | Q(state__in=(DoubtState.CONFIRMED, DoubtState.DISMISSED), decided_by__isnull=False),
                name="figure_doubt_decided_by_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.derived_figure} ≠ {self.original_figure}"
