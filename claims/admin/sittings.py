"""A desk that shows what waits one at a time: how far a person is in this sitting, and what of it can be undone.

Kept in the session, so that pages can be loaded again, and work without JavaScript.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict

# Of a longer queue the rest comes when these are decided.
MOST_AT_HAND, MOST_UNDOABLE, MOST_PUT_OFF = 500, 50, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The numbers of what waits, in its order, and where in it the card is that is shown."""

    numbers: tuple[int, ...]
    place: int

    @property
    def shown(self) -> int:
        """The number of what is shown; 0 where nothing waits."""
        return self.numbers[self.place] if self.numbers else 0

    def beside(self, step: int) -> int:
        """The number of the one before or behind it; 0 where there is none."""
        place = self.place + step
        return self.numbers[place] if 0 <= place < len(self.numbers) else 0


class Sitting:
    """What a person did at the desk of this name: `decided`, the newest last; `refused` could not be carried out."""

    def __init__(self, request: HttpRequest, name: str) -> None:
        self._request, self._name = request, name
        kept = request.session.get(name, {})
        self.done: int = kept.get("done", 0)
        self.decided: list[dict[str, Any]] = kept.get("decided", [])
        self.put_off: list[int] = kept.get("put_off", [])
        self.refused: dict[str, Any] = kept.get("refused", {})

    def queue(self, waiting: Iterable[int], *, at: int) -> Queue:
        """What waits, in its order, but for what was put off, which comes last; shown from `at`, if that is there."""
        late = {number: place for place, number in enumerate(self.put_off)}
        numbers = tuple(sorted(waiting, key=lambda number: late.get(number, -1)))
        return Queue(numbers=numbers, place=numbers.index(at) if at in numbers else 0)

    def put_off_to_the_end(self, number: int) -> None:
        """Let one wait until the others are done."""
        self.put_off = [*(one for one in self.put_off if one != number), number][-MOST_PUT_OFF:]

    def add(self, told: dict[str, Any]) -> None:
        """Count one more as decided, with what undoing it takes."""
        self.decided, self.done = [*self.decided, told][-MOST_UNDOABLE:], self.done + 1

    def take_back(self) -> dict[str, Any] | None:
        """The newest decision, which is counted no longer; None where there is none."""
        if not self.decided:
            return None
        self.done = max(0, self.done - 1)
        *self.decided, last = self.decided
        return last

    def begin_again(self) -> None:
        """Count from nought; nothing that was decided changes."""
        self.done, self.decided, self.put_off = 0, [], []

    def keep(self) -> None:
        """Write it into the session."""
        kept = {"done": self.done, "decided": self.decided, "put_off": self.put_off, "refused": self.refused}
        self._request.session[self._name] = kept


def reason_given(form: QueryDict, reasons: Mapping[str, object]) -> str:
    """The reason that was chosen by its key, and what was written; "" for neither."""
    return " ".join(filter(None, (str(reasons.get(form.get("because", ""), "")), form.get("reason", "").strip())))
