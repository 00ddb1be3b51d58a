"""Answers in JSON and HTML, and counts of what was asked lately."""

import json
from collections import deque
from datetime import datetime, timedelta

from tests.standin.world import Response

JSON = "application/json"
HTML = "text/html; charset=utf-8"


def in_json(
    told: object, *, status: int = 200, headers: tuple[tuple[str, str], ...] = (), content_type: str = JSON
) -> Response:
    """The answer that says `told`."""
    body = json.dumps(told, ensure_ascii=False).encode()
    return Response(status=status, body=body, content_type=content_type, headers=headers)


def in_html(title: str, *, status: int, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """A small page that says one thing, as web servers make for errors."""
    page = f"<!doctype html>\n<html lang=en>\n<title>{status} {title}</title>\n<h1>{title}</h1>\n"
    return Response(status=status, body=page.encode(), content_type=HTML, headers=headers)


class Window:
    """Counts what happened within the last so many seconds."""

    def __init__(self) -> None:
        self._times: deque[datetime] = deque()

    def count(self, now: datetime, seconds: float) -> int:
        """How often it happened in the `seconds` up to now."""
        while self._times and self._times[0] <= now - timedelta(seconds=seconds):
            self._times.popleft()
        return len(self._times)

    def add(self, now: datetime) -> None:
        """It happened once more."""
        self._times.append(now)
