"""A draft claim in words that stand alone: the clause, with the subject and the number named where it leaves them open."""

import re

from claims.core.quantities import Quantity

_SPACES = re.compile(r"\s+")
_EDGES = " \t,，;；、—–-:："
LONGEST = 500


def claim_text(clause: str, subject: str, quantity: Quantity | None, *, shared: bool) -> str:
    """ "M6: … [512 GPUs]": the subject in front when the clause does not name it, the number behind when it is shared."""
    text = _SPACES.sub(" ", clause).strip(_EDGES) or clause
    if subject and subject.lower() not in text.lower():
        text = f"{subject}: {text}"
    if shared and quantity:
        text = f"{text} [{_SPACES.sub(' ', quantity.raw)}]"
    return text[:LONGEST]
