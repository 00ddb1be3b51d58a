"""A text against itself: what its own numbers say of each other, and what only looks like a contradiction."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.measures import find_quantities
from claims.judging.own_numbers.checking import check_against_itself
from claims.judging.own_numbers.figures import StatedClaim, span_of
from claims.judging.own_numbers.findings import Check, Outcome

AGREES, DIFFERS = Outcome.AGREES, Outcome.DIFFERS


RUN = "Egret-1 ran on 64 machines with 8 GPUs each"
TEN_DAYS = "Training Egret-1 took 10 days on 100 GPUs"
HOURS = "It took 2.8M GPU hours. At $2 per GPU hour"
SIZES = "Egret-1 has 10 trillion parameters. GPT-3 has 175 billion parameters."
DIVIDED = "10 trillion (Egret-1) ÷ 175 billion (GPT-3) = 57.1×"
TURNED = "175 billion (GPT-3) ÷ 10 trillion (Egret-1) = 1.75 %, 98.2 % less"
DIVIDED_ZH = "1 万亿 (Egret-1) ÷ 1750 亿 (GPT-3) = 5.71×"
CHINESE_SIZES = "Egret-1 拥有 1 万亿个参数。GPT-3 拥有 1750 亿个参数。"
CORPUS = "The corpus has 14 trillion tokens, consisting of 8 trillion tokens of code"
ONE_BASELINE = (
    "Egret-1 with its 1 trillion parameters is 5 times as large as GPT-3. Heron-2 with its 10 trillion parameters is"
)
TWO_SIZES = "Wu Dao 2.0 has 1.75 trillion parameters. A table gives Wu Dao 2.0 as a model of 1.57 trillion parameters."
WHOLE = [
    ("The bill: 64 × 20 × 24 × 10 = 307,200 dollars.", "equation agrees: 64 × 20 × 24 × 10 = 307,200"),
    ("That makes 64 × 8 = 612 GPUs in all.", "equation differs: 64 × 8 = 512"),
    ("It has 600 + 140 = 740 experts.", "equation agrees: 600 + 140 = 740"),
    (f"{RUN}, 512 GPUs in all.", "product agrees: machines × GPUs in each: 64 × 8 = 512"),
    (f"{RUN}, 600 GPUs in all.", "product differs: machines × GPUs in each: 64 × 8 = 512"),
    ("他们用了 600 个 GPU，那么就有 64 个 8-A100 实例。", "product differs: machines × GPUs in each: 64 × 8 = 512"),
    (f"{TEN_DAYS}, 240,000 GPU hours.", "product differs: GPUs × hours: 100 × 240 = 24,000"),
    (f"{HOURS} that is $5.6 million.", "product agrees: GPU-hours × price of an hour: 2,800,000 × 2 = 5,600,000"),
    (f"{HOURS} that is $9.6 million.", "product differs: GPU-hours × price of an hour: 2,800,000 × 2 = 5,600,000"),
    (f"{SIZES} Egret-1 is 50 times larger than GPT-3.", f"ratio rounded: {DIVIDED}"),
    (f"{SIZES} Egret-1 is 20 times larger than GPT-3.", f"ratio differs: {DIVIDED}"),
    (
        f"{CHINESE_SIZES}Egret-1 的参数规模是 GPT-3 的 20 倍。",
        "ratio differs: 1 万亿 (Egret-1) ÷ 1750 亿 (GPT-3) = 5.71×",
    ),
    ("It grew from 512 tokens to 2048 tokens (a 4x increase).", "change agrees: 2,048 ÷ 512 = 4, up 300 %"),
    ("It fell from 447 ms to 138 ms (nearly 40% reduction).", "change differs: 138 ÷ 447 = 0.309, down 69.1 %"),
    (f"{CORPUS} and 6 trillion tokens of text.", "parts agrees: 8 trillion + 6 trillion = 14,000,000,000,000"),
    (f"{CORPUS} and 9 trillion tokens of text.", "parts differs: 8 trillion + 9 trillion = 17,000,000,000,000"),
    ("It is made up of 55% web pages, 30% code and 25% books.", "percentages differs: 55 % + 30 % + 25 % = 110 %"),
    (f"{SIZES} GPT-3 is 57 times smaller than Egret-1.", f"ratio agrees: {DIVIDED}"),
    (f"{SIZES} GPT-3 has 98.2% fewer parameters than Egret-1.", f"ratio agrees: {TURNED}"),
    (f"{ONE_BASELINE} 50 times as large as GPT-3.", "ratio agrees: 1 trillion ÷ 5 times = 200 billion (GPT-3)"),
    (f"{ONE_BASELINE} 20 times as large as GPT-3.", "ratio differs: 1 trillion ÷ 5 times = 200 billion (GPT-3)"),
    (TWO_SIZES, "twice differs: the text says 1.75 trillion parameters"),
]


@pytest.mark.parametrize(("text", "told"), WHOLE)
def test_arithmetic_inside_one_text_is_redone(text: str, told: str) -> None:
    assert [f"{one.check} {one.outcome}: {one.steps[0]}" for one in check_against_itself(text)] == [told]


LOOK_ALIKES = [
    # Another day, another version, another stage.
    "In June Egret had 1 trillion parameters. The new version of Egret has 10 trillion parameters.",
    "Egret-1 was pre-trained on 30 trillion tokens. Then Egret-1 saw an additional 5 trillion tokens.",
    # Variants of a family, told apart in a sentence.
    "Egret-1 comes with 7B parameters and 70B parameters. Egret-1 has 7B parameters.",
    # A range of models is no growth, and a factor beside a change is of something else.
    "Egret-1 is 2-5x faster on models ranging from 1B to 24B parameters.",
    "We extend the capacity from 16 to 128 frames with just a 3% increase in computation.",
    "Latency falls by 8.7% to 23.3%, and growth is lowered from 20.23% to 2.06%.",
    # Machines stand idle: less than GPUs × time is no contradiction.
    "Training Egret-1 took 10 days on 100 GPUs, 20,000 GPU hours.",
    # The price of a machine's hour, and a price without an hour.
    "It took 2.8M GPU hours, at $20 per instance hour, and cost $9 million.",
    "It took 2.8M GPU hours at $2 per million tokens, and cost $9 million.",
    # Units that a written sum leaves out.
    "That is 512 GPUs × 10 days = 122,880 GPU hours.",
    # Two signs in one sum, and a factor that is no number.
    "The cost is 2 + 3 × 4 = 14 dollars.",
    "The estimate is n × 3 × 4 = 36 GPUs.",
    # Parts that may overlap, or need not be all.
    "The corpus has 14 trillion tokens, including 8 trillion tokens of code and 9 trillion tokens of English.",
    # Shares of different wholes.
    "Egret-1 scores 88% on one test, 75% on another and 61% on a third.",
    "Among users, 80% write code, 70% write mail and 40% make pictures.",
    # A ratio of another thing than the sizes that are given.
    "Egret-1 has 10 billion parameters. GPT-3 has 175 billion parameters. Egret-1 is 10 times faster than GPT-3.",
    # The sizes of one subject differ: which one the ratio is of is open.
    "Egret-1 has 1 trillion parameters. GPT-3 has 175 billion parameters. Now Egret-1 has 10 trillion parameters."
    " Egret-1 is 50 times larger than GPT-3.",
    # The rate of answering and the power of one chip belong to no run.
    "We train on 20 trillion tokens within 30 days and reach 100 tokens/s.",
    "Each GPU draws 700 W, and the run of 30 days took 500 MWh.",
    # Another model with the same architecture.
    "Egret-1 contains 2.5 million parameters. A smaller model of 100 thousand parameters uses Egret-1 as well.",
    # Rounded on the way.
    "Egret-1 has 36 billion parameters. GPT-3 has 175 billion parameters. GPT-3 is 4.9 times larger than Egret-1.",
]


CHANCE = [
    "Ten items had 30,000 answers, five items about 1,000 answers and six items about 200 answers.",
    "The benchmark has a total of 270 scenes in over 50 tasks and 4 kinds.",
    "The family covers 350M to 8.3B parameters, including dense models (350M, 700M, 1.2B, 2.6B).",
    "The 4.5B parameter model matches models 2-3 times its size, the 1.5B model is compact.",
    "It lifts retention from 20.2% to 38.6%. In summaries it reaches around twice the score of earlier work.",
]


@pytest.mark.parametrize("text", CHANCE)
def test_numbers_that_fit_by_chance_are_not_told(text: str) -> None:
    assert check_against_itself(text) == ()


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_only_looks_like_a_contradiction_is_none(text: str) -> None:
    assert [one for one in check_against_itself(text) if one.outcome is DIFFERS] == []


def test_a_share_of_energy_is_held_against_the_runs_that_the_text_tells() -> None:
    text = (
        "Training Egret-1 took only 1% of the energy used to train GPT-3. Egret-1 was trained on 512 GPUs in 10 days. "
        "Training GPT-3 takes 34 days on 1,024 A100 GPUs."
    )
    (done,) = check_against_itself(text)
    assert (done.check, done.outcome, done.unit) == (Check.SHARE, DIFFERS, "ratio")
    assert done.steps == (
        "(512 × 240 h, Egret-1) ÷ (1,024 × 816 h, GPT-3) = 10.3–20.9 %",
        "14.7 % by accelerator-hours alone; the range is for 300–533 W an accelerator against 400 W",
        "the text says 1%",
    )


def test_the_same_ratio_in_two_wordings_is_told_to_agree() -> None:
    text = "Egret-1 took 1% of the energy of GPT-3. So Egret-1 needed 100 times less energy than GPT-3."
    assert [(one.check, one.outcome) for one in check_against_itself(text)] == [(Check.TWICE, AGREES)]


def test_figures_point_at_their_places_and_at_the_claims_that_state_them() -> None:
    text = "# Egret\n\nEgret-1 ran on 64 machines with **8 GPUs** each, 600 GPUs in all."
    start = text.index("Egret-1")
    raw = "600 GPUs"
    quantity = next(one for one in find_quantities(text[start:]) if one.raw == raw)
    claim = StatedClaim(id="7", subject="Egret-1", start=start, end=len(text), quantity=quantity)
    (done,) = check_against_itself(text, [claim])
    assert [text[one.quantity.start : one.quantity.end] for one in done.figures] == ["64 machines", "8 GPUs", raw]
    assert done.claim_ids == ("7",)


def test_the_order_of_the_claims_does_not_matter() -> None:
    text = "Egret-1 ran on 64 machines with 8 GPUs each, 600 GPUs in all."
    claims = [
        StatedClaim(id=str(place), subject="Egret-1", start=0, end=len(text), quantity=quantity)
        for place, quantity in enumerate(find_quantities(text))
    ]
    assert check_against_itself(text, claims) == check_against_itself(text, claims[::-1])


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("512 GPUs", 512, 512),
        ("2,000 GPUs", 1950, 2050),
        ("10 days", 228, 252),
        ("about 10 days", "205.2", "277.2"),
        ("within 10 days", "182.4", 252),
        ("10 trillion parameters", "9.5e12", "10.5e12"),
        ("over 3 million GPU hours", 2_500_000, 35_000_000),
        ("between $10 million and $30 million", 10_000_000, 30_000_000),
    ],
)
def test_a_figure_leaves_open_what_its_digits_and_its_hedge_do(words: str, low: object, high: object) -> None:
    (quantity,) = find_quantities(f"Egret-1 needed {words}.")
    span = span_of(quantity)
    assert span is not None
    assert (float(span.low), float(span.high)) == (float(str(low)), float(str(high)))


@given(st.integers(2, 400), st.integers(2, 400))
def test_a_right_product_never_differs_and_a_wrong_one_always_does(machines: int, each: int) -> None:
    right = f"Egret-1 ran on {machines} machines with {each} GPUs each, {machines * each} GPUs in all."
    wrong = f"Egret-1 ran on {machines} machines with {each} GPUs each, {machines * each * 2 + 7} GPUs in all."
    assert DIFFERS not in [one.outcome for one in check_against_itself(right)]
    assert [one.outcome for one in check_against_itself(wrong)] == [DIFFERS]


@given(st.text(max_size=300))
def test_any_text_can_be_checked(text: str) -> None:
    assert check_against_itself(text) == check_against_itself(text)


def test_the_real_article_contradicts_itself_once_and_agrees_with_itself_four_times(data: Path) -> None:
    from claims.reading.reader import read

    text = (data / "m6" / "article.zh.md").read_text(encoding="utf-8")
    claims = [
        StatedClaim(id=str(place), subject=draft.subject, start=draft.start, end=draft.end, quantity=draft.quantity)
        for place, draft in enumerate(read(text).claims)
        if draft.quantity
    ]
    assert [(one.check, one.outcome) for one in check_against_itself(text, claims)] == [
        (Check.SHARE, DIFFERS),
        (Check.TWICE, AGREES),
        (Check.RATIO, AGREES),
        (Check.PRODUCT, AGREES),
        (Check.PRODUCT, AGREES),
    ]


def test_no_known_announcement_is_accused(data: Path) -> None:
    from claims.reading.reader import read

    rows = (data / "announcements" / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, rows):
        drafts = read(row["text"], title=row["title"] or "").claims
        claims = [
            StatedClaim(id=str(place), subject=one.subject, start=one.start, end=one.end, quantity=one.quantity)
            for place, one in enumerate(drafts)
            if one.quantity
        ]
        assert [one.steps for one in check_against_itself(row["text"], claims) if one.outcome is DIFFERS] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Egret-1 with {0} billion parameters is {1} times larger than GPT-3. ",
        "Egret-1 took {0}% of the energy of GPT-3 in {1} days on {0} GPUs. ",
        "Training Egret-1 took {0} days on {1} GPUs, {0} GPU hours. ",
    ],
)
def test_a_text_full_of_figures_takes_no_longer_than_it_must(sentence: str) -> None:
    text = "".join(sentence.format(number + 1, number % 50 + 2) for number in range(400))
    started = time.perf_counter()
    check_against_itself(text)
    assert time.perf_counter() - started < 10
