"""A client that reads answers from a script, for what a connector asks and how it holds answers against each other."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from claims.sources.connectors import Answer, Request

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)


def told(body: object, *, status: int = 200, **headers: str) -> Answer:
    """An answer with this JSON, or with these bytes."""
    written = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(url="https://source.example/", status=status, headers=headers, body=written, received_at=AT)


def recorded(path: Path, *, status: int = 200) -> Answer:
    """A recorded answer."""
    return told(path.read_bytes(), status=status)


@dataclass(kw_only=True)
class ScriptedClient:
    """Gives the next of `answers` to every question and keeps what was asked. It asks nothing twice."""

    answers: list[Answer]
    asked: list[Request] = field(default_factory=list)

    def fetch[Read](self, request: Request, read: Callable[[Answer], Read]) -> Read:
        """See `Client`."""
        self.asked.append(request)
        return read(self.answers[len(self.asked) - 1])

    def parameters(self) -> list[dict[str, str]]:
        """The parameters of every question."""
        return [dict(request.parameters) for request in self.asked]
