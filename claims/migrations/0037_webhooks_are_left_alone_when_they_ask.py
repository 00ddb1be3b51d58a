"""Until when the receiver of a webhook asked to be left alone, by all events, those to come too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0036_searches_look_at_quotes")]

    operations = [
        migrations.AddField(
            model_name="webhookendpoint",
            name="quiet_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
