"""Follow a set of a source from a day on, and stop or resume that."""

from datetime import date, datetime, timedelta

from claims.core.sources import Source
from claims.models import Harvest

DAILY = timedelta(days=1)


def schedule_harvest(
    source: Source, collection: str, *, starts_on: date, now: datetime, every: timedelta = DAILY
) -> tuple[Harvest, bool]:
    """Follow the collection, due at once; whether it is new. One that is followed already stays as it is."""
    return Harvest.objects.get_or_create(
        source=source.value, collection=collection, defaults={"starts_on": starts_on, "every": every, "due_at": now}
    )


def stop_harvest(harvest_id: int) -> None:
    """Let it rest after the page that it is at, until it is resumed. Repeating it changes nothing."""
    Harvest.objects.filter(pk=harvest_id).update(stopped=True, due_at=None)


def resume_harvest(harvest_id: int, *, now: datetime) -> None:
    """Go on at once where it stopped, or begin the next pass now. Repeating it changes nothing more."""
    Harvest.objects.filter(pk=harvest_id).update(stopped=False, due_at=now)
