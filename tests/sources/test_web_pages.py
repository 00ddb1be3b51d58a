"""Fetching a page: bounded, complete or refused, and never from inside."""

import pytest

from claims.sources.web_pages import MAX_BYTES, FetchedPage, HardenedFetcher, PageUnavailable
from tests.sources.stand_in_server import Answer, serving

FETCHER = HardenedFetcher(contact="desk@example.org", allow_private=True)


def refusal(path: str, **answers: Answer) -> str:
    with serving({f"/{name}": answer for name, answer in answers.items()}) as address:
        with pytest.raises(PageUnavailable) as caught:
            FETCHER.fetch(f"{address}/{path}")
        return str(caught.value).replace(address, "http://site")


def test_a_page_is_brought_with_its_type_and_final_address() -> None:
    page = Answer(body=b"<p>Hello</p>", headers={"Content-Type": "text/html"})
    with serving({"/old": Answer(status=301, headers={"Location": "/new"}), "/new": page}) as address:
        fetched = FETCHER.fetch(f"{address}/old")
        assert fetched == FetchedPage(url=f"{address}/new", body=b"<p>Hello</p>", content_type="text/html")


def test_a_missing_page_is_named_with_its_answer() -> None:
    assert refusal("gone") == "http://site/gone answered 404 Not Found; nothing was stored."


def test_a_page_that_is_too_large_is_cut_off() -> None:
    big = Answer(body=b"x" * (MAX_BYTES + 1))
    assert refusal("big", big=big) == "http://site/big is larger than 10 MB; it was not stored."


def test_a_page_that_ends_before_its_declared_length_is_an_error() -> None:
    assert "http://site/cut" in refusal("cut", cut=Answer(body=b"<p>Hel", declared=12))


def test_endless_redirects_are_an_error() -> None:
    loop = Answer(status=302, headers={"Location": "/loop"})
    assert refusal("loop", loop=loop) == "http://site/loop redirects more than 5 times."


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://[::1]/", "http://10.0.0.8/", "http://169.254.169.254/"])
def test_addresses_inside_are_refused_without_a_connection(url: str) -> None:
    with pytest.raises(PageUnavailable) as caught:
        HardenedFetcher(contact="desk@example.org").fetch(url)
    assert str(caught.value) == f"{url} points inside a private network; it was not fetched."


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "example.org"])
def test_other_kinds_of_address_are_refused(url: str) -> None:
    with pytest.raises(PageUnavailable, match="must begin with http:// or https://"):
        FETCHER.fetch(url)


def test_nobody_listening_is_said_in_words() -> None:
    with serving({}) as address:
        pass
    with pytest.raises(PageUnavailable, match=r"could not be fetched: .*refused"):
        FETCHER.fetch(f"{address}/x")
