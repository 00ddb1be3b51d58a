"""Which state of the public data an answer is made from, told by one cheap look: what `ETag` and 304 rest on.

Each transaction that changes a public table leaves its number (a trigger does it, once a transaction). The state is the
set of the newest of them that are committed: a hash of it changes whenever one more commits, also when that began
earlier than one which has committed before.
"""

from django.db import connection

# A transaction that commits after so many that began later would go unseen; jobs keep theirs far shorter.
NEWEST = 500

_REVISION = """
SELECT md5(COALESCE(string_agg(number::text, ',' ORDER BY number), ''))
FROM (SELECT number FROM claims_publicchange ORDER BY number DESC LIMIT %s) newest
"""


def revision() -> str:
    """32 hexadecimal digits. One query on the end of an index."""
    with connection.cursor() as cursor:
        cursor.execute(_REVISION, [NEWEST])
        told: str = cursor.fetchone()[0]
    return told
