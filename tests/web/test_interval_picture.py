"""The picture of an arithmetic never draws outside itself and says in words what it shows."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from claims.web.interval_picture import IntervalPicture, Label, Tick, draw_interval

amounts = st.decimals(min_value=Decimal("0.0001"), max_value=Decimal(10**15), places=4)


def places(picture: IntervalPicture) -> list[float]:
    """Every horizontal place in the picture, in percent of its width."""
    bar = float(picture.bar_x.rstrip("%"))
    marks = [bar, bar + float(picture.bar_width.rstrip("%")), *(float(tick.x.rstrip("%")) for tick in picture.ticks)]
    return marks + ([float(picture.claimed.x.rstrip("%"))] if picture.claimed else [])


def test_one_percent_claimed_lies_left_of_three_to_six_percent() -> None:
    picture = draw_interval(low=Decimal("0.0286"), high=Decimal("0.0603"), claimed=Decimal("0.01"), unit="ratio")

    assert picture == IntervalPicture(
        bar_x="43.53%",
        bar_width="44.92%",
        result=Label(x="65.99%", anchor="middle", text="2.86% – 6.03%"),
        claimed=Label(x="17.17%", anchor="start", text="1%"),
        claimed_inside=False,
        logarithmic=False,
        ticks=(
            Tick(x="3.00%", label="0%"),
            Tick(x="31.34%", label="2%"),
            Tick(x="59.69%", label="4%"),
            Tick(x="88.03%", label="6%"),
        ),
        description="The arithmetic gives 2.86% – 6.03%. The claimed 1% lies below that interval.",
    )


def test_values_far_apart_are_drawn_on_powers_of_ten() -> None:
    picture = draw_interval(low=Decimal(100), high=Decimal(200), claimed=Decimal(10**6), unit="USD")

    assert (picture.logarithmic, [tick.label for tick in picture.ticks]) == (
        True,
        ["$100", "$10,000", "$1 million"],
    )


def test_without_a_claimed_value_there_is_no_line() -> None:
    picture = draw_interval(low=Decimal(2), high=Decimal(2), claimed=None, unit="days")

    assert (picture.claimed, picture.description) == (None, "The arithmetic gives 2 days.")


@given(low=amounts, width=amounts, claimed=st.none() | amounts)
def test_nothing_is_drawn_outside(low: Decimal, width: Decimal, claimed: Decimal | None) -> None:
    picture = draw_interval(low=low, high=low + width, claimed=claimed, unit="USD")

    assert all(0 <= place <= 100 for place in places(picture))
    assert 2 <= len(picture.ticks) <= 6


@given(low=amounts, width=amounts, claimed=amounts)
def test_the_words_and_the_picture_agree(low: Decimal, width: Decimal, claimed: Decimal) -> None:
    picture = draw_interval(low=low, high=low + width, claimed=claimed, unit="USD")

    assert picture.claimed_inside == ("inside" in picture.description)
