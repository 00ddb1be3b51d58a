"""`manage.py make_token`: the token alone on standard output, and refusals in words."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from claims.models import ApiToken
from claims.workflows.make_roles import Role
from tests.api.callers import person_of

pytestmark = pytest.mark.django_db


def made(*arguments: str) -> str:
    out = io.StringIO()
    call_command("make_token", *arguments, stdout=out)
    return out.getvalue()


def test_a_token_is_made_and_works() -> None:
    person_of(Role.BOT, "reader")
    secret = made("reader", "--name", "Nightly", "--scope", "submit", "--scope", "propose", "--days", "30").strip()
    assert ApiToken.objects.get().scopes == ["submit", "propose"]
    assert Client(headers={"Authorization": f"Token {secret}"}).get("/api/v1/submissions/").status_code == 200


def test_what_cannot_be_made_is_refused() -> None:
    User.objects.create_user("gone", is_active=False)
    person_of(Role.BOT, "reader")
    made("reader")
    for arguments, word in (
        (("nobody",), "no active user nobody"),
        (("gone",), "no active user gone"),
        (("reader",), "has a token “command line” already"),
        (("reader", "--name", "x", "--days", "0"), "1 to 365 days"),
    ):
        with pytest.raises(CommandError, match=word):
            made(*arguments)
    assert ApiToken.objects.count() == 1
