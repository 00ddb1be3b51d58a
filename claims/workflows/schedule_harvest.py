"""Follow a set of a source from a day on, look at it sooner, and stop or resume that."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from claims.core.sources import Aim, Source
from claims.models import Harvest
from claims.workflows.choose_sources import chosen_connectors

DAILY = timedelta(days=1)
SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=365)


class SetRefused(ValueError):
    """A set cannot be followed; the message says why."""


def refuse_set(source: Source, *, every: timedelta) -> None:
    """Raise `SetRefused` where the source is not watched or has no sets, or where `every` is out of bounds."""
    connector = chosen_connectors().get(source)
    if connector is None:
        raise SetRefused(_("%(source)s is not watched: put it into SOURCES.") % {"source": source})
    if Aim.CHANGED not in connector.aims:
        raise SetRefused(_("%(source)s has no sets to follow; it is asked for each claim.") % {"source": source})
    if not SHORTEST <= every <= LONGEST:
        raise SetRefused(_("How often must be between an hour and 8760 hours (365 days)."))


def schedule_harvest(
    source: Source, collection: str, *, starts_on: date, now: datetime, every: timedelta = DAILY
) -> tuple[Harvest, bool]:
    """Follow the collection, due at once; whether it is new. One that is followed already stays as it is."""
    return Harvest.objects.get_or_create(
        source=source.value, collection=collection, defaults={"starts_on": starts_on, "every": every, "due_at": now}
    )


def call_harvests(harvest_ids: Iterable[int], *, now: datetime) -> int:
    """Make those due that are not stopped and return how many are. Repeating it changes nothing more."""
    return Harvest.objects.filter(pk__in=harvest_ids, stopped=False).update(due_at=now)


def stop_harvest(harvest_id: int) -> None:
    """Let it rest after the page that it is at, until it is resumed. Repeating it changes nothing."""
    Harvest.objects.filter(pk=harvest_id).update(stopped=True, due_at=None)


def resume_harvest(harvest_id: int, *, now: datetime) -> None:
    """Go on at once where it stopped, or begin the next pass now. Repeating it changes nothing more."""
    Harvest.objects.filter(pk=harvest_id).update(stopped=False, due_at=now)
