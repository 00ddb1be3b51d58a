"""Numbers written in digits: separators, powers of ten, scales of both languages, signs, currencies and ranges."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from claims.core.amounts import Number, NumberForm, Tail
from claims.core.currencies import COIN, SIGN, currency
from claims.core.masking import CHIP_FILLER
from claims.core.numerals import CHINESE_CHARACTERS, SCALES, chinese_numeral, chinese_scale

_POWER = r"10\s?(?:\^|\*\*)\s?\{?\s?[+-]?\d{1,3}\}?|10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4}|10\s?的\s?\d{1,3}\s?次方"
# "4 × 1023 FLOPS": a text that lost its superscripts.
_LOST_POWER = r"10[12]\d(?=\s?(?:FLOP|flop|floating|operations))"
_CORE = (
    r"(?:\d{1,3}(?:,\d{3}(?!\d)|,\s000(?!\d)|，\s?\d{3}(?!\d)|\{,\}\d{3}(?!\d)){1,6}(?:\.\d+)?"
    r"|\d{1,2}(?: \d{3}(?!\d)){2,6}|\d{1,3}(?:\.\d{3}(?!\d)){2,6}"
    rf"|\d+(?:\.\d+)?(?:\s?(?:[x×*·]|\s乘以?)\s*(?:{_POWER}|{_LOST_POWER})|[eE][+-]?\d{{1,3}}(?![\dA-Za-z]))"
    rf"|{_POWER}|\d{{1,3}}\s?\^\s?(?:\{{\s?\d{{1,2}}\s?\}}|\d{{1,2}})"
    r"|\d+(?:\.\d+)?|(?<![\d.])\.\d+)"
)
# 千 is a prefix of 瓦, 克 and the like, not a scale: 30 千瓦时 is 30 kWh.
_SCALE = (
    r"(?:[ -]{0,2}(?:hundred\s)?(?i:thousand|million|billion|trillion|quadrillion)s?(?:\s?\([KMBT]\))?(?![A-Za-z])"
    r"|\s?(?:mn|bn|tn|mln|bln)(?![A-Za-z])|[kKmMbBT](?![A-Za-z0-9])|\s[MB](?![A-Za-z0-9'’/])|\sk(?=\s[a-z]{4,})"
    r"|\sT(?=\)|\s?(?:param|token|free|word|sample|model|learnable|weights|users))"
    r"|\s{0,3}[多余几]?\s?[十百千万亿萬億]{1,3}(?![一二三四五六七八九])(?:(?<!千)|(?![瓦克米赫焦])))"
)
_SEPARATOR = r"(?:\s?(?:-|–|—|~|～|至|到)\s?|\s(?:to|and)\s)"
# What an "8x" may multiply: then it counts machines and is no factor.
_MACHINE = rf"\s{{0,7}}(?:NVIDIA\s|Nvidia\s|AMD\s|Google\s)?(?:{CHIP_FILLER}|GPU|TPU|NPU|Tesla|Ascend)"
_FORM = (
    r"\s?(?:percentage\spoints?|percent(?:age)?\b|per\scent|pp\b|pts?\b|basis\spoints?|\s?%(?:\spoints?)?|个?百分点|个点|个?基点)"
    r"|\s?成(?![为本功立员果熟长])|\s?(?:times|fold|-fold|倍)(?![A-Za-z])"
    rf"|\s?[x×](?![A-Za-z0-9])(?!{_MACHINE})|X(?![A-Za-z0-9])(?!{_MACHINE})|\s{{0,6}}×(?!\s?\d)(?!{_MACHINE})"
)
_ARABIC = re.compile(
    rf"(?P<about>[~≈]\s?)?(?P<times>(?<![A-Za-z0-9])[x×](?=\d))?(?P<sign>{SIGN})?(?<![\d.,])(?P<core>{_CORE})"
    rf"(?P<scale>{_SCALE})?(?P<tail>\s?\+)?"
    rf"(?:(?P<sign1>\s?[%倍]|个?百分点|x|×|{COIN})?(?P<separator>{_SEPARATOR})(?:{SIGN})?(?P<core2>{_CORE})"
    rf"(?P<scale2>{_SCALE})?(?P<tail2>\+)?)?"
    r"(?P<many>\s?[多余几](?=[\s个种亿万倍名%块张台条项款家天小年月次人]))?"
    rf"(?P<half>\s?个半(?=小时|月|星期))?(?P<form>{_FORM})?(?P<coin>{COIN})?"
)
_MIXED = re.compile(
    rf"(?<![\d.,])(?P<sign>{SIGN})?(?P<core>\d{{1,4}}(?:\.\d+)?\s?[亿億万萬千](?:\s?零?\d{{1,4}}\s?[万萬千百亿億]{{1,2}})+\d{{0,4}}"
    r"|\d{1,4}万\d{4}(?![\d.万亿]))"
    rf"(?P<many>[多余])?(?P<coin>{COIN})?"
)
_FROM = re.compile(r"(?:\bfrom(?:\s(?:around|about|just|over|nearly))?|从|由)\s?$", re.I)
_BETWEEN = re.compile(r"\bbetween(?:\s(?:about|around|roughly))?\s?$", re.I)
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
# A basis point is a hundredth of a percentage point.
_BASIS_POINT = Decimal("0.01")


def arabic_numbers(text: str) -> Iterator[Number]:
    """Every amount that begins with a digit or its sign, overlapping where a mixed numeral ("3亿5000万") holds others."""
    for mixed in _MIXED.finditer(text):
        number = _mixed(mixed)
        if number:
            yield number
    for found in _ARABIC.finditer(text):
        yield from _read(text, found)


def _mixed(found: re.Match[str]) -> Number | None:
    value = chinese_numeral(re.sub(r"\s", "", found["core"]))
    if value is None:
        return None
    return Number(
        value=value,
        start=found.start(),
        end=found.end(),
        raw=found.group(),
        currency=currency(found["sign"], found["coin"]),
        scaled=True,
        bound=Tail.OVER if found["many"] else Tail.NONE,
    )


def _decimal(core: str) -> Decimal | None:
    plain = re.sub(r"[\s{}]|(?<=\d)[,，](?=\s?\d{3})|次方", "", core)
    plain = re.sub(r"[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", lambda raised: f"^{raised.group().translate(_SUPERSCRIPTS)}", plain)
    plain = re.sub(r"\*\*|(?<=\d)的", "^", plain)
    if plain.count(".") > 1:
        plain = plain.replace(".", "")
    mantissa, _, exponent = re.sub(r"(?:[x×*·]|乘以?)10\^?|[eE](?=[+-]?\d)", "|", plain, count=1).partition("|")
    base, _, power = mantissa.partition("^")
    try:
        return Decimal(base) ** int(power or 1) * Decimal(10) ** int(exponent or 0)
    except (InvalidOperation, ValueError):
        return None


def _scale(written: str | None) -> Decimal:
    word = re.sub(r"[\s()-]|[多余几]", " ", written or "").split()
    if not word:
        return Decimal(1)
    if word[0][0] in CHINESE_CHARACTERS:
        return chinese_scale("".join(word))
    factor = Decimal(1)
    for part in word:
        if len(part) == 1 and factor > 1:
            break
        key = part.lower().replace("mln", "mn").replace("bln", "bn")
        factor *= SCALES.get(key) or SCALES.get(key.rstrip("s"), Decimal(1))
    return factor


def form_of(sign: str | None) -> NumberForm:
    """What the sign behind a number makes of it: "fold", "倍", "percentage points", 成, "%" …"""
    written = (sign or "").strip().lower()
    if written in {"times", "fold", "-fold", "x", "×", "倍"}:
        return NumberForm.TIMES
    if "point" in written or written in {"pp", "pt", "pts"} or written.endswith(("百分点", "个点", "基点")):
        return NumberForm.POINTS
    return NumberForm.PERCENT if written else NumberForm.PLAIN


def unit_of_sign(sign: str | None) -> Decimal:
    """What one of a sign is worth in its form: a 成 is ten per cent, a basis point a hundredth of a point."""
    if "成" in (sign or ""):
        return Decimal(10)
    return _BASIS_POINT if re.search(r"basis|基点", sign or "") else Decimal(1)


def _range(found: re.Match[str], first: Decimal) -> tuple[Decimal, Decimal] | None:
    """Both ends of a range; None when the second number does not belong to the first ("from 512 to 2048" does)."""
    second = _decimal(found["core2"])
    if second is None:
        return None
    own, other = _scale(found["scale"]), _scale(found["scale2"])
    low, high = first * (own if found["scale"] else other), second * other
    return (low, high) if low < high else None


def _read(text: str, found: re.Match[str], shared: str = "") -> Iterator[Number]:
    """The number or the range of a match; `shared` is the scale of a number without one that it stands in a pair with."""
    first = _decimal(found["core"])
    if first is None:
        return
    spread = _range(found, first) if found["core2"] and _is_range(text, found) else None
    if found["core2"] and spread is None:
        yield from _apart(text, found)
        return
    coin = currency(found["sign"], found["coin"]) or currency("", found["sign1"])
    sign = found["form"] or ("" if coin else found["sign1"])
    unit = unit_of_sign(sign)
    start, end = trimmed(text, found.start(), found.end())
    scale = found["scale"] or shared
    letter = (found["scale2"] or scale).strip()
    half = Decimal("0.5") if found["half"] else Decimal(0)
    yield Number(
        value=None if spread else (first + half) * _scale(scale) * unit,
        low=spread[0] * unit if spread else None,
        high=spread[1] * unit if spread else None,
        start=start,
        end=end,
        raw=text[start:end],
        form=NumberForm.TIMES if found["times"] else form_of(sign),
        currency=coin,
        letter=letter if len(letter) == 1 and letter.isascii() else "",
        scaled=bool(letter),
        bound=_bound(found),
    )


def _bound(found: re.Match[str]) -> Tail:
    if found["tail"] or found["tail2"] or found["many"] or re.search(r"[多余]", found["scale"] or ""):
        return Tail.OVER
    return Tail.ABOUT if found["about"] else Tail.NONE


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_range(text: str, found: re.Match[str]) -> bool:
    """ "and" joins a range only after "between"; "from … to" are two amounts, of a change or of a family."""
    joint = found["separator"].strip()
    before = text[max(0, found.start() - 40) : found.start()]
    if joint == "and":
        return bool(_BETWEEN.search(before))
    if joint in {"to", "到", "至"}:
        return not _FROM.search(before)
    return True


def _apart(text: str, found: re.Match[str]) -> Iterator[Number]:
    """The two numbers of a stretch that turned out to be no range; "from 0.6 to 235 billion" shares its scale."""
    first, second = _decimal(found["core"]), _decimal(found["core2"])
    grows = first is not None and second is not None and first < second
    shared = (found["scale2"] or "") if grows else ""
    for one in _ARABIC.finditer(text, found.start(), found.start("separator")):
        yield from _read(text, one, shared)
    for one in _ARABIC.finditer(text, found.start("separator") + 1, found.end()):
        if one["core2"] is None or one.start() > found.start("separator") + 1:
            yield from _read(text, one)
