"""Mails as files, for an installation that has no mail server yet: any mail program opens them."""

import os
from collections.abc import Iterable
from pathlib import Path

from claims.digest.answers import Fate, Outcome
from claims.digest.letters import Letter
from claims.digest.transports import Marks, ServerTrouble


class FileTransport:
    """See `Transport`. A mail that is written again has the same name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def hand_over(self, letters: Iterable[Letter], marks: Marks) -> None:
        """See `Transport`. A folder that cannot be written to is a server in trouble."""
        for letter in letters:
            if marks.begin(letter):
                file = self._folder / f"{letter.delivery_id}.eml"
                draft = file.with_suffix(f".{os.getpid()}")
                try:
                    self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                    draft.write_bytes(letter.message)
                    draft.replace(file)
                except OSError as full:
                    marks.end(letter, Outcome(fate=Fate.DEFERRED, answer=str(full), is_servers=True))
                    raise ServerTrouble(str(full)) from full
                marks.end(letter, Outcome(fate=Fate.SENT, answer=f"written to {file.name}"))

    def close(self) -> None:
        """See `Transport`. There is nothing to let go of."""
