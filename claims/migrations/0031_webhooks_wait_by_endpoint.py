"""What waits is read for each endpoint, so that a long queue of one hides none of another."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0030_mails_about_own_matters")]

    operations = [
        migrations.RemoveIndex(model_name="webhookdelivery", name="webhook_delivery_due"),
        migrations.AddIndex(
            model_name="webhookdelivery",
            index=models.Index(
                condition=models.Q(("state", "waiting")),
                fields=["endpoint", "due_at", "id"],
                name="webhook_delivery_waiting",
            ),
        ),
    ]
