"""The number grammar of announcements in English and Chinese: every amount in a text, exact, at its place.

`10 trillion`, `10T`, `1.75tn`, `10 万亿`, `一百亿`, `307，200`, `$4.6M`, `x11`, `11 倍`, `80%`, `8成`, `三分之一`, `1/7th`,
`two-thirds`, `3.14×10^23`, `1000-3000 万`, `between $11.5 million and $27.6 million`. What only looks like a number
(names, dates, references, addresses) is left out, see `masking`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from claims.core.masking import mask_non_numbers
from claims.core.numerals import (
    CHINESE_CHARACTERS,
    CHINESE_DIGITS,
    ENGLISH_TENS,
    ENGLISH_UNITS,
    FRACTION_WORDS,
    SCALES,
    chinese_numeral,
    chinese_scale,
    english_numeral,
)


class NumberForm(StrEnum):
    """How a number is meant by the sign it carries."""

    PLAIN = "plain"
    PERCENT = "percent"
    POINTS = "points"
    TIMES = "times"
    FRACTION = "fraction"


class Tail(StrEnum):
    """A sign glued to the number that bounds it: "2000+", "~3", "2350 多亿"."""

    NONE = ""
    ABOUT = "about"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One amount, or a range (`low`..`high`, `value` None). `text[start:end]` covers sign, scale and currency.

    Percent stays as written (80 with `PERCENT`). `currency` is an ISO code or "". `scaled` tells whether a scale was
    written, `letter` which ("B" in "7B"): a bare "7B" is a size, a bare "7" is not.
    """

    value: Decimal | None
    start: int
    end: int
    raw: str
    low: Decimal | None = None
    high: Decimal | None = None
    form: NumberForm = NumberForm.PLAIN
    currency: str = ""
    letter: str = ""
    scaled: bool = False
    bound: Tail = Tail.NONE
    spelled: bool = False

    @property
    def values(self) -> tuple[Decimal, ...]:
        """All numbers of it: the one value or both ends."""
        return tuple(number for number in (self.value, self.low, self.high) if number is not None)


_CURRENCIES = {
    "$": "USD", "us$": "USD", "usd": "USD", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "¥": "CNY",
    "￥": "CNY", "rmb": "CNY", "cny": "CNY", "美元": "USD", "美金": "USD", "人民币": "CNY", "元": "CNY", "欧元": "EUR",
    "英镑": "GBP", "日元": "JPY", "dollars": "USD", "dollar": "USD", "us dollars": "USD", "u.s. dollars": "USD",
    "euros": "EUR", "yuan": "CNY", "pounds": "GBP", "元人民币": "CNY", "万元": "CNY",
}  # fmt: skip
_CJK = f"[{CHINESE_CHARACTERS}]"
_ATOM = "|".join((*ENGLISH_UNITS, *ENGLISH_TENS))
_CORE = (
    r"(?:\d{1,3}(?:,\d{3}(?!\d)|，\s?\d{3}(?!\d)|\{,\}\d{3}(?!\d)){1,6}(?:\.\d+)?"
    r"|\d+(?:\.\d+)?(?:\s?[x×*·]\s*10\s?\^?\s?\{?\s?[+-]?\d{1,3}\}?|[eE][+-]?\d{1,3}(?![\dA-Za-z]))"
    r"|10\s?\^\s?\{?\s?[+-]?\d{1,3}\}?"
    r"|\d+(?:\.\d+)?|(?<![\d.])\.\d+)"
)
_SCALE = (
    r"(?:[ -]{0,2}(?:hundred\s)?(?i:thousand|million|billion|trillion|quadrillion)s?(?:\s?\([KMBT]\))?(?![A-Za-z])"
    r"|\s?(?:mn|bn|tn|mln|bln)(?![A-Za-z])|[kKmMbBT](?![A-Za-z0-9])|\s[MB](?![A-Za-z0-9'’/])|\sT(?=\)|\s?(?:param|token|free|word|sample|model|learnable|weights|users))"
    r"|\s{0,3}[多余]?\s?[十百千万亿萬億]{1,3}(?![一二三四五六七八九])(?:(?<!千)|(?![瓦克米赫焦])))"
)
_SEPARATOR = r"(?:\s?(?:-|–|—|~|～|至|到)\s?|\s(?:to|and)\s)"
_SIGN = r"(?:US\$|\$|€|£|¥|￥|(?:USD|RMB|CNY|EUR|GBP)\s?)"

_FRACTION = re.compile(
    rf"(?P<denominator>{_CJK}{{1,4}}|\d{{1,4}})\s?分之\s?(?P<numerator>[{CHINESE_CHARACTERS}点]{{1,6}}|\d+(?:\.\d+)?)"
    r"|(?<![\d/.])(?P<over>\d{1,3})/(?P<under>\d{1,4})(?P<suffix>th|rd|nd|st)?(?![\d/]|\.\d)"
    rf"|\b(?P<count>a|one|two|three|four)[- ](?P<part>{'|'.join(FRACTION_WORDS)})s?\b"
    r"|\b(?P<half>half)\b(?=\s(?:of|the|as|that|its)\b)|(?P<zhhalf>一半)"
)
_TWICE = re.compile(
    r"\b(?P<word>twice|double[ds]?|doubling|triple[ds]?|tripling|thrice|quadruple[ds]?)\b|(?P<zh>翻[了]?(?:一倍|两倍|倍|番))",
    re.I,
)
_TWICE_VALUES = {"tw": 2, "do": 2, "tr": 3, "th": 3, "qu": 4}
_ARABIC = re.compile(
    rf"(?P<about>[~≈]\s?)?(?P<times>(?<![A-Za-z0-9])[x×](?=\d))?(?P<sign>{_SIGN})?(?<![\d.,])(?P<core>{_CORE})"
    rf"(?P<scale>{_SCALE})?(?P<tail>\s?\+)?"
    rf"(?:(?P<percent1>\s?%|x|×)?(?P<separator>{_SEPARATOR})(?:{_SIGN})?(?P<core2>{_CORE})(?P<scale2>{_SCALE})?(?P<tail2>\+)?)?"
    r"(?P<many>[多余几](?=[\s个种亿万倍名%块张天小年月]))?"
    r"(?P<form>\s?(?:percentage\spoints?|percent(?:age)?\b|per\scent|pp\b|pts?\b|%(?:\spoints?)?|个?百分点|个点)"
    r"|\s?(?:成(?![为本功立员果熟长]))|\s?(?:times|fold|-fold|倍)(?![A-Za-z])|\s?[x×](?![A-Za-z0-9])|X(?![A-Za-z0-9])|\s{0,6}[×](?!\s?\d))?"
    r"(?P<coin>\s?(?:US\s[Dd]ollars?|U\.S\.\s[Dd]ollars?|[Dd]ollars?\b|USD\b|euros?\b|yuan\b|RMB\b|美元|美金|元人民币|人民币|欧元|英镑|日元|元(?!素)))?"
)
_SPELLED = re.compile(
    rf"(?<![A-Za-z-])(?P<core>(?:(?:a|an)\s(?=hundred|thousand|million|billion|trillion)|(?:{_ATOM})\b[- ]?)"
    rf"(?:(?:{_ATOM}|hundred|thousand|million|billion|trillion|and(?=\s(?:{_ATOM})\b))\b[- ]?){{0,6}})"
    r"(?P<form>(?<=[- ])(?:percent|per\scent|times|fold|x)\b|(?<![- ])fold\b)?",
    re.I,
)
_CHINESE = re.compile(
    rf"(?<![第十百千万亿一二三四五六七八九\d.])(?P<core>{_CJK}+(?:点{_CJK}+)?)(?P<many>[多余])?(?P<scale>[万亿]{{1,2}})?"
    r"\s?(?P<form>倍|成(?![为本功立员果熟长])|个?百分点)?(?P<coin>美元|美金|元人民币|人民币|欧元|英镑|日元|元(?!素|组))?"
)
# A single Chinese digit counts only before a unit; elsewhere it is a part of a word: 一些, 三方, 统一.
_CHINESE_UNIT = re.compile(
    r"\s?(?:个(?!别|性|体)(?:月|小时|星期|百分点)?|天|年(?!来)|周|小时|分钟|秒|种|项|款|台|块|张|颗|名|位|倍|层|阶段|家|次|分之|枚|卡|代)"
)
_NOT_COUNTED = frozenset("一万亿千百十零〇两")


def _decimal(core: str) -> Decimal | None:
    plain = re.sub(r"[\s{}]|(?<=\d)[,，](?=\s?\d{3})", "", core)
    mantissa, _, exponent = re.sub(r"[x×*·]10\^?|[eE](?=[+-]?\d)", "|", plain).partition("|")
    if plain.startswith("10^"):
        mantissa, exponent = "1", plain[3:]
    try:
        return Decimal(mantissa) * Decimal(10) ** int(exponent or 0)
    except (InvalidOperation, ValueError):
        return None


def _scale(written: str | None) -> Decimal:
    if not written:
        return Decimal(1)
    word = re.sub(r"[\s()-]|[多余]", " ", written).split()
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


def _form(written: str | None, *, times: bool = False) -> NumberForm:
    sign = (written or "").strip().lower()
    if times or sign in {"times", "fold", "-fold", "x", "×", "倍"}:
        return NumberForm.TIMES
    if "point" in sign or sign in {"pp", "pt", "pts"} or sign.endswith(("百分点", "个点")):
        return NumberForm.POINTS
    return NumberForm.PERCENT if sign else NumberForm.PLAIN


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _bound(found: re.Match[str]) -> Tail:
    many = found["many"] or "多" in (found["scale"] or "") or "余" in (found["scale"] or "")
    if found["tail"] or found["tail2"] or many:
        return Tail.OVER
    return Tail.ABOUT if found["about"] else Tail.NONE


def _range(found: re.Match[str], first: Decimal) -> tuple[Decimal, Decimal] | None:
    """Both ends of a range; None when the second number does not belong to the first ("from 512 to 2048" does)."""
    second = _decimal(found["core2"])
    if second is None:
        return None
    own, other = _scale(found["scale"]), _scale(found["scale2"])
    low, high = first * (own if found["scale"] else other), second * other
    return (low, high) if low < high else None


def _arabic(text: str, found: re.Match[str]) -> Iterator[Number]:
    first = _decimal(found["core"])
    if first is None:
        return
    spread = _range(found, first) if found["core2"] and _is_range(text, found) else None
    if found["core2"] and spread is None:
        end = found.end("scale") if found["scale"] else found.end("core")
        yield from _numbers_in(text, found.start(), end, limit=found.start("separator"))
        yield from _numbers_in(text, found.start("separator") + 1, found.end(), limit=None)
        return
    form = _form(found["form"], times=bool(found["times"]))
    tenfold = Decimal(10) if form is NumberForm.PERCENT and "成" in (found["form"] or "") else Decimal(1)
    start, end = _trimmed(text, found.start(), found.end())
    sign = (found["sign"] or found["coin"] or "").strip().lower()
    letter = (found["scale2"] or found["scale"] or "").strip()
    yield Number(
        value=None if spread else first * _scale(found["scale"]) * tenfold,
        low=spread[0] * tenfold if spread else None,
        high=spread[1] * tenfold if spread else None,
        start=start,
        end=end,
        raw=text[start:end],
        form=form,
        currency=_CURRENCIES.get(sign, ""),
        letter=letter if len(letter) == 1 and letter.isascii() else "",
        scaled=bool(letter),
        bound=_bound(found),
    )


def _is_range(text: str, found: re.Match[str]) -> bool:
    """ "and" and "to" join a range only after "between"/"from … to" of a growing amount is no range ("from 5 to 9")."""
    joint = found["separator"].strip()
    before = text[max(0, found.start() - 12) : found.start()].lower().rstrip()
    if joint == "and":
        return before.endswith(("between", "between about", "anywhere between"))
    if joint in {"to", "到", "至"}:
        return not before.endswith(("from", "from around", "from about", "从", "由"))
    return True


def _numbers_in(text: str, start: int, end: int, *, limit: int | None) -> Iterator[Number]:
    """The numbers of a stretch that turned out to be no range, each read alone."""
    stop = end if limit is None else limit
    for found in _ARABIC.finditer(text, start, stop):
        if found["core2"] is None or found.start() > start:
            yield from _arabic(text, found)


def _fraction(text: str, found: re.Match[str]) -> Number | None:
    form = NumberForm.FRACTION
    if found["half"] or found["zhhalf"]:
        value: Decimal | None = Decimal("0.5")
    elif found["part"]:
        count = english_numeral(found["count"]) or Decimal(1)
        value = count / FRACTION_WORDS[found["part"]]
    elif found["under"]:
        value = Decimal(found["over"]) / Decimal(found["under"]) if int(found["under"]) else None
        if not found["suffix"] and found["over"] != "1":
            return None
    else:
        value, form = _chinese_fraction(found)
    if value is None:
        return None
    return Number(value=value, start=found.start(), end=found.end(), raw=found.group(), form=form, spelled=True)


def _chinese_fraction(found: re.Match[str]) -> tuple[Decimal | None, NumberForm]:
    upper, lower = (
        Decimal(part) if part[0].isdigit() and part[0] not in CHINESE_DIGITS else chinese_numeral(part)
        for part in (found["numerator"], found["denominator"])
    )
    if upper is None or not lower:
        return None, NumberForm.FRACTION
    if lower == 100:
        return upper, NumberForm.PERCENT
    return upper / lower, NumberForm.FRACTION


def _spelled(text: str, found: re.Match[str]) -> Number | None:
    value = english_numeral(found["core"])
    if value is None or (
        value == 1
        and not found["form"]
        and not re.match(r"\s?(?:day|week|month|year|hour)\b", text[found.end("core") :][:8])
    ):
        return None
    start, end = _trimmed(text, found.start(), found.end())
    return Number(
        value=value, start=start, end=end, raw=text[start:end], form=_form(found["form"]), spelled=True,
        scaled=value >= 1000,
    )  # fmt: skip


def _chinese(text: str, found: re.Match[str]) -> Number | None:
    core = found["core"]
    value = chinese_numeral(core)
    if value is None or not (found["form"] or found["coin"] or _counts(text, core, found.end())):
        return None
    form = _form(found["form"])
    if found["scale"]:
        value *= chinese_scale(found["scale"])
    if form is NumberForm.PERCENT:
        value *= 10
    return Number(
        value=value, start=found.start(), end=found.end(), raw=found.group(), form=form, spelled=True,
        currency=_CURRENCIES.get(found["coin"] or "", ""), scaled=value >= 1000,
        bound=Tail.OVER if found["many"] else Tail.NONE,
    )  # fmt: skip


def _counts(text: str, core: str, end: int) -> bool:
    """Whether a Chinese numeral is meant as an amount: a real numeral of several characters, or a digit before a unit."""
    digits = sum(character in CHINESE_DIGITS for character in core)
    if len(core) > 1 and digits and digits < len(core):
        return True
    if core == "一":
        return bool(re.match(r"\s?(?:天|年(?!来|代)|周|小时|个月|亿|万)", text[end : end + 4]))
    return (core not in _NOT_COUNTED | {"一"} and bool(_CHINESE_UNIT.match(text, end))) or (
        core == "两" and bool(_CHINESE_UNIT.match(text, end))
    )


def _twice(found: re.Match[str]) -> Number:
    value = Decimal(_TWICE_VALUES[found["word"][:2].lower()] if found["word"] else 3 if "两" in found["zh"] else 2)
    return Number(
        value=value, start=found.start(), end=found.end(), raw=found.group(), form=NumberForm.TIMES, spelled=True
    )


def _candidates(masked: str) -> Iterator[Number | None]:
    for fraction in _FRACTION.finditer(masked):
        yield _fraction(masked, fraction)
    for twice in _TWICE.finditer(masked):
        yield _twice(twice)
    for arabic in _ARABIC.finditer(masked):
        yield from _arabic(masked, arabic)
    for spelled in _SPELLED.finditer(masked):
        yield _spelled(masked, spelled)
    for chinese in _CHINESE.finditer(masked):
        yield _chinese(masked, chinese)


def find_numbers(text: str) -> tuple[Number, ...]:
    """Every amount in `text` in reading order, without overlaps; `raw` is as written there."""
    masked = mask_non_numbers(text)
    kept: list[Number] = []
    taken = bytearray(len(text) + 1)
    for number in _candidates(masked):
        if number is None or any(taken[number.start : number.end]):
            continue
        taken[number.start : number.end] = b"\x01" * (number.end - number.start)
        kept.append(number)
    kept.sort(key=lambda number: number.start)
    return tuple(_as_written(number, text) for number in kept)


def _as_written(number: Number, text: str) -> Number:
    raw = text[number.start : number.end]
    if raw == number.raw:
        return number
    return Number(
        value=number.value, start=number.start, end=number.end, raw=raw, low=number.low, high=number.high,
        form=number.form, currency=number.currency, letter=number.letter, scaled=number.scaled, bound=number.bound,
        spelled=number.spelled,
    )  # fmt: skip
