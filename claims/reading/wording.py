"""A draft claim in words that stand alone: the clause, with the subject and the number named where it leaves them open."""

import re

from claims.core.quantities import Quantity

_SPACES = re.compile(r"\s+")
# What joins a clause to the one before it says nothing in a text that stands alone.
_JOINT = re.compile(
    r"^(?:(?:and|but|or|while|whereas|that|which|who|with|including|plus|also|so|yet|thus|then|however)\b[\s,]*"
    r"|(?:并且?|而且?|同时|以及|此外|但是?|其中|从而|因此|所以|不过|另外|且)[，,\s]*(?![非排列不未没]))+",
    re.I,
)
_EDGES = " \t,，;；、—–-:："
LONGEST = 500


def claim_text(clause: str, subject: str, quantity: Quantity | None, *, shared: bool) -> str:
    """ "M6: … [512 GPUs]": the subject in front when the clause does not name it, the number behind when it is shared."""
    text = _SPACES.sub(" ", clause).strip(_EDGES)
    text = _JOINT.sub("", text).strip(_EDGES) or text or clause
    if subject and subject.lower() not in text.lower():
        text = f"{subject}: {text}"
    if shared and quantity:
        text = f"{text} [{_SPACES.sub(' ', quantity.raw)}]"
    return text[:LONGEST]
