"""Comments that are published are read over the API, whose answers are known by what has changed."""

from django.db import migrations

NOTE = """
CREATE TRIGGER note_public_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON claims_claimcomment
FOR EACH STATEMENT EXECUTE FUNCTION claims_note_public_change()
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0024_submissions_are_read_by_a_job")]

    operations = [migrations.RunSQL(NOTE, "DROP TRIGGER note_public_change ON claims_claimcomment")]
