"""How far a worker is stands in one row of its batch, and no longer in each delivery.

That row is written for each mail: its page has room for many versions of it, which are cleared away in passing, and
the list of deliveries stands beside it and is not copied with it.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

# What was in somebody's hands may have been sent.
_NAME = """
UPDATE claims_delivery SET state = 'unknown', finished_at = now(), answer = 'The worker was stopped for an update.'
WHERE state = 'sending'
"""
_ROOM = """
ALTER TABLE claims_sendingbatch SET (fillfactor = 10, toast_tuple_target = 128);
ALTER TABLE claims_sendingbatch ALTER COLUMN deliveries SET STORAGE EXTERNAL;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0043_files_that_people_bring")]

    operations = [
        migrations.RunSQL(_NAME, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="SendingBatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "deliveries",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(null=True), size=None),
                ),
                ("reached", models.PositiveIntegerField(default=0)),
                ("holder", models.CharField(blank=True, max_length=32)),
                ("leased_until", models.DateTimeField()),
            ],
            options={"verbose_name_plural": "sending batches"},
        ),
        migrations.RunSQL(_ROOM, migrations.RunSQL.noop),
        migrations.RemoveConstraint(model_name="delivery", name="delivery_state_known"),
        migrations.RemoveIndex(model_name="delivery", name="delivery_being_handed_over"),
        migrations.RemoveField(model_name="delivery", name="leased_until"),
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("sent", "sent"),
                    ("unknown", "perhaps sent"),
                    ("refused", "refused"),
                    ("given_up", "given up"),
                    ("suppressed", "not wanted any more"),
                    ("cancelled", "cancelled"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["waiting", "sent", "unknown", "refused", "given_up", "suppressed", "cancelled"],
                    )
                ),
                name="delivery_state_known",
            ),
        ),
    ]
