"""Documents: what was fetched becomes text, or is refused in words that say what to do."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.reading.documents import Document, UnreadableDocument, document_from

EMPTY = "The text is empty."
BINARY = "This is a binary file, not text. Give the page, or its text."
UNDECODABLE = "The bytes are no text in any encoding we know. Save it as UTF-8."
NO_ARTICLE = "The page has no readable text, only navigation or scripts."

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
        (b"%PDF-1.7 nine machines", "application/pdf", BINARY),
        (b"\x89PNG\r\n\x1a\nnine machines", "", BINARY),
        (b"PK\x03\x04nine machines", "", BINARY),
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
    assert refusal in ({""} if text.strip() else {EMPTY, BINARY, UNDECODABLE, NO_ARTICLE})
    assert "\x00" not in text


# A letter in front: a text of spaces is empty, one of NUL binary, and one with a tag is a page.
@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="<\ufeff")))
def test_a_text_in_utf8_comes_back_letter_by_letter(text: str) -> None:
    assert document_from(f"z{text}".encode()).text == f"z{text}"
