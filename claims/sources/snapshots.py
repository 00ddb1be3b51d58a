"""What was read, kept byte by byte as archives keep it: WARC 1.1 records (ISO 28500), each a gzip member of its own."""

import hashlib
import io
import mimetypes
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from claims.reading.pdf_articles import is_pdf
from claims.sources.web_pages import Exchange, FetchedPage

_SOFTWARE = {"software": "Claim Tracker", "format": "WARC File Format 1.1"}
# These say how the body travelled. It is kept unpacked, so they would mislead who replays it; archives keep them under
# this name.
_TRAVEL_HEADERS = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_TRAVELLED = "X-Archive-Orig-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """The bytes that a text was read from and where they came from; `warc` holds them with their circumstances.

    `asked_url`, `final_url` and `status` are "", "" and None for a file that a person gave. `body_sha256` is in hex.
    """

    captured_at: datetime
    asked_url: str
    final_url: str
    status: int | None
    content_type: str
    body_sha256: str
    body_size: int
    warc: bytes


def capture_of_page(page: FetchedPage, *, captured_at: datetime) -> Capture:
    """The requests and answers of a fetch as pairs of records, redirects first."""
    out = io.BytesIO()
    writer = _begun(out, captured_at)
    for exchange in page.exchanges:
        _write_exchange(writer, exchange, captured_at)
    return Capture(
        captured_at=captured_at,
        asked_url=page.asked,
        final_url=page.url,
        status=page.status,
        content_type=page.content_type,
        body_sha256=hashlib.sha256(page.body).hexdigest(),
        body_size=len(page.body),
        warc=out.getvalue(),
    )


def capture_of_file(body: bytes, *, name: str, captured_at: datetime) -> Capture:
    """A file that a person gave, as a resource record under its own name; where it lay is nobody's business."""
    content_type = "application/pdf" if is_pdf(body) else mimetypes.guess_type(name)[0] or "application/octet-stream"
    out = io.BytesIO()
    writer = _begun(out, captured_at)
    writer.write_record(
        writer.create_warc_record(
            f"file:///{quote(name)}",
            "resource",
            payload=io.BytesIO(body),
            length=len(body),
            warc_content_type=content_type,
            warc_headers_dict={"WARC-Date": _time(captured_at)},
        )
    )
    return Capture(
        captured_at=captured_at,
        asked_url="",
        final_url="",
        status=None,
        content_type=content_type,
        body_sha256=hashlib.sha256(body).hexdigest(),
        body_size=len(body),
        warc=out.getvalue(),
    )


def body_in(warc: bytes) -> bytes:
    """The body that a capture is of, as it was read: that of its last answer, or the file that a person gave."""
    records = ArchiveIterator(io.BytesIO(warc))
    bodies: Iterator[bytes] = (
        record.content_stream().read() for record in records if record.rec_type in ("response", "resource")
    )
    return deque(bodies, maxlen=1).pop()


def _begun(out: io.BytesIO, captured_at: datetime) -> WARCWriter:
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    first = writer.create_warcinfo_record("", _SOFTWARE)
    first.rec_headers.replace_header("WARC-Date", _time(captured_at))
    writer.write_record(first)
    return writer


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _write_exchange(writer: WARCWriter, exchange: Exchange, captured_at: datetime) -> None:
    answer = writer.create_warc_record(
        exchange.url,
        "response",
        payload=io.BytesIO(exchange.body),
        length=len(exchange.body),
        http_headers=StatusAndHeaders(exchange.status, _kept(exchange), protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": _time(captured_at)},
    )
    request = writer.create_warc_record(
        exchange.url,
        "request",
        payload=io.BytesIO(b""),
        length=0,
        http_headers=StatusAndHeaders(exchange.request_line, list(exchange.request_headers), is_http_request=True),
    )
    writer.write_request_response_pair(request, answer)


def _kept(exchange: Exchange) -> list[tuple[str, str]]:
    headers = [
        (f"{_TRAVELLED}{name}" if name.lower() in _TRAVEL_HEADERS else name, value) for name, value in exchange.headers
    ]
    return [*headers, ("Content-Length", str(len(exchange.body)))]
