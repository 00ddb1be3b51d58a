"""Searches look at the words in which a claim was said too, and find words of one and two characters by an index.

`said` is the text of the claim with all quotes that it does not hold itself; triggers keep it. One column, so that
PostgreSQL can choose between its index and a walk through the newest claims, whatever else is asked of them.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

SAID = """
CREATE FUNCTION claims_said(claim bigint, words text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT words || COALESCE(string_agg(DISTINCT E'\\n' || exact, ''), '')
    FROM claims_appearance WHERE claim_id = claim AND position(exact IN words) = 0
$$
"""

# Trigrams begin at three characters, and a Chinese word has two. Single characters and pairs of them, in small letters,
# are what a shorter word can be.
PAIRS = """
CREATE FUNCTION claims_pairs(words text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT COALESCE(array_agg(DISTINCT pair), '{}') FROM (
        SELECT letter AS pair FROM unnest(string_to_array(lower(words), NULL)) AS letter
        UNION ALL
        SELECT letter || lead(letter, 1, '') OVER (ORDER BY place)
        FROM unnest(string_to_array(lower(words), NULL)) WITH ORDINALITY AS letters (letter, place)
    ) AS pairs
    WHERE pair !~ '\\s'
$$
"""

KEEP = """
CREATE FUNCTION claims_keep_said() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.said := claims_said(NEW.id, NEW.text);
    RETURN NEW;
END $$;
CREATE TRIGGER keep_said BEFORE INSERT OR UPDATE OF text, said ON claims_claim
FOR EACH ROW EXECUTE FUNCTION claims_keep_said();

CREATE FUNCTION claims_say_again() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Most quotes are in the text of their claim, and so nothing is written for them.
    UPDATE claims_claim SET said = claims_said(id, text)
    WHERE id IN (SELECT claim_id FROM changed) AND said <> claims_said(id, text);
    RETURN NULL;
END $$;
CREATE TRIGGER say_added AFTER INSERT ON claims_appearance
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION claims_say_again();
CREATE TRIGGER say_removed AFTER DELETE ON claims_appearance
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION claims_say_again();
CREATE TRIGGER say_moved_from AFTER UPDATE ON claims_appearance
REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION claims_say_again();
CREATE TRIGGER say_moved_to AFTER UPDATE ON claims_appearance
REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION claims_say_again();
"""
DROP = """
DROP TRIGGER say_moved_to ON claims_appearance;
DROP TRIGGER say_moved_from ON claims_appearance;
DROP TRIGGER say_removed ON claims_appearance;
DROP TRIGGER say_added ON claims_appearance;
DROP FUNCTION claims_say_again();
DROP TRIGGER keep_said ON claims_claim;
DROP FUNCTION claims_keep_said();
"""

# Read by the search boxes for words of one and two characters.
INDEX = "CREATE INDEX claim_said_pairs ON claims_claim USING gin (claims_pairs(said))"


class Migration(migrations.Migration):
    dependencies = [("claims", "0035_tokens_may_follow")]

    operations = [
        migrations.AddField(
            model_name="claim", name="said", field=models.TextField(blank=True, default="", editable=False)
        ),
        migrations.RunSQL(SAID, "DROP FUNCTION claims_said(bigint, text)"),
        migrations.RunSQL(PAIRS, "DROP FUNCTION claims_pairs(text)"),
        migrations.RunSQL("UPDATE claims_claim SET said = claims_said(id, text)", migrations.RunSQL.noop),
        # The rows were written in this transaction, and checks of theirs wait that no index may be built over.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.RunSQL(KEEP, DROP),
        migrations.RunSQL(INDEX, "DROP INDEX claim_said_pairs"),
        migrations.RemoveIndex(model_name="claim", name="claim_text_trigrams"),
        migrations.AddIndex(
            model_name="claim",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=("said",), name="claim_said_trigrams", opclasses=("gin_trgm_ops",)
            ),
        ),
    ]
