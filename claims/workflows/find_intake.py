"""Find what there is to take in: at an address, or in bytes that a person gave."""

from dataclasses import dataclass
from datetime import datetime

from claims.reading.documents import document_from
from claims.sources.snapshots import Capture, capture_of_page
from claims.sources.web_pages import PageFetcher
from claims.workflows.ingest_announcement import Intake


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a page or a file says and tells of itself; `remarks` are sentences on what an editor should look at."""

    intake: Intake
    remarks: tuple[str, ...] = ()


def found_at(url: str, *, fetcher: PageFetcher, now: datetime) -> Found:
    """What the page at `url` says; stores nothing. Raises what `fetcher` does and `UnreadableDocument`."""
    page = fetcher.fetch(url)
    capture = capture_of_page(page, captured_at=now)
    return found_in(page.body, content_type=page.content_type, url=page.url, capture=capture)


def found_in(body: bytes, *, content_type: str = "", url: str = "", capture: Capture) -> Found:
    """What is in `body`, which was found at `url` ("" when unknown). Raises `UnreadableDocument`."""
    document = document_from(body, content_type, url)
    intake = Intake(
        text=document.text,
        title=document.title,
        url=document.address,
        canonical_url=document.canonical_url,
        author=document.author,
        publisher=document.publisher,
        published_on=document.published_on,
        modified_on=document.modified_on,
        capture=capture,
    )
    return Found(intake=intake, remarks=document.remarks)
