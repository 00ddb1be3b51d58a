"""Numbers told in words or in part: orders, halves, doublings, neighbours, mixed numerals, lost superscripts."""

from decimal import Decimal

import pytest

from claims.core.amounts import Number, NumberForm, Tail
from claims.core.measures import find_quantities
from claims.core.numbers import find_numbers


def ends(text: str) -> list[tuple[str, ...]]:
    """The value, or both bounds, of every number of a text."""
    return [tuple(f"{end.normalize():f}" for end in found.values) for found in find_numbers(text)]


def told(text: str) -> list[tuple[str, str, str, str]]:
    """The metric, comparator and unit of every quantity, and its figures in the unit that the text uses."""
    return [
        (
            found.metric.value,
            found.comparator.value,
            " ".join(f"{end.normalize():f}" for end in (found.told.value, found.told.low, found.told.high) if end),
            found.told.unit,
        )
        for found in find_quantities(text)
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a dozen runs", "12"),
        ("two dozen languages", "24"),
        ("half a million users", "500000"),
        ("half a day", "0.5"),
        ("one and a half years", "1.5"),
        ("3 and a half years", "3.5"),
        ("1.000.000 users", "1000000"),
        ("12 500 000 users", "12500000"),
        ("2^20 tokens", "1048576"),
        ("10^25 FLOP", "1e25"),
        ("10²⁵ FLOP", "1e25"),
        ("2×10^24 FLOP", "2e24"),
        ("2·10²⁴ FLOP", "2e24"),
        ("2*10**24 FLOP", "2e24"),
        ("10 的 25 次方 FLOP", "1e25"),
        ("2 乘以 10 的 24 次方 FLOP", "2e24"),
        ("4 × 1023 FLOPS", "4e23"),
        ("一亿五千万用户", "150000000"),
        ("3亿5000万用户", "350000000"),
        ("3万5千张图片", "35000"),
        ("1万2000张图片", "12000"),
        ("两万五千个 GPU", "25000"),
        ("十天", "10"),
        ("半年", "0.5"),
        ("一年半", "1.5"),
        ("一个半月", "1.5"),
        ("2 个半小时", "2.5"),
        ("十万卡", "100000"),
        ("万卡集群", "10000"),
        ("千亿参数", "1e11"),
    ],
)
def test_one_amount_is_read_in_whatever_words_it_is_told(text: str, value: str) -> None:
    assert ends(text) == [(f"{Decimal(value):f}",)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("two to three weeks", "2", "3"),
        ("two or three weeks", "2", "3"),
        ("five to ten times", "5", "10"),
        ("10x–20x", "10", "20"),
        ("$4.6M–$12M", "4600000", "12000000"),
        ("1000 美元到 2000 美元", "1000", "2000"),
        ("3 倍至 5 倍", "3", "5"),
        ("五到十倍", "5", "10"),
        ("两三天", "2", "3"),
        ("三五天", "3", "5"),
        ("七八成", "70", "80"),
        ("五六百万用户", "5000000", "6000000"),
        ("十几天", "11", "19"),
        ("二十几种语言", "21", "29"),
        ("数十亿参数", "1000000000", "10000000000"),
        ("几百万用户", "1000000", "10000000"),
        ("hundreds of GPUs", "100", "1000"),
        ("tens of thousands of GPUs", "10000", "100000"),
        ("hundreds of billions of parameters", "100000000000", "1000000000000"),
    ],
)
def test_two_ends_or_an_order_are_a_range(text: str, low: str, high: str) -> None:
    assert ends(text) == [(low, high)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It tripled.", "3"),
        ("a threefold gain", "3"),
        ("a tenfold cut", "10"),
        ("an order of magnitude cheaper", "10"),
        ("two orders of magnitude faster", "100"),
        ("两倍半", "2.5"),
        ("翻番", "2"),
        ("翻了一番", "2"),
        ("翻两番", "4"),
        ("翻了 3 番", "8"),
        ("翻两倍", "3"),
    ],
)
def test_multiples_have_words_of_their_own(text: str, value: str) -> None:
    (found,) = find_numbers(text)
    assert (found.form, found.value) == (NumberForm.TIMES, Decimal(value))


@pytest.mark.parametrize(
    "text", ["成本减半。", "The cost was halved.", "It halves the cost.", "只用了一半", "half of it"]
)
def test_what_is_halved_is_half_of_what_it_was(text: str) -> None:
    assert [(found.form, found.value) for found in find_numbers(text)] == [(NumberForm.FRACTION, Decimal("0.5"))]


@pytest.mark.parametrize(
    "text",
    [
        "万一失败，可以重试。",
        "千万不要",
        "百万富翁",
        "最近百度发布了模型",
        "the first half of 2024",
        "a third model",
        "in the third quarter",
        "HumanEval pass@10",
        "a 5G network",
        "Mixtral 8x7B",
        "in 7x24 mode",
        "over FY2025",
        "H$_2$O and cm^{-1} and N^3",
        "It does (1) this, (2) that and 3) more.",
        "a zero-shot, two-stage and three-body method",
        "4KAgent and 3DGS",
        "triples of facts in a double well",
        "article 032212",
        "WSe2 at 640X480",
    ],
)
def test_what_only_sounds_like_a_number_is_none(text: str) -> None:
    assert ends(text) == []


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("10 多天", Tail.OVER),
        ("10 多 天", Tail.OVER),
        ("十多天", Tail.OVER),
        ("2000+ tools", Tail.OVER),
        ("3000 余种语言", Tail.OVER),
        ("上千块 GPU", Tail.AT_LEAST),
        ("近百亿参数", Tail.ABOUT),
        ("超百亿参数", Tail.OVER),
    ],
)
def test_a_bound_that_is_part_of_the_number_is_kept(text: str, bound: Tail) -> None:
    (found,) = find_numbers(text)
    assert found.bound is bound


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("HK$50 million", "HKD"),
        ("S$10 million", "SGD"),
        ("US$10bn", "USD"),
        ("₹100 million", "INR"),
        ("100 万港元", "HKD"),
        ("50 million yen", "JPY"),
        ("300 亿韩元", "KRW"),
    ],
)
def test_each_currency_has_its_own_code(text: str, code: str) -> None:
    (found,) = find_numbers(text)
    assert found.currency == code


def test_a_basis_point_is_a_hundredth_of_a_point() -> None:
    (found,) = find_numbers("up 25 basis points")
    assert (found.form, found.value) == (NumberForm.POINTS, Decimal("0.25"))


def test_both_ends_of_a_growth_share_the_scale_that_is_written_once() -> None:
    assert ends("sizes from 0.6 to 235 billion") == [("600000000",), ("235000000000",)]


def test_an_order_of_what_is_merely_counted_says_nothing() -> None:
    assert [found for text in ("dozens of models", "几百个任务", "thousands of papers") for found in told(text)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It ran on 8×H100.", ("accelerators", "eq", "8", "chips")),
        ("It ran on 8x NVIDIA A100.", ("accelerators", "eq", "8", "chips")),
        ("It reaches 100 tokens per second.", ("throughput", "eq", "100", "tokens/s")),
        ("每秒 100 token", ("throughput", "eq", "100", "tokens/s")),
        ("支持 128k 上下文", ("context_length", "eq", "128000", "tokens")),
        ("功率为 30 千瓦", ("power", "eq", "30", "kW")),
        ("百亿级参数", ("parameters", "approx", "10000000000", "parameters")),
        ("a billion-scale model", ("parameters", "approx", "1000000000", "parameters")),
        ("A 40.3B Mixture of Experts (MoE) model", ("parameters", "eq", "40300000000", "parameters")),
        ("We used 4 × 10^23 FLOPS in all.", ("compute", "eq", "400000000000000000000000", "FLOP")),
        ("We split off 900,000 for training.", ("dataset_size", "eq", "900000", "examples")),
        ("with a larger training set (50000)", ("dataset_size", "eq", "50000", "examples")),
        ("It was trained on 400M (image, text) pairs.", ("dataset_size", "eq", "400000000", "pairs")),
        ("一周内完成训练", ("training_time", "le", "1", "weeks")),
        ("45 hours of speech", ("dataset_size", "eq", "45", "hours")),
        ("a 440-hour corpus", ("dataset_size", "eq", "440", "hours")),
        ("a batch size of 4M tokens", ("size", "eq", "4000000", "tokens")),
        ("GPT-3 405B was trained well on tokens.", ("parameters", "eq", "405000000000", "parameters")),
        ("We emitted 50.5 tonnes in all, a heavy carbon load.", ("emissions", "eq", "50.5", "tCO2e")),
        ("It cost much over four years.", ("duration", "eq", "4", "years")),
        ("It took over four years.", ("duration", "gt", "4", "years")),
        ("训练最高提升 30 倍", ("other", "le", "30", "x")),
        ("15 million image-text pairs", ("dataset_size", "eq", "15000000", "pairs")),
        ("It took 44, 000 images.", ("dataset_size", "eq", "44000", "images")),
        ("It used 150 k images.", ("dataset_size", "eq", "150000", "images")),
        ("It needed 0.5 pfs-days.", ("compute", "eq", "0.5", "PFLOP/s-days")),
        ("It fits an 80G GPU.", ("memory", "eq", "80", "GB")),
        ("on 8 NVIDIA 2080Ti GPUs", ("accelerators", "eq", "8", "GPUs")),
        ("experts of 111B each", ("parameters", "eq", "111000000000", "parameters")),
        (r"a recall of $95\%$", ("score", "eq", "95", "%")),
        ("at a $5^o$ angle", ("other", "eq", "5", "")),
        ("3.2 亿月活", ("users", "eq", "320000000", "users")),
        ("a drop of 5% in accuracy", ("score", "eq", "5", "%")),
    ],
)
def test_a_quantity_is_measured_as_a_reader_would_say(text: str, expected: tuple[str, str, str, str]) -> None:
    assert told(text) == [expected]


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("It scores 88.5 on MMLU (5-shot).", ["MMLU, 5-shot"]),
        ("It reaches 67.0% pass@1 on HumanEval.", ["HumanEval, pass@1"]),
        ("It scores 60 on math.", [""]),
        ("It costs $15 / 1M output tokens.", ["/ 1M output tokens"]),
        ("每百万 tokens 仅需 1 元。", ["每百万 tokens"]),
        ("每百万输入 token 2 元、每百万输出 token 8 元。", ["每百万输入 token", "每百万输出 token"]),
        ("AIME 2024: 79.8%, MATH-500: 97.3%", ["AIME", "MATH"]),
        ("$0.15 per million input tokens and $0.60 per million output tokens",
         ["per million input tokens", "per million output tokens"]),
    ],
)  # fmt: skip
def test_a_score_and_a_price_say_what_they_hold_for(text: str, scopes: list[str]) -> None:
    assert [found.scope for found in find_quantities(text)] == scopes


def test_figures_that_share_a_unit_share_it_over_what_stands_between() -> None:
    text = "They took 1106, 1576 (+42%) and 2248 (+103%) GPU hours, on 879k/65k/53k (train/dev/test) examples."
    assert [(found.metric.value, found.told.value) for found in find_quantities(text) if found.unit != "%"] == [
        ("accelerator_hours", Decimal(1106)),
        ("accelerator_hours", Decimal(1576)),
        ("accelerator_hours", Decimal(2248)),
        ("dataset_size", Decimal(879_000)),
        ("dataset_size", Decimal(65_000)),
        ("dataset_size", Decimal(53_000)),
    ]


def test_a_number_knows_both_its_ends() -> None:
    spread = Number(value=None, low=Decimal(1), high=Decimal(2), start=0, end=3, raw="1-2")
    assert spread.values == (Decimal(1), Decimal(2))


def test_an_arrow_is_no_sign_of_more() -> None:
    assert [(found.comparator.value, found.value) for found in find_quantities("It went 13%->0.4%.")] == [
        ("eq", Decimal(13)),
        ("eq", Decimal("0.4")),
    ]


@pytest.mark.parametrize(
    ("text", "factor"), [("用户增加一倍", "2"), ("用户翻番", "2"), ("用户增长 100%", "2"), ("用户是去年的两倍", "2")]
)
def test_once_more_is_twice(text: str, factor: str) -> None:
    assert [found.factor for found in find_quantities(text)] == [Decimal(factor)]
