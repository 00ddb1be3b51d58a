"""The archive tells each public issue in a line; what it said when it came out is kept, and not composed again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0033_deliveries_in_hands_and_by_state")]

    operations = [
        migrations.AddField(
            model_name="digestissue",
            name="headline",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
