"""Keep a copy of everything that is public, for each week one folder of files that are never changed."""

import re
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

KEPT = 8
# What a killed run left is told from what is being written by its age.
_ABANDONED = timedelta(days=1)
_UNFINISHED = ".unfinished-"
_WEEK = re.compile(r"\d{4}-W\d{2}")


def write_weekly_export(place: Path, *, write: Callable[[Path], object], now: datetime) -> str:
    """Have this week's folder written, such as "2026-W48", and forget all but the newest `KEPT`.

    `write` fills a folder of another name, which gets its own only when it is whole: a killed run leaves nothing that
    looks whole. Returns the week, or "" where it is there already: repeating it in one week changes nothing. Raises
    `OSError`, and what `write` raises.
    """
    place.mkdir(parents=True, exist_ok=True)
    _sweep(place, now=now)
    week = f"{now.isocalendar().year}-W{now.isocalendar().week:02}"
    if (place / week).exists():
        return ""
    unfinished = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=place))
    try:
        write(unfinished)
        # Others read it: the site may be another user than the worker.
        unfinished.chmod(0o755)
        is_first = _named(unfinished, place / week)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    for old in weeks_kept(place)[KEPT:]:
        shutil.rmtree(place / old)
    return week if is_first else ""


def weeks_kept(place: Path) -> list[str]:
    """The weeks whose folders are whole, the newest first; none where there is no such place."""
    if not place.is_dir():
        return []
    return sorted((one.name for one in place.iterdir() if _WEEK.fullmatch(one.name)), reverse=True)


def _named(unfinished: Path, week: Path) -> bool:
    """Give the folder its name. Of two that were written at once, the second is for nothing."""
    try:
        unfinished.rename(week)
    except OSError:
        if not week.exists():
            raise
        return False
    return True


def _sweep(place: Path, *, now: datetime) -> None:
    before = (now - _ABANDONED).timestamp()
    for left in place.glob(f"{_UNFINISHED}*"):
        if left.stat().st_mtime < before:
            shutil.rmtree(left)
