"""Failures in words for readers: short, and without the addresses of questions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.sources.plain_faults import LONGEST, in_plain_words

URL = "https://export.arxiv.org/api/query?search_query=ti:zephyr&start=0"


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        ("", ""),
        (f"{URL} answered 429 (Rate exceeded.).", "export.arxiv.org asked us to slow down (429)"),
        (f"{URL} answered 503.", "export.arxiv.org had a fault of its own (503)"),
        (f"{URL} answered 400 (<script>).", "export.arxiv.org did not accept what we asked (400)"),
        (f"{URL} did not answer within 120 s.", "export.arxiv.org did not answer in time"),
        (f"{URL} could not be read: Connection refused.", "export.arxiv.org could not be reached"),
        (f"{URL} was cut: 3 of 9 bytes came.", "export.arxiv.org sent an answer that was cut off"),
        (f"{URL} sent XML that is not whole: Opening tag.", "export.arxiv.org sent an answer that is not whole"),
        (
            f"arxiv is left alone: {URL} answered 429 (Rate exceeded.).; it is asked again later.",
            "export.arxiv.org asked us to slow down (429), so it is left alone for a while",
        ),
        ("arxiv is asked by others; it is asked again later.", "arxiv is asked by others; it is asked again later"),
        ("OpenAlex sent 3 of 4 works on page 2.", "OpenAlex sent 3 of 4 works on page 2"),
        ("http://[bad answered 404.", "it did not know what we asked for (404)"),
    ],
)
def test_failures_are_told_in_plain_words(failure: str, words: str) -> None:
    assert in_plain_words(failure) == words


@given(st.text(), st.text())
def test_no_question_is_ever_told_and_nothing_is_long(before: str, after: str) -> None:
    told = in_plain_words(f"{before} {URL} {after}")
    assert "search_query" not in told
    assert len(told) <= LONGEST + len(", so it is left alone for a while")
