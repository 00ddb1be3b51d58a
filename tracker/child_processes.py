"""Processes that `make run` starts, each in its own process group, and the stopping of all of them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY_SECONDS = 0.1
# <linux/prctl.h>: the signal that a process gets when its parent dies.
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One process that we started: `name` is what people call it."""

    name: str
    process: subprocess.Popen[str]

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative for a signal."""
        return self.process.poll()

    def signal_group(self, number: signal.Signals) -> None:
        """Reach what the child itself has started, too, also when it has ended already."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


def start_child(
    name: str, command: Sequence[str], *, folder: Path, variables: Mapping[str, str], keep_output: bool = False
) -> Child:
    """Start a command in a group of its own, so that Ctrl-C reaches us alone and we stop it in order.

    With `keep_output` its standard output can be read from `process.stdout`.
    """
    process = subprocess.Popen(  # noqa: S603 - our own commands
        command,
        cwd=folder,
        env=dict(variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if keep_output else None,
        text=True,
        start_new_session=True,
        preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )
    return Child(name=name, process=process)


def _end_with_parent() -> None:
    """If we are killed with -9, the child is still told to end."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop_children(children: Sequence[Child], *, seconds: float) -> None:
    """Ask all to end, wait for up to `seconds`, then kill what is left, with everything in its group."""
    for child in children:
        if child.exit_code is None:
            child.process.terminate()
    deadline = time.monotonic() + seconds
    while any(child.exit_code is None for child in children) and time.monotonic() < deadline:
        time.sleep(LOOK_EVERY_SECONDS)
    for child in children:
        child.signal_group(signal.SIGKILL)
        child.process.wait()
        if child.process.stdout:
            child.process.stdout.close()
