"""The bytes that announcements were read from, as they came."""

from django.db import models
from django.db.models import Q

from claims.models.announcements import Announcement


class Snapshot(models.Model):
    """What a page or file was when it was read: a Memento (RFC 7089) of our own making. Append-only by trigger.

    `warc` is a gzip-compressed WARC 1.1 file with the requests and answers, or with the file that a person gave; then
    the addresses are "" and `status` is None. `body_sha256` and `body_size` (bytes) are of the body without content
    encoding, `text_sha256` is of the text that was read from it: it differs from the announcement's when the page has
    changed since.
    """

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="snapshots")
    captured_at = models.DateTimeField()
    asked_url = models.URLField(max_length=4000, blank=True)
    final_url = models.URLField(max_length=4000, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    content_type = models.CharField(max_length=200, blank=True)
    body_sha256 = models.CharField(max_length=64)
    body_size = models.PositiveIntegerField()
    text_sha256 = models.CharField(max_length=64)
    warc = models.BinaryField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("announcement", "body_sha256"), name="snapshot_once_per_body"),
            models.CheckConstraint(
                condition=Q(status=None, asked_url="", final_url="") | (Q(status__isnull=False) & ~Q(asked_url="")),
                name="snapshot_of_a_page_or_a_file",
            ),
        )

    def __str__(self) -> str:
        return f"{self.final_url or 'a file'} at {self.captured_at:%Y-%m-%d %H:%M}"
