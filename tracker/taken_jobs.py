"""Jobs that a killed worker had taken come again when the next worker starts, not only after the visibility timeout.

That is right only while no other worker lives, since the queue does not know who took a job. So every worker holds a
shared advisory lock for its life; one that can get it exclusively at its start is alone. With several workers on one
queue, the jobs of a killed one wait for the timeout (RabbitMQ returns them at once).
"""

import contextlib
import os

import psycopg
from psycopg import sql

# Any number that only this purpose uses in the database: "jobs" in ASCII.
WORKERS_LOCK = 0x6A6F6273


class WorkerPlace:
    """This worker's place among the living ones, kept by a database session of its own."""

    def __init__(self, conninfo: str) -> None:
        self._session = psycopg.connect(conninfo, autocommit=True)

    def take(self, queue: str) -> int:
        """Hold a place until the process ends, and return how many jobs of dead workers were given back before."""
        alone = self._session.execute("SELECT pg_try_advisory_lock(%s)", [WORKERS_LOCK]).fetchone() == (True,)
        returned = self._give_back(queue) if alone else 0
        self._session.execute("SELECT pg_advisory_lock_shared(%s)", [WORKERS_LOCK])
        if alone:
            self._session.execute("SELECT pg_advisory_unlock(%s)", [WORKERS_LOCK])
        return returned

    def _give_back(self, queue: str) -> int:
        table = f"q_{queue}"
        if self._session.execute("SELECT to_regclass(%s)", [f"pgmq.{table}"]).fetchone() == (None,):
            return 0
        command = sql.SQL("UPDATE pgmq.{} SET vt = clock_timestamp() WHERE vt > clock_timestamp() AND read_ct > 0")
        return self._session.execute(command.format(sql.Identifier(table))).rowcount

    def leave_to_parent(self) -> None:
        """In a fork: drop our copy of the session's socket, so that the session ends with the parent."""
        with contextlib.suppress(OSError):
            os.close(self._session.fileno())

    def leave(self) -> None:
        """End the session, and with it the place."""
        self._session.close()
