"""Signing in in two steps: the password alone opens nothing, and each code opens once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from claims.models import ApiToken
from claims.workflows.check_code import CODES_FROM_ONE_PLACE
from tests.web.made_up_devices import (
    CODE,
    PASSWORD,
    SIGN_IN,
    code_of,
    give_code,
    give_password,
    signed_in,
    somebody,
    with_two_factor,
)
from tests.web.stocked_site import SIGNED_IN
from tests.workflows.made_up_subscribers import ADA, post

pytestmark = pytest.mark.django_db

ACCOUNT, TOKENS, FORGOTTEN = "/account/", "/account/tokens/", "/account/password/forgotten/"
TOKEN = {"name": "Reader", "scopes": ["read"], "days": 7}
OWN = [*SIGNED_IN, "/account/two-factor/", "/account/two-factor/set-up/", "/account/two-factor/off/"]


@pytest.fixture(autouse=True)
def cheap_passwords(settings: Settings) -> None:
    """What makes guessing slow would make these tests so."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def opens_nothing(client: Client) -> bool:
    """Whether no page of a person, no form of theirs, no page of the desk and no part of the API takes it for one."""
    pages = [client.get(path) for path in OWN]
    forms = [client.post(TOKENS, TOKEN), client.post("/account/password/", {"old_password": PASSWORD})]
    to_sign_in = [answer.status_code == 302 and answer["Location"].startswith(SIGN_IN) for answer in (*pages, *forms)]
    desk = [client.get(path).status_code for path in ("/admin/", "/admin/auth/user/", "/admin/password_change/")]
    api = client.get("/api/v1/submissions/").status_code
    return all(to_sign_in) and (desk, api) == ([302] * 3, 401) and not ApiToken.objects.exists()


def test_the_password_without_the_code_opens_nothing_anywhere(client: Client) -> None:
    ada = somebody(is_staff=True, is_superuser=True)
    with_two_factor(ada)
    assert give_password(client, next="/admin/")["Location"] == CODE
    assert opens_nothing(client)
    assert give_code(client, "000000")[0] == 400
    assert opens_nothing(client)
    assert "ada" not in client.get("/claims/").content.decode()


def test_the_code_opens_and_leads_to_what_was_wanted(client: Client) -> None:
    ada = somebody(is_staff=True, is_superuser=True)
    with_two_factor(ada)
    give_password(client, next="/admin/")
    assert "The second step of signing in as ada." in client.get(CODE).content.decode()
    assert give_code(client, f" {code_of(ada)[:3]} {code_of(ada)[3:]}") == (302, "/admin/")
    assert [client.get(path).status_code for path in ("/admin/", ACCOUNT, "/api/v1/submissions/")] == [200] * 3
    assert client.post(TOKENS, TOKEN).status_code == 201
    # The note of the first step is gone.
    assert client.get(CODE)["Location"] == SIGN_IN


def test_who_has_it_off_signs_in_by_the_password(client: Client) -> None:
    somebody()
    assert give_password(client)["Location"] == ACCOUNT
    assert client.get(CODE)["Location"] == SIGN_IN


def test_a_code_opens_once(client: Client) -> None:
    ada = somebody()
    with_two_factor(ada)
    code = code_of(ada)
    give_password(client)
    assert give_code(client, code) == (302, ACCOUNT)
    other = Client()
    give_password(other)
    assert give_code(other, code)[0] == 400
    assert opens_nothing(other)


def test_the_code_that_switched_it_on_opens_nothing(client: Client) -> None:
    ada = somebody()
    with_two_factor(ada)
    code = TOTP(TOTPDevice.objects.get().bin_key)
    code.time = TOTPDevice.objects.get().last_t * 30
    give_password(client)
    assert give_code(client, f"{code.token():06}")[0] == 400


def test_wide_digits_of_a_chinese_keyboard_are_digits(client: Client) -> None:
    ada = somebody()
    with_two_factor(ada)
    give_password(client)
    wide = code_of(ada).translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert give_code(client, wide) == (302, ACCOUNT)


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1234567", "٣٣٣٣٣٣", "-12345", "1" * 25])
def test_what_is_no_code_is_refused_and_puts_no_brake_on(client: Client, code: str) -> None:
    ada = somebody()
    with_two_factor(ada)
    give_password(client)
    assert give_code(client, code)[0] == 400
    assert give_code(client, code_of(ada)) == (302, ACCOUNT)


def test_a_recovery_code_opens_once_and_tells_how_many_are_left(client: Client) -> None:
    first, second, *_rest = with_two_factor(somebody())
    give_password(client)
    assert give_code(client, first) == (302, ACCOUNT)
    assert "You have 9 more." in client.get(ACCOUNT).content.decode()
    other = Client()
    give_password(other)
    assert give_code(other, first)[0] == 400
    with time_machine.travel(timezone.now() + timedelta(seconds=2)):
        assert give_code(other, second.replace(" ", "")) == (302, ACCOUNT)


def test_recovery_codes_are_not_stored_as_they_are() -> None:
    codes = with_two_factor(somebody())
    stored = set(StaticToken.objects.values_list("token", flat=True))
    plain = {code.replace(" ", "") for code in codes}
    assert (len(stored), stored & (plain | set(codes)), len(plain)) == (10, set(), 10)


def test_the_recovery_code_of_somebody_else_opens_nothing(client: Client) -> None:
    with_two_factor(somebody())
    codes = with_two_factor(somebody("bo"))
    give_password(client)
    assert give_code(client, codes[0])[0] == 400
    assert StaticToken.objects.count() == 20


def test_each_wrong_code_makes_the_next_wait_longer(client: Client) -> None:
    ada = somebody()
    with_two_factor(ada)
    give_password(client)
    start = timezone.now()
    for number, seconds in enumerate((1, 3, 7)):
        # A second after the first, two after the second: the waits double.
        with time_machine.travel(start + timedelta(seconds=seconds + number), tick=False):
            assert "This code is wrong" in client.post(CODE, {"code": "000000"}).content.decode()
            page = client.post(CODE, {"code": code_of(ada)}).content.decode()
            assert f"Wait {2**number} second" in page
    with time_machine.travel(start + timedelta(seconds=20)):
        assert give_code(client, code_of(ada)) == (302, ACCOUNT)


def test_one_place_cannot_try_many_codes_and_the_owner_still_comes_in_elsewhere(client: Client) -> None:
    ada = somebody()
    with_two_factor(ada)
    give_password(client)
    for _ in range(CODES_FROM_ONE_PLACE.requests):
        # Of no shape of a code, so that the brake of the device stays off.
        assert give_code(client, "1")[0] == 400
    assert "Try again in" in client.post(CODE, {"code": code_of(ada)}).content.decode()
    elsewhere = Client(REMOTE_ADDR="127.0.0.9")
    give_password(elsewhere)
    assert give_code(elsewhere, code_of(ada)) == (302, ACCOUNT)


def test_a_wrong_password_is_answered_alike_with_it_on_and_off(client: Client) -> None:
    with_two_factor(somebody())
    somebody("bo")
    answers = {name: client.post(SIGN_IN, {"username": name, "password": "wrong"}) for name in ("ada", "bo", "zoe")}
    said = {name: (one.status_code, list(one.context["form"].errors.values())) for name, one in answers.items()}
    assert said["ada"] == said["bo"] == said["zoe"]


def test_the_note_of_the_first_step_is_good_for_ten_minutes(client: Client) -> None:
    ada = somebody()
    with_two_factor(ada)
    give_password(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert (give_code(client, code_of(ada)), client.get(CODE)["Location"]) == ((302, SIGN_IN), SIGN_IN)
        assert opens_nothing(client)


@pytest.mark.parametrize("change", ["password", "closed"])
def test_the_note_is_void_once_the_password_is_changed_or_the_account_closed(client: Client, change: str) -> None:
    ada = somebody()
    with_two_factor(ada)
    give_password(client)
    ada.set_password("another made-up word")
    if change == "closed":
        ada.is_active = False
    ada.save()
    assert give_code(client, code_of(ada)) == (302, SIGN_IN)
    assert opens_nothing(client)


def test_sessions_of_before_it_was_switched_on_are_nobodys(client: Client) -> None:
    ada = somebody(is_staff=True, is_superuser=True)
    give_password(client)
    assert client.get("/admin/").status_code == 200
    with_two_factor(ada)
    assert opens_nothing(client)


def test_a_session_that_was_opened_without_a_code_is_nobodys_however_it_came_about(client: Client) -> None:
    ada = somebody(is_staff=True, is_superuser=True)
    with_two_factor(ada)
    client.force_login(ada)
    assert opens_nothing(client)


def test_the_device_of_somebody_else_does_not_make_a_session_somebodys(client: Client) -> None:
    ada, bo = somebody(is_staff=True, is_superuser=True), somebody("bo")
    with_two_factor(ada)
    with_two_factor(bo)
    client.force_login(ada)
    session = client.session
    session["otp_device_id"] = TOTPDevice.objects.get(user=bo).persistent_id
    session.save()
    assert opens_nothing(client)


def test_who_signs_in_as_somebody_else_stays_who_they_are_until_the_code(client: Client) -> None:
    somebody("bo")
    ada = somebody()
    with_two_factor(ada)
    give_password(client, "bo")
    give_password(client, "ada")
    assert "Hello, bo" in client.get(ACCOUNT).content.decode()
    assert give_code(client, code_of(ada)) == (302, ACCOUNT)
    assert "Hello, ada" in client.get(ACCOUNT).content.decode()


def test_a_forgotten_password_is_replaced_with_a_code_alone(client: Client) -> None:
    ada = somebody()
    with_two_factor(ada)
    client.post(FORGOTTEN, {"address": ADA})
    (link,) = post(now=timezone.now())
    path, _status = client.get(link, follow=True).redirect_chain[-1]
    new = {"new_password1": "another made-up word", "new_password2": "another made-up word"}
    assert [client.post(path, {**new, "code": code}).status_code for code in ("", "000000")] == [200, 200]
    ada.refresh_from_db()
    assert (ada.check_password(PASSWORD), opens_nothing(client)) == (True, True)
    with time_machine.travel(timezone.now() + timedelta(seconds=2)):
        # A password that will not do leaves the code for the next try.
        code = code_of(ada)
        client.post(path, {"new_password1": "1", "new_password2": "1", "code": code})
        assert client.post(path, {**new, "code": code})["Location"] == ACCOUNT
    assert "Hello, ada" in client.get(ACCOUNT).content.decode()


def test_a_changed_password_keeps_the_session_and_ends_the_others(client: Client) -> None:
    ada = somebody()
    with_two_factor(ada)
    mine = signed_in(ada)
    give_password(client)
    assert give_code(client, code_of(ada, steps=1)) == (302, ACCOUNT)
    new = "another made-up word"
    mine.post("/account/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert (mine.get(ACCOUNT).status_code, client.get(ACCOUNT).status_code) == (200, 302)


def test_pages_ask_no_more_for_knowing_whose_session_it_is(client: Client) -> None:
    def asked(by: Client) -> int:
        with CaptureQueriesContext(connection) as queries:
            by.get("/methodology/")
        return sum("auth_user" in one["sql"] or "otp_" in one["sql"] for one in queries.captured_queries)

    ada = somebody()
    client.force_login(somebody("bo"))
    with_two_factor(ada)
    assert (asked(client), asked(signed_in(ada))) == (1, 2)


def test_forms_of_it_need_their_cookie() -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(somebody())
    for path in (CODE, *(f"/account/two-factor/{page}/" for page in ("begin", "set-up", "recovery-codes", "off"))):
        assert careful.post(path, {"code": "000000"}).status_code == 403


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_two_who_bring_one_code_at_the_same_moment_one_comes_in(kind: str) -> None:
    ada = somebody()
    codes = with_two_factor(ada)
    code = codes[0] if kind == "recovery" else code_of(ada)
    clients = [Client(), Client()]
    for client in clients:
        give_password(client)
    start = Barrier(2)

    def bring(client: Client) -> int:
        start.wait(timeout=30)
        try:
            return give_code(client, code)[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as crew:
        answers = sorted(crew.map(bring, clients))

    assert answers == [302, 400]
    assert sorted(client.get(ACCOUNT).status_code for client in clients) == [200, 302]
