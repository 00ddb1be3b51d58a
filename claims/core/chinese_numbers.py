"""Numbers in Chinese numerals: 一百亿, 两万五, 数十亿, 上千, 两三天, 三分之一, 一年半, 翻两番, 减半."""

import re
from collections.abc import Iterator
from decimal import Decimal

from claims.core.amounts import Number, NumberForm, Tail
from claims.core.arabic_numbers import form_of, unit_of_sign
from claims.core.currencies import COIN, currency
from claims.core.numerals import CHINESE_CHARACTERS, CHINESE_DIGITS, chinese_numeral, chinese_scale

_CJK = f"[{CHINESE_CHARACTERS}]"
_DIGIT = f"[{''.join(CHINESE_DIGITS)}]"
_FORM = r"倍|成(?![为本功立员果熟长])|个?百分点"
_NUMERAL = re.compile(
    rf"(?<![第十百千万亿一二三四五六七八九\d.])(?P<core>{_CJK}+(?:点{_CJK}+)?)(?:(?:到|至|-|–|—|~|～)(?P<core2>{_CJK}+(?:点{_CJK}+)?))?"
    rf"(?P<many>[多余])?(?P<scale>[万亿]{{1,2}})?(?P<half>个?半(?=小时|月|天|年|星期|倍))?"
    rf"\s?(?P<form>{_FORM})?(?P<coin>{COIN})?"
)
# A numeral that is a scale alone counts only before what it can measure, else it is a part of a word: 万一, 千万, 百万富翁.
_MEASURED = re.compile(
    r"\s?(?:多|余)?(?:级(?:别)?|量级|规模|个)?(?:的)?\s?(?:参数|卡(?!片|车|路|通)|[Tt]okens?|词元|用户|GPU|级)"
)
# A single Chinese digit counts only before a unit; elsewhere it is a part of a word: 一些, 三方, 统一.
_UNIT = re.compile(
    r"\s?(?:个(?!别|性|体)(?:月|小时|星期|百分点)?|天|年(?!来)|周|小时|分钟|秒|种|项|款|台|块|张|颗|名|位|倍|层|阶段|家|次|分之|枚|卡|代)"
)
_ONE_OF_TIME = re.compile(r"\s?(?:天|年(?!来|代)|周|小时|个月|个半|亿|万)")
# 两三天, 七八成: two neighbours are a range, whatever marks follow them.
_NEIGHBOURS = re.compile(
    rf"(?<![第十百千万亿零〇一二三四五六七八九\d])(?P<low>[一二两三四五六七八])(?P<high>[二两三四五六七八九])(?P<scale>[十百千万亿]{{0,3}})(?!{_CJK})"
    rf"\s?(?P<form>{_FORM})?(?P<coin>{COIN})?"
)
# 数十亿, 几百个, 上千, 近百亿, 十几天: an order, or a bound on one. Of 几 alone nothing is known.
_VAGUE = re.compile(
    rf"(?<![多十百千万亿{''.join(CHINESE_DIGITS)}\d第])(?:(?P<several>[数几])(?P<scale>[十百千万亿]{{1,3}})"
    rf"|(?<![最附以之线网])(?P<bound>上|近|超过?|逾|过)(?P<least>[十百千万亿]{{1,3}})(?!{_CJK}|\d|[度科])|(?P<ten>[二三四五六七八九两]?十)几)(?P<many>[多余])?"
    rf"\s?(?P<form>{_FORM})?(?P<coin>{COIN})?"
)
_SHARE = re.compile(
    rf"(?P<denominator>{_CJK}{{1,4}}|\d{{1,4}})\s?分之\s?(?P<numerator>[{CHINESE_CHARACTERS}点]{{1,6}}|\d+(?:\.\d+)?)"
    r"|(?P<half>一半)|(?P<halved>减半|腰斩)"
)
_TURNED = re.compile(rf"翻了?\s?(?:(?P<about>近|约)|(?P<over>超过?))?\s?(?P<count>{_DIGIT}|\d)?\s?(?P<unit>番|倍)")
_HALF_A_UNIT = re.compile(r"(?<![一两二三四五六七八九十\d个年天月多])半(?=个?(?:小时|月|星期)|[年天](?![底夜]))")
_UNIT_AND_A_HALF = re.compile(rf"(?P<count>{_DIGIT}|\d{{1,3}}|十)\s?(?P<unit>年|天|小时|倍)半")
_HALF = Decimal("0.5")
# From here on a number word is a scale, not a small count.
_LEAST_SCALED = 1000
_TENFOLD = Decimal(10)
_BOUNDS = {"上": Tail.AT_LEAST, "近": Tail.ABOUT}
_HUNDRED = 100


def chinese_numbers(text: str) -> Iterator[Number]:
    """Every amount in Chinese numerals; where two overlap, the one that says more comes first."""
    for found in _UNIT_AND_A_HALF.finditer(text):
        yield from _unit_and_a_half(found)
    for found in _HALF_A_UNIT.finditer(text):
        yield _number(found, _HALF)
    for found in _NEIGHBOURS.finditer(text):
        yield from _neighbours(text, found)
    for found in _VAGUE.finditer(text):
        yield _vague(found)
    for found in _NUMERAL.finditer(text):
        yield from _numeral(text, found)


def chinese_shares(text: str) -> Iterator[Number]:
    """Fractions, halves and multiples that have words of their own: 三分之一, 百分之八十, 一半, 减半, 翻两番."""
    for found in _SHARE.finditer(text):
        yield from _share(found)
    for found in _TURNED.finditer(text):
        yield from _turned(found)


def _number(
    found: re.Match[str],
    value: Decimal | None,
    *,
    low: Decimal | None = None,
    high: Decimal | None = None,
    form: NumberForm = NumberForm.PLAIN,
    coin: str = "",
    bound: Tail = Tail.NONE,
    vague: bool = False,
    end: int | None = None,
) -> Number:
    stop = found.end() if end is None else end
    return Number(
        value=value,
        low=low,
        high=high,
        start=found.start(),
        end=stop,
        raw=found.string[found.start() : stop],
        form=form,
        currency=coin,
        scaled=max(amount for amount in (value, low, Decimal(0)) if amount is not None) >= _LEAST_SCALED,
        bound=bound,
        spelled=True,
        vague=vague,
    )


def _numeral(text: str, found: re.Match[str]) -> Iterator[Number]:
    core, coin = found["core"], currency("", found["coin"])
    value, second = chinese_numeral(core), chinese_numeral(found["core2"] or "")
    if value is None or not (found["form"] or coin or found["half"] or second or _counts(text, core, found.end())):
        return
    unit = unit_of_sign(found["form"]) * chinese_scale(found["scale"] or "")
    form, bound = form_of(found["form"]), Tail.OVER if found["many"] else Tail.NONE
    vague = core[0] not in CHINESE_DIGITS and core[0] not in "十拾" and not coin
    if second is None:
        half = _HALF if found["half"] else Decimal(0)
        end = found.start("half") + len(found["half"]) if found["half"] else None
        yield _number(found, (value + half) * unit, form=form, coin=coin, bound=bound, vague=vague, end=end)
    elif value < second:
        yield _number(found, None, low=value * unit, high=second * unit, form=form, coin=coin)


def _counts(text: str, core: str, end: int) -> bool:
    """Whether a numeral is meant as an amount: one of several characters, a scale of something, a digit before a unit."""
    if core[0] not in CHINESE_DIGITS and core[0] not in "十拾":
        return all(character not in CHINESE_DIGITS for character in core) and bool(_MEASURED.match(text, end))
    digits = sum(character in CHINESE_DIGITS for character in core)
    if len(core) > 1 and (digits < len(core) or core[0] in "十拾") and digits:
        return True
    if core == "一":
        return bool(_ONE_OF_TIME.match(text, end))
    return core not in "零〇" and bool(_UNIT.match(text, end))


def _neighbours(text: str, found: re.Match[str]) -> Iterator[Number]:
    low, high = CHINESE_DIGITS[found["low"]], CHINESE_DIGITS[found["high"]]
    if not (high == low + 1 or found["low"] + found["high"] == "三五"):
        return
    coin, factor = currency("", found["coin"]), chinese_scale(found["scale"]) * unit_of_sign(found["form"])
    if found["form"] or coin or found["scale"] or _UNIT.match(text, found.end()):
        yield _number(found, None, low=low * factor, high=high * factor, form=form_of(found["form"]), coin=coin)


def _vague(found: re.Match[str]) -> Number:
    form, coin = form_of(found["form"]), currency("", found["coin"])
    factor = unit_of_sign(found["form"])
    if found["ten"]:
        least = chinese_numeral(found["ten"]) or Decimal(10)
        return _number(found, None, low=least + 1, high=least + 9, form=form, coin=coin)
    if found["several"]:
        least = chinese_scale(found["scale"]) * factor
        return _number(found, None, low=least, high=least * _TENFOLD, form=form, coin=coin, vague=True)
    least = chinese_scale(found["least"]) * factor
    return _number(found, least, form=form, coin=coin, bound=_BOUNDS.get(found["bound"], Tail.OVER), vague=True)


def _unit_and_a_half(found: re.Match[str]) -> Iterator[Number]:
    """一年半, 两倍半: the half stands behind the unit; the number ends before it."""
    count = Decimal(found["count"]) if found["count"].isdecimal() else chinese_numeral(found["count"])
    if count is None:
        return
    times = found["unit"] == "倍"
    form = NumberForm.TIMES if times else NumberForm.PLAIN
    yield _number(found, count + _HALF, form=form, end=None if times else found.start("unit"))


def _share(found: re.Match[str]) -> Iterator[Number]:
    if found["half"] or found["halved"]:
        yield _number(found, _HALF, form=NumberForm.FRACTION)
        return
    upper, lower = (
        Decimal(part) if part[0].isdecimal() else chinese_numeral(part)
        for part in (found["numerator"], found["denominator"])
    )
    if upper is None or not lower:
        return
    if lower == _HUNDRED:
        yield _number(found, upper, form=NumberForm.PERCENT)
    else:
        yield _number(found, upper / lower, form=NumberForm.FRACTION)


def _turned(found: re.Match[str]) -> Iterator[Number]:
    """翻 n 番 doubles n times; 翻 n 倍 is said for n more of the same."""
    written = found["count"] or ("一" if found["unit"] == "番" else "")
    if not written:
        yield _number(found, Decimal(2), form=NumberForm.TIMES)
        return
    bound = Tail.ABOUT if found["about"] else Tail.OVER if found["over"] else Tail.NONE
    count = Decimal(written) if written.isdecimal() else CHINESE_DIGITS[written]
    value = Decimal(2) ** count if found["unit"] == "番" else count + 1
    yield _number(found, value, form=NumberForm.TIMES, bound=bound)
