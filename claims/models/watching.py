"""Watching the sources: whose turn it is, what is harvested and how far, what was asked, and what came."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.lookups import GreaterThan

from claims.core.sources import Source
from claims.models.choices import choices
from claims.models.papers import Paper


class SourceTurn(models.Model):
    """The one row by which all workers keep a pace (`claims.sources.paces`).

    `holder` has the turn until `held_until`, for a worker may die with it. Nobody gets one before `next_allowed_at`;
    `closed` says why, when that is far.
    """

    pace = models.CharField(primary_key=True, max_length=220)
    next_allowed_at = models.DateTimeField()
    holder = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    closed = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.pace


class Fetch(models.Model):
    """One request to a source, answered or not; append-only by trigger. No key and no password is in it.

    `attempt` counts the tries of one question, `not_before` is when the source wanted to be asked again.
    """

    source = models.CharField(max_length=20, choices=choices(Source))
    method = models.CharField(max_length=4)
    url = models.TextField()
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    headers = models.JSONField(default=dict)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    seconds = models.FloatField()
    attempt = models.PositiveSmallIntegerField()
    cost_usd = models.DecimalField(max_digits=10, decimal_places=6, null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True)
    has_failed = models.GeneratedField(
        expression=GreaterThan(F("failure"), Value("")), output_field=models.BooleanField(), db_persist=True
    )

    class Meta:
        verbose_name_plural = "fetches"
        constraints = (models.CheckConstraint(condition=Q(source__in=list(Source)), name="fetch_source_known"),)
        indexes = (
            # Read by the page of coverage: the newest of a source; and, from the index alone, how many failed since a
            # day and what they cost.
            models.Index(
                fields=("source", "-started_at"), include=("has_failed", "cost_usd"), name="fetch_by_source_and_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.status or 'no answer'} at {self.started_at:%Y-%m-%d %H:%M}"


class Harvest(models.Model):
    """A set of a source that is taken in whole and then followed: its schedule, how far it is, and how it went.

    `high_water` is the server's own time of the last whole pass, from which the next one starts, less `overlap_days`.
    `resume` is the place within a pass that has begun, with `pending_high_water` for its end. `pages`, `records` and
    `total` count the pass. `failing_since` and `failure` are of the faults since the last good page; a stopped one
    stays where it is until it is resumed.
    """

    source = models.CharField(max_length=20, choices=choices(Source))
    collection = models.CharField(max_length=500, blank=True)
    every = models.DurationField()
    starts_on = models.DateField(help_text="What changed from this day on is taken in.")
    overlap_days = models.PositiveSmallIntegerField(default=1)
    due_at = models.DateTimeField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    holder = models.CharField(max_length=40, blank=True)
    stopped = models.BooleanField(default=False)
    high_water = models.DateTimeField(null=True, blank=True)
    pending_high_water = models.DateTimeField(null=True, blank=True)
    resume = models.TextField(blank=True)
    resume_expires_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    pages = models.PositiveIntegerField(default=0)
    records = models.PositiveIntegerField(default=0)
    new_papers = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "collection"), name="harvest_once_per_collection"),
            models.CheckConstraint(condition=Q(source__in=list(Source)), name="harvest_source_known"),
            models.CheckConstraint(
                condition=Q(resume="") | Q(pending_high_water__isnull=False), name="harvest_resumes_a_pass"
            ),
        )
        # Read by the dispatcher.
        indexes = (models.Index(fields=("due_at",), name="harvest_due"),)

    def __str__(self) -> str:
        return f"{self.source} {self.collection}".strip()


class Question(models.Model):
    """A question that claims have in common, so that one answer serves all of them (`Look.told`).

    `asked_at` is the last look, `answered_at` the last that was answered whole; `since` is the day from which on the
    next one asks. `found` counts the records that were read of the last answer, which had more
    where `has_more`.
    """

    source = models.CharField(max_length=20, choices=choices(Source))
    told = models.CharField(max_length=2000)
    since = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    found = models.PositiveIntegerField(default=0)
    has_more = models.BooleanField(default=False)
    failure = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "told"), name="question_once_per_source"),
            models.CheckConstraint(condition=Q(source__in=list(Source)), name="question_source_known"),
        )

    def __str__(self) -> str:
        return f"{self.source}: {self.told[:80]}"


class RawRecord(models.Model):
    """A record as a source told it, byte for byte; append-only by trigger.

    `refusal` says why it was not taken in, where it was not; then `paper` is None.
    """

    source = models.CharField(max_length=20, choices=choices(Source))
    native_id = models.CharField(max_length=500)
    version = models.CharField(max_length=100, blank=True)
    payload = models.TextField()
    sha256 = models.CharField(max_length=64)
    paper = models.ForeignKey(Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="raw_records")
    refusal = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "native_id", "version", "sha256"), name="raw_record_once"),
            models.CheckConstraint(condition=Q(source__in=list(Source)), name="raw_record_source_known"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.native_id} {self.version}".strip()


class WaitingPaper(models.Model):
    """A paper that is stored and not yet held against the claims; written with it, gone once it was matched."""

    paper = models.OneToOneField(Paper, primary_key=True, on_delete=models.CASCADE, related_name="waiting")
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        # Read by the dispatcher.
        indexes = (models.Index(fields=("due_at", "paper"), name="waiting_paper_due"),)

    def __str__(self) -> str:
        return f"paper {self.paper_id} since {self.due_at:%Y-%m-%d %H:%M}"


class PaperWatch(models.Model):
    """A paper that claims rest on or lead to: it is asked after for new versions, corrections and retractions.

    `checked_at` is the last time that all sources that know it answered; `failure` tells of those that did not.
    """

    paper = models.OneToOneField(Paper, primary_key=True, on_delete=models.CASCADE, related_name="watch")
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "paper watches"
        # Read by the dispatcher.
        indexes = (models.Index(fields=("due_at", "paper"), name="paper_watch_due"),)

    def __str__(self) -> str:
        return f"paper {self.paper_id} at {self.due_at:%Y-%m-%d %H:%M}"


class Citation(models.Model):
    """That one stored paper cites another (DataCite `Cites`), and in which words.

    `contexts` are the citing sentences where a source tells them; Semantic Scholar's licence keeps them off public
    pages, so they serve search and judging only.
    """

    citing = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="citations")
    cited = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="cited_by")
    source = models.CharField(max_length=20, choices=choices(Source))
    contexts = models.JSONField(default=list, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("citing", "cited", "source"), name="citation_once_per_source"),
            models.CheckConstraint(condition=~Q(citing=F("cited")), name="citation_of_another"),
        )
        # Read by forward search: who cites what a claim links to.
        indexes = (models.Index(fields=("cited", "citing"), name="citation_by_cited"),)

    def __str__(self) -> str:
        return f"paper {self.citing_id} cites {self.cited_id}"
