"""Which announcements come from which, which claims say the same, and what was merged when.

Merging is append-only like all history, and no chain of merged claims can close: the walk along it locks each claim, so that
of two merges that would close one together the second fails.
"""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

CREATE_FUNCTION = """
CREATE FUNCTION claims_refuse_merge_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ahead bigint := NEW.merged_into_id;
BEGIN
    WHILE ahead IS NOT NULL LOOP
        IF ahead = NEW.id THEN
            RAISE EXCEPTION 'claim % would be merged into itself', NEW.id USING ERRCODE = 'check_violation';
        END IF;
        SELECT merged_into_id INTO ahead FROM claims_claim WHERE id = ahead FOR UPDATE;
    END LOOP;
    RETURN NEW;
END $$
"""
CREATE_TRIGGER = """
CREATE TRIGGER no_merge_cycle BEFORE INSERT OR UPDATE OF merged_into_id ON claims_claim
FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION claims_refuse_merge_cycle()
"""
APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON claims_claimmerge
FOR EACH ROW EXECUTE FUNCTION claims_refuse_to_forget();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON claims_claimmerge
FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_to_forget()
"""
FORGETFUL = "DROP TRIGGER append_only ON claims_claimmerge; DROP TRIGGER append_only_whole ON claims_claimmerge"


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0004_a_queue_for_jobs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ClaimMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(choices=[("merged", "merged"), ("unmerged", "taken out again")], max_length=10),
                ),
                ("reason", models.TextField()),
                (
                    "workflow_before",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("tracked", "tracked"),
                            ("archived", "archived"),
                            ("dismissed", "dismissed"),
                            ("merged", "merged"),
                        ],
                        max_length=10,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="FigureDoubt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("derived_start", models.PositiveIntegerField()),
                ("derived_end", models.PositiveIntegerField()),
                ("derived_quote", models.TextField()),
                ("derived_figure", models.TextField()),
                ("original_start", models.PositiveIntegerField()),
                ("original_end", models.PositiveIntegerField()),
                ("original_quote", models.TextField()),
                ("original_figure", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for an editor"),
                            ("confirmed", "the copy is wrong"),
                            ("dismissed", "no difference"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("recorded_at", models.DateTimeField(editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="LineageMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="LineagePair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("translation", "translation"), ("copy", "copy")], max_length=12)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("suggested", "waits for an editor"),
                            ("joined", "joined by the rules"),
                            ("confirmed", "confirmed by an editor"),
                            ("rejected", "rejected by an editor"),
                        ],
                        default="suggested",
                        max_length=10,
                    ),
                ),
                ("reasons", models.JSONField(default=list)),
                ("recorded_at", models.DateTimeField(editable=False)),
            ],
        ),
        migrations.CreateModel(
            name="RepeatPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("suggested", "waits for an editor"),
                            ("joined", "joined by the rules"),
                            ("confirmed", "confirmed by an editor"),
                            ("rejected", "rejected by an editor"),
                        ],
                        default="suggested",
                        max_length=10,
                    ),
                ),
                ("reasons", models.JSONField(default=list)),
                ("recorded_at", models.DateTimeField(editable=False)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="announcement",
            name="announcement_language_known",
        ),
        migrations.AddField(
            model_name="announcement",
            name="canonical_url",
            field=models.URLField(blank=True, max_length=2000),
        ),
        migrations.AddField(
            model_name="appearance",
            name="came_from",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appearances_lent",
                to="claims.claim",
            ),
        ),
        migrations.AlterField(
            model_name="announcement",
            name="language",
            field=models.CharField(max_length=3),
        ),
        migrations.AddIndex(
            model_name="quantity",
            index=models.Index(fields=["value", "metric"], name="quantity_by_value"),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(("language__regex", "^[a-z]{2,3}$")), name="announcement_language_is_a_code"
            ),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("syndicated_from", None),
                    models.Q(("syndicated_from", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="announcement_not_its_copy",
            ),
        ),
        migrations.AddField(
            model_name="claimmerge",
            name="actor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="claimmerge",
            name="claim",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="claimmerge",
            name="successor",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="absorbed", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="figuredoubt",
            name="claim",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="figure_doubts",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="figuredoubt",
            name="counterpart",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="doubted_by_copies",
                to="claims.claim",
            ),
        ),
        migrations.AddField(
            model_name="figuredoubt",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="figuredoubt",
            name="derived",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="figure_doubts", to="claims.announcement"
            ),
        ),
        migrations.AddField(
            model_name="figuredoubt",
            name="original",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="doubted_figures", to="claims.announcement"
            ),
        ),
        migrations.AddField(
            model_name="lineagemark",
            name="announcement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="lineage_marks", to="claims.announcement"
            ),
        ),
        migrations.AddField(
            model_name="lineagepair",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="lineagepair",
            name="derived",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="origin_pairs", to="claims.announcement"
            ),
        ),
        migrations.AddField(
            model_name="lineagepair",
            name="original",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="derived_pairs", to="claims.announcement"
            ),
        ),
        migrations.AddField(
            model_name="repeatpair",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="repeatpair",
            name="earlier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="repeated_by_pairs", to="claims.claim"
            ),
        ),
        migrations.AddField(
            model_name="repeatpair",
            name="later",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="repeat_pairs", to="claims.claim"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("claim", models.F("successor")), _negated=True), name="claim_merge_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="claim_merge_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="claimmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("step", "merged"), models.Q(("actor__isnull", False), ("step", "unmerged")), _connector="OR"
                ),
                name="claim_unmerged_by_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="figuredoubt",
            constraint=models.UniqueConstraint(
                fields=("derived", "original", "derived_start", "original_start", "derived_figure"),
                name="figure_doubt_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="figuredoubt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("derived_start__lt", models.F("derived_end")), ("original_start__lt", models.F("original_end"))
                ),
                name="figure_doubt_places_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="figuredoubt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by", None), ("state", "open")),
                    models.Q(("decided_by__isnull", False), ("state__in", ("confirmed", "dismissed"))),
                    _connector="OR",
                ),
                name="figure_doubt_decided_by_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="lineagemark",
            constraint=models.UniqueConstraint(fields=("mark", "announcement"), name="lineage_mark_once"),
        ),
        migrations.AddConstraint(
            model_name="lineagepair",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least("derived", "original"),
                django.db.models.functions.comparison.Greatest("derived", "original"),
                name="lineage_pair_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="lineagepair",
            constraint=models.CheckConstraint(
                condition=models.Q(("derived", models.F("original")), _negated=True), name="lineage_pair_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="lineagepair",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["translation", "copy"])), name="lineage_pair_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="lineagepair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by__isnull", False), ("state__in", ("confirmed", "rejected"))),
                    models.Q(("decided_by", None), ("state__in", ("suggested", "joined"))),
                    _connector="OR",
                ),
                name="lineage_pair_decided_by_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="repeatpair",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least("later", "earlier"),
                django.db.models.functions.comparison.Greatest("later", "earlier"),
                name="repeat_pair_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="repeatpair",
            constraint=models.CheckConstraint(
                condition=models.Q(("later", models.F("earlier")), _negated=True), name="repeat_pair_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="repeatpair",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by__isnull", False), ("state__in", ("confirmed", "rejected"))),
                    models.Q(("decided_by", None), ("state__in", ("suggested", "joined"))),
                    _connector="OR",
                ),
                name="repeat_pair_decided_by_person",
            ),
        ),
        migrations.RunSQL(CREATE_FUNCTION, "DROP FUNCTION claims_refuse_merge_cycle()"),
        migrations.RunSQL(CREATE_TRIGGER, "DROP TRIGGER no_merge_cycle ON claims_claim"),
        migrations.RunSQL(APPEND_ONLY, FORGETFUL),
    ]
