"""Who may do what: every route of the API, every verb, every role and nobody, held against the one table."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from claims.api import throttling
from claims.api.acts.urls import urlpatterns as acts
from claims.api.permissions import ASKED_BY_POST, TABLE, may, told_table
from claims.api.urls import urlpatterns
from claims.models import Scope
from claims.workflows.count_request import Rate
from claims.workflows.make_roles import Role
from tests.api.callers import API, caller

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
HELPERS = "contributor, reviewer, editor, admin"


def name_of(route: URLPattern) -> str:
    return f"{route.pattern}"


def path_of(route: URLPattern) -> str:
    """The path with a number that no row has."""
    filled = route.pattern.regex.pattern if "(?P" in str(route.pattern) else str(route.pattern)
    return f"{API}/{_filled(filled)}"


def _filled(pattern: str) -> str:
    plain = re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]*>", "987654321", pattern)
    return plain.removeprefix("^").removesuffix(r"\Z").removesuffix("$")


def handles(route: URLPattern, verb: str) -> bool:
    callback: Any = route.callback
    actions = getattr(callback, "actions", None)
    handled = "get" if verb == "HEAD" else verb.lower()
    return handled in actions if actions else hasattr(callback.cls, handled)


def expected(role: Role | None, route: URLPattern, verb: str) -> set[int]:
    """The statuses that would refuse, or none."""
    if not handles(route, verb):
        return {405}
    if may(role, route.name or "", verb):
        return set()
    return {401 if role is None else 403}


@pytest.mark.django_db
@pytest.mark.parametrize("role", [None, *Role])
def test_every_route_and_verb_does_as_the_table_says(role: Role | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling, "SIGNED_OUT", Rate(name="signed-out", requests=10**6, seconds=60))
    client = caller(role) if role else Client()
    wrong = []
    for route in urlpatterns:
        assert isinstance(route, URLPattern)
        for verb in VERBS:
            answer = client.generic(verb, path_of(route), b"{}", content_type="application/json")
            refusing = expected(role, route, verb)
            if (answer.status_code not in refusing) if refusing else answer.status_code in (401, 403, 405, 429, 500):
                wrong.append((str(route.pattern), verb, answer.status_code, refusing))
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("scope", Scope)
def test_a_token_does_only_what_its_scope_covers_whatever_its_owner_may(scope: Scope) -> None:
    client = caller(Role.ADMIN, scope)
    for route in acts:
        need = TABLE.get((route.name or "", "POST"))
        if need is None:
            continue
        answer = client.post(path_of(route), {}, content_type="application/json")
        covered = scope in (need.scope, Scope.ADMIN)
        assert (answer.status_code == 403) is not covered, (route.name, scope)


def test_every_row_of_the_table_is_a_route_that_handles_it() -> None:
    routes = [route for route in urlpatterns if isinstance(route, URLPattern)]
    routed = {(route.name or "", verb) for route in routes for verb in VERBS if handles(route, verb)}
    assert (set(TABLE) | ASKED_BY_POST) <= routed
    writing = {(name, verb) for name, verb in routed if verb in ("POST", "PUT", "PATCH", "DELETE")}
    assert writing == {(name, verb) for name, verb in TABLE if verb != "GET"} | ASKED_BY_POST


def test_the_table_as_people_read_it() -> None:
    assert list(told_table()) == [
        ("submissions", "GET", "submit", f"{HELPERS}, bot"),
        ("submissions", "POST", "submit", f"{HELPERS}, bot"),
        ("submission", "GET", "submit", f"{HELPERS}, bot"),
        ("claim-evidence", "POST", "propose", f"{HELPERS}, bot"),
        ("propose-ruling", "POST", "propose", HELPERS),
        ("comment-on-claim", "POST", "propose", HELPERS),
        ("review-evidence", "POST", "review", "reviewer, editor, admin"),
        ("look-for-claim", "POST", "review", "reviewer, editor, admin"),
        ("rule-claim", "POST", "rule", "editor, admin"),
        ("lift-ruling", "POST", "rule", "editor, admin"),
        ("decline-proposal", "POST", "rule", "editor, admin"),
        ("merge-claim", "POST", "rule", "editor, admin"),
        ("unmerge-claim", "POST", "rule", "editor, admin"),
        ("decide-repeat", "POST", "rule", "editor, admin"),
        ("publish-comment", "POST", "rule", "editor, admin"),
        *(
            (route, verb, "follow", f"reader, {HELPERS}, bot")
            for route, verbs in (
                ("follows", ("GET", "POST")),
                ("follow", ("GET", "PATCH", "DELETE")),
                ("webhooks", ("GET", "POST")),
                ("webhook", ("GET", "PATCH", "DELETE")),
                ("switch-webhook", ("POST",)),
                ("rotate-webhook", ("POST",)),
                ("test-webhook", ("POST",)),
                ("redeliver-failed", ("POST",)),
                ("webhook-deliveries", ("GET",)),
                ("redeliver", ("POST",)),
            )
            for verb in verbs
        ),
    ]
