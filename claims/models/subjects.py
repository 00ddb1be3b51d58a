"""What claims are about: systems, models and chips, under all their names."""

from django.db import models

from claims.models.organisations import Organisation


class Subject(models.Model):
    """One system. `M6-10T` is a subject of the family `M6`; two systems that share a name differ in their maker."""

    name = models.CharField(max_length=200)
    maker = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="subjects")
    family = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="members")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("name", "maker"), name="subject_once_per_maker", nulls_distinct=False),
        )

    def __str__(self) -> str:
        return self.name

    def all_names(self) -> tuple[str, ...]:
        """The name and every alias, the name first."""
        return (self.name, *sorted(alias.name for alias in self.aliases.all()))


class SubjectAlias(models.Model):
    """Another name of a subject, in any language or spelling (悟道 2.0 for Wu Dao 2.0)."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("subject", "name"), name="alias_once_per_subject"),)

    def __str__(self) -> str:
        return self.name
