"""Every word of judging has a word, and a shape, on the pages."""

import pytest

from claims import wording
from claims.core.quantities import Metric
from claims.core.statements import Attribution
from claims.judging.findings import Certainty, Grade, Stance, Status
from claims.models import Language
from claims.web.foreign import in_short


def test_the_tables_of_words_are_total() -> None:
    assert [
        wording.STATUS_WORDS.keys() == set(Status),
        wording.CERTAINTY_WORDS.keys() == set(Certainty),
        wording.GRADE_WORDS.keys() == set(Grade),
        wording.STANCE_WORDS.keys() == set(Stance),
        wording.ATTRIBUTION_WORDS.keys() == set(Attribution),
        wording.METRIC_WORDS.keys() == set(Metric),
        wording.LANGUAGE_WORDS.keys() == set(Language.values),
    ] == [True] * 7


def test_no_two_statuses_share_a_shape() -> None:
    shapes = [word.shape for word in wording.STATUS_WORDS.values()]

    assert len(set(shapes)) == len(Status)


@pytest.mark.parametrize(
    ("reason", "short"),
    [
        ("It holds.", "It holds."),
        ("word " * 60, "word " * 38 + "word…"),
        ("Backed: “" + "word " * 60 + "”", "Backed: “" + "word " * 36 + "word…”"),
        ("字" * 300, "字" * 198 + "…"),
    ],
)
def test_a_long_reason_is_cut_between_words_and_its_quote_closed(reason: str, short: str) -> None:
    assert in_short(reason) == short


@pytest.mark.parametrize(
    ("reading", "plain"),
    [
        ("claimed 1 %, said 2 %; it names M6", "the claim says 1%, the source says 2%; it names M6"),
        (
            "claimed $4.6 million, said $2.45 million: an estimate under other assumptions",
            "the claim says $4.6 million, the source says $2.45 million: an estimate under other assumptions",
        ),
        ("claimed 1,024 A100, said 512, by others", "the claim says 1,024 A100, the source says 512, by others"),
        ("it names M6", "it names M6"),
    ],
)
def test_a_reading_says_who_says_which(reading: str, plain: str) -> None:
    assert wording.plainly(reading) == plain


def test_a_reason_spells_out_its_grade_and_its_reading_but_not_what_it_quotes() -> None:
    reason = "Independently supported: A row (E4), “claimed 3, said 4 %” — claimed 1 %, said 1 %; it names M6"
    assert wording.spelt_out(reason) == (
        "Independently supported: A row (E4, independent analysis), “claimed 3, said 4 %” "
        "— the claim says 1%, the source says 1%; it names M6"
    )
