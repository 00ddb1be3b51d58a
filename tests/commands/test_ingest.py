"""`ingest` takes in pages, PDFs and files, says what it did, and stores nothing of what it cannot read."""

import io
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from claims.models import Announcement, Claim, Snapshot, SourceLink
from tests.reading.made_up_pdfs import locked, pdf
from tests.sources.stand_in_server import Answer, serving
from tests.workflows.made_up_pages import story

pytestmark = pytest.mark.django_db

HTML = {"Content-Type": "text/html; charset=utf-8"}
LINES = ["Zephyr grows", "Nimbus Labs said on Monday that Zephyr-9 has 3 trillion parameters."]
LOOP = Answer(status=302, headers={"Location": "/loop"})


@pytest.fixture(autouse=True)
def private_addresses(settings: Settings) -> None:
    """The stand-in server is on loopback."""
    settings.FETCH_PRIVATE_ADDRESSES = True


def ingested(*words: str) -> str:
    """The first line of what the command says."""
    said = io.StringIO()
    call_command("ingest", *words, stdout=said)
    return said.getvalue().splitlines()[0]


def stored() -> tuple[int, int, int]:
    return Announcement.objects.count(), Claim.objects.count(), Snapshot.objects.count()


def site(html: bytes, address: str) -> Answer:
    return Answer(body=html.replace(b"https://news.example", address.encode()), headers=HTML)


def test_a_page_is_taken_in_with_all_it_says_of_itself_and_once_for_all_its_addresses() -> None:
    answers: dict[str, Answer] = {}
    with serving(answers) as address:
        page = (
            "<html><head><title>Zephyr grows</title><link rel='canonical' href='/giant'>"
            "<meta property='og:site_name' content='xNimbus'><meta name='author' content='Ada Wright'>"
            "<meta property='article:published_time' content='2024-01-15'>"
            "<meta property='article:modified_time' content='2024-02-01'></head><body><article>"
            "<p>Nimbus Labs said on Monday that Zephyr-9 has 3 trillion parameters, see <a href='/log'>the log</a>.</p>"
            "<p>It was trained on 256 GPUs, see <a href='https://arxiv.org/abs/2401.00001v2'>the report</a>.</p>"
            "</article></body></html>"
        )
        answers |= {path: Answer(body=page.encode(), headers=HTML) for path in ("/giant", "/giant?utm_source=x")}
        answers["/old"] = Answer(status=301, headers={"Location": "/giant"})
        row_number = ingested(f"{address}/giant?utm_source=x").split()[1]
        before = stored()
        known = f"Announcement {row_number} (known already; nothing was stored)"
        assert [ingested(f"{address}/giant"), ingested(f"{address}/old")] == [known, known]
        assert stored() == before
    row = Announcement.objects.get()
    assert (row.url, row.title, row.author) == (f"{address}/giant", "Zephyr grows", "Ada Wright")
    assert (row.publisher and row.publisher.name, row.published_on, row.modified_on) == (
        "xNimbus",
        date(2024, 1, 15),
        date(2024, 2, 1),
    )
    links = SourceLink.objects.order_by("start").values_list("url", "anchor_text", "arxiv_version")
    assert list(links) == [
        (f"{address}/log", "the log", None),
        ("https://arxiv.org/abs/2401.00001v2", "the report", 2),
    ]


def test_a_page_that_changed_is_said_to_have_changed() -> None:
    answers: dict[str, Answer] = {}
    with serving(answers) as address:
        answers["/giant"] = site(story(), address)
        number = ingested(f"{address}/giant").split()[1]
        answers["/giant"] = site(story(amount="4 trillion"), address)
        told = [ingested(f"{address}/giant"), ingested(f"{address}/giant")]
        answers["/giant"] = site(story(nonce="7"), address)
        told.append(ingested(f"{address}/giant"))
    start = f"Announcement {number} (known already; "
    kept = "as a snapshot, the claims stay as they are)"
    assert told == [
        f"{start}the page has changed since: what it says now was kept {kept}",
        f"{start}the page has changed since: what it says now was kept before {kept}",
        f"{start}a snapshot was stored)",
    ]


def test_a_pdf_is_taken_in_from_the_web() -> None:
    report = Answer(body=pdf(LINES, Title="Zephyr grows"), headers={"Content-Type": "application/pdf"})
    with serving({"/report.pdf": report}) as address:
        ingested(f"{address}/report.pdf")
    row = Announcement.objects.get()
    assert (row.url, row.title, row.text) == (f"{address}/report.pdf", "Zephyr grows", "\n\n".join(LINES))


def test_a_saved_page_is_known_by_the_address_it_names(tmp_path: Path) -> None:
    file = tmp_path / "saved.html"
    file.write_bytes(story())
    ingested(str(file))
    assert (Announcement.objects.get().url, Snapshot.objects.get().status) == ("https://news.example/giant", None)


def test_a_text_on_standard_input_is_kept_as_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "西风九号拥有 3 万亿个参数，用 256 个 GPU 训练。"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode("gb18030"))))
    ingested("-", "--url", "https://news.example/zh?utm_source=x")
    row = Announcement.objects.get()
    assert (row.text, row.url, row.snapshots.count()) == (text, "https://news.example/zh", 1)


def test_remarks_are_told(tmp_path: Path) -> None:
    file = tmp_path / "paid.html"
    paid = b'<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script></head>'
    file.write_bytes(story().replace(b"</head>", paid))
    said = io.StringIO()
    call_command("ingest", str(file), stdout=said)
    assert "  Note: The page says that it is not free: this may be only the beginning" in said.getvalue()


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (Answer(headers=HTML), "The text is empty."),
        (Answer(body=b"x" * (10 * 1024 * 1024 + 1), headers=HTML), "is larger than 10 MB; it was not stored."),
        (Answer(body=b"\x89PNG\r\n\x1a\n\x00", headers={"Content-Type": "image/png"}), "is image/png, not text."),
        (Answer(body=b"\x89PNG\r\n\x1a\n\x00"), "This is an image, not text."),
        (Answer(body=b"PK\x03\x04\x00\x00"), "This is a ZIP archive or an office document, not text."),
        (Answer(body=b"\x00\x00\x00\x18ftypmp42\x00"), "This is a video, not text."),
        (Answer(body=b"<html><body><div id='root'></div></body></html>", headers=HTML), "has no readable text"),
        (Answer(body=pdf([])), "The PDF holds pictures of pages and no text."),
        (Answer(body=locked(pdf(LINES), "secret")), "The PDF is locked by a password."),
        (Answer(body=pdf(LINES)[:300]), "The PDF is broken and cannot be read."),
        (Answer(status=403), "It lets no program in."),
        (Answer(status=404), "Check the address, or look for an archived copy."),
        (Answer(status=410), "It was taken down; look for an archived copy."),
        (Answer(status=429), "It has been asked too often; try again in some minutes."),
        (LOOP, "redirects more than 5 times."),
        (Answer(body=b"<p>Hel", declared=12), "Check the address, or try later."),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_stored(answer: Answer, complaint: str) -> None:
    with serving({"/loop": answer}) as address, pytest.raises(CommandError) as refused:
        call_command("ingest", f"{address}/loop")
    assert complaint in str(refused.value)
    assert stored() == (0, 0, 0)


def test_an_address_inside_is_refused_and_nothing_is_stored(settings: Settings) -> None:
    settings.FETCH_PRIVATE_ADDRESSES = False
    with pytest.raises(CommandError, match=r"http://10\.0\.0\.8/ points inside a private network"):
        call_command("ingest", "http://10.0.0.8/")
    assert stored() == (0, 0, 0)


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "large.md"
    file.write_bytes(b"x" * (10 * 1024 * 1024 + 1))
    with pytest.raises(CommandError, match=r"large\.md is larger than 10 MB; it was not stored\."):
        call_command("ingest", str(file))
    assert stored() == (0, 0, 0)
