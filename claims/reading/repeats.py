"""A figure told twice in one text: the place that only mentions it in passing gives way to the one that states it."""

import re
from decimal import Decimal

from claims.reading.drafts import DraftClaim

_SUBORDINATE = re.compile(
    r"^\W*(?:after|before|due to|given|despite|with|to|by|in order|following|using|when|while|as|once|besides|unlike|through)\b"
    r"|^\W*(?:由于|鉴于|随着|为了|尽管|通过|除了|在[^，]{0,12}后)",
    re.I,
)

type _Figure = tuple[str, str, Decimal | None, Decimal | None, Decimal | None]


def _figure(draft: DraftClaim) -> _Figure | None:
    amount = draft.quantity
    if amount is None:
        return None
    return amount.metric.value, amount.unit, amount.value, amount.low, amount.high


def in_passing(sentence: str, place: int) -> bool:
    """Whether `sentence[place]` stands in brackets or in a clause that only leads up to the sentence's statement."""
    opened = sentence.rfind("(", 0, place) > sentence.rfind(")", 0, place)
    comma = re.search(r"[,，]\s", sentence)
    leading = bool(_SUBORDINATE.match(sentence)) and comma is not None and place < comma.start()
    return opened or leading


def without_weak_repeats(drafts: list[tuple[DraftClaim, bool]]) -> list[DraftClaim]:
    """The drafts without those told in passing (the flag) whose figure is stated elsewhere in the text."""
    stated = {_figure(draft) for draft, weak in drafts if not weak and draft.quantity}
    return [draft for draft, weak in drafts if not (weak and _figure(draft) in stated)]
