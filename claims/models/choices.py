"""Django's choices from the pure rooms' enums, so that each word is defined once."""

from enum import StrEnum


def choices(words: type[StrEnum]) -> list[tuple[str, str]]:
    """`[(value, label), …]` of an enum, in its order: "at_least" is shown as "at least"."""
    return [(word.value, word.value.replace("_", " ")) for word in words]
