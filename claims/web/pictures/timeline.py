"""The life of a claim on one line of time: when it was said, when papers spoke, when its status moved here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LEFT, RIGHT = 4.0, 96.0
# Marks that are nearer to each other than this, in percent of the width, are put one above the other.
NEAREST = 5.5
_MOST_LEVELS = 6
_LEVEL, _LANE_HEAD, _LANE_FOOT, _AXIS = 22, 26, 14, 28
_LEAST_SPAN = timedelta(days=60)
_MOST_TICKS = 6
_MONTH_STEPS = (1, 3, 6, 12, 24, 60, 120, 240)


class Lane(StrEnum):
    """What happened, in the order from above."""

    SAID = "said"
    PAPERS = "papers"
    HERE = "here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One thing that happened on a day. `code` names its colour and shape, `sign` stands in the mark, `words` tell it.

    `link` leads to it on the same page, "" where it has no place there.
    """

    day: date
    lane: Lane
    code: str
    sign: str
    words: str
    language: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A moment in its place: `x` in percent of the width, `y` in pixels, at the middle of the mark."""

    moment: Moment
    x: str
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LanePlace:
    """The line of a lane, in pixels from above, and the height at which its name stands."""

    lane: Lane
    name_y: int
    line_y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A labelled day on the axis."""

    x: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The picture, and the moments as its table tells them, the oldest first. `hidden` marks found no room."""

    height: int
    axis_y: int
    axis_label_y: int
    lanes: tuple[LanePlace, ...]
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    moments: tuple[Moment, ...]
    hidden: int


def draw_timeline(moments: Iterable[Moment], *, until: date) -> Timeline | None:
    """Place moments from the first of them up to `until`; None where fewer than two days are known."""
    told = tuple(sorted(moments, key=lambda moment: (moment.day, list(Lane).index(moment.lane), moment.sign)))
    if len({moment.day for moment in told} | {until}) < 2:
        return None
    axis = _Axis(told[0].day, max(until, told[-1].day))
    lanes, marks, top = list[LanePlace](), list[Mark](), 0
    for lane in Lane:
        levels = _stacked([moment for moment in told if moment.lane is lane], axis)
        if not levels:
            continue
        line = top + _LANE_HEAD + min(max(level for _, level in levels) + 1, _MOST_LEVELS) * _LEVEL
        lanes.append(LanePlace(lane=lane, name_y=top + 16, line_y=line))
        marks += [
            Mark(moment=moment, x=_percent(axis.place(moment.day)), y=line - _LEVEL // 2 - level * _LEVEL)
            for moment, level in levels
            if level < _MOST_LEVELS
        ]
        top = line + _LANE_FOOT
    return Timeline(
        height=top + _AXIS,
        axis_y=top,
        axis_label_y=top + 20,
        lanes=tuple(lanes),
        marks=tuple(marks),
        ticks=axis.ticks(),
        moments=told,
        hidden=len(told) - len(marks),
    )


def _stacked(moments: Sequence[Moment], axis: "_Axis") -> list[tuple[Moment, int]]:
    """Each moment with the lowest level on which it does not touch the one before."""
    ends: list[float] = []
    placed: list[tuple[Moment, int]] = []
    for moment in moments:
        x = axis.place(moment.day)
        level = next((level for level, end in enumerate(ends) if x - end >= NEAREST), len(ends))
        ends[level : level + 1] = [x]
        placed.append((moment, level))
    return placed


class _Axis:
    """Days from the first to the last, at least two months."""

    def __init__(self, first: date, last: date) -> None:
        self._first, self._last = first, max(last, first + _LEAST_SPAN)

    def place(self, day: date) -> float:
        return LEFT + (day - self._first) / (self._last - self._first) * (RIGHT - LEFT)

    def ticks(self) -> tuple[Tick, ...]:
        """At most six first days of a month or a year, told as 2024 or 2024-03."""
        first = self._first.year * 12 + self._first.month
        last = self._last.year * 12 + self._last.month - 1
        step = next(step for step in _MONTH_STEPS if (last - first) // step < _MOST_TICKS)
        months = range(-(-first // step) * step, last + 1, step)
        return tuple(
            Tick(
                x=_percent(self.place(date(month // 12, month % 12 + 1, 1))),
                label=str(month // 12) if step >= 12 else f"{month // 12}-{month % 12 + 1:02}",
            )
            for month in months
        )


def _percent(x: float) -> str:
    return f"{x:.2f}%"
