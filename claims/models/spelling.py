"""The spelling of a name in the database: what `claims.core.lexicon.spelling` is in Python."""

from django.db.models import Func, TextField


class Spelling(Func):
    """A name without what writers vary: case, spaces, hyphens, wide characters, 号 behind a number."""

    template = (
        r"lower(regexp_replace(regexp_replace(normalize(%(expressions)s, NFKC), '(\d)\s?号\s*$', '\1'),"
        r" '[\s\-_·‐‑–]+', '', 'g'))"
    )
    arity = 1
    output_field = TextField()
