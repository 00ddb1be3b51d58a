"""What one rule makes of a passage, before it is known how far the passage's tie to the claim can be trusted."""

from dataclasses import dataclass

from claims.judging.findings import Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A stance with the confidence of the rule alone (0..1), how the passage was read, and its condition."""

    stance: Stance
    confidence: float
    reading: str
    condition: str = ""
    supersedes: bool = False


def supports(confidence: float, reading: str, condition: str = "") -> View:
    """The passage says so too."""
    return View(stance=Stance.SUPPORTS, confidence=confidence, reading=reading, condition=condition)


def contradicts(confidence: float, reading: str, *, supersedes: bool = False) -> View:
    """The passage says otherwise."""
    return View(stance=Stance.CONTRADICTS, confidence=confidence, reading=reading, supersedes=supersedes)


def mentions(confidence: float, reading: str) -> View:
    """The passage speaks of it and says neither."""
    return View(stance=Stance.MENTIONS, confidence=confidence, reading=reading)
