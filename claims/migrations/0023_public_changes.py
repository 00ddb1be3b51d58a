"""Each transaction that changes what the outside may see leaves one row, so that readers can ask whether anything did.

The rows are new ones of their own, so transactions never wait for each other. The setting that tells a transaction
that it has left its row ends with it, and is undone with the row by a savepoint.

With it come the indexes of the lists that are read so.
"""

from datetime import date

from django.db import migrations, models
from django.db.models.functions import Coalesce, Now

PUBLIC = (
    "claims_announcement",
    "claims_appearance",
    "claims_claim",
    "claims_evidence",
    "claims_organisation",
    "claims_paper",
    "claims_paperidentifier",
    "claims_papernotice",
    "claims_paperterms",
    "claims_paperversion",
    "claims_passage",
    "claims_quantity",
    "claims_recomputation",
    "claims_recomputationinput",
    "claims_ruling",
    "claims_sourcelink",
    "claims_statuschange",
    "claims_statuschange_evidence",
    "claims_subject",
    "claims_subjectalias",
    "claims_visit",
)

CREATE_FUNCTION = """
CREATE FUNCTION claims_note_public_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('claims.public_change', true) IS DISTINCT FROM 'noted' THEN
        INSERT INTO claims_publicchange DEFAULT VALUES;
        PERFORM set_config('claims.public_change', 'noted', true);
    END IF;
    RETURN NULL;
END $$
"""


def _create(table: str, update: str = "UPDATE") -> str:
    return (
        f"CREATE TRIGGER note_public_change AFTER INSERT OR {update} OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION claims_note_public_change()"
    )


def _drop(table: str) -> str:
    return f"DROP TRIGGER note_public_change ON {table}"


def _by_day(field: str) -> Coalesce:
    return Coalesce(field, models.Value(date(1, 1, 1), output_field=models.DateField()))


INDEXES = {
    "announcement": (
        models.Index(_by_day("published_on"), models.F("id"), name="announcement_by_day"),
        models.Index(fields=("url",), opclasses=("varchar_pattern_ops",), name="announcement_by_site"),
    ),
    "claim": (
        models.Index(_by_day("claimed_on"), models.F("id"), name="claim_by_day"),
        models.Index(fields=("recorded_at", "id"), name="claim_by_recording"),
    ),
    "paper": (models.Index(_by_day("published_on"), models.F("id"), name="paper_by_day"),),
    "statuschange": (models.Index(fields=("recorded_at",), name="status_change_by_recording"),),
}


class Migration(migrations.Migration):
    dependencies = [("claims", "0022_who_writes_over_the_api")]

    operations = [
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("recorded_at", models.DateTimeField(db_default=Now())),
            ],
        ),
        migrations.RunSQL(CREATE_FUNCTION, "DROP FUNCTION claims_note_public_change()"),
        *(migrations.RunSQL(_create(table), _drop(table)) for table in PUBLIC),
        *(
            migrations.AddIndex(model_name=model, index=index)
            for model, indexes in INDEXES.items()
            for index in indexes
        ),
        # A lease on a schedule is no news; when a claim is looked at next is.
        migrations.RunSQL(
            _create("claims_visitschedule", "UPDATE OF due_at"), _drop("claims_visitschedule")
        ),
    ]
