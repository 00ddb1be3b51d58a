"""Pages as a fetcher brings them, without a network."""

from datetime import UTC, datetime

from claims.reading.documents import document_from
from claims.sources.snapshots import capture_of_page
from claims.sources.web_pages import Exchange, FetchedPage
from claims.workflows.ingest_announcement import Intake

FETCHED = datetime(2026, 5, 3, 9, tzinfo=UTC)
ADDRESS = "https://news.example/giant"


def fetched(body: bytes, asked: str = ADDRESS) -> FetchedPage:
    """A page that was answered at once, without a redirect."""
    exchange = Exchange(
        url=asked,
        request_line="GET /giant HTTP/1.1",
        request_headers=(("Host", "news.example"),),
        status="200 OK",
        headers=(("Content-Type", "text/html"),),
        body=body,
    )
    return FetchedPage(asked=asked, url=asked, status=200, content_type="text/html", body=body, exchanges=(exchange,))


def intake_of(page: FetchedPage) -> Intake:
    """What is taken in of a fetched page."""
    document = document_from(page.body, page.content_type, page.url)
    return Intake(
        text=document.text,
        title=document.title,
        url=document.address,
        canonical_url=document.canonical_url,
        publisher=document.publisher,
        capture=capture_of_page(page, captured_at=FETCHED),
    )


def story(*, amount: str = "3 trillion", nonce: str = "") -> bytes:
    """A page about a model of that size; `nonce` changes the bytes and not the text, as advertisements do."""
    return (
        f"<html><head><title>Zephyr grows</title><link rel='canonical' href='{ADDRESS}'></head><body>"
        f"<article><h1>Zephyr grows</h1><p>Nimbus Labs said on Monday that Zephyr-9 has {amount} parameters.</p>"
        "<p>The model was trained on 256 GPUs in 12 days, see <a href='/report'>the report</a> of the crew.</p>"
        f"</article><script>var nonce = '{nonce}'</script></body></html>"
    ).encode()
