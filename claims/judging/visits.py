"""When a claim is looked at again: soon after something came, ever later while nothing does."""

from datetime import datetime, timedelta

# Days to the next look after 0, 1, 2 and 3 or more looks in a row that found nothing.
BACK_OFF_DAYS = (7, 14, 30, 90)
# A claim that a person closed is still looked at: retractions come late.
CLOSED_DAYS = 180


def next_visit(*, now: datetime, quiet_visits: int, closed: bool = False) -> datetime:
    """The time of the next look: 7, 14, 30, then 90 days after `now`; 180 for a closed claim.

    `quiet_visits` counts the looks in a row that found nothing, 0 right after a hit. Raises `ValueError` below 0.
    """
    if quiet_visits < 0:
        raise ValueError(f"quiet_visits must not be negative, not {quiet_visits}.")
    if closed:
        return now + timedelta(days=CLOSED_DAYS)
    return now + timedelta(days=BACK_OFF_DAYS[min(quiet_visits, len(BACK_OFF_DAYS) - 1)])
