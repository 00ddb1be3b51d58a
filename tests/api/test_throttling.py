"""Who asks too often is told when to come again; all workers count together, and every answer says what is left."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from claims.api import throttling
from claims.models import RequestCount, Scope
from claims.workflows.count_request import Rate, count_request
from claims.workflows.make_roles import Role
from tests.api.callers import API, caller, send

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 3, 9, 30, 20, tzinfo=UTC)
FEW = Rate(name="few", requests=2, seconds=60)


def test_requests_are_counted_by_caller_rate_and_window() -> None:
    used = [
        count_request(name, FEW, now=NOW + timedelta(seconds=after)) for name, after in (("a", 0), ("a", 39), ("b", 0))
    ]
    assert [(one.requests, one.seconds_left) for one in used] == [(1, 40), (2, 1), (1, 40)]
    assert count_request("a", FEW, now=NOW + timedelta(seconds=40)).requests == 1
    assert count_request("a", Rate(name="other", requests=2, seconds=60), now=NOW).requests == 1


def test_old_counts_are_removed() -> None:
    for name in "abc":
        count_request(name, FEW, now=NOW)
    count_request("d", FEW, now=NOW + timedelta(hours=2))
    assert RequestCount.objects.count() == 1


def test_counting_writes_no_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'claims_requestcount'")
        assert cursor.fetchone() == ("u",)


def test_every_answer_tells_what_is_left() -> None:
    answer = Client().get(f"{API}/claims/")
    assert answer["RateLimit-Policy"] == '"signed-out";q=300;w=60'
    assert answer["RateLimit"].startswith('"signed-out";r=299;t=')
    # Reading what one has submitted is reading.
    assert '"read";r=1199' in caller(Role.BOT, Scope.SUBMIT).get(f"{API}/submissions/")["RateLimit"]


def test_who_asks_too_often_is_refused_and_told_when_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(throttling.RATES, Scope.SUBMIT, Rate(name="submit", requests=1, seconds=3600))
    client = caller(Role.CONTRIBUTOR)
    assert send(client, "/submissions/", url="https://news.example/a").status_code == 202
    refused = send(client, "/submissions/", url="https://news.example/b")
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    left = refused["RateLimit"].removeprefix('"submit";r=0;t=')
    assert refused["Retry-After"] == left
    assert client.get(f"{API}/submissions/").status_code == 200
    assert send(caller(Role.BOT), "/submissions/", url="https://news.example/b").status_code == 202


def test_other_sites_may_read_and_neither_write_nor_send_tokens() -> None:
    origin = {"Origin": "https://elsewhere.example"}
    read = Client(headers=origin).get(f"{API}/claims/")
    assert read["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in read
    asked = {**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    allowed = Client(headers=asked).options(f"{API}/submissions/")
    assert allowed["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert allowed["Access-Control-Allow-Headers"] == "accept, if-none-match"
    assert "Access-Control-Allow-Origin" not in Client(headers=origin).get("/coverage/")
