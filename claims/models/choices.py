"""Django's choices from the pure rooms' enums, so that each word is defined once."""

from enum import StrEnum
from typing import Any

from django.utils.translation import pgettext_lazy

from claims.judging.findings import Status


def choices(words: type[StrEnum]) -> list[tuple[str, Any]]:
    """`[(value, label), …]` of an enum, in its order: "at_least" is shown as "at least"."""
    told = [(word.value, word.value.replace("_", " ")) for word in words]
    # Claims are withdrawn otherwise than papers are, which is one word in English alone.
    return [(value, pgettext_lazy("status", label)) for value, label in told] if words is Status else told
