"""Days as keys that lists are ordered by."""

from datetime import date

from django.db.models import DateField, Value
from django.db.models.functions import Coalesce

# What has no day is older than all that has one.
NO_DAY = date(1, 1, 1)


def by_day(field: str) -> Coalesce:
    """A day that is never null. The indexes of lists are on just this expression."""
    return Coalesce(field, Value(NO_DAY, output_field=DateField()))
