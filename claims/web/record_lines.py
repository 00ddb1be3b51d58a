"""Lists of subjects and organisations: each with its claims by status as a small bar."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from claims.statistics import DECIDED, Line, Lines
from claims.web.kept_times import told_when_old
from claims.web.pictures.shares import SharesPicture, draw_shares
from claims.wording import STATUS_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShown:
    """A row of the list; `shares` is None where it has no claims."""

    line: Line
    decided: int
    shares: SharesPicture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesShown:
    """The page; `previous` and `following` are addresses, "" where there is no such page."""

    lines: tuple[LineShown, ...]
    words: str
    total: int
    page: int
    pages: int
    previous: str
    following: str
    counted_at: datetime | None


def show_lines(lines: Lines, *, words: str, page: int, now: datetime) -> LinesShown:
    """Page `page` of a list that was read with `words`."""
    return LinesShown(
        lines=tuple(
            LineShown(
                line=line,
                decided=sum(line.statuses.get(status, 0) for status in DECIDED),
                shares=draw_shares(line.statuses, tuple(STATUS_WORDS.values())),
            )
            for line in lines.lines
        ),
        words=words,
        total=lines.total,
        page=page,
        pages=lines.pages,
        previous=_address(words, page - 1) if page > 1 else "",
        following=_address(words, page + 1) if page < lines.pages else "",
        counted_at=told_when_old(lines.counted_at, now=now),
    )


def _address(words: str, page: int) -> str:
    asked = {"q": words} if words else {}
    return "?" + urlencode({**asked, "page": page} if page > 1 else asked)
