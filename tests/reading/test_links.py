"""Source links: each with its words, its place, the paper it names and the quote its address carries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.reading.drafts import DraftLink
from claims.reading.links import fragment_quote, read_links


def test_a_markdown_link_has_its_words_and_all_of_its_place() -> None:
    text = "As [the **first** report](https://news.example/zephyr) said."
    written = "[the **first** report](https://news.example/zephyr)"
    start = text.index(written)
    assert read_links(text) == (
        DraftLink(
            url="https://news.example/zephyr",
            anchor_text="the first report",
            start=start,
            end=start + len(written),
        ),
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("It was seen at https://news.example/zephyr.", "https://news.example/zephyr"),
        ("It was seen at <https://news.example/zephyr>.", "<https://news.example/zephyr>"),
        ("据https://news.example/zephyr，已经发布", "https://news.example/zephyr"),
        (
            "[https://news.example/zephyr](https://news.example/zephyr)",
            "[https://news.example/zephyr](https://news.example/zephyr)",
        ),
    ],
)
def test_an_address_alone_has_no_words_and_ends_before_the_punctuation(text: str, written: str) -> None:
    start = text.index(written)
    assert read_links(text) == (
        DraftLink(url="https://news.example/zephyr", anchor_text="", start=start, end=start + len(written)),
    )


def test_brackets_of_an_address_and_a_title_behind_it_are_told_apart() -> None:
    text = '[one](https://wiki.example/Zephyr_(model)) [two](https://news.example/z "A title")'
    assert [link.url for link in read_links(text)] == ["https://wiki.example/Zephyr_(model)", "https://news.example/z"]


def test_an_image_in_a_link_is_a_link_of_its_own_and_comes_after_the_one_around_it() -> None:
    text = "[![curve](curve.png)](https://news.example/z)"
    assert read_links(text, "https://blog.example/posts/") == (
        DraftLink(url="https://news.example/z", anchor_text="", start=0, end=len(text)),
        DraftLink(
            url="https://blog.example/posts/curve.png",
            anchor_text="curve",
            start=1,
            end=text.index(")") + 1,
            is_image=True,
        ),
    )


@pytest.mark.parametrize(
    ("target", "absolute"),
    [
        ("/papers/9", "https://blog.example/papers/9"),
        ("../about", "https://blog.example/about"),
        ("next?page=2", "https://blog.example/posts/next?page=2"),
        ("//cdn.example/paper", "https://cdn.example/paper"),
        ("http://other.example/", "http://other.example/"),
    ],
)
def test_a_relative_link_is_joined_to_the_address_of_the_page(target: str, absolute: str) -> None:
    (link,) = read_links(f"[here]({target})", "https://blog.example/posts/today")
    assert link.url == absolute


@pytest.mark.parametrize("base", ["", "https://[broken"])
def test_a_relative_link_stays_as_written_where_it_cannot_be_joined(base: str) -> None:
    (link,) = read_links("[here](papers/9)", base)
    assert link.url == "papers/9"


def test_places_within_the_page_and_mail_addresses_are_no_sources() -> None:
    assert read_links("[up](#top) [write](mailto:ada@nimbus.example)", "https://blog.example/") == ()


@pytest.mark.parametrize(
    ("address", "arxiv_id", "version", "doi"),
    [
        ("https://arxiv.org/abs/2301.00007", "2301.00007", None, ""),
        ("https://arxiv.org/abs/2301.00007v3", "2301.00007", 3, ""),
        ("https://arxiv.org/pdf/2301.00007v12.pdf", "2301.00007", 12, ""),
        ("https://arxiv.org/abs/hep-th/9901001v2", "hep-th/9901001", 2, ""),
        ("https://doi.org/10.48550/arXiv.2301.00007", "2301.00007", None, ""),
        ("https://doi.org/10.5555/Zephyr.9", "", None, "10.5555/zephyr.9"),
        ("https://dl.example/doi/10.5555/Zephyr.9?download=1", "", None, "10.5555/zephyr.9"),
        ("https://news.example/2301.00007", "", None, ""),
        (f"https://doi.org/10.5555/{'z' * 400}", "", None, ""),
    ],
)
def test_the_paper_an_address_names_is_known_with_its_version_apart(
    address: str, arxiv_id: str, version: int | None, doi: str
) -> None:
    (link,) = read_links(f"[it]({address})")
    assert (link.url, link.arxiv_id, link.arxiv_version, link.doi) == (address, arxiv_id, version, doi)


def test_an_address_that_no_server_takes_is_no_source() -> None:
    assert read_links(f"See https://news.example/{'z' * 4000} there.") == ()


@pytest.mark.parametrize(
    ("directive", "quote"),
    [
        ("#:~:text=nine%20machines", "nine machines"),
        ("#:~:text=%E4%B9%9D%E5%8F%B0%E6%9C%BA%E5%99%A8", "九台机器"),
        ("#:~:text=well%2Dtested%2C%20slowly", "well-tested, slowly"),
        ("#:~:text=only%20on-,nine%20machines", "nine machines"),
        ("#:~:text=nine%20machines,-in%20a%20hall", "nine machines"),
        ("#:~:text=only%20on-,nine%20machines,-in%20a%20hall", "nine machines"),
        ("#:~:text=nine%20machines,one%20week", "nine machines … one week"),
        ("#:~:text=on-,nine%20machines,one%20week,-and", "nine machines … one week"),
        ("#results:~:text=nine&text=ten", "nine … ten"),
        ("#:~:text=", ""),
        ("#:~:selector=nine", ""),
        ("#nine%20machines", ""),
        ("", ""),
    ],
)
def test_a_text_fragment_gives_the_words_it_points_at(directive: str, quote: str) -> None:
    address = f"https://news.example/z{directive}"
    (link,) = read_links(f"[it]({address})")
    assert (link.url, link.fragment_quote) == (address, quote)
    assert fragment_quote(address) == quote


@given(
    st.text(alphabet="[]()<>!*_ \n#:~,-%&=/.?ab中https", max_size=80), st.sampled_from(["", "https://blog.example/"])
)
def test_any_text_gives_links_in_order_within_the_text(text: str, base: str) -> None:
    places = [(link.start, link.end) for link in read_links(text, base)]
    assert places == sorted(places, key=lambda place: (place[0], -place[1]))
    assert all(0 <= start < end <= len(text) for start, end in places)
