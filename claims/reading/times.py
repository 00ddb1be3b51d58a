"""The times that a statement is limited to: "as of June 2021", "in Q3 2023", "截至 2023 年 6 月"."""

import re

_MONTHS = {
    name: number
    for number, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
_MONTH = "|".join(f"{name}|{name[:3]}(?:\\.|t\\.)?" for name in _MONTHS)
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_TIME = re.compile(
    rf"(?P<iso>\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-\d\d)?\b)"
    rf"|\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s)?(?P<month>{_MONTH})\s(?:(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s)?{_YEAR.format('y1')}\b"
    rf"|\bQ(?P<quarter>[1-4])\s(?:of\s)?{_YEAR.format('y2')}\b"
    rf"|{_YEAR.format('y3')}\s?年(?:\s?(?P<zhmonth>\d{{1,2}})\s?月(?:\s?(?P<zhday>\d{{1,2}})\s?日)?)?"
    rf"|\b(?:in|as\sof|by|since|during|until|of|late|early|mid|end\sof)[\s-]{_YEAR.format('y4')}\b(?!\s?(?:[A-Za-z]+s\b|%|x\b|GPU))",
    re.I,
)


def times_in(text: str) -> frozenset[str]:
    """Years, quarters, months and days as "2021", "2021-Q3", "2021-11" and "2021-11-08". A bare number is no year."""
    return frozenset(_written(found) for found in _TIME.finditer(text))


def compatible(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether two sets of times can be the same ones, some told less exactly: each has a fellow that begins alike."""
    return all(_has_fellow(time, theirs) for time in mine) and all(_has_fellow(time, mine) for time in theirs)


def may_be_one_time(mine: str, theirs: str) -> bool:
    """Whether nothing in two statements of one text sets their times apart: the same figure of two years is two claims."""
    times, others = times_in(mine), times_in(theirs)
    return not times or not others or compatible(times, others)


def _has_fellow(time: str, others: frozenset[str]) -> bool:
    return any(time.startswith(other) or other.startswith(time) for other in others)


def _written(found: re.Match[str]) -> str:
    if found["iso"]:
        return str(found["iso"])
    year = found["y1"] or found["y2"] or found["y3"] or found["y4"]
    if found["quarter"]:
        return f"{year}-Q{found['quarter']}"
    month = int(found["zhmonth"]) if found["zhmonth"] else _month(found["month"] or "")
    day = found["day"] or found["day2"] or found["zhday"]
    return year + (f"-{month:02}" if month else "") + (f"-{int(day):02}" if month and day else "")


def _month(name: str) -> int:
    return next((number for month, number in _MONTHS.items() if name and month.startswith(name.lower()[:3])), 0)
