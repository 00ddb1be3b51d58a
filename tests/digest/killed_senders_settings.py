"""The project's settings for a process that a test starts, on the database of that test."""

import os

from tracker.settings import *  # noqa: F403 - all of them
from tracker.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
# One connection a process: children of a fork must not share any.
DATABASES["default"]["OPTIONS"].pop("pool", None)
# Only the processes are killed, not the database, which forgets nothing then; and disks differ in what a commit takes.
DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"
# The test runs the database: looking whether it does, at each of hundreds of connections, would take most of the time.
DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"
