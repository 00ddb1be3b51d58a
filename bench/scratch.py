"""Tables to measure on that nobody uses: empty copies of the product's, in a schema of their own that is dropped."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import django


@contextmanager
def scratch_tables(*tables: str) -> Iterator[None]:
    """While it lasts, the connection sees copies of these tables with their indexes, and no other table.

    They are not logged, so that filling them asks little of the disk; nothing runs on a second processor, whose work
    would not be counted. Raises `django.db.Error` where there is no database.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    from django.db import connection

    schema = f"bench_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {schema}")
        try:
            cursor.execute(f"SET search_path = {schema}; SET max_parallel_workers_per_gather = 0")
            for table in tables:
                cursor.execute(f"CREATE UNLOGGED TABLE {table} (LIKE public.{table} INCLUDING ALL)")
            yield
        finally:
            cursor.execute(f"DROP SCHEMA {schema} CASCADE")
    connection.close()


def copy_rows(columns: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Copy rows into `columns` ("table (column, …)") as they come, and bring the table's statistics up to date."""
    from django.db import connection

    with connection.cursor() as cursor:
        with cursor.copy(f"COPY {columns} FROM STDIN") as into:
            for row in rows:
                into.write_row(row)
        cursor.execute(f"VACUUM ANALYZE {columns.split()[0]}")
