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
# A numeral's parts: digits (ours or Arabic ones, which mix: "3亿5000万") and the marks that multiply them.
_PART = re.compile(r"\d+(?:\.\d+)?|.", re.DOTALL)
_DOZEN = Decimal(12)


def chinese_scale(text: str) -> Decimal:
    """The factor of a run of scale characters behind digits: "万亿" → 10**12, "百万" → 10**6, "" → 1."""
    factor = Decimal(1)
    for character in text:
        factor *= CHINESE_TENS.get(character) or CHINESE_MYRIADS.get(character) or Decimal(1)
    return factor


def _digits_read_one_by_one(text: str) -> Decimal:
    return Decimal("".join(str(CHINESE_DIGITS[character]) for character in text))


def chinese_numeral(text: str) -> Decimal | None:
    """The value of a Chinese numeral ("一百亿", "二〇二一", "三点五", "3亿5000万", "两万五"); None when it is not one."""
    whole, point, fraction = text.partition("点")
    if point:
        value = chinese_numeral(whole)
        if value is None or not fraction or any(character not in CHINESE_DIGITS for character in fraction):
            return None
        return value + Decimal(f"0.{''.join(str(CHINESE_DIGITS[character]) for character in fraction)}")
    parts = _PART.findall(text)
    if not parts or any(part not in CHINESE_CHARACTERS and not part[0].isdecimal() for part in parts):
        return None
    if len(parts) > 1 and all(part in CHINESE_DIGITS for part in parts):
        return _digits_read_one_by_one(text)
    return _by_myriads(parts)


def _by_myriads(parts: list[str]) -> Decimal:
    """亿 closes all that stands before it, 万 the rest: 一亿五千万 is 1 亿 and 5,000 万, 十万亿 is 10 万 times 亿."""
    for marks in ("亿億", "万萬"):
        places = [place for place, part in enumerate(parts) if part in marks]
        if places:
            before, after = parts[: places[-1]], parts[places[-1] + 1 :]
            factor = CHINESE_MYRIADS[parts[places[-1]]]
            return (_by_myriads(before) if before else Decimal(1)) * factor + _rest(after, factor)
    return _below_a_myriad(parts)


def _rest(parts: list[str], factor: Decimal) -> Decimal:
    """What stands behind a mark; one digit alone is a tenth of the mark: 两万五 is 25,000, 两万零五 is 20,005."""
    if len(parts) == 1 and parts[0] in CHINESE_DIGITS:
        return CHINESE_DIGITS[parts[0]] * factor / 10
    return _by_myriads(parts)


def _below_a_myriad(parts: list[str]) -> Decimal:
    total, digit, mark = Decimal(0), None, Decimal(1)
    for part in parts:
        if part in CHINESE_TENS:
            mark = CHINESE_TENS[part]
            total += (Decimal(1) if digit is None else digit) * mark
            digit = None
        else:
            # A nought bridges a gap, so that the digit behind it is told in ones.
            digit = CHINESE_DIGITS[part] if part in CHINESE_DIGITS else Decimal(part)
            mark = Decimal(10) if digit == 0 else mark
    return total + (digit or 0) * max(mark / 10, Decimal(1))


def english_numeral(text: str) -> Decimal | None:
    """The value of number words ("twenty-five", "two hundred", "a million", "two dozen", "one and a half"), else None."""
    words, half = _WORDS.findall(text.lower()), Decimal(0)
    if words[-3:] == ["and", "a", "half"]:
        words, half = words[:-3], Decimal("0.5")
    total, section, seen = Decimal(0), Decimal(0), False
    for word in words:
        if word in {"a", "an", "and"}:
            continue
        if word in ENGLISH_UNITS or word in ENGLISH_TENS:
            section += ENGLISH_UNITS[word] if word in ENGLISH_UNITS else ENGLISH_TENS[word]
        elif word in {"hundred", "dozen"}:
            section = (section or Decimal(1)) * (_DOZEN if word == "dozen" else SCALES[word])
        elif word in SCALES:
            total, section = total + (section or Decimal(1)) * SCALES[word], Decimal(0)
        else:
            return None
        seen = True
    return total + section + half if seen else None
