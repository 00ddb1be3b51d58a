"""People and programs that ask the API: of each role, with a token of some scopes."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from claims.models import ApiToken, Scope
from claims.workflows.make_roles import Role, make_roles
from claims.workflows.make_token import make_token

API = "/api/v1"


def person_of(role: Role, name: str = "") -> User:
    user, is_new = User.objects.get_or_create(username=name or f"some-{role}")
    if is_new:
        make_roles()
        user.groups.set([Group.objects.get(name=role)])
    return user


def secret_of(user: User, *scopes: Scope, days: int = 1, name: str = "test") -> str:
    return make_token(user, name=name, scopes=scopes, days=days, now=timezone.now()).secret


def caller(role: Role, *scopes: Scope, name: str = "") -> Client:
    """A client with a token of these scopes, of all where none is named."""
    user = person_of(role, name)
    return Client(headers={"Authorization": f"Token {secret_of(user, *(scopes or [Scope.ADMIN]))}"})


def send(client: Client, path: str, headers: dict[str, str] | None = None, **body: Any) -> Any:
    return client.post(f"{API}{path}", body, content_type="application/json", headers=headers)


def expire(user: User) -> None:
    ApiToken.objects.filter(user=user).update(expiry=timezone.now() - timedelta(seconds=1))
