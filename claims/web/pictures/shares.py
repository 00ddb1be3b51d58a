"""Parts of a whole as one bar, shares with their intervals on one scale, and counts as bars beside their numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claims.core.proportions import Proportion
from claims.wording import StatusWord

# From this share on a piece of the bar has room for its shape.
_ROOM_FOR_SHAPE = 0.045


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of the bar: where it begins and how wide it is, in percent; `has_room` for its shape in the `middle`."""

    word: StatusWord
    count: int
    x: str
    middle: str
    width: str
    has_room: bool
    percent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesPicture:
    """The bar; the segments are its table too."""

    segments: tuple[Segment, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A share with its interval, on an axis from 0 to 100 %; all places in percent of the width."""

    word: StatusWord
    part: int
    whole: int
    x: str
    low_x: str
    width: str
    percent: str
    low: str
    high: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A count and how long its bar is, in percent of the longest."""

    label: str
    count: int
    width: str
    query: str = ""


def draw_shares(counts: Mapping[str, int], order: Sequence[StatusWord]) -> SharesPicture | None:
    """One bar of all that is counted, in `order`; None where nothing is."""
    total = sum(counts.get(word.code, 0) for word in order)
    if not total:
        return None
    segments, before = list[Segment](), 0
    for word in order:
        if count := counts.get(word.code, 0):
            segments.append(
                Segment(
                    word=word,
                    count=count,
                    x=_percent(before / total),
                    middle=_percent((before + count / 2) / total),
                    width=_percent(count / total),
                    has_room=count / total >= _ROOM_FOR_SHAPE,
                    percent=told(count / total),
                )
            )
            before += count
    return SharesPicture(segments=tuple(segments), total=total)


def draw_estimates(shares: Iterable[tuple[StatusWord, Proportion]]) -> tuple[Estimate, ...]:
    """Each share with its interval, on one scale."""
    return tuple(
        Estimate(
            word=word,
            part=seen.part,
            whole=seen.whole,
            x=_percent(seen.share),
            low_x=_percent(seen.low),
            width=_percent(seen.high - seen.low),
            percent=told(seen.share),
            low=told(seen.low),
            high=told(seen.high),
        )
        for word, seen in shares
    )


def draw_bars(counts: Iterable[tuple[str, int, str]]) -> tuple[Bar, ...]:
    """(label, count, address or "") → bars, in their order. Zeros are left out."""
    shown = [row for row in counts if row[1]]
    longest = max((count for _, count, _ in shown), default=1)
    return tuple(
        Bar(label=label, count=count, width=_percent(count / longest), query=query) for label, count, query in shown
    )


def told(share: float) -> str:
    """A share in whole percent, but for what would read as none or all: "12", "<1", ">99"."""
    if 0 < share < 0.005:
        return "<1"
    return ">99" if 0.995 <= share < 1 else f"{share * 100:.0f}"


def _percent(share: float) -> str:
    return f"{share * 100:.2f}%"
