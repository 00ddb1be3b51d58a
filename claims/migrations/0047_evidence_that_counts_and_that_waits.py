"""Indexes on the evidence that counts, by its grade, and on what waits for a person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0046_assignments_keep_their_history")]

    operations = [
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("state", "accepted")), fields=["grade", "claim"], name="evidence_counted_by_grade"
            ),
        ),
        migrations.AddIndex(
            model_name="evidence",
            index=models.Index(
                condition=models.Q(("state", "proposed")),
                fields=["-grade", "-confidence", "id"],
                name="evidence_waiting",
            ),
        ),
    ]
