"""A copy of everything a week: whole or not there, once, and the newest eight."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from claims.workflows.write_weekly_export import KEPT, weeks_kept, write_weekly_export
from tracker.env import PROJECT

TUESDAY = datetime(2026, 11, 24, 2, 20, tzinfo=UTC)


def write_two(folder: Path) -> None:
    (folder / "claims.jsonl.gz").write_bytes(b"claims")
    (folder / "manifest.json").write_text("{}")


def told(place: Path) -> dict[str, bytes]:
    return {str(one.relative_to(place)): one.read_bytes() for one in place.rglob("*") if one.is_file()}


def test_a_weeks_copy_is_made_once(tmp_path: Path) -> None:
    place = tmp_path / "exports"
    first = write_weekly_export(place, write=write_two, now=TUESDAY)
    whole = told(place)
    again = write_weekly_export(
        place, write=lambda folder: pytest.fail("written twice"), now=TUESDAY + timedelta(days=5)
    )
    assert (first, again) == ("2026-W48", "")
    assert told(place) == whole == {"2026-W48/claims.jsonl.gz": b"claims", "2026-W48/manifest.json": b"{}"}
    assert (place / "2026-W48").stat().st_mode & 0o777 == 0o755


def test_the_week_is_that_of_the_calendar_across_new_year(tmp_path: Path) -> None:
    assert write_weekly_export(tmp_path, write=write_two, now=datetime(2027, 1, 2, tzinfo=UTC)) == "2026-W53"


def test_the_newest_are_kept_and_what_else_lies_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    made = [write_weekly_export(tmp_path, write=write_two, now=TUESDAY + timedelta(weeks=n)) for n in range(KEPT + 2)]
    assert weeks_kept(tmp_path) == sorted(made[2:], reverse=True)
    assert {one.name for one in tmp_path.iterdir()} == {*made[2:], "notes.txt"}


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        write_two(folder)
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        write_weekly_export(tmp_path, write=fail, now=TUESDAY)
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_is_killed_leaves_nothing_that_looks_whole(tmp_path: Path) -> None:
    killed = f"""
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from claims.workflows.write_weekly_export import write_weekly_export

def write(folder):
    (folder / "claims.jsonl.gz").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)

write_weekly_export(Path(sys.argv[1]), write=write, now=datetime.fromisoformat("{TUESDAY.isoformat()}"))
"""
    done = subprocess.run([sys.executable, "-c", killed, str(tmp_path)], cwd=PROJECT, check=False)
    (left,) = tmp_path.iterdir()
    assert (done.returncode, weeks_kept(tmp_path), left.name[0]) == (-signal.SIGKILL, [], ".")

    # What may be another's work is left alone for a day.
    os.utime(left, (TUESDAY.timestamp(), TUESDAY.timestamp()))
    assert write_weekly_export(tmp_path, write=write_two, now=TUESDAY) == "2026-W48"
    assert left.exists()
    assert write_weekly_export(tmp_path, write=write_two, now=TUESDAY + timedelta(days=2)) == ""
    assert [one.name for one in tmp_path.iterdir()] == ["2026-W48"]


def test_of_two_at_once_one_copy_stays(tmp_path: Path) -> None:
    def meanwhile(folder: Path) -> None:
        write_two(folder)
        assert write_weekly_export(tmp_path, write=write_two, now=TUESDAY) == "2026-W48"

    assert write_weekly_export(tmp_path, write=meanwhile, now=TUESDAY) == ""
    assert [one.name for one in tmp_path.iterdir()] == ["2026-W48"]
