"""Whatever the description allows, and what it does not, is answered as it says, to everybody."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from claims.models import Announcement, Claim, Evidence, Paper, RequestCount, Scope, Subject
from claims.workflows.make_roles import Role
from tests.api.callers import person_of, secret_of
from tests.web.made_up_claims import claim_with_everything
from tracker.wsgi import application

CHECKS = [
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]
# So many for each address, and of each role.
EXAMPLES = 6


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The application stays within the test's transaction, as Django's own client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def known_numbers() -> dict[str, int]:
    """The number of something that there is, by what paths call it."""
    kinds = {
        "announcement": Announcement,
        "claim": Claim,
        "evidence": Evidence,
        "paper": Paper,
        "subject": Subject,
    }
    return {
        name: model._default_manager.order_by("pk").values_list("pk", flat=True)[0] for name, model in kinds.items()
    }


def cases(operation: Any, known: dict[str, int]) -> st.SearchStrategy[Any]:
    """Requests with numbers of things that there are, and of others; allowed by the description, and not."""
    names = [one.name for one in operation.path_parameters]
    there = {name: known[name] for name in names if name in known}
    return st.one_of(
        operation.as_strategy(GenerationMode.POSITIVE, path_parameters=there or None),
        operation.as_strategy(GenerationMode.POSITIVE),
        operation.as_strategy(GenerationMode.NEGATIVE),
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("role", [None, *Role], ids=str)
@override_settings(ALLOWED_HOSTS=["*"])
def test_every_answer_is_one_that_the_description_tells(role: Role | None) -> None:
    claim_with_everything()
    headers = {"Accept-Encoding": "identity"}
    if role:
        headers |= {"Authorization": f"Token {secret_of(person_of(role), Scope.ADMIN)}"}
    known = known_numbers()
    schema = schemathesis.openapi.from_wsgi("/api/schema/", application)
    tried, others = 0, list[str]()
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases(operation, known))
        def answered(case: Any) -> None:
            nonlocal tried
            tried += 1
            case.call_and_validate(checks=CHECKS, headers=headers)

        try:
            answered()
        except FailureGroup as failures:
            others += [f"{operation.method} {operation.path}: {one}" for one in failures.exceptions]
        # Nobody is too fast here.
        RequestCount.objects.all().delete()
    assert others == []
    assert tried > 100
