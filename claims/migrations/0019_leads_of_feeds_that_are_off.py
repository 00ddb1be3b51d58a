"""A feed that is switched off is never due."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("claims", "0018_watching")]

    operations = [
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.CheckConstraint(condition=Q(("enabled", True), ("due_at", None), _connector="OR"), name="feed_due_only_while_enabled"),
        ),
    ]
