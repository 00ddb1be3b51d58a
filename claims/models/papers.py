"""Papers, reports and pages that can bear on claims: works, their versions, their ids and their passages."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import MD5, Coalesce

from claims.core.papers import DocumentPassage, PaperRecord, Standing, newness
from claims.models.choices import choices
from claims.models.days import by_day


class PaperQuerySet(models.QuerySet["Paper"]):
    def unmerged(self) -> Self:
        """The papers that stand for themselves; all that was known of the others is with their successors."""
        return self.filter(merged_into=None)

    def with_text(self) -> Self:
        """Unmerged papers with everything that judging reads, in four queries however many papers."""
        return self.unmerged().prefetch_related("versions__passages", "identifiers")


class Paper(models.Model):
    """A work over all its versions. The record of the newest version is what lists show.

    `merged_into` is the paper that turned out to be the same work: this one keeps its number and leads there for good.
    A trigger sees to it that no chain of merged papers arises and that none is taken out again.
    """

    title = models.CharField(max_length=1000)
    authors = models.JSONField(default=list, blank=True)
    organisations = models.JSONField(default=list, blank=True)
    venue = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    published_on = models.DateField(null=True, blank=True)
    standing = models.CharField(max_length=30, choices=choices(Standing), default=Standing.CURRENT.value)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, editable=False, db_index=False, on_delete=models.PROTECT, related_name="absorbed"
    )
    recorded_at = models.DateTimeField(editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(standing__in=list(Standing)), name="paper_standing_known"),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")), name="paper_not_merged_into_itself"
            ),
        )
        indexes = (
            # Read when a successor is merged itself: those that lead to it. Most papers are not merged, so it is small.
            models.Index(fields=("merged_into",), condition=Q(merged_into__isnull=False), name="paper_by_successor"),
            # Read by the API's list of papers by their days.
            models.Index(by_day("published_on"), "id", name="paper_by_day"),
        )

    def __str__(self) -> str:
        return self.title

    def identifier(self, scheme: str) -> str:
        """The value of its id in `scheme`, or "" (reads the prefetched rows)."""
        return next((known.value for known in self.identifiers.all() if known.scheme == scheme), "")

    def newest_version(self) -> "PaperVersion":
        """The first of `newest_first` (reads the prefetched rows); every unmerged paper has at least one."""
        return max(self.versions.all(), key=PaperVersion.newness)

    def to_core(self) -> PaperRecord:
        """The paper as judging reads it: its newest version under the id of that version."""
        version = self.newest_version()
        return PaperRecord(
            id=str(version.pk),
            title=version.title,
            authors=tuple(self.authors),
            published_on=self.published_on,
            version_on=version.published_on if version.published_on != self.published_on else None,
            abstract=version.abstract,
            arxiv_id=self.identifier(IdentifierScheme.ARXIV),
            doi=self.identifier(IdentifierScheme.DOI),
            url=self.url,
            organisations=tuple(self.organisations),
            passages=tuple(
                DocumentPassage(text=part.text, location=part.location)
                for part in sorted(version.passages.all(), key=lambda part: part.pk)
            ),
            venue=self.venue,
            standing=Standing(self.standing),
        )


class PaperVersionQuerySet(models.QuerySet["PaperVersion"]):
    def newest_first(self) -> Self:
        """In the order of `PaperVersion.newness`, from the newest down."""
        return self.order_by(
            F("is_repeat").asc(),
            Case(When(abstract="", then=0), default=1).desc(),
            Coalesce("arxiv_version", 0).desc(),
            F("published_on").desc(nulls_last=True),
            F("pk").desc(),
        )


class PaperVersion(models.Model):
    """What a work said at one time; its words never change, since quotes point into it.

    `published_on` is the day that its record gave the work. `arxiv_version` is the newest on arXiv that says exactly
    this. `is_repeat` marks one that came with a merged paper and says what another version says: quotes still point
    into it.
    """

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="versions")
    title = models.CharField(max_length=1000)
    abstract = models.TextField(blank=True)
    arxiv_version = models.PositiveSmallIntegerField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    content_sha256 = models.CharField(max_length=64, editable=False)
    is_repeat = models.BooleanField(default=False, editable=False)
    recorded_at = models.DateTimeField(editable=False)

    objects = PaperVersionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("paper", "content_sha256"), condition=Q(is_repeat=False), name="paper_version_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} (v{self.arxiv_version or '?'})"

    def newness(self) -> tuple[bool, tuple[bool, int, date], int]:
        """What the newest version of a paper has most of."""
        told = newness(abstract=bool(self.abstract), arxiv_version=self.arxiv_version, published_on=self.published_on)
        return not self.is_repeat, told, self.pk

    def texts(self) -> tuple[tuple[str, str], ...]:
        """(location, text) of all that is at hand of it (reads the prefetched passages)."""
        passages = sorted(self.passages.all(), key=lambda part: part.pk)
        return (("title", self.title), ("abstract", self.abstract), *((part.location, part.text) for part in passages))


class Passage(models.Model):
    """A part of a version's full text that is at hand, with its place ("section 5.1")."""

    version = models.ForeignKey(PaperVersion, on_delete=models.CASCADE, related_name="passages")
    location = models.CharField(max_length=200)
    text = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint("version", "location", MD5("text"), name="passage_once"),)

    def __str__(self) -> str:
        return f"{self.location}: {self.text[:60]}"


class IdentifierScheme(models.TextChoices):
    ARXIV = "arxiv", "arXiv"
    DOI = "doi", "DOI"
    OPENALEX = "openalex", "OpenAlex"
    S2 = "s2", "Semantic Scholar"
    CORPUS = "corpus", "Semantic Scholar corpus"
    DBLP = "dblp", "DBLP"
    ACL = "acl", "ACL Anthology"
    PMID = "pmid", "PubMed"
    URL = "url", "address"
    KEY = "key", "key of the importer"


class PaperIdentifier(models.Model):
    """An id of a work. A strong id belongs to one paper only: that is how records are joined."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=10, choices=IdentifierScheme)
    value = models.CharField(max_length=500)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("scheme", "value"), name="identifier_names_one_paper"),
            models.CheckConstraint(condition=Q(scheme__in=IdentifierScheme.values), name="identifier_scheme_known"),
        )

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class PaperMerge(models.Model):
    """That a paper was found to be another one, and the record that told so; append-only by trigger.

    `record` is `{"title": …, "ids": [[scheme, value], …]}`. `successor` is the paper that it was merged into then;
    `Paper.merged_into` leads on where that one was merged later.
    """

    paper = models.OneToOneField(Paper, on_delete=models.PROTECT, related_name="merge")
    successor = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+")
    record = models.JSONField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=~Q(paper=F("successor")), name="paper_merge_of_two"),)

    def __str__(self) -> str:
        return f"paper {self.paper_id} into {self.successor_id}"
