"""Records of JSON answers, field by field: what is told and of the right kind, and nothing else."""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from claims.core.paper_rows import date_from_text
from claims.core.sources import SourceRecord, Unreadable
from claims.sources.connectors import Answer
from claims.sources.lines import one_line
from claims.sources.records import InvalidRecord

type Fields = Mapping[str, Any]


def fields_of(value: object) -> Fields:
    """The fields of an object; none where something else stands, null included."""
    return value if isinstance(value, dict) else {}


def objects_of(value: object) -> list[Fields]:
    """The objects of a list, without what else is in it."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def line_of(value: object) -> str:
    """A text on one line, as it can be kept; "" for what is no text."""
    return one_line(value) if isinstance(value, str) else ""


def day_of(value: object) -> date | None:
    """A day, month or year as text at the start of what it leaves open; None where nothing is told.

    Raises `InvalidRecord` for what is no date.
    """
    if value in (None, ""):
        return None
    day = date_from_text(value)
    if not day:
        raise InvalidRecord(f"{value!r} is not a date.")
    return day


def first_public(day: date | None, arxiv_id: str) -> date | None:
    """`day`, unless it only stands for a year, and the month of an arXiv id of that year tells more.

    Services date what they know the year of on 1 January, which may be months before the paper was there.
    """
    if not day or (day.month, day.day) != (1, 1) or arxiv_id[:2] != f"{day.year % 100:02d}" or "." not in arxiv_id:
        return day
    return day.replace(month=int(arxiv_id[2:4]))


def server_time(answer: Answer) -> datetime | None:
    """When the server says that it answered (RFC 9110 6.6.1); None where it does not."""
    try:
        told = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def read_each(
    rows: Iterable[object], read: Callable[[Fields], SourceRecord], *, named: Callable[[Fields], object]
) -> tuple[tuple[SourceRecord, ...], tuple[Unreadable, ...]]:
    """All rows read, and those that `read` finds to be `InvalidRecord`; `named` is where a row tells its own id."""
    records: list[SourceRecord] = []
    unreadable: list[Unreadable] = []
    for row in rows:
        try:
            records.append(read(fields_of(row)))
        except InvalidRecord as error:
            own = line_of(named(fields_of(row)))
            unreadable.append(Unreadable(native_id=own, version="", reason=str(error), payload=payload_of(row)))
    return tuple(records), tuple(unreadable)


def payload_of(row: object) -> str:
    """The record as JSON, in the order in which it came."""
    return json.dumps(row, separators=(",", ":"))
