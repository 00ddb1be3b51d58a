"""Paper records as JSON rows carry them, and dates as far as such rows know them."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from claims.core.papers import DocumentPassage, PaperRecord


def paper_from_row(row: Mapping[str, Any]) -> PaperRecord:
    """A paper row `{id, title, authors, date, abstract, …}` as a record; all but id and title may be null or absent."""
    return PaperRecord(
        id=str(row["id"]),
        title=str(row.get("title") or ""),
        authors=_names(row.get("authors")),
        published_on=date_from_text(row.get("date")),
        abstract=str(row.get("abstract") or ""),
        arxiv_id=str(row.get("arxiv_id") or ""),
        doi=str(row.get("doi") or ""),
        url=str(row.get("url") or ""),
        organisations=_names(row.get("publisher_org")),
        passages=tuple(
            DocumentPassage(text=str(part["text"]), location=str(part.get("location") or "full text"))
            for part in row.get("passages") or ()
        ),
        venue=str(row.get("venue") or ""),
    )


def _names(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(name) for name in value if name) if isinstance(value, Sequence) else ()


def date_from_text(value: object) -> date | None:
    """A date to the day, month or year ("2021-10", "2024"), at the start of what it leaves open; None for the rest."""
    found = re.match(r"^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", str(value or ""))
    if not found:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None
