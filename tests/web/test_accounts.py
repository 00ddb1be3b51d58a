"""Accounts: made by a link in a mail where the site lets people, and signed in to with few tries."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from claims.models import FollowKind, MailLanguage, OwnMail, RequestCount, Subscriber, SubscriberState
from claims.topics import EVERYTHING, Topic, topic_of
from claims.workflows.count_sign_in import A_NAME_FROM_ONE_PLACE, ONE_PLACE
from claims.workflows.follow import follow
from claims.workflows.make_roles import Role
from claims.workflows.subscribe_account import subscribe_account
from claims.workflows.unsubscribe import unsubscribe
from tests.api.callers import person_of
from tests.workflows.made_up_claims import zephyr_claim
from tests.workflows.made_up_subscribers import ADA, ask, post, subscribed

pytestmark = pytest.mark.django_db

SIGN_IN, SIGN_UP, FORGOTTEN, ACCOUNT = (
    "/account/sign-in/", "/account/sign-up/", "/account/password/forgotten/", "/account/",
)  # fmt: skip
PASSWORD = "a long made-up word"  # Of nobody.
CHOSEN = {"name": "ada", "password": PASSWORD}


@pytest.fixture(autouse=True)
def cheap_passwords(settings: Settings) -> None:
    """What makes guessing slow would make these tests so."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def open_site(settings: Settings) -> None:
    settings.SIGN_UP = True


def sign_in(client: Client, name: str = "ada", password: str = PASSWORD, **more: str) -> tuple[int, str]:
    answer = client.post(SIGN_IN, {"username": name, "password": password, **more})
    return answer.status_code, answer.get("Location", "")


def link_to_sign_up(client: Client, address: str = ADA) -> str:
    client.post(SIGN_UP, {"address": address})
    (link,) = post(now=timezone.now())
    return link


def test_where_sign_up_is_off_nobody_makes_an_account(client: Client) -> None:
    assert [method(SIGN_UP).status_code for method in (client.get, client.post)] == [404, 404]
    assert SIGN_UP not in client.get(SIGN_IN).content.decode()


@pytest.mark.usefixtures("open_site")
def test_an_account_is_made_by_a_link_in_a_mail_once(client: Client) -> None:
    assert SIGN_UP in client.get(SIGN_IN).content.decode()
    link = link_to_sign_up(client)
    assert User.objects.count() == 0
    assert ADA in client.get(link).content.decode()
    made = client.post(link, CHOSEN)
    user = User.objects.get()
    assert (made["Location"], user.username, user.email, user.is_staff) == (ACCOUNT, "ada", ADA, False)
    assert list(user.groups.values_list("name", flat=True)) == [Role.READER]
    assert "Hello, ada" in client.get(ACCOUNT).content.decode()
    row = Subscriber.objects.get()
    assert (row.user, row.email, row.state, row.mail) == (user, ADA, SubscriberState.ACTIVE, True)
    assert client.post(link, {**CHOSEN, "name": "bo"}).status_code == 410
    assert User.objects.count() == 1


@pytest.mark.usefixtures("open_site")
def test_a_link_made_while_the_site_was_open_does_nothing_after(client: Client, settings: Settings) -> None:
    link = link_to_sign_up(client)
    settings.SIGN_UP = False
    assert client.post(link, CHOSEN).status_code == 404
    assert User.objects.count() == 0


@pytest.mark.usefixtures("open_site")
@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"name": "BO"}, "Another account has this name"),
        ({"name": "a b"}, "Enter a valid username"),
        ({"name": ""}, "This field is required"),
        ({"password": "12345678"}, "too common"),
        ({"password": "ada@example"}, "too similar"),
    ],
)
def test_a_name_or_a_password_that_will_not_do_is_refused(client: Client, change: dict[str, str], word: str) -> None:
    User.objects.create_user("bo")
    answer = client.post(link_to_sign_up(client), {**CHOSEN, **change})
    assert (answer.status_code, word in answer.content.decode()) == (400, True)
    assert User.objects.count() == 1


@pytest.mark.usefixtures("open_site")
def test_the_answer_to_signing_up_does_not_tell_who_has_an_account(client: Client) -> None:
    User.objects.create_user("ada", ADA, PASSWORD)
    answers = [client.post(SIGN_UP, {"address": address}) for address in (ADA, "bo@example.org")]
    assert [(one.status_code, one["Location"], one.content) for one in answers] == [
        (302, "/follow/check-your-mail/", b"")
    ] * 2
    post(now=timezone.now())
    assert [message.subject for message in mail.outbox] == [
        "You have an account at Claim Tracker", "Make your account at Claim Tracker",
    ]  # fmt: skip
    assert SIGN_UP not in str(mail.outbox[0].body)


@pytest.mark.usefixtures("open_site")
def test_who_followed_by_mail_finds_it_in_their_account(client: Client) -> None:
    row = subscribed(now=timezone.now())
    client.post(link_to_sign_up(client), CHOSEN)
    row.refresh_from_db()
    assert (row.user, Subscriber.objects.count()) == (User.objects.get(), 1)
    assert "1 thing · told by mail" in re.sub(r"\s+", " ", client.get(ACCOUNT).content.decode())


@pytest.mark.usefixtures("open_site")
def test_an_account_does_not_bring_back_mail_that_was_stopped(client: Client) -> None:
    row = subscribed(now=timezone.now())
    unsubscribe(row.pk, reason="", now=timezone.now())
    client.post(link_to_sign_up(client), CHOSEN)
    row.refresh_from_db()
    assert (row.state, row.user) == (SubscriberState.UNSUBSCRIBED, User.objects.get())


@pytest.mark.usefixtures("open_site")
def test_an_address_that_was_never_confirmed_is_by_the_account(client: Client) -> None:
    ask()
    OwnMail.objects.all().delete()
    client.post(link_to_sign_up(client), CHOSEN)
    assert Subscriber.objects.get().state == SubscriberState.ACTIVE


def test_people_sign_in_by_name_or_address_and_come_to_where_they_wanted(client: Client) -> None:
    User.objects.create_user("ada", ADA, PASSWORD)
    assert sign_in(client) == (302, ACCOUNT)
    assert sign_in(client, name=ADA.upper()) == (302, ACCOUNT)
    assert sign_in(client, next="/account/tokens/") == (302, "/account/tokens/")
    assert sign_in(client, next="https://elsewhere.example/") == (302, ACCOUNT)
    assert sign_in(client, password="another made-up word")[0] == 200  # Of nobody.


def test_the_desk_has_no_other_door(client: Client) -> None:
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/")["Location"] == f"{SIGN_IN}?next=/admin/"
    assert client.post("/admin/login/", {"username": "ada", "password": PASSWORD})["Location"] == SIGN_IN


def test_who_may_not_go_to_the_desk_is_told_so_and_not_sent_round(client: Client) -> None:
    client.force_login(person_of(Role.READER, "ada"))
    page = client.get("/admin/", follow=True)
    assert (page.status_code, len(page.redirect_chain)) == (200, 2)
    assert "Your account may not see that page." in page.content.decode()


def test_passwords_cannot_be_guessed_by_trying_many(client: Client) -> None:
    User.objects.create_user("ada", ADA, PASSWORD)
    for _ in range(A_NAME_FROM_ONE_PLACE.requests):
        assert sign_in(client, password="wrong")[0] == 200  # Of nobody.
    # Neither the right password nor another way to write the name helps now.
    for name in ("ada", " ADA "):
        answer = client.post(SIGN_IN, {"username": name, "password": PASSWORD})
        assert (answer.status_code, "Try again in" in answer.content.decode()) == (200, True)
    # From another place its owner still comes in.
    elsewhere = Client(REMOTE_ADDR="127.0.0.9")
    assert sign_in(elsewhere) == (302, ACCOUNT)


def test_one_place_cannot_try_many_names(client: Client) -> None:
    for number in range(ONE_PLACE.requests):
        sign_in(client, name=f"name-{number}", password="wrong")  # Of nobody.
    User.objects.create_user("ada", ADA, PASSWORD)
    assert sign_in(client)[0] == 200
    RequestCount.objects.all().delete()
    assert sign_in(client) == (302, ACCOUNT)


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client: Client) -> None:
    user = User.objects.create_user("ada", ADA, PASSWORD)
    client.post(FORGOTTEN, {"address": ADA})
    (link,) = post(now=timezone.now())
    form = client.get(link, follow=True)
    path, _status = form.redirect_chain[-1]
    new = "another made-up word"
    done = client.post(path, {"new_password1": new, "new_password2": new})
    assert done["Location"] == ACCOUNT
    user.refresh_from_db()
    assert user.check_password(new)
    assert "This link was used" in Client().get(link, follow=True).content.decode()


def test_the_answer_to_a_forgotten_password_does_not_tell_who_has_an_account(client: Client) -> None:
    User.objects.create_user("ada", ADA, PASSWORD)
    User.objects.create_user("off", "off@example.org", PASSWORD, is_active=False)
    addresses = (ADA, "off@example.org", "nobody@example.org")
    answers = [client.post(FORGOTTEN, {"address": address}) for address in addresses]
    assert {(one.status_code, one["Location"], one.content) for one in answers} == {
        (302, "/follow/check-your-mail/", b"")
    }
    assert OwnMail.objects.count() == 3
    post(now=timezone.now())
    assert [message.to for message in mail.outbox] == [[ADA]]


def test_a_password_is_changed_by_who_knows_it(client: Client) -> None:
    user = User.objects.create_user("ada", ADA, PASSWORD)
    client.force_login(user)
    new = "another made-up word"
    said = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/account/password/", {**said, "old_password": "x"}).status_code == 200
    assert client.post("/account/password/", said)["Location"] == ACCOUNT
    assert "The password is changed." in client.get(ACCOUNT).content.decode()


def test_signing_out_takes_a_form(client: Client) -> None:
    client.force_login(person_of(Role.READER, "ada"))
    assert client.get("/account/sign-out/").status_code == 405
    assert client.post("/account/sign-out/")["Location"] == "/claims/"
    assert client.get(ACCOUNT).status_code == 302


@pytest.mark.parametrize(
    "path", [ACCOUNT, "/account/follows/", "/account/follow/?kind=everything", "/account/password/"]
)
def test_what_is_ones_own_is_asked_for_by_signing_in(client: Client, path: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer["Location"].startswith(f"{SIGN_IN}?next=/account/")) == (302, True)
    client.force_login(person_of(Role.READER, "ada"))
    assert client.get(path).status_code == 200


def test_with_an_account_following_needs_no_mail(client: Client) -> None:
    user = person_of(Role.READER, "ada")
    client.force_login(user)
    claim = zephyr_claim()
    path = f"/account/follow/?kind=claim&id={claim.pk}"
    assert "Zephyr-9 has 3 trillion parameters." in client.get(path).content.decode()
    assert Subscriber.objects.count() == 0
    for note in ("for the archive", "for a story"):
        said = {"kind": "claim", "id": claim.pk, "note": note}
        assert client.post("/account/follow/", said)["Location"] == "/account/follows/"
    row = Subscriber.objects.get()
    (one,) = row.follows.all()
    assert (row.user, row.mail, topic_of(one), one.note) == (
        user, False, Topic(kind=FollowKind.CLAIM, id=claim.pk), "for a story",
    )  # fmt: skip
    assert mail.outbox == []
    page = client.get("/account/follows/").content.decode()
    assert all(word in page for word in ("No mail.", "for a story", "You follow “Zephyr-9"))
    assert client.post("/account/follow/", {"kind": "claim", "id": 999}).status_code == 404
    assert client.post("/account/follow/", {"kind": "claim", "id": claim.pk, "note": "x" * 501}).status_code == 400


def test_mail_is_not_switched_on_without_an_address(client: Client) -> None:
    user = person_of(Role.READER, "ada")
    client.force_login(user)
    row = subscribe_account(user, language=MailLanguage.ENGLISH, now=timezone.now())
    follow(row, EVERYTHING, now=timezone.now())
    client.post("/account/follows/", {
        "do": "wishes", "mail": "on", "cadence": "daily", "weekday": "2", "hour": "17", "time_zone": "UTC",
        "language": "en",
    })  # fmt: skip
    row.refresh_from_db()
    assert (row.mail, row.cadence) == (False, "daily")


def test_forms_of_accounts_need_their_cookie() -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(person_of(Role.READER, "ada"))
    for path in ("/account/follow/", "/account/follows/", "/account/sign-out/", SIGN_IN, FORGOTTEN):
        assert careful.post(path, {"kind": "everything"}).status_code == 403


@pytest.mark.usefixtures("open_site")
def test_in_chinese_no_page_of_accounts_is_half_translated(client: Client) -> None:
    link = link_to_sign_up(client)
    public = [SIGN_IN, SIGN_UP, FORGOTTEN, link]
    own = [ACCOUNT, "/account/follows/", "/account/follow/?kind=everything", "/account/password/"]
    for path in public + own:
        if path == ACCOUNT:
            client.force_login(User.objects.create_user("李"))
        chinese = client.get(path, headers={"Accept-Language": "zh-hans"}).content.decode()
        main = re.split("<main[^>]*>|</main>", chinese)[1]
        words = re.sub(r"<option.*?</option>|<[^>]*>|Webhook|API|\S+@\S+", " ", main)
        assert (path, re.findall(r"[A-Za-z]{4,}", words)) == (path, [])
