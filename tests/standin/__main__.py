"""`python -m tests.standin LIBRARY.jsonl [--port N] [--profile arxiv] [--now ISO]`: the stand-in as a process.

It prints its address in one line and runs until it is told to end (SIGTERM, SIGINT).
"""

import argparse
import signal
import sys
import threading
from datetime import datetime
from pathlib import Path

from tests.standin.clock import Clock
from tests.standin.library import load
from tests.standin.profiles import ARXIV, SPEC, ZENODO
from tests.standin.server import start

PROFILES = {profile.name: profile for profile in (SPEC, ARXIV, ZENODO)}


def main() -> None:
    """See above."""
    parser = argparse.ArgumentParser(description="Speak for the paper services on loopback.")
    parser.add_argument("library", type=Path, help="a file of JSON lines")
    parser.add_argument("--port", type=int, default=0, help="0 (the default): any free one")
    parser.add_argument("--profile", choices=PROFILES, default=ARXIV.name, help="the manner of OAI-PMH")
    parser.add_argument("--now", type=datetime.fromisoformat, help="set the clock by hand, with a zone")
    parser.add_argument("--lenient", action="store_true", help="log what is too fast and answer all the same")
    told = parser.parse_args()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    running = start(
        load(told.library),
        profile=PROFILES[told.profile],
        clock=Clock(told.now),
        lenient=told.lenient,
        port=told.port,
    )
    sys.stdout.write(f"{running.root}\n")
    sys.stdout.flush()
    ended.wait()
    running.stop()


if __name__ == "__main__":
    main()
