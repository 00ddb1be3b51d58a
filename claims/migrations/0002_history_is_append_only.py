"""Status changes, their evidence and visits can be added, never altered or removed.

A row trigger does not see TRUNCATE, so a statement trigger guards that too. Test databases (named `test_…` by Django)
are flushed between tests and are let by.
"""

from django.db import migrations

GUARDED = ("claims_statuschange", "claims_statuschange_evidence", "claims_visit")

CREATE_FUNCTION = """
CREATE FUNCTION claims_refuse_to_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$
"""


def _create(table: str) -> str:
    return (
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION claims_refuse_to_forget();"
        f"CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION claims_refuse_to_forget()"
    )


def _drop(table: str) -> str:
    return f"DROP TRIGGER append_only ON {table}; DROP TRIGGER append_only_whole ON {table}"


class Migration(migrations.Migration):
    dependencies = [("claims", "0001_the_domain")]

    operations = [
        migrations.RunSQL(CREATE_FUNCTION, "DROP FUNCTION claims_refuse_to_forget()"),
        *(migrations.RunSQL(_create(table), _drop(table)) for table in GUARDED),
    ]
