"""What papers mean, as vectors of an optional encoder; the table stays empty where EMBEDDINGS is 0."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0015_certainty_changes_under_a_ruling")]

    operations = [
        migrations.CreateModel(
            name="PaperVector",
            fields=[
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="vector",
                        serialize=False,
                        to="claims.paper",
                    ),
                ),
                ("encoder", models.CharField(max_length=100)),
                ("vector", models.BinaryField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="claims.paperversion"
                    ),
                ),
            ],
        ),
    ]
