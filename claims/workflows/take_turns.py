"""Let one transaction at a time say what comes from what and which claims are one."""

from django.db import connection

# Any number will do that no other lock of this database has.
_LOCK = 5_270_104


def take_turn() -> None:
    """Wait until no other transaction has its turn, and have it until this one ends; asking again does nothing.

    Two announcements that come in at once see each other this way, and two merges cannot cross. Must be called within a
    transaction. Raises nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
