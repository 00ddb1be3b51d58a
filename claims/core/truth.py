"""When two statements are the same claim: alike in subject, metric, value, scope and baseline, in whatever words."""

from claims.core.quantities import Quantity
from claims.core.subjects import canonical_name

type TruthKey = tuple[str, ...]


def truth_key(subject: str, amount: Quantity | None) -> TruthKey | None:
    """The truth conditions of a measured claim as a key that can be compared; None where nothing is measured.

    Bounds in words ("about", "over") are left out: translations gain and lose them.
    """
    if amount is None or not subject or (amount.value is None and amount.low is None and amount.high is None):
        return None
    numbers = tuple(
        "" if number is None else f"{number.normalize():f}" for number in (amount.value, amount.low, amount.high)
    )
    return (
        canonical_name(subject),
        amount.metric,
        amount.relation,
        *numbers,
        amount.unit,
        amount.scope,
        canonical_name(amount.baseline) if amount.baseline else "",
    )
