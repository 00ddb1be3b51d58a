"""A person's tokens: made and shown once, listed without themselves, withdrawn at once, and nobody else's business."""

import re

import pytest
from django.test import Client

from claims.models import ApiToken, Scope
from claims.workflows.make_roles import Role
from tests.api.callers import person_of, secret_of

pytestmark = pytest.mark.django_db

TOKENS = "/account/tokens/"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(person_of(Role.CONTRIBUTOR, name))
    return client


def test_who_is_signed_out_is_asked_to_sign_in() -> None:
    for method in ("get", "post"):
        answer = getattr(Client(), method)(TOKENS)
        assert (answer.status_code, answer["Location"]) == (302, f"/account/sign-in/?next={TOKENS}")


def test_a_token_is_made_shown_once_and_works() -> None:
    client = signed_in("ada")
    made = client.post(TOKENS, {"name": "Reader", "scopes": ["submit", "read"], "days": 7})
    (secret,) = re.findall(r"claims_[0-9a-f]{64}", made.content.decode())
    assert (made.status_code, "no-store" in made["Cache-Control"]) == (201, True)
    row = ApiToken.objects.get()
    assert (row.name, row.scopes, (row.expiry - row.created).days) == ("Reader", ["read", "submit"], 6)
    later = client.get(TOKENS).content.decode()
    assert "Reader" in later
    assert secret not in later
    assert Client(headers={"Authorization": f"Token {secret}"}).get("/api/v1/submissions/").status_code == 200


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"name": "test"}, "has a token “test” already"),
        ({"name": " "}, "This field is required"),
        ({"scopes": []}, "This field is required"),
        ({"scopes": ["everything"]}, "not one of the available choices"),
        ({"days": "366"}, "less than or equal to 365"),
    ],
)
def test_what_is_no_token_to_make_is_refused_in_words(change: dict[str, object], word: str) -> None:
    client = signed_in("ada")
    secret_of(person_of(Role.CONTRIBUTOR, "ada"), Scope.READ)
    answer = client.post(TOKENS, {"name": "Reader", "scopes": ["read"], "days": 7, **change})
    assert (answer.status_code, word in answer.content.decode()) == (400, True)
    assert ApiToken.objects.count() == 1


def test_a_token_is_withdrawn_by_its_owner_only() -> None:
    secret = secret_of(person_of(Role.CONTRIBUTOR, "ada"), Scope.READ)
    address = f"{TOKENS}{ApiToken.objects.get().pk}/withdraw/"
    assert signed_in("bo").post(address).status_code == 404
    assert signed_in("ada").get(address).status_code == 405
    assert "Withdrawn." in signed_in("ada").post(address, follow=True).content.decode()
    assert Client(headers={"Authorization": f"Token {secret}"}).get("/api/v1/claims/").status_code == 401
