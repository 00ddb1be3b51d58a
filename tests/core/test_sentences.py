"""Sentences and plain text: where each stands in the original, and what of the marks a reader still sees."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.plain_text import MarkdownLink, balanced, find_links, flatten
from claims.core.sentences import LONGEST_SENTENCE, BlockKind, split_sentences

MARKS = st.sampled_from(
    (
        "# |## |- |* |1. |> |```|\n|\n\n|**|_|[|](|)|!|<b>|\\*|Word |e.g. |Dr. |3.5 |end. |why? |它很大。|真的？|，|A| "
        "|\r\n|\u2028|…|---"
    ).split("|")
) | st.just("| a | b |")
ENGLISH = st.lists(st.sampled_from(["the", "model", "ran", "fast", "here"]), min_size=1, max_size=6).map(
    lambda words: " ".join(words).capitalize() + "."
)
CHINESE = st.lists(st.sampled_from(["模型", "很快", "参数", "训练"]), min_size=1, max_size=6).map(
    lambda words: "".join(words) + "。"
)

NEWS = """# A new model

It is **fast**. See [the paper](https://example.org/a_b) now!

> Someone said so.

| size | cost |
| 7B | 3 |

```
code. more
```
1. first. Then more.
2. second
- 第一项。第二句！
"""


def said(text: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text)]


def test_every_kind_of_block_is_told_apart_and_read_without_its_marks() -> None:
    assert [(sentence.kind, sentence.block, sentence.text) for sentence in split_sentences(NEWS)] == [
        (BlockKind.HEADING, 0, "A new model"),
        (BlockKind.PARAGRAPH, 1, "It is fast."),
        (BlockKind.PARAGRAPH, 1, "See the paper now!"),
        (BlockKind.QUOTE, 2, "Someone said so."),
        (BlockKind.TABLE_ROW, 3, "| size | cost |"),
        (BlockKind.TABLE_ROW, 4, "| 7B | 3 |"),
        (BlockKind.CODE, 5, "code. more"),
        (BlockKind.LIST_ITEM, 6, "first."),
        (BlockKind.LIST_ITEM, 6, "Then more."),
        (BlockKind.LIST_ITEM, 7, "second"),
        (BlockKind.LIST_ITEM, 8, "第一项。"),
        (BlockKind.LIST_ITEM, 8, "第二句！"),
    ]


def test_a_sentence_with_marks_quotes_the_original_with_them() -> None:
    quotes = [NEWS[sentence.start : sentence.end] for sentence in split_sentences(NEWS)]
    assert quotes[1:3] == ["It is **fast**.", "See [the paper](https://example.org/a_b) now!"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It has 3.5 parts. It ran.", ["It has 3.5 parts.", "It ran."]),
        ("Ask Dr. Smith et al. about it. They know.", ["Ask Dr. Smith et al. about it.", "They know."]),
        ("See Fig. 3 for it. It is U.S. made.", ["See Fig. 3 for it.", "It is U.S. made."]),
        ("Is it? Yes! Good.", ["Is it?", "Yes!", "Good."]),
        ("它很大。“真的？”是的！", ["它很大。", "“真的？”", "是的！"]),
        ("它有 1.5 万亿参数。训练很快。", ["它有 1.5 万亿参数。", "训练很快。"]),
        ("它叫 Zephyr。It ran.", ["它叫 Zephyr。", "It ran."]),
        ("", []),
        (" \n\t\n", []),
        ("---\n\n***", []),
    ],
)
def test_a_sentence_ends_at_its_stop_and_not_within_a_number_or_an_abbreviation(text: str, expected: list[str]) -> None:
    assert said(text) == expected


def test_a_wrapped_line_goes_on_and_a_short_one_stands_alone() -> None:
    wrapped = "This line is long enough to have been wrapped by an editor\nand it goes on here."
    assert said(wrapped) == [wrapped.replace("\n", " ")]
    assert said("A short title\nAnd a line.") == ["A short title", "And a line."]


@given(st.lists(ENGLISH | CHINESE, min_size=1, max_size=6))
def test_sentences_that_are_put_in_paragraphs_come_out_as_they_went_in(sentences: list[str]) -> None:
    assert said("\n\n".join(sentences)) == sentences


@given(st.lists(ENGLISH, min_size=1, max_size=6), st.sampled_from(["- ", "* ", "• ", "1. ", "2) ", "# ", "### ", "> "]))
def test_marks_before_a_line_are_no_part_of_its_sentence(sentences: list[str], mark: str) -> None:
    assert said("\n\n".join(mark + sentence for sentence in sentences)) == sentences


@given(st.lists(CHINESE, min_size=2, max_size=6))
def test_chinese_sentences_part_without_spaces(sentences: list[str]) -> None:
    assert said("".join(sentences)) == sentences


@given(st.lists(MARKS, max_size=30).map("".join))
def test_sentences_of_any_text_are_in_order_and_every_character_knows_its_place(text: str) -> None:
    sentences = split_sentences(text)
    assert all(left.end <= right.start and left.block <= right.block for left, right in pairwise(sentences))
    for sentence in sentences:
        seen = "".join(" " if text[place] in "\n\r\t" else text[place] for place in sentence.plain.offsets)
        assert seen == sentence.text == sentence.text.strip() != ""


@given(st.text(alphabet=st.sampled_from("abcXYZ123,. \n模型很快。"), max_size=120))
def test_sentences_lose_no_letter_of_a_text_without_marks(text: str) -> None:
    words = "".join(character for character in text if character.isalpha() or character == "。")
    kept = "".join(character for said_so in said(text) for character in said_so)
    assert "".join(character for character in kept if character.isalpha() or character == "。") == words


def test_a_text_without_stops_is_cut_into_pieces_that_can_be_read() -> None:
    pieces = said("word " * LONGEST_SENTENCE)
    assert max(map(len, pieces)) <= LONGEST_SENTENCE
    assert " ".join(pieces).split() == ["word"] * LONGEST_SENTENCE


def test_links_are_found_with_their_words_and_places() -> None:
    text = "See [this](https://a.example/x_(y)) and ![pic](p.png) at <https://b.example>."
    assert [(link.target, text[link.anchor_start : link.anchor_end], link.is_image) for link in find_links(text)] == [
        ("https://a.example/x_(y)", "this", False),
        ("p.png", "pic", True),
        ("https://b.example", "https://b.example", False),
    ]


def test_a_link_knows_all_of_what_was_written() -> None:
    assert list(find_links("a [b](c) d")) == [MarkdownLink(target="c", start=2, end=8, anchor_start=3, anchor_end=4)]


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("a **b** _c_ `d`", "a b c d"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("a<b>c</b> ![x](y)d", "ac d"),
        ("one\ntwo", "one two"),
        ("loss < 3 and > 2", "loss < 3 and > 2"),
    ],
)
def test_marks_go_and_everything_else_stays(raw: str, plain: str) -> None:
    assert flatten(raw).text == plain


def test_a_stretch_of_plain_text_finds_its_way_back_and_an_empty_one_is_refused() -> None:
    plain = flatten("a **bold** word")
    assert plain.span(2, 6) == (4, 8)
    assert plain.part(2, 6).text == "bold"
    with pytest.raises(ValueError, match="no text between 3 and 3 of 11"):
        plain.span(3, 3)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        ("Heron-2 on 512 GPUs** and", "**Heron-2 on 512 GPUs** and"),
        ("trained **Heron-2 on 512 GPUs", "trained **Heron-2 on 512 GPUs**"),
        ("[it used 3 MWh", "[it used 3 MWh](https://x.example/a)"),
        ("it used 3 MWh](https://x.example/a) of", "[it used 3 MWh](https://x.example/a) of"),
        ("of `power", "of `power`"),
        ("used 3", "used 3"),
    ],
)
def test_a_stretch_takes_in_the_other_half_of_its_marks(part: str, whole: str) -> None:
    raw = "We trained **Heron-2 on 512 GPUs** and [it used 3 MWh](https://x.example/a) of `power`."
    start = raw.index(part)
    assert raw[slice(*balanced(raw, start, start + len(part)))] == whole
