"""The documents of resources by their numbers: SQL that is composed once for each choice of fields, and then only run.

Composing the SQL of a claim takes Django several times as long as PostgreSQL takes to answer it.
"""

from collections.abc import Sequence
from functools import lru_cache

from django.db import connection
from django.db.models import BooleanField, F, Func, Value
from psycopg import ClientCursor

from claims.api.shapes import AsText, Shape

# So many choices of fields are remembered, of the more that could be made.
_REMEMBERED = 256
_NUMBERS = "\N{INFORMATION SEPARATOR ONE}numbers"


class _IsAnyOf(Func):
    template = "(%(expressions)s)"
    arg_joiner = " = ANY "
    output_field = BooleanField()


class _Array(Func):
    template = "(%(expressions)s::bigint[])"


def documents(shape: type[Shape], fields: tuple[str, ...], numbers: Sequence[int]) -> dict[int, str]:
    """Number → the JSON of the resource, in one query; none for what the outside may not see, or not any more."""
    if not numbers:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_statement(shape, fields), [list(numbers)])
        return dict(cursor.fetchall())


@lru_cache(maxsize=_REMEMBERED)
def _statement(shape: type[Shape], fields: tuple[str, ...]) -> str:
    """The query with all its constants in place, and one parameter: the numbers."""
    chosen = shape.rows().order_by().filter(_IsAnyOf(F("pk"), _Array(Value(_NUMBERS))))
    sql, constants = chosen.values_list("pk", AsText(shape.document(only=fields))).query.sql_with_params()
    connection.ensure_connection()
    whole = ClientCursor(connection.connection).mogrify(sql, constants)
    return whole.replace("%", "%%").replace(f"'{_NUMBERS}'", "%s")
