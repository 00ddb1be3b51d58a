"""People at the desk: their pages show no secret, and an admin can take two-factor sign-in from who lost it."""

import io

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import DjangoAssertNumQueries, Settings

from claims.models import Subscriber
from claims.workflows.keep_two_factor import has_two_factor
from claims.workflows.make_roles import Role
from tests.admin.test_subscribers import at_the_desk
from tests.api.callers import person_of
from tests.web.made_up_devices import code_of, give_password, somebody, with_two_factor
from tests.workflows.made_up_subscribers import subscribed

pytestmark = pytest.mark.django_db

LIST, ADD = reverse("admin:auth_user_changelist"), reverse("admin:auth_user_add")


@pytest.fixture(autouse=True)
def cheap_passwords(settings: Settings) -> None:
    """What makes guessing slow would make these tests so."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def take_away(user: User) -> str:
    return reverse("admin:auth_user_two_factor", args=[user.pk])


def page_of(user: User) -> str:
    return reverse("admin:auth_user_change", args=[user.pk])


def test_an_admin_takes_it_from_who_lost_it_with_a_reason_in_the_log() -> None:
    desk, ada = at_the_desk(Role.ADMIN), somebody()
    with_two_factor(ada)
    assert take_away(ada) in desk.get(page_of(ada)).content.decode()
    assert "Be sure that it is they who ask" in desk.get(take_away(ada)).content.decode()
    assert desk.post(take_away(ada), {"reason": ""}).status_code == 200
    assert has_two_factor(ada)
    done = desk.post(take_away(ada), {"reason": "she called us"}, follow=True).content.decode()
    assert "A password alone signs ada in" in done
    assert (TOTPDevice.objects.count(), StaticDevice.objects.count(), StaticToken.objects.count()) == (0, 0, 0)
    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.object_id, entry.change_message) == (
        "some-admin",
        str(ada.pk),
        "Took two-factor sign-in away: she called us",
    )
    assert give_password(Client())["Location"] == "/account/"
    assert take_away(ada) not in desk.get(page_of(ada)).content.decode()
    assert desk.get(take_away(ada)).status_code == 404


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_nobody_else_takes_it_away(role: Role) -> None:
    desk, ada = at_the_desk(role), somebody()
    with_two_factor(ada)
    assert [desk.get(path).status_code for path in (take_away(ada), page_of(ada), LIST)] == [403] * 3
    assert desk.post(take_away(ada), {"reason": "why not"}).status_code == 403
    assert has_two_factor(ada)


def test_an_admin_takes_ones_own_in_ones_account_alone(client: Client) -> None:
    ada = person_of(Role.ADMIN, "ada")
    ada.is_staff = True
    ada.set_password("a long made-up word")
    ada.save()
    with_two_factor(ada)
    give_password(client)
    client.post("/account/sign-in/code/", {"code": code_of(ada)})
    assert take_away(ada) not in client.get(page_of(ada)).content.decode()
    assert client.post(take_away(ada), {"reason": "too lazy"}).status_code == 403
    assert has_two_factor(ada)


def test_the_desk_shows_nothing_of_what_is_secret() -> None:
    desk, ada = at_the_desk(Role.ADMIN), somebody()
    codes = with_two_factor(ada)
    kept = {TOTPDevice.objects.get().key, *StaticToken.objects.values_list("token", flat=True), *codes}
    pages = "".join(desk.get(path).content.decode() for path in (LIST, page_of(ada), take_away(ada), "/admin/"))
    assert [secret for secret in kept if secret in pages] == []
    assert [model for model in admin.site._registry if model._meta.app_label.startswith("otp")] == []
    for kind in ("otp_totp/totpdevice", "otp_static/staticdevice"):
        assert desk.get(f"/admin/{kind}/").status_code == 404


def test_people_are_listed_by_whether_they_have_it(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    desk = at_the_desk(Role.ADMIN)
    with_two_factor(somebody("with-it"))
    somebody("without-it")
    on, off = (desk.get(LIST, {"two_factor": chosen}).content.decode() for chosen in "10")
    assert [name in on for name in ("with-it", "without-it")] == [True, False]
    assert [name in off for name in ("with-it", "without-it")] == [False, True]
    with django_assert_num_queries(9):
        desk.get(LIST)
    somebody("third")
    with django_assert_num_queries(9):
        desk.get(LIST)


def test_people_and_roles_are_made_and_changed_as_before() -> None:
    desk = at_the_desk(Role.ADMIN)
    word = "a long made-up word"
    said = {"username": "new", "usable_password": "true", "password1": word, "password2": word}
    made = desk.post(ADD, said)
    user = User.objects.get(username="new")
    assert (made.status_code, made["Location"], user.check_password(word)) == (302, page_of(user), True)
    assert desk.get(reverse("admin:auth_user_password_change", args=[user.pk])).status_code == 200
    for path in (reverse("admin:auth_group_changelist"), reverse("admin:auth_group_change", args=[1])):
        assert desk.get(path).status_code in (200, 302)


def test_erasing_a_reader_at_the_desk_takes_the_devices_along() -> None:
    desk, ada, row = at_the_desk(Role.ADMIN), somebody(), subscribed()
    Subscriber.objects.filter(pk=row.pk).update(user=ada)
    with_two_factor(ada)
    desk.post(reverse("admin:claims_subscriber_erase", args=[row.pk]), {"reason": "they wrote to us"})
    assert (TOTPDevice.objects.count(), StaticDevice.objects.count()) == (0, 0)


def removed(name: str) -> str:
    out = io.StringIO()
    call_command("remove_two_factor", name, stdout=out)
    return out.getvalue().strip()


def test_the_command_lets_the_only_admin_in_and_changes_nothing_the_second_time() -> None:
    ada = somebody()
    with_two_factor(ada)
    assert removed("ada") == "Two-factor sign-in of ada is off."
    assert not has_two_factor(ada)
    assert removed("ada") == "It was off for ada; nothing is changed."
    with pytest.raises(CommandError, match="There is no user nobody"):
        removed("nobody")
