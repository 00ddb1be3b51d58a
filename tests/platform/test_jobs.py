"""Jobs through the queues that installations use, with workers that are killed: in the database, and in RabbitMQ."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from amqp import Channel, Connection
from amqp.exceptions import PreconditionFailed

from tests.platform.database_users import comes_true
from tests.platform.installation import ANNOUNCEMENT, Installation, end, number

RABBITMQ = "amqp://guest:guest@127.0.0.1:5672//"
QUEUE = "claims"
WORKER = ("celery", "--app", "tracker", "worker", "--loglevel", "INFO", "--concurrency", "1")
ALONE = ("--without-gossip", "--without-mingle", "--without-heartbeat")
SEND = "from claims.tasks import revisit_claims; revisit_claims.delay(claim_ids=[{claim}])"
VISITS = "SELECT count(*) FROM claims_visit"
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@contextmanager
def worker(place: Installation) -> Iterator["subprocess.Popen[str]"]:
    started = place.start(*WORKER, *ALONE)
    try:
        yield started
    finally:
        end(started)


def rabbitmq() -> str:
    """Its address, with our queue not there; skips where nobody answers."""
    try:
        socket.create_connection(("127.0.0.1", 5672), timeout=2).close()
    except OSError:
        pytest.skip("no RabbitMQ answers at 127.0.0.1:5672")
    forget_queue()
    return RABBITMQ


def forget_queue() -> None:
    with broker() as channel:
        channel.queue_delete(QUEUE)


@contextmanager
def broker() -> Iterator[Channel]:
    """A channel of the test's own."""
    with Connection("127.0.0.1:5672", userid="guest", password="guest") as connection:
        yield connection.channel()


@pytest.fixture(params=["pgmq", "rabbitmq"])
def place(request: pytest.FixtureRequest, state: Path) -> Iterator[Installation]:
    """An installation with a draft claim or more, and its database running."""
    variables = {"BROKER_URL": rabbitmq()} if request.param == "rabbitmq" else {}
    made = Installation(state=state, variables=variables)
    made.manage("migrate", "--verbosity", "0")
    made.manage("ingest", "-", given=ANNOUNCEMENT)
    yield made
    if variables:
        forget_queue()


def test_a_job_of_a_killed_worker_is_done_by_the_next_one(place: Installation) -> None:
    with place.database() as session:
        claim = number(session, "SELECT min(id) FROM claims_claim")
        with worker(place) as first, session.transaction():
            session.execute("SELECT FROM claims_claim WHERE id = %s FOR UPDATE", [claim])
            place.manage("shell", "--no-imports", "-c", SEND.format(claim=claim))
            assert comes_true(lambda: number(session, WAITING) == 1)
            os.killpg(first.pid, signal.SIGKILL)
            first.wait()
        assert number(session, VISITS) == 0
        if place.variables:
            _kept_in_a_quorum_queue()
        with worker(place):
            assert comes_true(lambda: number(session, VISITS) == 1)


def _kept_in_a_quorum_queue() -> None:
    """A broker refuses to declare a queue again as anything but what it is."""
    with broker() as channel:
        channel.queue_declare(QUEUE, durable=True, auto_delete=False, arguments={"x-queue-type": "quorum"})
    with broker() as channel, pytest.raises(PreconditionFailed, match="x-queue-type"):
        channel.queue_declare(QUEUE, durable=True, auto_delete=False)


def test_several_workers_on_one_database_leave_each_others_jobs_alone(state: Path) -> None:
    """Only one that starts alone gives back what was taken: nobody else can be at it then."""
    place = Installation(state=state)
    place.manage("migrate", "--verbosity", "0")
    taken = "SELECT count(*) FROM pgmq.q_claims WHERE vt > now() AND read_ct > 0"
    with place.database() as session:
        session.execute("SELECT pgmq.create('claims')")
        with worker(place) as first:
            assert first.stdout
            assert any("ready" in line for line in first.stdout)
            session.execute("SELECT pgmq.send('claims', '{}'::jsonb, 60)")
            session.execute("UPDATE pgmq.q_claims SET read_ct = 1")
            with worker(place) as second:
                assert second.stdout
                assert any("ready" in line for line in second.stdout)
                assert number(session, taken) == 1
