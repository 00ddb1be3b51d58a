"""How mails leave: what every way of handing them over promises, and what it asks to be written down on the way."""

from collections.abc import Iterable
from typing import Protocol

from claims.digest.answers import Outcome
from claims.digest.letters import Letter


class ServerTrouble(Exception):
    """The server takes no mail now, whoever it is for: it cannot be reached, hangs up, or refuses us."""


class Marks(Protocol):
    """Writes down how far each mail is, so that one that may have been taken is never offered again."""

    def begin(self, letter: Letter) -> bool:
        """Write for good that a mail is about to be handed over; False: it must not be, for it is not wanted any more.

        Between a True and the mail's `end`, a crash leaves it unknown whether it was sent.
        """
        ...

    def end(self, letter: Letter, outcome: Outcome) -> None:
        """Say what became of a mail, begun or not. It may be written as late as with the next `begin`."""
        ...


class Transport(Protocol):
    """A way of handing mails over, with whatever connection it keeps for all of them."""

    def hand_over(self, letters: Iterable[Letter], marks: Marks) -> None:
        """Offer each mail once, and nothing of it that could be delivered before `marks.begin` said True.

        Letters are taken when they are needed. Raises `ServerTrouble`; whatever has no `end` then was not offered.
        """
        ...

    def close(self) -> None:
        """Let go of the connection. It is opened again when it is needed."""
        ...
