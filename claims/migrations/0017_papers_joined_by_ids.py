"""Papers that turn out to be one work: the merged one leads to its successor for good, and what joined them is kept.

Merging is append-only. A merged paper is nobody's successor and is never taken out again, so each lead is one step long: the
trigger locks the successor, so that of two merges that would make a chain the second fails.
"""

import django.db.models.deletion
from django.db import migrations, models

SCHEMES = [
    ("arxiv", "arXiv"),
    ("doi", "DOI"),
    ("openalex", "OpenAlex"),
    ("s2", "Semantic Scholar"),
    ("corpus", "Semantic Scholar corpus"),
    ("dblp", "DBLP"),
    ("acl", "ACL Anthology"),
    ("pmid", "PubMed"),
    ("url", "address"),
    ("key", "key of the importer"),
]

CREATE_FUNCTION = """
CREATE FUNCTION claims_refuse_paper_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ahead bigint;
BEGIN
    IF NEW.merged_into_id IS NULL THEN
        RAISE EXCEPTION 'paper % is merged for good', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    SELECT merged_into_id INTO ahead FROM claims_paper WHERE id = NEW.merged_into_id FOR UPDATE;
    IF ahead IS NOT NULL OR EXISTS (SELECT FROM claims_paper WHERE merged_into_id = NEW.id) THEN
        RAISE EXCEPTION 'paper % would be a link in a chain', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$
"""
CREATE_TRIGGERS = """
CREATE TRIGGER no_paper_chain_at_first BEFORE INSERT ON claims_paper
FOR EACH ROW WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION claims_refuse_paper_chain();
CREATE TRIGGER no_paper_chain BEFORE UPDATE OF merged_into_id ON claims_paper
FOR EACH ROW WHEN (OLD.merged_into_id IS DISTINCT FROM NEW.merged_into_id) EXECUTE FUNCTION claims_refuse_paper_chain()
"""
DROP_TRIGGERS = "DROP TRIGGER no_paper_chain_at_first ON claims_paper; DROP TRIGGER no_paper_chain ON claims_paper"
APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON claims_papermerge
FOR EACH ROW EXECUTE FUNCTION claims_refuse_to_forget();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON claims_papermerge
FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_to_forget()
"""
FORGETFUL = "DROP TRIGGER append_only ON claims_papermerge; DROP TRIGGER append_only_whole ON claims_papermerge"


class Migration(migrations.Migration):
    dependencies = [("claims", "0016_vectors_of_papers")]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="absorbed",
                to="claims.paper",
            ),
        ),
        migrations.AddIndex(
            model_name="paper",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="paper_by_successor"
            ),
        ),
        migrations.AddConstraint(
            model_name="paper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into", None),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="paper_not_merged_into_itself",
            ),
        ),
        migrations.RunSQL(CREATE_FUNCTION, "DROP FUNCTION claims_refuse_paper_chain()"),
        migrations.RunSQL(CREATE_TRIGGERS, DROP_TRIGGERS),
        migrations.AddField(
            model_name="paperversion",
            name="published_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="paperversion",
            name="is_repeat",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RemoveConstraint(model_name="paperversion", name="paper_version_once"),
        migrations.AddConstraint(
            model_name="paperversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_repeat", False)),
                fields=("paper", "content_sha256"),
                name="paper_version_once",
            ),
        ),
        migrations.RemoveConstraint(model_name="paperidentifier", name="identifier_scheme_known"),
        migrations.AlterField(
            model_name="paperidentifier",
            name="scheme",
            field=models.CharField(choices=SCHEMES, max_length=10),
        ),
        migrations.AddConstraint(
            model_name="paperidentifier",
            constraint=models.CheckConstraint(
                condition=models.Q(("scheme__in", [scheme for scheme, _ in SCHEMES])), name="identifier_scheme_known"
            ),
        ),
        migrations.CreateModel(
            name="PaperMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record", models.JSONField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="merge", to="claims.paper"
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="claims.paper"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("paper", models.F("successor")), _negated=True), name="paper_merge_of_two"
                    ),
                ],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, FORGETFUL),
    ]
