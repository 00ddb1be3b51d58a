"""What every test may rely on: the embedded PostgreSQL, a closed network, and the measured data where it is at hand."""

import os
import re
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# A busy machine is slow and no fault: laws are tested without a clock.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Playwright's synchronous interface runs an event loop in the tests' thread; Django's guard is for servers.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
LOOPBACK = re.compile(r"127(\.\d+){3}|::1|localhost")


class NetworkClosed(Exception):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True)
def closed_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only loopback and local sockets can be reached."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not LOOPBACK.fullmatch(str(address[0])):
            raise NetworkClosed(f"A test tried to connect to {address!r}.")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def data() -> Path:
    """The folder of measured data beside the project; tests that need it are skipped where it is absent."""
    if not DATA.is_dir():
        pytest.skip(f"needs the measured data in {DATA.parent.name}/{DATA.name} beside the project")
    return DATA


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Each worker of xdist has its own database; a pool would keep connections open when it is dropped."""
    from django.conf import settings

    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
