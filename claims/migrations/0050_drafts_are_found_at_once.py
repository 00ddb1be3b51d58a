"""An index on the claims that are drafts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0049_acts_over_many_rows_wait_and_go_on")]

    operations = [
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(condition=models.Q(("workflow", "draft")), fields=["id"], name="claim_drafts"),
        ),
    ]
