"""A watched page knows what its last look found and which edit it shows, and how the archive took it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

OUTCOMES = [("same", "unchanged"), ("changed", "changed"), ("gone", "gone"), ("unreachable", "not reached")]


class Migration(migrations.Migration):
    dependencies = [("claims", "0020_only_watched_claims_are_looked_for")]

    operations = [
        migrations.RemoveConstraint(model_name="silentedit", name="silent_edit_once_per_text"),
        migrations.RenameField(model_name="silentedit", old_name="text_sha256", new_name="said_sha256"),
        migrations.AddField(model_name="silentedit", name="left_out", field=models.PositiveIntegerField(default=0)),
        migrations.AddConstraint(
            model_name="silentedit",
            constraint=models.UniqueConstraint(
                fields=("announcement", "said_sha256"), name="silent_edit_once_per_state"
            ),
        ),
        migrations.AddField(
            model_name="watchedpage",
            name="outcome",
            field=models.CharField(blank=True, choices=OUTCOMES, default="", max_length=12),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="watchedpage",
            constraint=models.CheckConstraint(
                condition=Q(("outcome__in", ["", "same", "changed", "gone", "unreachable"])), name="page_outcome_known"
            ),
        ),
        migrations.AddField(
            model_name="watchedpage", name="quiet_checks", field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(
            model_name="watchedpage",
            name="edit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shown_by",
                to="claims.silentedit",
            ),
        ),
        migrations.AddField(
            model_name="watchedpage", name="archive_tries", field=models.PositiveSmallIntegerField(default=0)
        ),
        migrations.AddField(model_name="watchedpage", name="archive_failure", field=models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField(
            model_name="pagecheck",
            name="edit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="checks",
                to="claims.silentedit",
            ),
        ),
    ]
