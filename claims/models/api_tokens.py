"""Keys to the REST API: named, limited in what they may do and in time, and stored as hashes only."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from knox.models import AbstractAuthToken

LONGEST_TOKEN_NAME = 80


class Scope(models.TextChoices):
    """What a token may be used for; its owner must be allowed to do it as well."""

    READ = "read", "read, at the pace of people we know"
    FOLLOW = "follow", "follow things and keep webhooks, your own alone"
    SUBMIT = "submit", "submit announcements and see what became of them"
    PROPOSE = "propose", "propose evidence and rulings, and comment on claims"
    REVIEW = "review", "accept and reject evidence, and have claims looked for"
    RULE = "rule", "rule on claims, merge them, and publish comments"
    ADMIN = "admin", "all that its owner may do"


class ApiToken(AbstractAuthToken, models.Model):  # type: ignore[misc] # knox has no types
    """A token of a person. Of the token itself `digest` and its first letters (`token_key`) are kept, for finding it.

    `last_used_at` is exact to a minute. One that has run out is removed when it is used.
    """

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=128, unique=True)
    name = models.CharField(max_length=LONGEST_TOKEN_NAME)
    scopes = ArrayField(models.CharField(max_length=10, choices=Scope))
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager["ApiToken"]] = models.Manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("user", "name"), name="token_names_tell_apart"),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=Scope.values) & Q(scopes__len__gt=0), name="token_scopes_known"
            ),
            models.CheckConstraint(condition=Q(expiry__isnull=False), name="token_runs_out"),
        )

    def __str__(self) -> str:
        return f"{self.name} ({', '.join(self.scopes)})"

    def covers(self, scope: str) -> bool:
        """Whether it may be used for that."""
        return scope in self.scopes or Scope.ADMIN in self.scopes
