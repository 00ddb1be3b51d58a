"""Who makes systems, publishes announcements and writes papers."""

from django.db import models


class Organisation(models.Model):
    """A lab, company, university or publisher; `aliases` are other names it goes by."""

    name = models.CharField(max_length=200, unique=True)
    aliases = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.name
