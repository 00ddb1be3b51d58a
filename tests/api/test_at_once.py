"""Two requests at the same moment with one `Idempotency-Key`."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from claims.models import ClaimComment, KeptAnswer
from claims.workflows.make_roles import Role
from tests.api.callers import caller, send
from tests.workflows.made_up_claims import zephyr_claim

ROUNDS = 5


@pytest.mark.django_db(transaction=True)
def test_two_requests_with_one_key_at_the_same_moment_act_once() -> None:
    claim, client = zephyr_claim(), caller(Role.CONTRIBUTOR)
    start = Barrier(2)

    def ask(key: str) -> tuple[int, bytes]:
        start.wait(timeout=30)
        try:
            answer: Any = send(
                client, f"/claims/{claim.pk}/comments/", headers={"Idempotency-Key": key}, text=f"About 3, {key}."
            )
            return answer.status_code, answer.content
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as crew:
        answers = [tuple(crew.map(ask, [f"key {number}"] * 2)) for number in range(ROUNDS)]

    assert [one == other and one[0] == 201 for one, other in answers] == [True] * ROUNDS
    texts = list(ClaimComment.objects.order_by("pk").values_list("text", flat=True))
    assert texts == [f"About 3, key {number}." for number in range(ROUNDS)]
    assert KeptAnswer.objects.count() == ROUNDS
