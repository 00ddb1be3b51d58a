"""What Crossref and DataCite share: DOIs as they are, lists of them, days half known, and marked text as words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.sources.deposits import DOIS_PER_LIST, doi_in, earliest, lists_of, parts_in, text_of, work_of
from claims.sources.records import InvalidRecord

SICI = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2"


@pytest.mark.parametrize(
    ("field", "doi"),
    [
        ("10.1000/Zephyr.9", "10.1000/zephyr.9"),
        ("https://doi.org/10.1000/ZEPHYR", "10.1000/zephyr"),
        (" doi:10.1000/z ", "10.1000/z"),
        (SICI.upper(), SICI),
        ("10.1000/two words", ""),
        ("zephyr", ""),
        (None, ""),
        (10.1, ""),
    ],
)
def test_a_doi_is_taken_whole_or_not_at_all(field: object, doi: str) -> None:
    assert doi_in(field) == doi


def test_a_doi_of_arxivs_own_names_the_arxiv_id() -> None:
    assert work_of("10.48550/arxiv.2402.00001") == ("arxiv", "2402.00001")
    assert work_of("10.48550/arxiv.hep-th/9901001") == ("arxiv", "hep-th/9901001")
    assert work_of("10.1000/z") == ("doi", "10.1000/z")


def test_a_doi_with_a_comma_is_asked_for_alone_and_long_ones_in_shorter_lists() -> None:
    assert list(lists_of(["10.1/a", "10.1/b,c", "10.1/a", "10.1/d"])) == [("10.1/b,c",), ("10.1/a", "10.1/d")]
    many = [f"10.1000/z.{number}" for number in range(DOIS_PER_LIST + 1)]
    assert [len(each) for each in lists_of(many)] == [DOIS_PER_LIST, 1]
    long = [f"10.1000/{'<' * 400}{number}" for number in range(4)]
    assert [len(each) for each in lists_of(long)] == [2, 2]


@given(st.lists(st.sampled_from([f"10.1/{number}" for number in range(200)] + ["10.1/a,b"])))
def test_every_doi_is_in_one_list(dois: list[str]) -> None:
    assert sorted(doi for each in lists_of(dois) for doi in each) == sorted(set(dois))


@pytest.mark.parametrize(
    ("days", "first"),
    [
        ([(2018, 5, 30), (2018,)], date(2018, 5, 30)),
        ([(2018,), (2019, 1, 3)], date(2018, 1, 1)),
        ([(2020, 3), (2020, 3, 9), ()], date(2020, 3, 9)),
        ([()], None),
        ([], None),
    ],
)
def test_the_earliest_day_is_the_one_told_in_full(days: list[tuple[int, ...]], first: date | None) -> None:
    assert earliest(days) == first


@pytest.mark.parametrize("day", [(2023, 2, 30), (2021, 13), (0,), (99999999999999999999,)])
def test_a_day_that_no_calendar_has_is_said_to_be_none(day: tuple[int, ...]) -> None:
    with pytest.raises(InvalidRecord, match="is not a date"):
        earliest([day])


def test_a_day_is_read_as_far_as_it_is_told() -> None:
    told = ["2024-03-05T10:00:00Z", "2024-03", "2024", "2004-01-02/2005-01-02", "spring", None]
    assert [parts_in(each) for each in told] == [(2024, 3, 5), (2024, 3), (2024,), (2004, 1, 2), (), ()]


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("<jats:p>It has <jats:italic>many</jats:italic> parts.</jats:p><jats:p>So</jats:p>", "It has many parts. So"),
        ("<jats:title>Abstract</jats:title><jats:p>It runs.</jats:p>", "It runs."),
        ("<jats:sec><jats:title>Methods</jats:title>\n<jats:p>We ask.</jats:p></jats:sec>", "Methods: We ask."),
        ("<jats:title>Does it run?</jats:title><jats:p>Yes.</jats:p>", "Does it run? Yes."),
        ("10<jats:sup>6</jats:sup> tokens and R<sup>2</sup>", "10^6 tokens and R^2"),
        ("3 × 10<jats:sup>−4</jats:sup>", "3 × 10^−4"),
        ("the 5<sup>th</sup> of x<jats:sub>HI</jats:sub>", "the 5th of xHI"),
        (
            '<mml:math xmlns:mml="http://www.w3.org/1998/Math/MathML"><mml:mn>22</mml:mn><mml:mo>×</mml:mo>'
            "<mml:msup><mml:mn>10</mml:mn><mml:mn>9</mml:mn></mml:msup></mml:math>/L",
            "22×10^9/L",
        ),
        (
            "<jats:alternatives><jats:tex-math>$$n^2$$</jats:tex-math><mml:math><mml:msup><mml:mi>n</mml:mi>"
            "<mml:mn>2</mml:mn></mml:msup></mml:math></jats:alternatives>",
            "n^2",
        ),
        ("<jats:tex-math>$$n^2$$</jats:tex-math> steps", "$$n^2$$ steps"),
        ("p &lt; 0.05 &amp;amp; q", "p < 0.05 & q"),
        ("&lt;p&gt;Kept as &lt;em&gt;text&lt;/em&gt;.&lt;/p&gt;", "Kept as text."),
        ("if a<b and c>d, x<p", "if a<b and c>d, x<p"),
        ("a  line\nand another", "a line and another"),
        (["no text"], ""),
        (None, ""),
    ],
)
def test_marked_text_is_told_in_words(marked: object, words: str) -> None:
    assert text_of(marked) == words


@given(st.text(alphabet="<>/ps=jat: &;x", max_size=60))
def test_marked_text_comes_out_on_one_line_whatever_it_is(marked: str) -> None:
    words = text_of(marked)
    assert words == " ".join(words.split())
