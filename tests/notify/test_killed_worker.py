"""A worker that is killed in the middle of its posts: every event arrives, under one id, and the log says what was."""

import os
import signal
from collections import Counter
from pathlib import Path

from tests.notify.receiver import answers, keeps_quiet, receiving
from tests.platform.conftest import state
from tests.platform.database_users import comes_true
from tests.platform.installation import Installation, end, number
from tests.platform.test_jobs import worker

__all__ = ["state"]
EVENTS, UNDER_WAY = 9, 4
MAKE = """
from tests.notify.made_up_hooks import endpoint
from tests.workflows.made_up_claims import zephyr_claim
from claims.models import EventKind
endpoint("{url}", EventKind.CLAIM_TRACKED)
for _ in range({events}): zephyr_claim()
"""
DISPATCH = "from claims.tasks import dispatch_webhooks; dispatch_webhooks.delay()"
DELIVERED = "SELECT count(*) FROM claims_webhookdelivery WHERE state = 'delivered'"
INTERRUPTED = "SELECT count(*) FROM claims_webhookattempt WHERE failure = 'interrupted'"
TRIED = "SELECT max(attempts) FROM claims_webhookdelivery"
IN_HAND = "SELECT count(*) FROM claims_webhookdelivery WHERE leased_until IS NOT NULL"
# What the killed one had in hand, it has for two minutes; what failed before that waits for three.
LET_GO = """
UPDATE claims_webhookdelivery SET leased_until = now() WHERE leased_until IS NOT NULL;
UPDATE claims_webhookdelivery SET due_at = now() WHERE state = 'waiting'
"""


def test_a_worker_that_is_killed_loses_nothing(state: Path) -> None:
    with receiving() as hook:
        url = hook.url("/hook", keeps_quiet)
        place = Installation(state=state, variables={"FETCH_PRIVATE_ADDRESSES": "1"})
        place.manage("migrate", "--verbosity", "0")
        place.manage("shell", "--no-imports", "-c", MAKE.format(url=url, events=EVENTS))
        with place.database() as session:
            with worker(place) as first:
                sending = place.start("manage", "shell", "--no-imports", "-c", DISPATCH)
                assert comes_true(lambda: len(hook.received) >= UNDER_WAY)
                os.killpg(first.pid, signal.SIGKILL)
                first.wait()
                end(sending)
            assert number(session, DELIVERED) == 0
            in_hand, before = number(session, IN_HAND), len(hook.received)
            assert 1 <= in_hand <= UNDER_WAY
            hook.url("/hook", answers(204))
            session.execute(LET_GO.encode())
            with worker(place):
                place.manage("shell", "--no-imports", "-c", DISPATCH)
                assert comes_true(lambda: number(session, DELIVERED) == EVENTS)
            assert number(session, INTERRUPTED) == in_hand
            assert number(session, TRIED) == 2
    # All that was posted before came again, once and under the same id, and the rest came once.
    posts = Counter(hook.uids())
    assert (len(posts), posts.total()) == (EVENTS, EVENTS + before)
    assert all(posts[uid] == 2 for uid in hook.uids()[:before])
