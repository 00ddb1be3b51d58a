"""Wilson's interval: known values, and what holds of every share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.proportions import Proportion, proportion

WHOLES = st.integers(min_value=1, max_value=10_000)


@st.composite
def shares(draw: st.DrawFn) -> Proportion:
    whole = draw(WHOLES)
    return proportion(draw(st.integers(min_value=0, max_value=whole)), whole)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        # R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I.
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_the_literature(part: int, whole: int, low: float, high: float) -> None:
    seen = proportion(part, whole)

    assert (round(seen.low, 4), round(seen.high, 4)) == (low, high)


@given(shares())
def test_the_interval_holds_what_was_seen_and_stays_a_share(seen: Proportion) -> None:
    assert 0 <= seen.low <= seen.share <= seen.high <= 1


@given(shares())
def test_the_share_of_the_others_has_the_mirrored_interval(seen: Proportion) -> None:
    others = proportion(seen.whole - seen.part, seen.whole)

    assert (others.low, others.high) == pytest.approx((1 - seen.high, 1 - seen.low))


@given(shares())
def test_more_cases_of_the_same_share_tell_more(seen: Proportion) -> None:
    more = proportion(seen.part * 4, seen.whole * 4)

    assert more.high - more.low < seen.high - seen.low


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (-1, 5), (6, 5)])
def test_what_is_no_share_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match=f"^{part} of {whole} is no share.$"):
        proportion(part, whole)
