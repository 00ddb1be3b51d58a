"""The backend that settings name when no DATABASE_URL is set: PostgreSQL's own, once the embedded server runs."""

from typing import Any

from django.db.backends.postgresql import base

from tracker.settings import EMBEDDED_POSTGRES


class DatabaseWrapper(base.DatabaseWrapper):
    """Starts the server lazily, so that a command which needs no database starts none."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        EMBEDDED_POSTGRES.ensure_running()
        return super().get_new_connection(conn_params)
