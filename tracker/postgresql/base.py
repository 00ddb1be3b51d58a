"""Django's PostgreSQL backend, once the embedded server runs (where it is ours) and the locale knows Chinese."""

from typing import Any

from django.core.checks import CheckMessage, Error
from django.db.backends.base.validation import BaseDatabaseValidation
from django.db.backends.postgresql import base

from tracker.settings import DATABASE_IS_EMBEDDED, EMBEDDED_POSTGRES


class DatabaseValidation(BaseDatabaseValidation):
    """Refuses a database whose locale takes Chinese for punctuation."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """`tracker.E001` where trigrams would drop Chinese and call two different Chinese sentences identical.

        Asked as a regular expression, which follows the locale as pg_trgm does, since that may not be installed yet.
        """
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT '中文' ~ '^[[:alpha:]]+$'")
            row = cursor.fetchone()
        if row and row[0]:
            return []
        return [
            Error(
                "This database's locale does not know Chinese letters, so Chinese text could not be searched.",
                hint="Make it with a UTF-8 locale: CREATE DATABASE … TEMPLATE template0 LOCALE 'C.UTF-8'.",
                id="tracker.E001",
            )
        ]


class DatabaseWrapper(base.DatabaseWrapper):
    """Starts the embedded server lazily, so that a command which needs no database starts none."""

    validation_class = DatabaseValidation

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if DATABASE_IS_EMBEDDED:
            EMBEDDED_POSTGRES.ensure_running()
        return super().get_new_connection(conn_params)
