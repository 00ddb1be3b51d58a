"""Papers, reports and pages that can bear on claims: works, their versions, their ids and their passages."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5

from claims.core.papers import DocumentPassage, PaperRecord, Standing
from claims.models.choices import choices


class PaperQuerySet(models.QuerySet["Paper"]):
    def with_text(self) -> Self:
        """Everything that judging reads, in four queries however many papers."""
        return self.prefetch_related("versions__passages", "identifiers")


class Paper(models.Model):
    """A work over all its versions. The record of the newest version is what lists show."""

    title = models.CharField(max_length=1000)
    authors = models.JSONField(default=list, blank=True)
    organisations = models.JSONField(default=list, blank=True)
    venue = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    published_on = models.DateField(null=True, blank=True)
    standing = models.CharField(max_length=30, choices=choices(Standing), default=Standing.CURRENT.value)
    recorded_at = models.DateTimeField(editable=False)

    objects = PaperQuerySet.as_manager()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(standing__in=list(Standing)), name="paper_standing_known"),)

    def __str__(self) -> str:
        return self.title

    def identifier(self, scheme: str) -> str:
        """The value of its id in `scheme`, or "" (reads the prefetched rows)."""
        return next((known.value for known in self.identifiers.all() if known.scheme == scheme), "")

    def newest_version(self) -> "PaperVersion":
        """The version recorded last; every paper has at least one."""
        return max(self.versions.all(), key=lambda version: version.pk)

    def to_core(self) -> PaperRecord:
        """The paper as judging reads it: its newest version under the id of that version."""
        version = self.newest_version()
        return PaperRecord(
            id=str(version.pk),
            title=version.title,
            authors=tuple(self.authors),
            published_on=self.published_on,
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


class PaperVersion(models.Model):
    """What a work said at one time; never changed, since quotes point into it."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="versions")
    title = models.CharField(max_length=1000)
    abstract = models.TextField(blank=True)
    arxiv_version = models.PositiveSmallIntegerField(null=True, blank=True)
    content_sha256 = models.CharField(max_length=64, editable=False)
    recorded_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("paper", "content_sha256"), name="paper_version_once"),)

    def __str__(self) -> str:
        return f"{self.title} (v{self.arxiv_version or '?'})"

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
