"""Subjects differ by spelling, maker and kind; people say which names are looked for in every text.

Subjects whose names differ in case, spaces or hyphens alone become the one that was stored first.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from claims.models.spelling import Spelling

KINDS = ["system", "maker", "chip", "benchmark"]


def unite_the_same(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give all that belongs to a later spelling of a subject to the first."""
    Subject = apps.get_model("claims", "Subject")
    Alias = apps.get_model("claims", "SubjectAlias")
    first: dict[tuple[object, ...], int] = {}
    for subject in Subject.objects.order_by("pk"):
        kept = first.setdefault((subject.spelling, subject.maker_id), subject.pk)
        if kept == subject.pk:
            continue
        apps.get_model("claims", "Claim").objects.filter(subject_id=subject.pk).update(subject_id=kept)
        Subject.objects.filter(family_id=subject.pk).exclude(pk=kept).update(family_id=kept)
        Subject.objects.filter(pk=kept, family_id=subject.pk).update(family_id=None)
        names = [subject.name, *Alias.objects.filter(subject_id=subject.pk).values_list("name", flat=True)]
        Alias.objects.bulk_create((Alias(subject_id=kept, name=name) for name in names), ignore_conflicts=True)
        subject.delete()
    # What waits for the end of the transaction would keep the table from being altered.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def leave(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Subjects that became one stay one."""


class Migration(migrations.Migration):
    dependencies = [("claims", "0013_time_and_corrections")]

    operations = [
        migrations.AlterModelOptions(name="subjectalias", options={"verbose_name_plural": "subject aliases"}),
        migrations.RemoveConstraint(model_name="subject", name="subject_once_per_maker"),
        migrations.AddField(
            model_name="subject",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], default="system", max_length=10),
        ),
        migrations.AddField(
            model_name="subject",
            name="read_by_name",
            field=models.BooleanField(default=False, help_text="Look for this name in every text that is read."),
        ),
        migrations.AddField(
            model_name="subject",
            name="spelling",
            field=models.GeneratedField(db_persist=True, expression=Spelling("name"), output_field=models.TextField()),
        ),
        migrations.AddField(
            model_name="subjectalias",
            name="spelling",
            field=models.GeneratedField(db_persist=True, expression=Spelling("name"), output_field=models.TextField()),
        ),
        migrations.RunPython(unite_the_same, leave),
        migrations.AddIndex(
            model_name="subjectalias", index=models.Index(fields=["spelling"], name="alias_by_spelling")
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.UniqueConstraint(
                fields=("spelling", "maker", "kind"), name="subject_once_per_maker_and_kind", nulls_distinct=False
            ),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="subject_kind_known"),
        ),
        migrations.AddConstraint(
            model_name="subject",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("family", None), models.Q(("family", models.F("id")), _negated=True), _connector="OR"
                ),
                name="subject_not_of_itself",
            ),
        ),
    ]
