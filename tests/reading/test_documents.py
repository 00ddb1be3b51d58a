"""Documents: what was fetched becomes text, or is refused in words that say what to do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.reading.document import Document, UnreadableDocument
from claims.reading.documents import document_from

EMPTY = "The text is empty."
BINARY = "This is a binary file, not text. Give the page, a PDF, or the text."
IMAGE = "This is an image, not text. Give the page, a PDF, or the text."
ARCHIVE = "This is a ZIP archive or an office document, not text. Give the page, a PDF, or the text."
VIDEO = "This is a video, not text. Give the page, a PDF, or the text."
FEED = "This is a feed of many articles. Give the address of one of them."
UNDECODABLE = "The bytes are no text in any encoding we know. Save it as UTF-8."
NO_ARTICLE = (
    "The page has no readable text, only navigation or scripts. Open it in a browser, save it complete as HTML, and "
    "give that file with --url."
)
GARBLED = "Some characters were decoded wrongly, here or before: compare the text with the page."

PARAGRAPHS = [
    f"In week {week} the crew moved the model to a larger hall and wrote down what each of the machines had drawn."
    for week in range(1, 5)
]
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
PAGE = (
    "<!DOCTYPE html><html><head><title>A log of the hall</title><meta name='author' content='Ada Wright'>"
    "<meta property='og:site_name' content='Nimbus News'>"
    "<meta property='article:published_time' content='2024-01-15T10:00:00Z'></head>"
    f"<body><nav><a href='/'>Start</a> <a href='/shop'>Shop</a></nav><article><h1>A log of the hall</h1>{ARTICLE}"
    "<p>The sums are in <a href='https://papers.example/9'>the paper</a>, which was written in the same spring.</p>"
    "</article><script>track()</script><footer>Imprint</footer></body></html>"
)
TEXT_OF_PAGE = "\n\n".join(
    [
        "# A log of the hall",
        *PARAGRAPHS,
        "The sums are in [the paper](https://papers.example/9), which was written in the same spring.",
    ]
)


def test_markdown_stays_as_it_is_and_its_heading_is_the_title() -> None:
    text = "Intro line\n\n# A log of the hall\n\n- **nine** machines\n\n# Later\n"
    assert document_from(text) == Document(text=text, title="A log of the hall")


def test_a_heading_loses_the_emphasis_around_it() -> None:
    assert document_from("# **A log of the hall**\n\nNine machines.").title == "A log of the hall"
    assert document_from("# A *log* of [the hall](https://nimbus.example)\n").title == "A log of the hall"


def test_words_that_begin_like_a_picture_are_still_words() -> None:
    assert document_from(b"BMW and Nimbus built nine machines.").text == "BMW and Nimbus built nine machines."


def test_a_text_that_was_decoded_wrongly_before_is_remarked_upon() -> None:
    text = "锟斤拷锟斤拷锟斤拷 nine machines"
    assert document_from(text.encode()) == Document(text=text, remarks=(GARBLED,))


def test_plain_text_has_no_title() -> None:
    text = "Nine machines.\nOne week, at 5 < 6 degrees.\n## not a title\n"
    assert document_from(text.encode(), "text/plain") == Document(text=text)


@pytest.mark.parametrize(("raw", "content_type"), [(PAGE, ""), (PAGE.encode(), ""), (PAGE.encode(), "text/html")])
def test_a_page_keeps_its_article_and_links_and_says_who_it_is(raw: bytes | str, content_type: str) -> None:
    assert document_from(raw, content_type) == Document(
        text=TEXT_OF_PAGE,
        title="A log of the hall",
        author="Ada Wright",
        publisher="Nimbus News",
        published_on=date(2024, 1, 15),
    )


@pytest.mark.parametrize(
    ("raw", "content_type", "text"),
    [
        ("九台机器 – naïve".encode(), "", "九台机器 – naïve"),
        ("\ufeff九台机器".encode(), "", "九台机器"),
        ("\ufeff九台机器", "", "九台机器"),
        ("九台机器".encode("utf-16"), "", "九台机器"),
        ("九台机器".encode("gb18030"), "", "九台机器"),
        ("九台機器".encode("big5"), "text/plain; charset=Big5", "九台機器"),
        ("naïve".encode("latin-1"), 'text/plain; charset="iso-8859-1"', "naïve"),
        ("九台机器".encode(), "text/plain; charset=no-such-thing", "九台机器"),
        ("九台机器".encode(), "text/plain; charset=ascii", "九台机器"),
    ],
)
def test_bytes_are_decoded_as_told_or_else_as_they_can_be(raw: bytes, content_type: str, text: str) -> None:
    assert document_from(raw, content_type) == Document(text=text)


@pytest.mark.parametrize(
    ("raw", "content_type", "message"),
    [
        (b"", "", EMPTY),
        (b" \n\t ", "text/html", EMPTY),
        ("", "", EMPTY),
        ("\ufeff\n", "", EMPTY),
        ("\ufeff".encode(), "", EMPTY),
        (b"\x89PNG\r\n\x1a\nnine machines", "", IMAGE),
        (b"PK\x03\x04nine machines", "", ARCHIVE),
        (b"\x00\x00\x00\x18ftypmp42nine machines", "video/mp4", VIDEO),
        (b"<?xml version='1.0'?><rss><channel><title>Nine</title></channel></rss>", "text/xml", FEED),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><title>Nine</title></feed>", "", FEED),
        (b"nine\x00machines", "text/plain", BINARY),
        ("nine\x00machines", "", BINARY),
        (b"n\x01\x02\x03\x04", "", BINARY),
        (b"n" * 5000 + b"\x00", "", BINARY),
        (b"\x81\x8d\x8f\x90\x9d\xff", "", UNDECODABLE),
        (b"<html><body><script>track()</script></body></html>", "text/html", NO_ARTICLE),
    ],
)
def test_what_holds_no_text_is_refused_and_told_why(raw: bytes | str, content_type: str, message: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        document_from(raw, content_type)
    assert str(refused.value) == message


def text_or_refusal(raw: bytes) -> tuple[str, str]:
    """The text, or the words of the refusal; the other one is empty."""
    try:
        return document_from(raw).text, ""
    except UnreadableDocument as refused:
        return "", str(refused)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_text_or_are_refused(raw: bytes) -> None:
    text, refusal = text_or_refusal(raw)
    assert bool(text.strip()) != bool(refusal)
    assert "\x00" not in text


# A letter in front: a text of spaces is empty, one of NUL binary, and one with a tag is a page.
@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="<\ufeff")))
def test_a_text_in_utf8_comes_back_letter_by_letter(text: str) -> None:
    assert document_from(f"z{text}".encode()).text == f"z{text}"
