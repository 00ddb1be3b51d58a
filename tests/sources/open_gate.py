"""Gates that hand out turns at once, and a fetch log in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from claims.sources.client import Try
from claims.sources.paces import Pace, Turn, Wait
from tests.standin import Clock


@dataclass(frozen=True, kw_only=True)
class Left:
    """A turn that was given back: whose, and the quiet that was asked for."""

    pace: str
    quiet: float
    closed: str


def at_once(seconds: float) -> None:
    """Waits for nothing."""


@dataclass(kw_only=True)
class OpenGate:
    """Nobody waits here, unless `pause` waits when a turn is given back (a stand-in's clock may be moved on so).

    `asked` are the paces in order, `left` what was said when a turn was given back.
    """

    asked: list[Pace] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    pause: Callable[[float], None] = at_once

    def ask(self, pace: Pace) -> Turn | Wait:
        """A turn."""
        self.asked.append(pace)
        return Turn(pace=pace.name, holder=f"turn {len(self.asked)}")

    def leave(self, turn: Turn, *, quiet: float, closed: str = "") -> datetime:
        """When the next turn would be."""
        self.left.append(Left(pace=turn.pace, quiet=quiet, closed=closed))
        self.pause(quiet)
        return datetime.now(UTC) + timedelta(seconds=quiet)


@dataclass(kw_only=True)
class PatientGate(OpenGate):
    """Lets the quiet that was asked for pass before the next turn, on a clock that is set by hand."""

    clock: Clock = field(default_factory=Clock)

    def leave(self, turn: Turn, *, quiet: float, closed: str = "") -> datetime:
        """When the next turn would be."""
        self.clock.advance(quiet)
        return super().leave(turn, quiet=quiet, closed=closed)


@dataclass(kw_only=True)
class KeptLog:
    """Every try, in order."""

    tries: list[Try] = field(default_factory=list)

    def write(self, told: Try) -> None:
        """Keep it."""
        self.tries.append(told)
