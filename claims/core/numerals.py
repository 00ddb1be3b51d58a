"""Numbers written as words or as Chinese numerals, and the scale words of both languages, as exact `Decimal`s."""

import re
from decimal import Decimal

ENGLISH_UNITS = {
    word: Decimal(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
ENGLISH_TENS = {
    word: Decimal(10 * value)
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
# Ordinals that name the lower half of a fraction: "two thirds", "a tenth".
FRACTION_WORDS = {
    word: Decimal(value)
    for value, word in enumerate("half third quarter fifth sixth seventh eighth ninth tenth".split(), 2)
}
SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(10**3),
    "k": Decimal(10**3),
    "million": Decimal(10**6),
    "mn": Decimal(10**6),
    "m": Decimal(10**6),
    "billion": Decimal(10**9),
    "bn": Decimal(10**9),
    "b": Decimal(10**9),
    "trillion": Decimal(10**12),
    "tn": Decimal(10**12),
    "t": Decimal(10**12),
    "quadrillion": Decimal(10**15),
}
CHINESE_DIGITS = {
    character: Decimal(value)
    for characters, value in (
        ("零〇", 0), ("一壹", 1), ("二两贰兩", 2), ("三叁", 3), ("四肆", 4),
        ("五伍", 5), ("六陆", 6), ("七柒", 7), ("八捌", 8), ("九玖", 9),
    )
    for character in characters
}  # fmt: skip
CHINESE_TENS = {
    "十": Decimal(10), "拾": Decimal(10), "百": Decimal(100), "佰": Decimal(100), "千": Decimal(1000),
    "仟": Decimal(1000),
}  # fmt: skip
CHINESE_MYRIADS = {"万": Decimal(10**4), "萬": Decimal(10**4), "亿": Decimal(10**8), "億": Decimal(10**8)}
CHINESE_CHARACTERS = "".join((*CHINESE_DIGITS, *CHINESE_TENS, *CHINESE_MYRIADS))
_WORDS = re.compile(r"[a-z]+")


def chinese_scale(text: str) -> Decimal:
    """The factor of a run of scale characters behind digits: "万亿" → 10**12, "百万" → 10**6, "" → 1."""
    factor = Decimal(1)
    for character in text:
        factor *= CHINESE_TENS.get(character) or CHINESE_MYRIADS.get(character) or Decimal(1)
    return factor


def _digits_read_one_by_one(text: str) -> Decimal:
    return Decimal("".join(str(CHINESE_DIGITS[character]) for character in text))


def chinese_numeral(text: str) -> Decimal | None:
    """The value of a Chinese numeral ("一百亿", "二〇二一", "三点五", "十万亿"); None when it is not one."""
    whole, point, fraction = text.partition("点")
    if point:
        value = chinese_numeral(whole)
        if value is None or not fraction or any(character not in CHINESE_DIGITS for character in fraction):
            return None
        return value + Decimal(f"0.{_digits_read_one_by_one(fraction)}".replace("0.0.", "0."))
    if not text or any(character not in CHINESE_CHARACTERS for character in text):
        return None
    if len(text) > 1 and all(character in CHINESE_DIGITS for character in text):
        return _digits_read_one_by_one(text)
    return _sum_of_parts(text)


def _sum_of_parts(text: str) -> Decimal:
    total, section, digit = Decimal(0), Decimal(0), None
    for character in text:
        if character in CHINESE_DIGITS:
            digit = CHINESE_DIGITS[character]
        elif character in CHINESE_TENS:
            section += (Decimal(1) if digit is None else digit) * CHINESE_TENS[character]
            digit = None
        else:
            section += digit or 0
            total = (total + section if total or section else Decimal(1)) * CHINESE_MYRIADS[character]
            section, digit = Decimal(0), None
    return total + section + (digit or 0)


def english_numeral(text: str) -> Decimal | None:
    """The value of number words below a thousand times a scale ("twenty-five", "two hundred", "a million"), else None."""
    total, section, seen = Decimal(0), Decimal(0), False
    for word in _WORDS.findall(text.lower()):
        if word in {"a", "an", "and"}:
            continue
        if word in ENGLISH_UNITS or word in ENGLISH_TENS:
            section += ENGLISH_UNITS[word] if word in ENGLISH_UNITS else ENGLISH_TENS[word]
        elif word == "hundred":
            section = (section or Decimal(1)) * 100
        elif word in SCALES:
            total, section = total + (section or Decimal(1)) * SCALES[word], Decimal(0)
        else:
            return None
        seen = True
    return total + section if seen else None
