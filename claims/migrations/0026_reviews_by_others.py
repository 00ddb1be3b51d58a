"""What other fact-checkers have published about claims is kept beside them, and told to readers."""

import django.db.models.deletion
from django.db import migrations, models

NOTE = """
CREATE TRIGGER note_public_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON claims_publishedreview
FOR EACH STATEMENT EXECUTE FUNCTION claims_note_public_change()
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0025_comments_are_public")]

    operations = [
        migrations.CreateModel(
            name="PublishedReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("publisher", models.CharField(max_length=300)),
                ("url", models.URLField(max_length=2000)),
                ("title", models.CharField(blank=True, max_length=1000)),
                ("rating", models.CharField(max_length=300)),
                ("language", models.CharField(blank=True, max_length=35)),
                ("reviewed_on", models.DateField(blank=True, null=True)),
                ("raw", models.JSONField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "claim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="published_reviews",
                        to="claims.claim",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("claim", "url"), name="published_review_once"),
                    models.CheckConstraint(
                        condition=models.Q(("url__regex", "^https?://")), name="published_review_has_an_address"
                    ),
                ],
            },
        ),
        migrations.RunSQL(NOTE, "DROP TRIGGER note_public_change ON claims_publishedreview"),
    ]
