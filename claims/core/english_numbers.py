"""Numbers in English words: "twenty-five", "two dozen", "a million", "threefold", "hundreds of", "half a day"."""

import re
from collections.abc import Iterator
from decimal import Decimal

from claims.core.amounts import Number, NumberForm, Tail
from claims.core.arabic_numbers import form_of, trimmed
from claims.core.numerals import ENGLISH_TENS, ENGLISH_UNITS, FRACTION_WORDS, SCALES, english_numeral

_ATOM = "|".join((*ENGLISH_UNITS, *ENGLISH_TENS))
_LARGE = "hundred|thousand|million|billion|trillion"
_NUMERAL = (
    rf"(?:(?:a|an)\s(?={_LARGE}|dozen)|(?:{_ATOM})(?:\b|(?=fold\b))[- ]?)"
    rf"(?:(?:{_ATOM}|{_LARGE}|dozen|and(?=\s(?:{_ATOM})\b)|and\sa\shalf)\b[- ]?){{0,6}}"
)
_SPELLED = re.compile(
    rf"(?<![A-Za-z-])(?P<core>{_NUMERAL})(?:(?<=\s)(?:to|or)\s(?P<core2>{_NUMERAL}))?"
    r"(?P<form>(?<=[- ])(?:percent|per\scent|percentage\spoints?|times|fold|x)\b|(?<![- ])fold\b)?",
    re.I,
)
_MAGNITUDES = re.compile(
    rf"\b(?P<count>an|{'|'.join(ENGLISH_UNITS)}|\d)\s(?:full\s)?orders?[\s-]of[\s-]magnitudes?\b", re.I
)
# "tens of thousands of", "hundreds of billions of", "dozens of".
_VAGUE = re.compile(
    r"\b(?P<first>dozens|tens|hundreds|thousands|millions|billions|trillions)"
    r"(?:\sof\s(?P<second>thousands|millions|billions|trillions))?\sof(?=\s)",
    re.I,
)
_VAGUE_SCALES = {"dozen": Decimal(12), "ten": Decimal(10), **SCALES}
_TIMES_TEN = Decimal(10)
# "trillion-parameter model": the scale alone is the number, and an order more than an amount.
_SCALE_ALONE = re.compile(
    r"(?<![\w-])(?P<scale>million|billion|trillion)-(?=(?:parameter|param|token|scale|user)\b)", re.I
)
_ONE_OF_TIME = re.compile(r"\s?(?:day|week|month|year|hour)\b")
# A word for many is not a number told in words that a scale could be read from.
_LEAST_SCALED = 1000

# "zero-shot", "three-body": a number that is part of a word, unless the word is a unit: "five-day", "two-GPU".
_WORD_PART = re.compile(
    r"(?!(?:second|minute|hour|day|week|month|year|decade|GPU|TPU|chip|node|language|layer|parameter|token|million|billion"
    r"|trillion|thousand|hundred|dozen|percent|point)s?\b)[A-Za-z]",
    re.I,
)
_PART = "|".join(FRACTION_WORDS)
# "a third model" is one more model, "a third of the cost" and "a third less" are shares.
_NO_ORDINAL = r"(?=\s(?:of|the|as|that|its|less|fewer|lower|smaller|cheaper|more|faster|higher|reduction|cut|to|and|in|on)\b|[^\w\s]|$)"
_FRACTION = re.compile(
    rf"\b(?P<count>a|one|two|three|four|five)[- ](?P<part>{_PART})s?\b{_NO_ORDINAL}"
    r"|(?<![A-Za-z\d/.])(?P<over>\d{1,3})/(?P<under>\d{1,4})(?P<suffix>th|rd|nd|st)?(?![\d/]|\.\d)(?P<part_of>(?=\sof\b))?"
    r"|(?<!first )(?<!second )(?<!latter )(?<!other )\b(?P<half>half)\b(?=\s(?:of|the|as|that|its|their|our)\b)|\b(?P<halved>halv(?:ed|ing)|halves(?=\s(?:the|its|our)\b))",
    re.I,
)
_HALF_OF_A_UNIT = re.compile(
    r"\bhalf[\s-](?:an?[\s-])?(?=(?:day|hour|year|month|century|million|billion|trillion|dozen)\b)", re.I
)
_DIGITS_AND_A_HALF = re.compile(r"(?<![\d.,])(?P<whole>\d{1,3})\sand\sa\shalf\b")
# "double the size", "more than double"; a double well and triples of facts are things, not amounts.
_OF_WHAT = r"(?:(?=\s(?:the|its|their|our|his|that|those|what|as|in)\b)|(?<=than\sdouble)|(?<=than\striple)|(?<=nearly\sdouble))"
_TWICE = re.compile(
    rf"\b(?:(?P<two>twice|doubl(?:ed|ing|es?{_OF_WHAT}))|(?P<three>thrice|tripl(?:ed|ing|es?{_OF_WHAT}))"
    rf"|(?P<four>quadrupl(?:ed|ing|es?{_OF_WHAT})))\b",
    re.I,
)
_TWICE_VALUES = {"two": Decimal(2), "three": Decimal(3), "four": Decimal(4)}


def english_numbers(text: str) -> Iterator[Number]:
    """Every amount in English words; where two overlap, the one that says more comes first."""
    for found in _MAGNITUDES.finditer(text):
        yield _magnitudes(found)
    for found in _VAGUE.finditer(text):
        yield _vague(found)
    for found in _HALF_OF_A_UNIT.finditer(text):
        yield from _half_of_a_unit(text, found)
    for found in _SPELLED.finditer(text):
        yield from _spelled(text, found)
    for found in _SCALE_ALONE.finditer(text):
        yield _number(found, SCALES[found["scale"].lower()], bound=Tail.ABOUT, scaled=True, vague=True)


def english_shares(text: str) -> Iterator[Number]:
    """Fractions, halves and multiples that have words of their own: "two thirds", "1/7th", "halved", "twice"."""
    for found in _DIGITS_AND_A_HALF.finditer(text):
        yield _number(found, Decimal(found["whole"]) + Decimal("0.5"))
    for found in _FRACTION.finditer(text):
        yield from _fraction(found)
    for found in _TWICE.finditer(text):
        yield _number(found, _TWICE_VALUES[found.lastgroup or "two"], form=NumberForm.TIMES)


def _number(
    found: re.Match[str],
    value: Decimal,
    *,
    form: NumberForm = NumberForm.PLAIN,
    bound: Tail = Tail.NONE,
    scaled: bool = False,
    vague: bool = False,
) -> Number:
    start, end = trimmed(found.string, found.start(), found.end())
    return Number(
        value=value,
        start=start,
        end=end,
        raw=found.string[start:end],
        form=form,
        bound=bound,
        scaled=scaled,
        spelled=True,
        vague=vague,
    )


def _magnitudes(found: re.Match[str]) -> Number:
    word = found["count"].lower()
    count = Decimal(1) if word == "an" else ENGLISH_UNITS.get(word) or Decimal(int(word) if word.isdigit() else 0)
    return _number(found, _TIMES_TEN**count, form=NumberForm.TIMES, bound=Tail.ABOUT)


def _vague(found: re.Match[str]) -> Number:
    least = Decimal(1)
    for word in (found["first"], found["second"]):
        least *= _VAGUE_SCALES[word.lower().removesuffix("s")] if word else 1
    return Number(
        value=None,
        low=least,
        high=least * _TIMES_TEN,
        start=found.start(),
        end=found.end() - len(" of"),
        raw=found.group()[: -len(" of")],
        scaled=least >= _LEAST_SCALED,
        spelled=True,
        vague=True,
    )


def _half_of_a_unit(text: str, found: re.Match[str]) -> Iterator[Number]:
    """ "half a day" counts a half of what follows; "half a million" is a number whose scale follows."""
    scale = re.compile(r"million|billion|trillion|dozen", re.I).match(text, found.end())
    factor = SCALES.get(scale.group().lower(), Decimal(12)) if scale else Decimal(1)
    start, end = trimmed(text, found.start(), scale.end() if scale else found.end())
    yield Number(
        value=factor / 2,
        start=start,
        end=end,
        raw=text[start:end],
        scaled=factor >= _LEAST_SCALED,
        spelled=True,
    )


def _spelled(text: str, found: re.Match[str]) -> Iterator[Number]:
    value, second = english_numeral(found["core"]), english_numeral(found["core2"] or "")
    if value is None or (
        value == 1 and not (found["form"] or second) and not _ONE_OF_TIME.match(text, found.end("core") - 1)
    ):
        return
    start, end = trimmed(text, found.start(), found.end())
    if text[end - 1] == "-" and _WORD_PART.match(text, end):
        return
    if second is not None and value >= second:
        second, end = None, trimmed(text, found.start(), found.end("core"))[1]
    yield Number(
        value=value if second is None else None,
        low=None if second is None else value,
        high=second,
        start=start,
        end=end,
        raw=text[start:end],
        form=form_of(found["form"]),
        spelled=True,
        scaled=value >= _LEAST_SCALED,
    )


def _fraction(found: re.Match[str]) -> Iterator[Number]:
    form, half = NumberForm.FRACTION, Decimal("0.5")
    if found["half"] or found["halved"]:
        yield _number(found, half, form=form)
    elif found["part"]:
        count = english_numeral(found["count"]) or Decimal(1)
        yield _number(found, count / FRACTION_WORDS[found["part"].lower()], form=form)
    elif int(found["under"]) and (found["suffix"] or found["over"] == "1" or found["part_of"]):
        yield _number(found, Decimal(found["over"]) / Decimal(found["under"]), form=form)
