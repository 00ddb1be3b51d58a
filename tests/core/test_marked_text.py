"""Text with claims marked in place: nothing is lost, nothing is trusted, overlaps are told apart."""

from hypothesis import given
from hypothesis import strategies as st

from claims.core.marked_text import Block, BlockKind, Excerpt, Mark, Run, excerpt, marked_blocks, passage_at


def mark(start: int, end: int, number: int = 1, status: str = "attested") -> Mark:
    return Mark(start=start, end=end, number=number, status=status)


def visible(blocks: tuple[Block, ...]) -> str:
    return "".join(run.text for block in blocks for run in block.runs)


def test_headings_paragraphs_items_and_quotations_are_told_apart() -> None:
    blocks = marked_blocks("# Big\n\nFirst line\nsecond line.\n\n- an item\n> a quotation\n## 小标题\n正文。", [])

    assert blocks == (
        Block(kind=BlockKind.HEADING, level=1, runs=(Run(text="Big"),)),
        Block(kind=BlockKind.PARAGRAPH, runs=(Run(text="First line\nsecond line."),)),
        Block(kind=BlockKind.ITEM, runs=(Run(text="an item"),)),
        Block(kind=BlockKind.QUOTATION, runs=(Run(text="a quotation"),)),
        Block(kind=BlockKind.HEADING, level=2, runs=(Run(text="小标题"),)),
        Block(kind=BlockKind.PARAGRAPH, runs=(Run(text="正文。"),)),
    )


def test_a_text_without_empty_lines_has_a_paragraph_on_each_line() -> None:
    assert [visible((block,)) for block in marked_blocks("第一段。\n第二段。", [])] == ["第一段。", "第二段。"]


def test_each_row_of_a_table_is_a_paragraph_and_the_rule_below_its_head_is_not_shown() -> None:
    text = "Scores:\n\n| Model | MMLU |\n|:---|--:|\n| Wind-2 | 71.4% |\n\nThat is all."
    number = mark(text.index("71.4%"), text.index(" |\n\nThat"))

    blocks = marked_blocks(text, [number])

    assert [visible((block,)) for block in blocks] == [
        "Scores:",
        "| Model | MMLU |",
        "| Wind-2 | 71.4% |",
        "That is all.",
    ]
    assert passage_at(text, number.start, number.end).quote == "71.4%"


def test_a_mark_lands_on_its_words_though_markup_is_hidden() -> None:
    text = "A **bold** model with [10 trillion](https://example.org/a) parameters."
    claim = mark(text.index("model"), text.index(" parameters"))

    (block,) = marked_blocks(text, [claim])

    assert block.runs == (
        Run(text="A "),
        Run(text="bold"),
        Run(text=" "),
        Run(text="model with ", status="attested", starts=(1,)),
        Run(text="10 trillion", href="https://example.org/a", status="attested", ends=(claim,)),
        Run(text=" parameters."),
    )


def test_where_claims_overlap_the_tighter_one_colours() -> None:
    outer, inner = mark(0, 9, 1, "attested"), mark(4, 7, 2, "disputed")

    (block,) = marked_blocks("one two 3", [outer, inner])

    assert block.runs == (
        Run(text="one ", status="attested", starts=(1,)),
        Run(text="two", status="disputed", overlapping=True, starts=(2,), ends=(inner,)),
        Run(text=" 3", status="attested", ends=(outer,)),
    )


def test_an_address_that_could_run_something_is_text_only() -> None:
    (block,) = marked_blocks("[click](javascript:alert(1)) and [here](data:text/html,x)", [])

    assert [run.href for run in block.runs if run.href] == []


def test_marks_outside_the_text_are_left_out() -> None:
    (block,) = marked_blocks("short", [mark(3, 99), mark(4, 4)])

    assert block.runs == (Run(text="short"),)


plain_words = st.text(alphabet=st.sampled_from("abc 10%。万亿\n"), max_size=120)


@given(plain_words, st.lists(st.tuples(st.integers(0, 130), st.integers(0, 130)), max_size=5))
def test_marks_change_no_word(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [mark(start, end, number) for number, (start, end) in enumerate(spans, start=1)]

    assert visible(marked_blocks(text, marks)) == visible(marked_blocks(text, []))


@given(plain_words, st.lists(st.tuples(st.integers(0, 130), st.integers(0, 130)), max_size=5))
def test_every_mark_that_starts_also_ends_once(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [mark(start, end, number) for number, (start, end) in enumerate(spans, start=1)]
    runs = [run for block in marked_blocks(text, marks) for run in block.runs]

    begun = sorted(number for run in runs for number in run.starts)
    ended = sorted(closed.number for run in runs for closed in run.ends)
    assert begun == ended == sorted(set(begun))


@given(st.text(max_size=300))
def test_any_text_can_be_shown(text: str) -> None:
    assert all(run.text in text for block in marked_blocks(text, []) for run in block.runs)


def test_a_quote_is_shown_in_its_surroundings() -> None:
    text = "a" * 300 + "QUOTE" + "b" * 10

    assert excerpt(text, "QUOTE", reach=5) == Excerpt(before="…aaaaa", quote="QUOTE", after="bbbbb…")


def test_context_is_cut_between_words() -> None:
    assert excerpt("one two three QUOTE four five six", "QUOTE", reach=9) == Excerpt(
        before="…three ", quote="QUOTE", after=" four…"
    )


def test_chinese_context_is_cut_between_signs() -> None:
    assert excerpt("一二三四「引文」五六七八", "「引文」", reach=2) == Excerpt(
        before="…三四", quote="「引文」", after="五六…"
    )


def test_a_claim_is_quoted_as_readers_see_it_within_its_paragraph() -> None:
    text = "Before.\n\nIt says [ten](https://example.org/) **big** words. More.\n\nAfter."
    start, end = text.index("[ten]"), text.index(" words")

    assert passage_at(text, start, end) == Excerpt(before="It says ", quote="ten big", after=" words. More.")


def test_a_quote_that_the_text_lacks_stands_alone() -> None:
    assert excerpt("something else", "QUOTE") == Excerpt(before="", quote="QUOTE", after="")
