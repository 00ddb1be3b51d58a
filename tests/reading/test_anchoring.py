"""Quotes in later states of their text: found where they surely are, lost otherwise, never put on a lookalike."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claims.reading.anchoring import Anchoring, SeenText, Standing, anchored

LOST = Anchoring(standing=Standing.LOST)
QUOTE = "Zephyr-9 has 3 trillion parameters"
STORY = f"# Zephyr grows\n\nNimbus Labs said on Monday that {QUOTE}. It was trained in 12 days on rented machines."
# Words that neither make nor continue the quote.
WORDS = st.lists(st.sampled_from(["north", "wind", "blows;", "it", "rains\n\n", "在", "风中,"]), max_size=12).map(
    lambda words: "".join(f"{word} " for word in words)
)


def became(later: str, *, earlier: str = STORY, quote: str = QUOTE, nth: int = 0) -> Anchoring:
    """What becomes of the n-th place of the quote."""
    start = -1
    for _ in range(nth + 1):
        start = earlier.index(quote, start + 1)
    return anchored(SeenText(earlier), start, start + len(quote), SeenText(later))


def at(later: str, start: int, standing: Standing, *, quote: str = QUOTE) -> Anchoring:
    return Anchoring(standing=standing, start=start, end=start + len(quote))


def test_an_unchanged_text_keeps_its_quotes_in_place() -> None:
    assert became(STORY) == at(STORY, STORY.index(QUOTE), Standing.OK)


def test_a_quote_moves_with_what_is_written_before_it() -> None:
    later = STORY.replace("Nimbus", "UPDATE. The famous Nimbus")
    assert became(later) == at(later, later.index(QUOTE), Standing.MOVED)


@pytest.mark.parametrize(
    "instead",
    [
        "Zephyr-9 has 4 trillion parameters",
        "Zephyr-9 has 3 trillion parameter",
        "zephyr-9 has 3 trillion parameters",
        "Zephyr-9 has 3trillion parameters",
        "Zephyr‑9 has 3 trillion parameters",
        "Zephyr-9 has about 3 trillion parameters",
    ],
)
def test_a_quote_with_other_words_is_lost(instead: str) -> None:
    assert became(STORY.replace(QUOTE, instead)) == LOST


@pytest.mark.parametrize(
    ("earlier", "later", "quote"),
    [
        ("It has 3 trillion weights.", "It has 13 trillion weights.", "3 trillion weights"),
        ("It has 3 trillion weights.", "It has 0.3 trillion weights.", "3 trillion weights"),
        ("It has 3 trillion weights.", "It has 1,3 trillion weights.", "3 trillion weights"),
        ("It fell by 3 points.", "It fell by -3 points.", "3 points"),
        ("It costs 3", "It costs 3%", "It costs 3"),
        ("It costs 3 in all", "It costs 3.5 in all", "It costs 3"),
        ("We trust the model", "We trust the models", "We trust the model"),
        ("参数达到 3 万", "参数达到 3 万亿", "参数达到 3 万"),
        ("The rapist", "Therapist", "rapist"),
    ],
)
def test_a_part_of_a_longer_word_or_number_is_a_lookalike(earlier: str, later: str, quote: str) -> None:
    assert became(later, earlier=earlier, quote=quote) == LOST
    assert became(earlier, earlier=earlier, quote=quote).standing == Standing.OK


def test_white_space_and_marks_that_no_reader_sees_do_not_matter() -> None:
    later = STORY.replace("has 3 trillion", "has\n  **3 trillion**")
    outcome = became(later)
    assert (outcome.standing, later[outcome.start : outcome.end]) == (
        Standing.MOVED,
        "Zephyr-9 has\n  **3 trillion** parameters",
    )


TWICE = (
    f"At noon: {QUOTE}. The rest is silence, said the crew. At night: {QUOTE}. Good night to everybody in the house."
)


def test_doubles_are_told_apart_by_what_stands_around_them() -> None:
    later = f"Hello. {TWICE}"
    places = [later.index(QUOTE), later.rindex(QUOTE)]
    assert [became(later, earlier=TWICE, nth=nth) for nth in (0, 1)] == [
        at(later, place, Standing.MOVED) for place in places
    ]


def test_a_quote_does_not_go_over_to_its_double() -> None:
    later = TWICE.replace(f"At noon: {QUOTE}. The rest", "The rest")
    assert became(later, earlier=TWICE, nth=0) == LOST
    assert became(later, earlier=TWICE, nth=1) == at(later, later.index(QUOTE), Standing.MOVED)


def test_one_side_tells_doubles_apart_where_the_other_was_rewritten() -> None:
    later = TWICE.replace("The rest is silence", "Nobody knows more")
    assert became(later, earlier=TWICE, nth=0) == at(later, later.index(QUOTE), Standing.OK)


def test_places_that_look_the_same_all_around_are_lost_unless_nothing_moved() -> None:
    line = "Say it again and again and again and again. Three.\n"
    earlier = line * 6
    assert became(earlier, earlier=earlier, quote="Three", nth=3).standing == Standing.OK
    assert became(f"{line}{earlier}{line}", earlier=earlier, quote="Three", nth=3) == LOST


def test_two_sides_that_contradict_each_other_tell_nothing() -> None:
    earlier = f"Before it stood these words here. {QUOTE}. Behind it stood those words there."
    later = f"Before it stood these words here. {QUOTE}. Then {QUOTE}. Behind it stood those words there."
    assert became(later, earlier=earlier) == LOST


def test_a_list_of_the_same_is_not_searched_without_end() -> None:
    many = "Three. " * 50_000
    assert became(many, earlier=many, quote="Three", nth=7) == LOST


@given(before=WORDS, after=WORDS, more=WORDS, less=WORDS)
def test_writing_elsewhere_never_loses_a_quote(before: str, after: str, more: str, less: str) -> None:
    context = "The crew of the laboratory wrote to us that ", " and that is all they said to anybody."
    earlier = f"{less}{before}{context[0]}{QUOTE}{context[1]}{after}"
    later = f"{before}{more}{context[0]}{QUOTE}{context[1]}{more}{after}{less}"
    outcome = became(later, earlier=earlier)
    assert outcome.standing != Standing.LOST
    assert (later[outcome.start : outcome.end], outcome.standing == Standing.OK) == (
        QUOTE,
        earlier.index(QUOTE) == later.index(QUOTE),
    )


@given(place=st.integers(0, len(QUOTE) - 1), sign=st.characters(categories=("L", "N")), more=WORDS)
def test_changing_any_sign_always_loses_it(place: int, sign: str, more: str) -> None:
    assume(sign != QUOTE[place])
    later = STORY.replace(QUOTE, QUOTE[:place] + sign + QUOTE[place + 1 :]) + more
    assert became(later) == LOST


@given(place=st.integers(0, len(QUOTE) - 1), more=WORDS)
def test_taking_any_sign_away_always_loses_it(place: int, more: str) -> None:
    assert became(more + STORY.replace(QUOTE, QUOTE[:place] + QUOTE[place + 1 :])) == LOST


@given(
    later=st.lists(st.sampled_from([QUOTE, f"{QUOTE} ", "wind ", "3", ".", "\n", "**", "13 trillion "]), max_size=14)
)
def test_what_is_found_has_the_words(later: list[str]) -> None:
    text = "".join(later)
    outcome = became(text)
    if outcome.standing != Standing.LOST:
        assert SeenText(text[outcome.start : outcome.end]).text == QUOTE
