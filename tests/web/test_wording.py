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
