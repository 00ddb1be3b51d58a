"""Whether anybody but the claimant has looked into a claim, and for how long nobody has."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from claims.judging.findings import Grade, Status
from claims.models import Claim
from claims.statistics import INDEPENDENT

# For what is decided, overtaken or taken back, nobody waits for a confirmation any more.
_WAITING = frozenset({Status.UNVERIFIED.value, Status.ATTESTED.value, Status.DISPUTED.value, Status.QUALIFIED.value})

_TWO_YEARS = 730


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """`code` is `independent`, `own` or `none`.

    `days` is how long nothing independent has come since the claim; None where something has, where the claim has no
    day, or where nobody waits for it.
    """

    code: str
    label: str
    days: int | None

    @property
    def years(self) -> int:
        """Whole years of these days, 0 for less than two: so long, people count days."""
        return self.days // 365 if self.days is not None and self.days >= _TWO_YEARS else 0


def confirmation(claim: Claim, best: Grade | None, *, today: date) -> Confirmation:
    """What the best grade that speaks on a claim (None where nothing does) says of its independence."""
    if best in INDEPENDENT:
        return Confirmation(code="independent", label=_("independently checked"), days=None)
    waits = claim.claimed_on is not None and claim.status in _WAITING
    return Confirmation(
        code="none" if best is None or best is Grade.E0 else "own",
        label="" if best is None or best is Grade.E0 else _("self-reported"),
        days=max(0, (today - claim.claimed_on).days) if waits and claim.claimed_on else None,
    )
