"""The number of a subject that was united with another leads to that one for good."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0037_webhooks_are_left_alone_when_they_ask")]

    operations = [
        migrations.CreateModel(
            name="MergedSubject",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merged_numbers",
                        to="claims.subject",
                    ),
                ),
            ],
        ),
    ]
