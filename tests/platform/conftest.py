"""A state folder of its own for each test, with whatever it started gone afterwards."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.platform.database_users import comes_true, command_of, server_pid
from tracker.postgres_binaries import ROOTS_PLACE


def remove_state(state: Path) -> None:
    """Stop a server that a failed test left, and delete what root keeps outside."""
    pid = server_pid(state)
    if pid is not None and "claim-tracker" in command_of(pid):
        os.kill(pid, signal.SIGINT)
        comes_true(lambda: server_pid(state) is None)
    outside = (state / "postgresql").resolve()
    if outside.parent == ROOTS_PLACE:
        shutil.rmtree(outside)


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    """A folder that does not exist yet, on a long path with spaces and an apostrophe."""
    place = tmp_path / "a reader's own folder" / ("deep " * 20).strip() / "state"
    place.parent.mkdir(parents=True)
    yield place
    remove_state(place)
