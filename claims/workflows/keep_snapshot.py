"""Keep what a text was read from."""

from claims.models import Announcement, Snapshot
from claims.sources.snapshots import Capture


def keep_snapshot(announcement: Announcement, capture: Capture | None, *, text_sha256: str) -> bool:
    """Store a capture, if there is one, and return whether it is new. The same bytes again store nothing.

    `text_sha256` is the hash of the text that was read from it, the announcement's or, on a changed page, another.
    """
    if capture is None:
        return False
    # Without the bytes: looking whether they are known must not fetch megabytes.
    _, created = Snapshot.objects.only("id").get_or_create(
        announcement=announcement,
        body_sha256=capture.body_sha256,
        defaults={
            "captured_at": capture.captured_at,
            "asked_url": capture.asked_url[:4000],
            "final_url": capture.final_url[:4000],
            "status": capture.status,
            "content_type": capture.content_type[:200],
            "body_size": capture.body_size,
            "text_sha256": text_sha256,
            "warc": capture.warc,
        },
    )
    return created
