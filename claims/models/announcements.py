"""Announcements and the links they give as their sources."""

from django.conf.locale import LANG_INFO
from django.db import models
from django.db.models import F, Func, Q, Value

from claims.models.days import by_day
from claims.models.organisations import Organisation
from claims.models.papers import Paper


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    CHINESE = "zh", "Chinese"


class Announcement(models.Model):
    """A news article, press release or post (schema.org `Article`), stored as the text that was read.

    `text` never changes: quotes point into it by offset. `text_sha256` is the hash of its UTF-8 bytes. `language` is an
    ISO 639 code; claims are read in those of `Language` only. `canonical_url` is where the page says that it belongs.
    """

    url = models.URLField(max_length=2000, blank=True)
    canonical_url = models.URLField(max_length=2000, blank=True)
    title = models.CharField(max_length=500)
    author = models.CharField(max_length=300, blank=True)
    publisher = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="announcements"
    )
    published_on = models.DateField(null=True, blank=True)
    modified_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=3)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    recorded_at = models.DateTimeField(editable=False)
    translation_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="translations"
    )
    syndicated_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="copies")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("url",), condition=~Q(url=""), name="announcement_once_per_url"),
            models.CheckConstraint(condition=Q(language__regex="^[a-z]{2,3}$"), name="announcement_language_is_a_code"),
            models.CheckConstraint(condition=~Q(text=""), name="announcement_has_text"),
            models.CheckConstraint(
                condition=Q(translation_of=None) | ~Q(translation_of=F("id")), name="announcement_not_its_translation"
            ),
            models.CheckConstraint(
                condition=Q(syndicated_from=None) | ~Q(syndicated_from=F("id")), name="announcement_not_its_copy"
            ),
        )
        indexes = (
            # Read by the API's list of announcements by their days.
            models.Index(by_day("published_on"), "id", name="announcement_by_day"),
            # Read when announcements of a site are chosen, by how their addresses begin.
            models.Index(fields=("url",), opclasses=("varchar_pattern_ops",), name="announcement_by_site"),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def language_name(self) -> str:
        """The language in English: "Chinese"; the code where Django knows no name for it."""
        known: str = LANG_INFO.get(self.language, {}).get("name", self.language)
        return Language(self.language).label if self.language in Language.values else known


class SourceLink(models.Model):
    """A link inside an announcement, at `text[start:end]`; `fragment_quote` is its decoded `#:~:text=` part.

    `arxiv_version` is the version that the link asks for, None for the newest.
    """

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="source_links")
    url = models.URLField(max_length=4000)
    anchor_text = models.TextField(blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    fragment_quote = models.TextField(blank=True)
    arxiv_id = models.CharField(max_length=30, blank=True)
    arxiv_version = models.PositiveSmallIntegerField(null=True, blank=True)
    doi = models.CharField(max_length=300, blank=True)
    paper = models.ForeignKey(Paper, null=True, blank=True, on_delete=models.PROTECT, related_name="linked_from")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("announcement", "start", "end"), name="source_link_once_per_place"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="source_link_place_in_order"),
        )
        indexes = (
            # Read when a paper is imported, to tie the links that were waiting for it.
            models.Index(fields=("arxiv_id",), condition=~Q(arxiv_id=""), name="source_link_by_arxiv_id"),
            models.Index(fields=("doi",), condition=~Q(doi=""), name="source_link_by_doi"),
            models.Index(
                Func(F("url"), Value("#"), Value(1), function="split_part"),
                condition=Q(paper=None),
                name="source_link_waiting_by_page",
            ),
        )

    def __str__(self) -> str:
        return self.url
