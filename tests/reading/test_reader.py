"""The reader: which sentences are claims, of which kind, about what, and where they stand; which are left, and why."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.plain_text import find_links
from claims.core.quantities import Comparator, Metric, Quantity, Relation
from claims.core.statements import Attribution, ClaimKind
from claims.reading.drafts import DraftClaim, LeftSentence
from claims.reading.links import read_links
from claims.reading.reader import read


def quantity(text: str) -> Quantity:
    """The one quantity of the one claim of a text."""
    (draft,) = read(text).claims
    assert draft.quantity is not None
    return draft.quantity


def spoken_of(text: str) -> list[tuple[str, str]]:
    """Subject and quote of each claim."""
    return [(draft.subject, draft.quote) for draft in read(text).claims]


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("Zephyr-9 has 175 billion parameters.", "175 billion parameters"),
        ("Zephyr-9 拥有 1750 亿参数。", "1750 亿参数"),
    ],
)
def test_one_number_is_one_claim_with_all_its_parts(text: str, raw: str) -> None:
    (draft,) = read(text).claims
    start = text.index(raw)
    assert draft == DraftClaim(
        text=text,
        quote=text,
        start=0,
        end=len(text),
        kind=ClaimKind.QUANTITY,
        subject="Zephyr-9",
        quantity=Quantity(
            metric=Metric.PARAMETERS,
            value=Decimal(175_000_000_000),
            unit="parameters",
            raw=raw,
            start=start,
            end=start + len(raw),
        ),
        score=draft.score,
        reasons=draft.reasons,
    )
    assert 0.5 < draft.score <= 1
    assert draft.reasons


FOUR = [
    (
        "Zephyr-9 has 175 billion parameters, was trained on a cluster of 512 GPUs, finished the run within 10 days,"
        " and cost its makers $2 million.",
        ["175 billion parameters", "512 GPUs", "10 days", "$2 million"],
    ),
    (
        "Zephyr-9 拥有 1750 亿参数，使用 512 块 GPU，训练耗时 10 天，成本 200 万美元。",
        ["1750 亿参数", "512 块 GPU", "10 天", "200 万美元"],
    ),
]


@pytest.mark.parametrize(("text", "figures"), FOUR)
def test_four_figures_of_one_sentence_are_four_claims_each_with_its_own_span(text: str, figures: list[str]) -> None:
    drafts = read(text).claims
    assert [draft.quantity.raw for draft in drafts if draft.quantity] == figures
    assert len({(draft.start, draft.end) for draft in drafts}) == 4
    assert all(figure in draft.quote for draft, figure in zip(drafts, figures, strict=True))
    assert [draft.quantity.metric for draft in drafts if draft.quantity] == [
        Metric.PARAMETERS,
        Metric.ACCELERATORS,
        Metric.TRAINING_TIME,
        Metric.COST,
    ]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("We believe Zephyr-9 is amazing.", "opinion"),
        ("我们相信西风模型令人惊叹。", "opinion"),
        ("Zephyr-9 will reach 10 trillion parameters next year.", "prediction"),
        ("西风模型预计达到 10 万亿参数。", "prediction"),
        ("Does Zephyr-9 really have 3 billion parameters?", "question"),
        ("西风模型真有 30 亿参数吗？", "question"),
        ("Please download all 3 billion parameters of Zephyr-9.", "instruction"),
        ("请下载 30 亿参数的西风模型。", "instruction"),
        ("Thanks to the 40 engineers who trained Zephyr-9.", "thanks"),
        ("感谢 40 位工程师训练了西风模型。", "thanks"),
    ],
)
def test_what_is_no_claim_is_left_with_its_reason(sentence: str, reason: str) -> None:
    text = f"# 西风 Zephyr-9\n\n{sentence}"
    reading = read(text)
    start = text.index(sentence)
    assert reading.claims == ()
    assert reading.left == (LeftSentence(quote=sentence, start=start, end=len(text), reasons=(reason,)),)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Zephyr-9 is the largest language model in the world.", ClaimKind.RANKING),
        ("Zephyr-9 achieves state-of-the-art results on six benchmarks.", ClaimKind.RANKING),
        ("Zephyr-9 是全球最大的语言模型。", ClaimKind.RANKING),
        ("Zephyr-9 outperforms GPT-3 on reasoning.", ClaimKind.COMPARISON),
        ("Zephyr-9 在推理上超越了 GPT-3。", ClaimKind.COMPARISON),
        ("Nimbus Labs released Zephyr-9 on March 3.", ClaimKind.EVENT),
        ("3 月 3 日，团队发布了 Zephyr-9。", ClaimKind.EVENT),
        ("Zephyr-9 is distributed under the Apache 2.0 licence.", ClaimKind.EVENT),
        ("Zephyr-9 以 Apache 2.0 许可证提供。", ClaimKind.EVENT),
        ("Zephyr-9 is available today on the web.", ClaimKind.EVENT),
    ],
)
def test_rankings_comparisons_releases_and_licences_are_claims_without_a_number(sentence: str, kind: ClaimKind) -> None:
    (draft,) = read(sentence).claims
    assert (draft.kind, draft.subject, draft.quote, draft.quantity) == (kind, "Zephyr-9", sentence, None)


@pytest.mark.parametrize(
    "sentence",
    [
        "The model has 175 billion parameters.",
        "It has 175 billion parameters.",
        "它拥有 1750 亿参数。",
        "该模型拥有 1750 亿参数。",
    ],
)
def test_the_subject_is_carried_over_by_a_word_that_stands_for_it(sentence: str) -> None:
    named = "Zephyr-9 came out in spring. " if sentence.isascii() else "Zephyr-9 于春天问世。"
    assert spoken_of(named + sentence) == [("Zephyr-9", sentence)]
    assert read(named + sentence).claims[0].text == f"Zephyr-9: {sentence}"


@pytest.mark.parametrize(
    ("text", "relation", "value", "unit"),
    [
        ("Zephyr-9 uses 80% less energy than GPT-3.", Relation.LESS_BY, 80, "%"),
        ("Zephyr-9 is 50x larger than GPT-3.", Relation.TIMES, 50, "x"),
    ],
)
def test_a_ratio_is_a_comparison_against_its_baseline(text: str, relation: Relation, value: int, unit: str) -> None:
    found = quantity(text)
    assert read(text).claims[0].kind is ClaimKind.COMPARISON
    assert (found.relation, found.value, found.unit, found.baseline) == (relation, Decimal(value), unit, "GPT-3")


@pytest.mark.parametrize(
    ("text", "comparator", "bounds"),
    [
        ("Zephyr-9 has about 3 billion parameters.", Comparator.ABOUT, (3_000_000_000, None, None)),
        ("Zephyr-9 has over 3 billion parameters.", Comparator.OVER, (3_000_000_000, None, None)),
        ("Zephyr-9 拥有不到 30 亿参数。", Comparator.UNDER, (3_000_000_000, None, None)),
        ("Zephyr-9 took 10 to 12 days to train.", Comparator.RANGE, (None, 10, 12)),
    ],
)
def test_the_words_around_a_number_bound_it(
    text: str, comparator: Comparator, bounds: tuple[int | None, int | None, int | None]
) -> None:
    found = quantity(text)
    told = found.told
    assert (found.comparator, (told.value, told.low, told.high)) == (comparator, bounds)


@pytest.mark.parametrize(
    ("text", "publisher", "attribution"),
    [
        ("Our Zephyr-9 has 3 billion parameters.", "", Attribution.SELF),
        ("OpenAI gave Zephyr-9 3 billion parameters.", "OpenAI", Attribution.SELF),
        ("According to OpenAI, Zephyr-9 has 3 billion parameters.", "Nimbus News", Attribution.REPORTED),
        ("Researchers count 3 billion parameters in Zephyr-9.", "", Attribution.THIRD_PARTY),
        ("Zephyr-9 has 3 billion parameters.", "", Attribution.UNATTRIBUTED),
    ],
)
def test_a_claim_tells_who_stands_behind_it(text: str, publisher: str, attribution: Attribution) -> None:
    assert [draft.attribution for draft in read(text, publisher=publisher).claims] == [attribution]


def test_hedged_and_denied_claims_say_so() -> None:
    text = "Zephyr-9 reportedly has 3 billion parameters. Nimbus Labs denied that Zephyr-9 cost $4 million."
    assert [(draft.hedged, draft.denied) for draft in read(text).claims if draft.quantity] == [
        (True, False),
        (False, True),
    ]


def test_code_and_the_addresses_of_links_are_not_read() -> None:
    text = "```\nZephyr-9 has 9 billion parameters\n```\n\nSee [the log](https://x.example/8-billion-parameters) today."
    assert read(text).claims == ()


def test_an_about_us_section_is_left_with_its_figures() -> None:
    about = "## About Zephyr Labs\n\nZephyr Labs employs 400 people."
    text = f"Zephyr-9 has 3 billion parameters.\n\n{about}\n\n## Price\n\nIt costs $3 a month."
    reading = read(text)
    assert [claim.quote for claim in reading.claims] == ["Zephyr-9 has 3 billion parameters.", "It costs $3 a month."]
    assert [(left.quote, left.reasons) for left in reading.left] == [
        ("Zephyr Labs employs 400 people.", ("boilerplate",))
    ]


def test_what_is_dated_after_the_text_is_a_forecast() -> None:
    text = "By 2027 Zephyr-9 serves 40 million users."
    assert read(text, published_on=date(2026, 1, 15)).claims == ()
    assert len(read(text, published_on=date(2028, 1, 15)).claims) == 1


def test_the_language_given_is_kept() -> None:
    assert read("Zephyr-9 has 3 billion parameters.", language="zh").language == "zh"


SENTENCES = [
    FOUR[0][0],
    FOUR[1][0],
    "It outperforms GPT-3.",
    "该模型是全球最大的语言模型。",
    "Is it?",
    "| a | 3 GPUs |",
]
MARKS = [
    "\n\n",
    "\n- ",
    "\n## ",
    " **",
    "** ",
    "`",
    "```\n",
    "[",
    "](https://x.example/9-billion-parameters)",
    "[Zephyr-9](https://x.example/3-billion-parameters-50x)",
    "![7 GPUs](https://x.example/7-gpus.png)",
    "<https://x.example/4-days>",
    " https://x.example/50-percent?cost=$4million ",
    "<b>",
    "\n|---|\n",
]


def addresses(text: str) -> list[tuple[int, int]]:
    """Where the addresses of links stand: behind the words, in angle brackets, or bare."""
    written = [(link.start if text[link.start] == "<" else link.anchor_end + 1, link.end) for link in find_links(text)]
    bare = [(link.start, link.end) for link in read_links(text) if text.startswith("http", link.start)]
    return written + bare


def assert_placed(text: str) -> None:
    """Every quote stands at its offsets, and neither begins nor ends within an address."""
    reading = read(text)
    assert [claim.quote for claim in reading.claims] == [text[claim.start : claim.end] for claim in reading.claims]
    assert [left.quote for left in reading.left] == [text[left.start : left.end] for left in reading.left]
    assert all(0 <= found.start < found.end <= len(text) for found in reading.claims)
    assert all(0 <= found.start < found.end <= len(text) for found in reading.left)
    edges = [edge for claim in reading.claims for edge in (claim.start, claim.end)]
    assert [edge for edge in edges if any(start < edge < end for start, end in addresses(text))] == []


@given(st.text())
def test_any_text_is_read_and_every_quote_stands_at_its_place(text: str) -> None:
    assert_placed(text)


@given(st.lists(st.sampled_from([*SENTENCES, *MARKS]), max_size=12), st.sampled_from(["", " "]))
def test_any_mixture_of_claims_and_marks_keeps_every_quote_out_of_the_addresses(pieces: list[str], glue: str) -> None:
    assert_placed(glue.join(pieces))


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5))
def test_reading_twice_reads_the_same_in_the_order_of_the_text(sentences: list[str]) -> None:
    text = " ".join(sentences)
    places = [(draft.start, draft.end) for draft in read(text).claims]
    assert read(text) == read(text)
    assert places == sorted(places)


def test_an_estimate_of_what_it_would_cost_is_a_claim() -> None:
    (claim,) = read("Training Zephyr-9 would cost over $4.6M.").claims
    assert claim.quantity
    assert (claim.quantity.value, claim.attribution) == (Decimal(4_600_000), Attribution.UNATTRIBUTED)


def test_a_short_line_about_an_amount_opens_no_boilerplate() -> None:
    text = "about 626,155 pounds of CO2 equivalent\n\nZephyr-9 has 3 billion parameters."
    assert [left.reasons for left in read(text).left] == []


@pytest.mark.parametrize(
    ("text", "raws"),
    [
        ("We train the 260B model on 512 GPUs.", ["260B model", "512 GPUs"]),
        ("We train the 260B model on 512 GPUs. Zephyr-9 has 260B parameters.", ["512 GPUs", "260B parameters"]),
        ("Zephyr-9 surpasses the 260B model with 70B parameters.", ["70B parameters"]),
        ("The number of parameters has reached more than 75 billion.", ["75 billion"]),
    ],
)
def test_a_size_that_tells_which_model_is_meant_gives_way_to_one_that_is_stated(text: str, raws: list[str]) -> None:
    assert [claim.quantity.raw for claim in read(text).claims if claim.quantity] == raws


def test_a_sentence_that_begins_with_by_is_no_byline() -> None:
    assert len(read("By scaling both, Zephyr-9 reaches 72B parameters.").claims) == 1
    assert [left.reasons for left in read("By Ada Lovelace, 3 May").left] == [("boilerplate",)]


@pytest.mark.parametrize(
    "text",
    [
        "规模本身并不能说明 Zephyr-9 的本领。",
        "Parameters do not tell what Zephyr-9 can do.",
        "Zephyr-9 不能代表全部模型。",
    ],
)
def test_that_something_does_not_tell_is_no_lack(text: str) -> None:
    assert [claim for claim in read(text).claims if claim.reasons[0].startswith("lack")] == []
