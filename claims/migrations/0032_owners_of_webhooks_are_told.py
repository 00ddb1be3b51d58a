"""When the owner of an endpoint that was switched off had a mail about it, so that there is one, and only one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0031_webhooks_wait_by_endpoint")]

    operations = [
        migrations.AddField(
            model_name="webhookendpoint",
            name="owner_told_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
