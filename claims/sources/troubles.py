"""How asking a source can fail. Every failure says what to do; none is ever taken for "there is nothing"."""

from datetime import datetime


class SourceTrouble(Exception):
    """Asking a source gave no answer."""


class SourceUnavailable(SourceTrouble):
    """It heals by waiting: the source is busy, down, slow, or has to be left alone until `not_before` (None: soon)."""

    def __init__(self, message: str, *, not_before: datetime | None = None) -> None:
        super().__init__(message)
        self.not_before = not_before


class BrokenAnswer(SourceUnavailable):
    """What came is not what was promised: cut, empty, another format, short of its own count. Asking again may heal."""


class SourceRefused(SourceTrouble):
    """Asking again would fail in the same way: a wrong question, a wrong key, a plan that does not include it."""


class ResumeLost(SourceTrouble):
    """The source no longer knows the place to go on from; the look has to start over from its high water."""


def cause_of(error: Exception) -> str:
    """The innermost cause in a few words; HTTP libraries wrap the useful one several times."""
    cause: BaseException = error
    while cause.__cause__ or cause.__context__:
        cause = cause.__cause__ or cause.__context__ or cause
    return str(cause).rstrip(".") or type(cause).__name__
