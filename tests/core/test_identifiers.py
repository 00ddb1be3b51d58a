"""Identifiers of papers: which stretch of an address or a text is one, and when two are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.identifiers import ArxivId, arxiv_id, doi, normal_arxiv_id

BASES = st.builds(
    "{:02d}{:02d}.{}".format,
    st.integers(min_value=7, max_value=35),
    st.integers(min_value=1, max_value=12),
    st.from_regex(r"[0-9]{4,5}", fullmatch=True),
)
VERSIONS = st.none() | st.integers(min_value=1, max_value=30)
PLACES = st.sampled_from(
    [
        "https://arxiv.org/abs/{}",
        "https://arxiv.org/pdf/{}",
        "https://arxiv.org/pdf/{}.pdf",
        "http://export.arxiv.org/abs/{}",
        "https://huggingface.co/papers/{}",
        "https://doi.org/10.48550/arXiv.{}",
        "https://example.org/out?to=https%3A%2F%2Farxiv.org%2Fabs%2F{}",
        "see arXiv:{} for more",
        "arXiv preprint arXiv:{}.",
        "见 arXiv：{}。",
    ]
)
REGISTERED = st.from_regex(r"10\.[0-9]{4,6}/[A-Za-z0-9]{1,8}([.-][A-Za-z0-9]{1,6}){0,3}", fullmatch=True).filter(
    lambda name: not name.lower().endswith((".pdf", "/pdf", "/full"))
)


def written(base: str, version: int | None) -> str:
    return f"{base}v{version}" if version else base


@given(BASES, VERSIONS, PLACES)
def test_an_arxiv_id_is_read_back_from_every_place_that_names_it(base: str, version: int | None, place: str) -> None:
    expected = ArxivId(base=base, version=version)
    assert arxiv_id(place.format(written(base, version))) == expected


@given(BASES, VERSIONS, st.sampled_from(["{}", "arXiv:{}", " {} ", "https://arxiv.org/abs/{}"]))
def test_an_identifier_field_is_an_id_with_or_without_its_sign(base: str, version: int | None, field: str) -> None:
    assert normal_arxiv_id(field.format(written(base, version))) == ArxivId(base=base, version=version)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://arxiv.org/abs/hep-th/9901001", ArxivId(base="hep-th/9901001")),
        ("https://arxiv.org/abs/math.GT/0309136v2", ArxivId(base="math/0309136", version=2)),
        ("arXiv:2101.00001 and arXiv:2202.00002", ArxivId(base="2101.00001")),
        ("https://arxiv.org/abs/2202.00002 cites arXiv:2101.00001", ArxivId(base="2202.00002")),
    ],
)
def test_the_first_id_counts_and_old_ids_lose_their_subject_class(text: str, expected: ArxivId) -> None:
    assert arxiv_id(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "2104.04473", "version 2104.04473 of it", "https://arxiv.org/list/cs.CL/recent", "arXiv:2113.00001", "arXiv"],
)
def test_a_number_without_the_sign_of_arxiv_is_no_id_in_running_text(text: str) -> None:
    assert arxiv_id(text) is None


@pytest.mark.parametrize("text", ["", "2113.00001", "0601.00001", "2104.044731", "2104.04473 and more", "10.1000/182"])
def test_an_identifier_field_with_anything_else_in_it_is_no_id(text: str) -> None:
    assert normal_arxiv_id(text) is None


@given(REGISTERED, st.sampled_from(["https://doi.org/{}", "doi:{}", "(see {}).", "**{}**", "https://doi.org/{}?x=1#y"]))
def test_a_doi_is_read_back_in_lower_case_from_every_place_that_names_it(name: str, place: str) -> None:
    assert doi(place.format(name)) == name.lower()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://pub.example/doi/10.1000/AbC.7/full", "10.1000/abc.7"),
        ("https://pub.example/10.1000/abc.pdf", "10.1000/abc"),
        ("10.1016/s0140-6736(05)71146-6", "10.1016/s0140-6736(05)71146-6"),
        ("(see 10.1000/abc(05))", "10.1000/abc(05)"),
        ("(10.1016/s0140-6736(05)71146-6)", "10.1016/s0140-6736(05)71146-6"),
        ("https://doi.org/10.1000%2Fabc", "10.1000/abc"),
        ("见 10.1000/abc，以及其他", "10.1000/abc"),
        ("https://doi.org/10.48550/arXiv.2104.04473", ""),
        ("10.1/abc", ""),
        ("no identifier here", ""),
    ],
)
def test_a_doi_keeps_its_brackets_and_loses_what_a_page_or_a_sentence_adds(text: str, expected: str) -> None:
    assert doi(text) == expected


@given(st.text(alphabet=st.sampled_from("arxivARXIV:/. 0123456789v10%2F()，-")))
def test_any_text_is_read_without_complaint_and_what_is_found_is_found_again(text: str) -> None:
    found, name = arxiv_id(text), doi(text)
    if found:
        assert normal_arxiv_id(written(found.base, found.version)) == found
    assert doi(name) == name == name.lower()
