"""A job may record that the certainty of what a person ruled has changed; it still moves no claim to an accusation."""

from django.db import migrations, models
from django.db.models import F, Q

ACCUSATIONS = ["refuted", "unverifiable", "withdrawn"]
NAME = "status_change_accusation_by_person"


class Migration(migrations.Migration):
    dependencies = [("claims", "0014_what_tells_subjects_apart")]

    operations = [
        migrations.RemoveConstraint(model_name="statuschange", name=NAME),
        migrations.AddConstraint(
            model_name="statuschange",
            constraint=models.CheckConstraint(
                condition=Q(actor__isnull=False) | ~Q(to_status__in=ACCUSATIONS) | Q(from_status=F("to_status")),
                name=NAME,
            ),
        ),
    ]
