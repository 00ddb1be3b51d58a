"""Days as commands are given them."""

from argparse import ArgumentTypeError
from datetime import date


def day_of(text: str) -> date:
    """The day of YYYY-MM-DD. Raises `ArgumentTypeError`, which the command tells."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is no day; YYYY-MM-DD is expected.") from error
