"""What was fetched is kept so that any archive's tools can replay it, byte by byte."""

import gzip
import io
from datetime import UTC, datetime

from warcio.archiveiterator import ArchiveIterator

from claims.sources.snapshots import Capture, capture_of_file, capture_of_page
from claims.sources.web_pages import HardenedFetcher
from tests.sources.stand_in_server import Answer, serving

NOW = datetime(2026, 5, 3, 12, 30, tzinfo=UTC)
PAGE = "<p>西风九号拥有三万亿个参数</p>".encode()


def replayed(warc: bytes) -> list[tuple[str, str, str, bytes]]:
    """Kind, address, status or type, and payload of each record; warcio raises where a digest does not hold."""
    return [
        (
            record.rec_type,
            record.rec_headers.get_header("WARC-Target-URI") or "",
            record.http_headers.get_statuscode() if record.rec_type == "response" else record.content_type,
            record.content_stream().read(),
        )
        for record in ArchiveIterator(io.BytesIO(warc), check_digests="raise")
    ]


def test_a_page_is_replayed_with_its_redirects_and_the_same_bytes() -> None:
    moved = Answer(status=302, body=b"over there", headers={"Location": "/b"})
    packed = Answer(body=gzip.compress(PAGE), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"})
    with serving({"/a": moved, "/b": packed}) as address:
        page = HardenedFetcher(contact="desk@example.org", allow_private=True).fetch(f"{address}/a")
    capture = capture_of_page(page, captured_at=NOW)
    request = "application/http; msgtype=request"
    assert replayed(capture.warc) == [
        ("warcinfo", "", "application/warc-fields", b"software: Claim Tracker\r\nformat: WARC File Format 1.1\r\n"),
        ("response", f"{address}/a", "302", b"over there"),
        ("request", f"{address}/a", request, b""),
        ("response", f"{address}/b", "200", PAGE),
        ("request", f"{address}/b", request, b""),
    ]
    assert capture == Capture(
        captured_at=NOW,
        asked_url=f"{address}/a",
        final_url=f"{address}/b",
        status=200,
        content_type="text/html",
        body_sha256="5307968537f1366a1afc8b07cc7bfb4e13b4fbea56d9a79805611c8a33c3fd52",
        body_size=len(PAGE),
        warc=capture.warc,
    )


def test_records_say_when_and_by_which_standard() -> None:
    capture = capture_of_file(b"nine machines", name="log.md", captured_at=NOW)
    written = gzip.decompress(capture.warc).decode()
    assert (written.count("WARC/1.1\r\n"), written.count("WARC-Date: 2026-05-03T12:30:00.000000Z\r\n")) == (2, 2)


def test_a_file_is_replayed_under_its_own_name() -> None:
    capture = capture_of_file(PAGE, name="西 9.html", captured_at=NOW)
    assert replayed(capture.warc)[1:] == [("resource", "file:///%E8%A5%BF%209.html", "text/html", PAGE)]
    assert (capture.asked_url, capture.final_url, capture.status, capture.content_type) == ("", "", None, "text/html")


def test_a_file_of_an_unknown_kind_is_bytes_and_a_pdf_is_known_by_its_sign() -> None:
    kinds = {
        name: capture_of_file(body, name=name, captured_at=NOW).content_type
        for name, body in (("-", b"nine"), ("a.bin9", b"nine"), ("a.txt", b"%PDF-1.4"))
    }
    assert kinds == {"-": "application/octet-stream", "a.bin9": "application/octet-stream", "a.txt": "application/pdf"}
