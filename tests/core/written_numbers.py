"""Writers of numbers: each tells a whole number in one form of the grammar, or says that the form does not fit it."""

from collections.abc import Callable
from decimal import Decimal

type Writer = Callable[[int], str | None]

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
CHINESE_DIGITS = "零一二三四五六七八九"
ENGLISH_SCALES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
LETTERS = {"K": 3, "M": 6, "B": 9, "T": 12}
CHINESE_SCALES = {"万": 4, "百万": 6, "亿": 8, "万亿": 12}
MYRIAD = 10_000
# More decimals than this nobody writes in front of a scale.
DECIMALS = 3
FULL_WIDTH = str.maketrans("0123456789.,%$", "０１２３４５６７８９．，％＄")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def plain(value: Decimal) -> str:
    """The digits of a number without an exponent or trailing noughts."""
    return f"{value.normalize():f}"


def scaled(value: int, power: int) -> str | None:
    """The number in front of a scale of 10^power; None below one and where it takes too many decimals."""
    mantissa = Decimal(value).scaleb(-power)
    written = plain(mantissa)
    return written if mantissa >= 1 and len(written.partition(".")[2]) <= DECIMALS else None


def spell_english(value: int) -> str:
    """The words of 0..999, as they are taught."""
    hundreds, rest = divmod(value, 100)
    tens, unit = divmod(rest, 10)
    small = SMALL[rest] if rest < len(SMALL) else TENS[tens - 2] + (f"-{SMALL[unit]}" if unit else "")
    if not hundreds:
        return small
    return f"{SMALL[hundreds]} hundred" + (f" and {small}" if rest else "")


def spell_below_a_myriad(value: int) -> str:
    """The numeral of 1..9999, with 零 over a gap and 一十 written out."""
    parts, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            parts += ("零" if gap and parts else "") + CHINESE_DIGITS[digit] + name
        gap = not digit
    return parts


def spell_chinese(value: int) -> str:
    """The numeral of any whole number below 10^16: 一亿零五万, 三万亿."""
    high, low = divmod(value, MYRIAD**2)
    if high:
        rest = spell_chinese(low) if low else ""
        return f"{spell_chinese(high)}亿{'零' if 0 < low < MYRIAD**2 // 10 else ''}{rest}"
    high, low = divmod(value, MYRIAD)
    if high:
        rest = spell_below_a_myriad(low) if low else ""
        return f"{spell_below_a_myriad(high)}万{'零' if 0 < low < MYRIAD // 10 else ''}{rest}"
    return spell_below_a_myriad(value)


def _in_scale(word: str, power: int, between: str) -> Writer:
    def write(value: int) -> str | None:
        number = scaled(value, power)
        return None if number is None else f"{number}{between}{word}"

    return write


def _in_words(value: int) -> str | None:
    for word, power in (("", 0), *ENGLISH_SCALES.items()):
        count, rest = divmod(value, 10**power)
        if not rest and 1 < count < 1000:
            return f"{spell_english(count)} {word}".strip()
    return None


def _as_power(shape: str) -> Writer:
    def write(value: int) -> str | None:
        power = len(str(value)) - 1
        mantissa = scaled(value, power)
        return None if mantissa is None else shape.format(mantissa, power, str(power).translate(RAISED))

    return write


def _mixed(value: int) -> str | None:
    """ "3亿5000万": digits before each mark; only where both marks have some."""
    high, rest = divmod(value, MYRIAD**2)
    low, ones = divmod(rest, MYRIAD)
    return f"{high}亿{low}万" if 0 < high < MYRIAD and low and not ones else None


def _full_width(value: int) -> str:
    return f"{value:,}".translate(FULL_WIDTH)


def _grouped(value: int) -> str:
    return f"{value:,}"


ENGLISH: tuple[Writer, ...] = (
    str,
    _grouped,
    _full_width,
    _in_words,
    _as_power("{0} × 10^{1}"),
    _as_power("{0}×10^{{{1}}}"),
    _as_power("{0}e{1}"),
    _as_power("{0} × 10{2}"),
    _as_power(r"${0} \times 10^{{{1}}}$"),
    *(_in_scale(word, power, " ") for word, power in ENGLISH_SCALES.items()),
    *(_in_scale(word, power, "-") for word, power in ENGLISH_SCALES.items()),
    *(_in_scale(letter, power, "") for letter, power in LETTERS.items()),
)
CHINESE: tuple[Writer, ...] = (
    str,
    _grouped,
    _full_width,
    spell_chinese,
    _mixed,
    _as_power("{0} 乘以 10 的 {1} 次方"),
    _as_power("{0}×10^{1} "),
    *(_in_scale(word, power, "") for word, power in CHINESE_SCALES.items()),
    *(_in_scale(word, power, " ") for word, power in CHINESE_SCALES.items()),
)
