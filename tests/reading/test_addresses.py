"""Many addresses, one article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.reading.addresses import canonical_address, declared_address, plain_address, site_of

PAGE = "https://news.example/2024/giant"


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        (PAGE, PAGE),
        (f"{PAGE}?utm_source=letter&utm_medium=mail", PAGE),
        (f"{PAGE}?id=7&fbclid=x&page=2", f"{PAGE}?id=7&page=2"),
        (f"{PAGE}?b=2&a=&a=1", f"{PAGE}?b=2&a=&a=1"),
        (f"{PAGE}#results:~:text=nine", PAGE),
        ("https://app.example/#!/story/7", "https://app.example/#!/story/7"),
        ("HTTPS://News.Example:443/2024/Giant", "https://news.example/2024/Giant"),
        ("http://news.example:8080", "http://news.example:8080/"),
        ("https://ada:secret@news.example/a", "https://news.example/a"),
        (f"{PAGE}?amp=1", PAGE),
        ("https://news-example.cdn.ampproject.org/c/s/news.example/2024/giant", PAGE),
        ("https://www.google.com/amp/s/news.example/2024/giant?utm_source=x", PAGE),
        ("https://mp.example.cn/s?__biz=a&mid=2&idx=1&sn=f", "https://mp.example.cn/s?__biz=a&mid=2&idx=1&sn=f"),
        ("article.html", "article.html"),
        ("https://[broken", "https://[broken"),
        ("", ""),
    ],
)
def test_what_only_tells_how_a_reader_came_is_left_out(address: str, plain: str) -> None:
    assert plain_address(address) == plain


@pytest.mark.parametrize(
    ("address", "declared", "canonical"),
    [
        (f"{PAGE}?x=1", (), f"{PAGE}?x=1"),
        (f"{PAGE}?x=1", (PAGE,), PAGE),
        (f"{PAGE}?x=1", ("/2024/giant",), PAGE),
        (f"{PAGE}?x=1", ("//news.example/2024/giant?utm_source=y",), PAGE),
        (f"{PAGE}/amp", ("", "javascript:void(0)", PAGE), PAGE),
        ("https://m.news.example/a/7", ("https://www.news.example/story/7",), "https://www.news.example/story/7"),
        (PAGE, ("https://other.example/original",), PAGE),
        (PAGE, ("https://news.example/", PAGE + "/full"), PAGE + "/full"),
        ("https://news.example/?utm_source=x", ("https://news.example/",), "https://news.example/"),
        ("https://ada.pages.example/a", ("https://bo.pages.example/a",), "https://ada.pages.example/a"),
        ("", (PAGE,), PAGE),
        ("", ("giant.html",), ""),
        ("", (), ""),
        (PAGE, ("https://news.example/" + "a" * 3000,), PAGE),
        ("https://news.example/" + "a" * 3000, (), ""),
    ],
)
def test_a_page_is_believed_about_its_address_as_far_as_it_can_know(
    address: str, declared: tuple[str, ...], canonical: str
) -> None:
    assert canonical_address(address, declared_address(address, declared)) == canonical


def test_a_copy_says_on_which_other_site_it_belongs() -> None:
    declared = declared_address(PAGE, ("https://other.example/original?utm_source=x",))
    assert declared == "https://other.example/original"


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://www.news.example/a", "news.example"),
        ("https://m.news.example/a", "news.example"),
        ("https://blog.news.example:8080/a", "blog.news.example"),
        ("https://m.example/a", "m.example"),
        ("article.html", ""),
    ],
)
def test_the_site_of_an_address_is_its_host_for_every_device(address: str, site: str) -> None:
    assert site_of(address) == site


@given(st.text(alphabet="htps:/.?&=#@%!abAB17[]_utm中", max_size=60))
def test_making_an_address_plain_twice_is_making_it_plain_once(text: str) -> None:
    address = f"https://news.example/{text}"
    assert plain_address(plain_address(address)) == plain_address(address)
