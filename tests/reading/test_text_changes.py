"""What a page says otherwise than before, and what of it is traffic and no edit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.reading.text_changes import MOST_CHANGES, Change, Changes, Part, changes_between, compared, said_in

STORY = (
    "# Zephyr grows\n\nNimbus Labs said that Zephyr-9 has 3 trillion parameters. It was trained in 12 days.\n\n"
    "The crew will tell more in spring.\n"
)
LINES = st.lists(
    st.sampled_from(["It rains in the north.", "It rains in the south.", "Nobody came.", "风来了。", "# Wind"]),
    max_size=12,
).map("\n\n".join)


def between(before: str, after: str, *quotes: str) -> Changes:
    return changes_between(said_in(before, quotes=quotes), said_in(after, quotes=quotes))


def says_the_same(before: str, after: str, *quotes: str) -> bool:
    return said_in(before, quotes=quotes).sha256 == said_in(after, quotes=quotes).sha256


def test_a_sentence_that_was_rewritten_is_told_with_what_it_said_before() -> None:
    assert between(STORY, STORY.replace("3 trillion", "4 trillion")) == Changes(
        passages=(
            Change(
                before="Nimbus Labs said that Zephyr-9 has 3 trillion parameters.",
                after="Nimbus Labs said that Zephyr-9 has 4 trillion parameters.",
            ),
        )
    )


def test_what_was_added_or_taken_away_has_nothing_on_the_other_side() -> None:
    added = STORY.replace("The crew", "This is a correction. Sorry. The crew")
    assert between(STORY, added).passages == (Change(before="", after="This is a correction. Sorry."),)
    assert between(added, STORY).passages == (Change(before="This is a correction. Sorry.", after=""),)


def test_chinese_sentences_are_told_one_by_one() -> None:
    assert between(
        "西风九号拥有 3 万亿参数。训练用了 12 天。", "西风九号拥有 4 万亿参数。训练用了 12 天。"
    ).passages == (Change(before="西风九号拥有 3 万亿参数。", after="西风九号拥有 4 万亿参数。"),)


@pytest.mark.parametrize(
    "sign",
    [
        "Updated 3 May 2026",
        "Last updated: May 3, 2026 at 9:30 a.m. GMT",
        "Published on 2026-05-03T09:30",
        "3 hours ago",
        "2026-05-03 09:30",
        "Sunday, 3rd May 2026",
        "3小时前",
        "更新时间：2026年5月3日 09:30",
        "1,024 views",
        "3.4k likes",
        "Views: 99",
        "5 min read",
        "阅读 1024",
        "1.2万 次阅读",
        "Advertisement",
        "Read more",
        "Related: Borealis shrinks, says its crew",
        "相关阅读：北极光变小了",
        "Subscribe to our newsletter",
        "[Borealis shrinks](https://news.example/borealis)",
        "- [Borealis shrinks](https://news.example/borealis)",
    ],
)
def test_traffic_signs_are_no_edit(sign: str) -> None:
    for later in (f"{sign}\n\n{STORY}", f"{STORY}\n{sign}\n", STORY.replace("\n\nThe", f"\n\n{sign}\n\nThe")):
        assert says_the_same(STORY, later)
        assert between(STORY, later) == Changes(passages=())


@pytest.mark.parametrize(
    "sentence",
    [
        "Updated 3 May: an earlier version of this article said 4 trillion.",
        "Correction: it has 4 trillion parameters.",
        "It has 1,024 views on the matter and 3 likes.",
        "The model has 3 trillion parameters.",
        "12 days of training",
        "More in 12 days than Borealis in a year.",
        "3,000,000",
        "1.5 + 2",
        "It may be updated today.",
        "[The report](https://news.example/r) says 4 trillion.",
        "Comments by the crew were not to be had.",
        "更正：参数为 4 万亿。",
    ],
)
def test_what_says_something_is_an_edit(sentence: str) -> None:
    assert not says_the_same(STORY, f"{STORY}\n{sentence}\n")


def test_a_sign_that_carries_a_quote_is_none() -> None:
    assert says_the_same("1,024 likes", "1,025 likes")
    assert not says_the_same("1,024 likes", "1,025 likes", "1,024 likes")


def test_white_space_marks_and_targets_of_links_are_no_edit() -> None:
    marked = STORY.replace("3 trillion", "**3  trillion**").replace("12 days", "[12 days](https://news.example/days)")
    assert says_the_same(STORY, marked)


def test_many_and_long_changes_are_counted_and_cut() -> None:
    old = "\n\n".join(f"Line {number} is old. Nothing happens here." for number in range(50))
    told = between(old, old.replace("old", "new"))
    assert (len(told.passages), told.left_out) == (MOST_CHANGES, 50 - MOST_CHANGES)
    (long,) = between("", "word " * 1000).passages
    assert (long.before, len(long.after)) == ("", 1501)


def test_texts_that_differ_all_over_take_no_quadratic_time() -> None:
    told = between("Tick. " * 30_000, "Tock. " * 30_000 + "Boom.")
    assert (len(told.passages), told.left_out) == (1, 0)


def test_the_words_that_differ_are_marked() -> None:
    before, after = compared("It has 3 trillion weights.", "It has 4 trillion weights now.")
    assert [part for part in before if part.differs] == [Part(text="3", differs=True)]
    assert [part.text for part in after if part.differs] == ["4", " now"]
    assert [part.text for part in compared("参数 3 万亿", "参数 4 万亿")[1] if part.differs] == ["4"]


@given(LINES, LINES)
def test_changes_are_told_exactly_where_two_texts_say_otherwise(before: str, after: str) -> None:
    assert says_the_same(before, after) == (between(before, after) == Changes(passages=()))


@given(LINES, LINES)
def test_the_pieces_of_a_passage_make_it_whole(before: str, after: str) -> None:
    pieces = compared(before, after)
    assert tuple("".join(part.text for part in side) for side in pieces) == (before, after)
    common = {"".join(part.text for part in side if not part.differs) for side in pieces}
    assert len(common) == 1
