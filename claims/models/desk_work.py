"""How editors share their work: who sees to a claim, and the views of the desk's lists that they come back to."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from claims.models.claims import Claim

LONGEST_VIEW_NAME, LONGEST_VIEW_QUERY = 60, 2000


class Assignment(models.Model):
    """Who sees to a claim: its evidence, rulings and repeats. Others still may. Gone when it is given back."""

    claim = models.OneToOneField(Claim, primary_key=True, on_delete=models.CASCADE, related_name="assignment")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.editor} sees to claim {self.claim_id}"


class AssignmentStep(models.Model):
    """That a claim was given to somebody, or given back; append-only by trigger. `editor` None: to nobody."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="assignment_steps")
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"claim {self.claim_id} given to {self.editor or 'nobody'} by {self.actor}"


class SavedView(models.Model):
    """A list of the desk as its owner has filtered it: the `query` of the list at `path`, under a name."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views")
    path = models.CharField(max_length=200)
    query = models.CharField(max_length=LONGEST_VIEW_QUERY, blank=True)
    name = models.CharField(max_length=LONGEST_VIEW_NAME)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            # Read by its owner's lists too.
            models.UniqueConstraint(fields=("owner", "path", "name"), name="saved_view_once"),
            models.CheckConstraint(condition=Q(path__startswith="/admin/"), name="saved_view_of_the_desk"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name
