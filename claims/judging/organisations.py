"""Organisations under their several names, as announcements and papers write them: one key a house.

The houses are those of `claims.core.makers`; any other name is its own key.
"""

import re
from functools import cache

from claims.core.makers import MAKERS

# Words that say the same of every house and must not tell houses apart.
LEGAL_FORM = re.compile(r"\b(inc|ltd|llc|corp|corporation|group|labs?|research|team|university|the|of)\b\.?")


# Makers whose name is a plain word too: they are meant only where it is written as a name.
_PLAIN_WORDS = frozenset({"Meta", "FAIR", "Apple"})


@cache
def house(name: str) -> str:
    """The key of the house that `name` belongs to: "DAMO Academy" → "alibaba"; an unknown name is its own key."""
    plain = name.strip()
    for maker in MAKERS:
        if any(_stands_in(known, plain) for known in maker.all_names):
            return maker.house
    folded = plain.casefold()
    return " ".join(LEGAL_FORM.sub(" ", folded).split()) or folded


@cache
def houses_in(text: str) -> frozenset[str]:
    """The known houses that a text names."""
    return frozenset(maker.house for maker in MAKERS if any(_stands_in(known, text) for known in maker.all_names))


def _stands_in(known: str, text: str) -> bool:
    return bool(_spelling(known).search(text))


@cache
def _spelling(known: str) -> re.Pattern[str]:
    """A name as a whole word in any case; Chinese has no words, and a plain word must be written as a name."""
    if not known.isascii():
        return re.compile(re.escape(known))
    if known in _PLAIN_WORDS:
        return re.compile(rf"(?<![A-Za-z0-9-]){re.escape(known)}(?![A-Za-z0-9-])")
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(known)}(?![A-Za-z0-9])", re.IGNORECASE)
