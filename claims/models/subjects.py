"""What claims are about: systems, makers, chips and benchmarks, under all their names."""

from django.db import models

from claims.core.known_subjects import KnownSubject, SubjectKind
from claims.models.choices import choices
from claims.models.organisations import Organisation
from claims.models.spelling import Spelling


class Subject(models.Model):
    """One thing that claims are about. `M6-10T` is a subject of the family `M6`.

    Two that share a name differ in their maker or their kind. `read_by_name` says that every text is read with this
    name; a subject with an alias takes part in reading in any case, since people add aliases.
    """

    name = models.CharField(max_length=200)
    spelling = models.GeneratedField(expression=Spelling("name"), output_field=models.TextField(), db_persist=True)
    kind = models.CharField(max_length=10, choices=choices(SubjectKind), default=SubjectKind.SYSTEM.value)
    maker = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="subjects")
    family = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    read_by_name = models.BooleanField(default=False, help_text="Look for this name in every text that is read.")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("spelling", "maker", "kind"), name="subject_once_per_maker_and_kind", nulls_distinct=False
            ),
            models.CheckConstraint(condition=models.Q(kind__in=list(SubjectKind)), name="subject_kind_known"),
            models.CheckConstraint(
                condition=models.Q(family=None) | ~models.Q(family=models.F("id")), name="subject_not_of_itself"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def all_names(self) -> tuple[str, ...]:
        """The name and every alias, the name first."""
        return (self.name, *sorted(alias.name for alias in self.aliases.all()))

    def to_core(self) -> KnownSubject:
        """The subject as the reader knows names before it reads."""
        return KnownSubject(
            name=self.name,
            kind=SubjectKind(self.kind),
            maker=self.maker.name if self.maker else "",
            aliases=self.all_names()[1:],
        )


class SubjectAlias(models.Model):
    """Another name of a subject, in any language or spelling (悟道 2.0 for Wu Dao 2.0)."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    spelling = models.GeneratedField(expression=Spelling("name"), output_field=models.TextField(), db_persist=True)

    class Meta:
        verbose_name_plural = "subject aliases"
        constraints = (models.UniqueConstraint(fields=("subject", "name"), name="alias_once_per_subject"),)
        # Read when the subject of a claim is looked up by a name.
        indexes = (models.Index(fields=("spelling",), name="alias_by_spelling"),)

    def __str__(self) -> str:
        return self.name
