"""Figures set against the claimed one: passed on beside another, beyond a bound, or told to differ from what was given.

A source that repeats the claimed figure as somebody else's says nothing for it; one that sets its own beside it does.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from claims.core.quantities import Comparator, Quantity
from claims.judging.claim_readings import ReadClaim
from claims.judging.comparing import Comparison, Match, compare
from claims.judging.paper_readings import ReadPassage
from claims.judging.units import base_value
from claims.judging.views import View, contradicts, mentions

# "whose developer gave $3 million", 厂商宣称的 96%: right in front of the figure.
_GIVEN_BY_OTHERS = re.compile(
    r"\b(?:developers?|makers?|manufacturers?|vendors?|company|authors|lab|claim|announcement|headline|press release)\b"
    r"[^.;]{0,20}\b(?:gave|gives|claim(?:s|ed)?|said|says|stat(?:es|ed)|report(?:s|ed)|put|advertis(?:es|ed)|of|at)\b"
    r"[^.;,]{0,20}$"
    r"|(?:厂商|厂家|公司|官方|开发者|开发商|制造商)[^，。；]{0,6}(?:宣称|声称|公布|标称|给出|所说)的?[^，。；]{0,8}$",
    re.IGNORECASE,
)
_OWN_FIGURE = re.compile(
    r"\bwe\b[^.;]{0,40}\b(?:estimate|measure|find|found|obtain|calculat|comput|count|observ|record)\w*"
    r"|\bwe (?:get|put)\b|我们[^，。]{0,10}(?:估计|测得|实测|发现|计算)|实测|实际",
    re.IGNORECASE,
)
# "well below the value stated by the manufacturer", 远低于官方宣称.
_SET_AGAINST = re.compile(
    r"\b(?:below|above|short of|lower than|higher than|less than|more than|far from|unlike|contrary to|instead of"
    r"|exceed\w*|beyond|against|versus)\s[^.;]{0,30}\b(?:(?:stated|claimed|advertised|announced|published|promised"
    r"|quoted|specified|reported|given out|declared)\b|rating\b|rated\b|spec(?:ification|sheet)?s?\b)"
    r"|\brather than (?:the )?(?:[\d$€£]|two|three|four|five|six|seven|eight|nine|ten|as)|\bnot the [\d$€£]"
    r"|(?:低于|高于|超出|超过|不及|不到|相差)[^，。；]{0,10}(?:宣称|声称|标称|公布|官方|厂商|厂家|承诺|额定)"
    r"|与[^，。；]{0,12}(?:宣称|声称|标称|公布)[^，。；]{0,8}(?:不符|不一致|相差)",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:measur\w+|peak(?:s|ed)?|averag\w+|record(?:s|ed)?|logg?(?:s|ed)?|observ\w+|drew|draws|consum\w+|took"
    r"|reach(?:es|ed)?)\b|实测|测得|记录|峰值|达到",
    re.IGNORECASE,
)
# Characters in front of a figure in which its giver is named.
_REACH = 60
# A bound is not broken by what rounding explains.
_CLEARLY = Decimal("1.05")

type Compared = Sequence[tuple[Quantity, Comparison]]


def is_passed_on(passage: ReadPassage, said: Quantity) -> bool:
    """Whether a figure is told as somebody else's."""
    return bool(_GIVEN_BY_OTHERS.search(passage.text[max(0, said.start - _REACH) : said.start]))


def passed_on(claim: ReadClaim, passage: ReadPassage, said: Quantity, one: Comparison) -> View:
    """The view of a passage that passes the claimed figure on: against it where it sets its own beside it."""
    own = _own_figure(claim.main, passage, said)
    if own is None or not _OWN_FIGURE.search(passage.text):
        return mentions(0.5, f"{one.reading}, passed on")
    return contradicts(0.8, f"{own.reading}: the claimed figure is passed on and another one set against it")


def corrected_in_sentence(claim: ReadClaim, passage: ReadPassage, said: Quantity) -> View | None:
    """Against the claim where a sentence that has its figure goes on to say how little it really was."""
    for other in passage.quantities:
        one = compare(claim.main, other) if claim.main is not None and other.start > said.end else None
        really = _REALLY.search(passage.text[max(0, other.start - _REACH) : other.start])
        if one is not None and one.match is Match.DIFFERENT and really and other.unit == said.unit:
            return contradicts(0.75, f"{one.reading}: “{really.group().strip()}”")
    return None


# "… in simulation, but on the road only 5,000": what follows is so.
_REALLY = re.compile(
    r"\b(?:but|in fact|actually|in reality|in practice)\b[^.;]{0,40}\b(?:only|just|merely)\s(?:about |around )?$"
    r"|(?:实际|真实|其实)[^，。；]{0,14}(?:只有|仅有|只|仅|才)(?:约|近)?\s?$",
    re.IGNORECASE,
)


def _own_figure(main: Quantity | None, passage: ReadPassage, said: Quantity) -> Comparison | None:
    others = (other for other in passage.quantities if other is not said and other.metric is said.metric)
    compared = (compare(main, other) for other in others if main is not None)
    return next((one for one in compared if one is not None and one.match is Match.DIFFERENT), None)


def measured_against(main: Quantity, passage: ReadPassage, differing: Compared) -> View | None:
    """Against the claim where a figure of its subject is told to differ from what was given, or breaks its bound."""
    said, one = differing[0]
    set_against = _SET_AGAINST.search(passage.text)
    alike = said.relation is main.relation and (
        said.unit == main.unit or not (said.unit and main.unit) or said.metric is main.metric
    )
    if set_against and alike:
        return contradicts(0.85, f"{one.reading}: {set_against.group().strip()}")
    if _MEASURED.search(passage.text) and any(breaks(main, other) for other, _ in differing):
        return contradicts(0.8, f"{one.reading}: beyond the bound that was claimed")
    return None


def breaks(claimed: Quantity, said: Quantity) -> bool:
    """Whether a figure lies clearly on the wrong side of a claimed bound: 418 W for "no more than 350 W"."""
    told = said.value if said.value is not None else said.low
    bound = claimed.value if claimed.value is not None else claimed.high or claimed.low
    if told is None or bound is None or claimed.is_ratio or said.is_ratio:
        return False
    (claim, unit), (measure, other) = (
        base_value(claimed.metric, amount, one.unit) for amount, one in ((bound, claimed), (told, said))
    )
    if unit.casefold() != other.casefold():
        return False
    if claimed.comparator in (Comparator.UNDER, Comparator.AT_MOST):
        return measure > claim * _CLEARLY
    return claimed.comparator in (Comparator.OVER, Comparator.AT_LEAST) and measure * _CLEARLY < claim
