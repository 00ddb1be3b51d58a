"""That something changed which the outside may see: what `claims.api.revision` rests on."""

from django.db import models
from django.db.models.functions import Now


class PublicChange(models.Model):
    """One transaction that changed a public table. Written by a trigger on each of them and by nothing else.

    Only the newest count (`claims.api.revision.NEWEST`): older rows may be deleted at any time.
    """

    recorded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.pk} at {self.recorded_at:%Y-%m-%d %H:%M}"
