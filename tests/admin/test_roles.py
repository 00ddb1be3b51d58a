"""The desk for each role: whatever one is shown one may do, and what one may not do is refused."""

from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from lxml import html

from claims.workflows.make_roles import Role
from tests.admin.stocked_desk import stock_the_desk
from tests.api.callers import person_of

pytestmark = pytest.mark.django_db

DESK = "/admin/"
# Pages of the desk's own that anybody at the desk may read.
_ALL = frozenset(Role)
_DECIDE = frozenset({Role.EDITOR, Role.ADMIN})
OWN_PAGES: dict[str, frozenset[Role]] = {
    "index": _ALL,
    "claims_desk": _DECIDE,
    "claims_desk_new": _DECIDE,
    "claims_evidence_queue": _DECIDE | {Role.REVIEWER},
    "claims_repeatpair_desk": _DECIDE,
    "claims_importrun_new": _DECIDE,
    "claims_jobs": _ALL,
}


def at_the_desk(role: Role) -> User:
    user = person_of(role)
    User.objects.filter(pk=user.pk).update(is_staff=True)
    user.refresh_from_db()
    return user


def signed_in(role: Role) -> Client:
    client = Client()
    client.force_login(at_the_desk(role))
    return client


def kind_of(address: str) -> str:
    """The name of the view behind an address; "" for what is none of the desk."""
    try:
        found = resolve(urlsplit(address).path)
    except Resolver404:
        return "nowhere"
    return found.view_name if found.view_name.startswith("admin:") else ""


def ways(page: str, content: bytes) -> Iterator[str]:
    """Where the links of a page lead within the desk."""
    for link in html.fromstring(content).iterfind(".//a[@href]"):
        address = urljoin(page, link.get("href", "").partition("#")[0])
        if address.startswith(DESK):
            yield address


def sendings(page: str, content: bytes) -> Iterator[tuple[str, dict[str, str]]]:
    """What the forms of a page send as they stand, once for each of their buttons."""
    for form in html.fromstring(content).forms:
        target = urljoin(page, form.action or page)
        if form.method != "POST" or not target.startswith(DESK):
            continue
        fields = {name: str(value) for name, value in form.form_values() if name}
        for button in form.xpath(".//button[not(@type='button')] | .//input[@type='submit']"):
            pressed = {button.get("name"): button.get("value", "")} if button.get("name") else {}
            yield target, fields | pressed


class Walk:
    """Through all that one is shown from the first page on, a page of each kind; `wrong` is where one was refused."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.kinds, self.forms = {"admin:index", "admin:logout"}, set[tuple[str, ...]]()
        self.waiting, self.wrong = [("", DESK)], list[str]()

    def go(self) -> None:
        while self.waiting:
            shown_on, page = self.waiting.pop()
            answer = self.client.get(page)
            if answer.status_code >= 400:
                self.wrong.append(f"{shown_on} shows {page}: {answer.status_code}")
            elif answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                self.look_at(page, answer.content)

    def look_at(self, page: str, content: bytes) -> None:
        for way in ways(page, content):
            kind = kind_of(way)
            if kind and kind not in self.kinds:
                self.kinds.add(kind)
                self.waiting.append((page, way))
        for target, fields in sendings(page, content):
            form = (kind_of(target), *sorted(fields))
            if form not in self.forms and kind_of(target) != "admin:logout":
                self.forms.add(form)
                self.send(page, target, fields)

    def send(self, page: str, target: str, fields: dict[str, str]) -> None:
        """Send a form as it stands, and undo what that does."""
        with transaction.atomic():
            status = self.client.post(target, fields).status_code
            transaction.set_rollback(True)
        if status in (403, 404) or status >= 500:
            self.wrong.append(f"{page} sends {target} {fields}: {status}")


@pytest.mark.parametrize("role", Role)
def test_whatever_one_is_shown_one_may_do(role: Role) -> None:
    stock_the_desk()
    walk = Walk(signed_in(role))
    walk.go()
    assert walk.wrong == []
    assert len(walk.kinds) > 40


@pytest.mark.parametrize("role", Role)
def test_pages_of_the_desk_are_for_those_who_may(role: Role) -> None:
    stock_the_desk()
    client = signed_in(role)
    may = {name: client.get(reverse(f"admin:{name}")).status_code == 200 for name in OWN_PAGES}
    assert may == {name: role in roles for name, roles in OWN_PAGES.items()}


@pytest.mark.parametrize("role", Role)
def test_tables_are_for_those_who_may(role: Role) -> None:
    stock_the_desk()
    user = at_the_desk(role)
    client = signed_in(role)
    wrong = {}
    for model in admin.site._registry:
        label, name = model._meta.app_label, model._meta.model_name
        lists = client.get(reverse(f"admin:{label}_{name}_changelist")).status_code
        adds = client.get(reverse(f"admin:{label}_{name}_add")).status_code
        reads = any(user.has_perm(f"{label}.{act}_{name}") for act in ("view", "change"))
        if (lists == 200) != reads or (adds == 200 and not user.has_perm(f"{label}.add_{name}")):
            wrong[name] = (lists, adds)
    assert wrong == {}


def test_who_is_not_of_the_desk_sees_none_of_it() -> None:
    stranger, reader = Client(), Client()
    reader.force_login(person_of(Role.ADMIN))
    pages = [reverse(f"admin:{name}") for name in OWN_PAGES]
    assert {client.get(page).status_code for client in (stranger, reader) for page in pages} == {302}
