"""Two-factor sign-in in one's account: on by a code, off by the password and a code, and required where it is."""

import base64
import json
import re
from datetime import timedelta

import pytest
import segno
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from claims.models import MailLanguage, Scope, Subscriber, SubscriberState
from claims.reader_links import READER, sign
from claims.web.two_factor import picture_of
from claims.workflows.export_subscriber import export_subscriber
from claims.workflows.make_roles import Role
from claims.workflows.subscribe_account import subscribe_account
from tests.api.callers import person_of, secret_of
from tests.web.made_up_devices import PASSWORD, code_of, give_password, signed_in, somebody, with_two_factor

pytestmark = pytest.mark.django_db

ACCOUNT, PAGE = "/account/", "/account/two-factor/"
BEGIN, SET_UP, CODES, OFF = (f"{PAGE}{name}/" for name in ("begin", "set-up", "recovery-codes", "off"))
A_CODE = re.compile(r"<code>(\d{5} \d{5})</code>")
LATER = timedelta(seconds=2)


@pytest.fixture(autouse=True)
def cheap_passwords(settings: Settings) -> None:
    """What makes guessing slow would make these tests so."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ada() -> User:
    return somebody()


def secret_of_app(user: User) -> str:
    return base64.b32encode(TOTPDevice.objects.get(user=user).bin_key).decode()


def secrets_of(user: User) -> set[str]:
    """All that is stored of somebody's devices, and the secret as it is typed."""
    stored = {*StaticToken.objects.filter(device__user=user).values_list("token", flat=True)}
    return {secret_of_app(user), TOTPDevice.objects.get(user=user).key, *stored}


def test_it_is_switched_on_by_a_code_and_the_recovery_codes_are_shown_once(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert client.get(SET_UP)["Location"] == PAGE
    assert client.post(BEGIN)["Location"] == SET_UP
    page = client.get(SET_UP).content.decode()
    typed = "".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page))
    assert (typed, f"secret={typed}&amp;algorithm=SHA1" in page) == (secret_of_app(ada), True)
    assert picture_of(TOTPDevice.objects.get().config_url).path in page
    wrong = client.post(SET_UP, {"code": "000000"})
    assert (wrong.status_code, "This code is wrong" in wrong.content.decode()) == (400, True)
    assert "on, 10 recovery codes left" not in client.get(ACCOUNT).content.decode()
    with time_machine.travel(timezone.now() + LATER):
        done = client.post(SET_UP, {"code": code_of(ada)})
    assert (done.status_code, len(set(A_CODE.findall(done.content.decode())))) == (200, 10)
    assert "no-store" in done["Cache-Control"]
    # This session goes on; none of its pages shows a secret or a code again.
    later = [client.get(path) for path in (ACCOUNT, PAGE, CODES, OFF)]
    assert [one.status_code for one in later] == [200] * 4
    told = "".join(one.content.decode() for one in later)
    assert [secret for secret in secrets_of(ada) if secret in told] == []
    assert A_CODE.findall(told) == []
    assert "on, 10 recovery codes left" in told
    assert client.get(SET_UP)["Location"] == PAGE
    assert client.post(BEGIN)["Location"] == PAGE


def test_what_was_begun_does_nothing_until_it_is_confirmed(client: Client, ada: User) -> None:
    client.force_login(ada)
    client.post(BEGIN)
    assert give_password(Client())["Location"] == ACCOUNT
    assert client.get(ACCOUNT).status_code == 200
    assert not StaticDevice.objects.exists()


def test_beginning_again_voids_the_secret_of_before(client: Client, ada: User) -> None:
    client.force_login(ada)
    client.post(BEGIN)
    first = code_of(ada)
    client.post(BEGIN)
    assert TOTPDevice.objects.count() == 1
    assert client.post(SET_UP, {"code": first}).status_code == 400
    with time_machine.travel(timezone.now() + LATER):
        assert client.post(SET_UP, {"code": code_of(ada)}).status_code == 200


def test_opening_a_page_begins_nothing(client: Client, ada: User) -> None:
    client.force_login(ada)
    assert [client.get(path).status_code for path in (PAGE, SET_UP, CODES, OFF, BEGIN)] == [200, 302, 302, 302, 405]
    assert not TOTPDevice.objects.exists()


def test_the_picture_is_the_qr_code_of_the_address() -> None:
    picture = picture_of("otpauth://totp/Claim%20Tracker:ada?secret=ABC")
    drawn = [[0] * picture.size for _ in range(picture.size)]
    for x, y, n in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", picture.path):
        for column in range(int(x), int(x) + int(n)):
            drawn[int(y)][column] = 1
    made = segno.make("otpauth://totp/Claim%20Tracker:ada?secret=ABC", error="m", micro=False)
    assert drawn == [list(row) for row in made.matrix_iter(border=4)]


def test_recovery_codes_are_renewed_by_a_code_and_those_before_are_void(ada: User) -> None:
    before = with_two_factor(ada)
    client = signed_in(ada)
    assert client.post(CODES, {"code": "000000"}).status_code == 400
    with time_machine.travel(timezone.now() + LATER):
        page = client.post(CODES, {"code": code_of(ada, steps=1)}).content.decode()
    new = A_CODE.findall(page)
    assert (len(new), set(new) & set(before), StaticToken.objects.count()) == (10, set(), 10)
    other = Client()
    give_password(other)
    assert other.post("/account/sign-in/code/", {"code": before[0]}).status_code == 400
    with time_machine.travel(timezone.now() + LATER):
        assert other.post("/account/sign-in/code/", {"code": new[0]}).status_code == 302
    # Who came in by a recovery code stays in when the codes are renewed.
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        other.post(CODES, {"code": code_of(ada)})
    assert other.get(ACCOUNT).status_code == 200


def test_it_is_switched_off_by_the_password_and_a_code(ada: User) -> None:
    with_two_factor(ada)
    client, code = signed_in(ada), code_of(ada, steps=1)
    # A wrong password leaves the code for the next try.
    for said in ({"password": "wrong", "code": code}, {"password": PASSWORD, "code": ""}, {"code": code}):
        assert client.post(OFF, said).status_code == 400
    assert client.post(OFF, {"password": PASSWORD, "code": code})["Location"] == PAGE
    assert "Your password alone signs you in." in client.get(PAGE).content.decode()
    assert (TOTPDevice.objects.count(), StaticDevice.objects.count()) == (0, 0)
    assert give_password(Client())["Location"] == ACCOUNT


def test_the_password_cannot_be_guessed_at_the_page_that_switches_it_off(ada: User) -> None:
    with_two_factor(ada)
    client = signed_in(ada)
    for _ in range(10):
        client.post(OFF, {"password": "wrong", "code": "000000"})
    answer = client.post(OFF, {"password": PASSWORD, "code": code_of(ada, steps=1)})
    assert (answer.status_code, "Try again in" in answer.content.decode()) == (400, True)


def an_editor(name: str = "ada", role: Role = Role.EDITOR) -> User:
    user = person_of(role, name)
    user.is_staff = True
    user.set_password(PASSWORD)
    user.save()
    return user


def test_where_it_is_required_who_changes_things_sets_it_up_before_going_on(client: Client, settings: Settings) -> None:
    settings.REQUIRE_TWO_FACTOR = True
    ada = an_editor()
    client.force_login(ada)
    for path in ("/admin/", "/admin/claims/claim/", "/account/tokens/", ACCOUNT):
        assert client.get(path)["Location"] == f"{PAGE}?next={path.replace('/', '%2F')}"
    assert client.post("/account/tokens/", {"name": "x", "scopes": ["read"], "days": 7}).status_code == 302
    assert client.get("/api/v1/submissions/").status_code == 401
    assert client.get("/claims/").status_code == 200
    page = client.get(f"{PAGE}?next=/admin/").content.decode()
    assert ("You need it to go on." in page, 'name="next" value="/admin/"' in page) == (True, True)
    assert client.post(BEGIN, {"next": "/admin/"})["Location"] == f"{SET_UP}?next=%2Fadmin%2F"
    done = client.post(SET_UP, {"code": code_of(ada), "next": "/admin/"}).content.decode()
    assert 'href="/admin/"' in done
    assert [client.get(path).status_code for path in ("/admin/", ACCOUNT, "/api/v1/submissions/")] == [200] * 3
    assert "You need it to go on." not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_setting_it_up_leads_nowhere_else(client: Client, ada: User, wanted: str) -> None:
    client.force_login(ada)
    assert client.post(BEGIN, {"next": wanted})["Location"] == SET_UP
    done = client.post(SET_UP, {"code": code_of(ada), "next": wanted}).content.decode()
    assert (wanted in done, f'class="as-button" href="{PAGE}"' in done) == (False, True)


@pytest.mark.parametrize(
    ("role", "is_staff", "must"),
    [
        (Role.READER, True, False),
        (Role.EDITOR, False, False),
        (Role.CONTRIBUTOR, True, True),
        (Role.REVIEWER, True, True),
        (Role.ADMIN, True, True),
    ],
)
def test_it_is_required_of_who_may_change_something_at_the_desk(
    client: Client, settings: Settings, role: Role, is_staff: bool, must: bool
) -> None:
    settings.REQUIRE_TWO_FACTOR = True
    user = an_editor(role=role)
    user.is_staff = is_staff
    user.save()
    client.force_login(user)
    assert client.get(ACCOUNT).status_code == (302 if must else 200)


def test_where_it_is_required_tokens_work_as_before_and_people_can_leave(client: Client, settings: Settings) -> None:
    settings.REQUIRE_TWO_FACTOR = True
    ada = an_editor()
    secret = secret_of(ada, Scope.ADMIN)
    assert Client(headers={"Authorization": f"Token {secret}"}).get("/api/v1/submissions/").status_code == 200
    client.force_login(ada)
    assert client.post("/account/sign-out/")["Location"] == "/claims/"


def test_where_it_is_not_required_nobody_is_led_away(client: Client) -> None:
    client.force_login(an_editor())
    assert client.get("/admin/").status_code == 200


def a_reader(user: User) -> Subscriber:
    """Their row as a reader, with the address of their account confirmed."""
    row = subscribe_account(user, language=MailLanguage.ENGLISH, now=timezone.now())
    row.email, row.state, row.confirmed_at = user.email, SubscriberState.ACTIVE, timezone.now()
    row.save()
    return row


def test_erasing_ones_data_takes_the_devices_along(ada: User) -> None:
    with_two_factor(ada)
    client = signed_in(ada)
    a_reader(ada)
    asked = client.post("/account/follows/", {"do": "erase"}).content.decode()
    assert "your two-factor sign-in" in asked
    client.post("/account/follows/", {"do": "erase", "sure": "yes"})
    assert (TOTPDevice.objects.count(), StaticDevice.objects.count(), StaticToken.objects.count()) == (0, 0, 0)
    assert give_password(Client())["Location"] == ACCOUNT


def test_a_link_of_a_mail_erases_the_reader_and_leaves_the_account_its_devices(client: Client, ada: User) -> None:
    with_two_factor(ada)
    row = a_reader(ada)
    link = f"/preferences/{sign(READER, row.pk, row.key)}/"
    assert "your two-factor sign-in" not in client.post(link, {"do": "erase"}).content.decode()
    client.post(link, {"do": "erase", "sure": "yes"})
    row.refresh_from_db()
    assert (row.state, TOTPDevice.objects.count(), StaticToken.objects.count()) == (SubscriberState.ERASED, 1, 10)


def test_a_link_of_a_mail_does_not_move_the_mail_of_who_signs_in_in_two_steps(client: Client, ada: User) -> None:
    row = a_reader(ada)
    link, said = f"/preferences/{sign(READER, row.pk, row.key)}/", {"do": "address", "address": "new@example.org"}
    assert "Send a mail to confirm it" in client.get(link).content.decode()
    with_two_factor(ada)
    page = client.get(link).content.decode()
    assert ("Send a mail to confirm it" in page, "Sign in to change the address." in page) == (False, True)
    assert client.post(link, said).status_code == 400
    row.refresh_from_db()
    assert row.new_email is None
    mine = signed_in(ada)
    assert "Send a mail to confirm it" in mine.get("/account/follows/").content.decode()
    assert mine.post("/account/follows/", said).status_code == 302
    row.refresh_from_db()
    assert row.new_email == "new@example.org"


def test_what_one_may_have_of_ones_data_tells_of_it_without_secrets(ada: User) -> None:
    codes = with_two_factor(ada)
    told = export_subscriber(a_reader(ada), now=timezone.now())
    assert told["account"]["two_factor_since"] is not None
    assert told["account"]["recovery_codes_left"] == 10
    written = json.dumps(told)
    assert [one for one in {*secrets_of(ada), *codes} if one in written or one.replace(" ", "") in written] == []
