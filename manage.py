#!/usr/bin/env python
"""Django's commands; the embedded database starts by itself when one needs it."""

import os
import sys

from django.core.management import execute_from_command_line

from tracker.embedded_postgres import EmbeddedPostgresFailed
from tracker.env import BadEnvironment

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    try:
        execute_from_command_line(sys.argv)
    except (BadEnvironment, EmbeddedPostgresFailed) as error:
        sys.exit(str(error))
