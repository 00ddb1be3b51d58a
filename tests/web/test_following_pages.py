"""Following by an address alone: what the pages ask, what they answer, and that they tell nobody who is subscribed."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from claims.models import Follow, FollowKind, MailLanguage, OwnMail, Subscriber, SubscriberState
from claims.reader_links import READER, sign
from claims.topics import EVERYTHING, Topic, topic_of
from claims.web.subscriber_forms import available_zone_names
from claims.workflows.follow import follow
from claims.workflows.list_follows import STALE_AFTER
from claims.workflows.pause_subscription import pause_subscription
from claims.workflows.unsubscribe import unsubscribe
from tests.workflows.made_up_claims import zephyr_claim
from tests.workflows.made_up_subscribers import ADA, ask, confirmed, post, subscribed

pytestmark = pytest.mark.django_db

FOLLOW, CHECK = "/follow/", "/follow/check-your-mail/"


def reader(topic: Topic = EVERYTHING, address: str = ADA) -> Subscriber:
    return subscribed(address, topic, now=timezone.now())


def page_of(row: Subscriber, name: str = "preferences") -> str:
    return f"/{name}/{sign(READER, row.pk, row.key)}/"


def claim_topic() -> Topic:
    return Topic(kind=FollowKind.CLAIM, id=zephyr_claim().pk)


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_the_whole_way_from_a_claims_page_to_being_told(client: Client) -> None:
    topic = claim_topic()
    page = text_of(client, f"/claims/{topic.id}/")
    assert f'action="{FOLLOW}"' in page
    asked = client.post(FOLLOW, {"kind": "claim", "id": topic.id, "address": ADA})
    assert (asked.status_code, asked["Location"]) == (302, CHECK)
    assert "Look into your mail" in text_of(client, CHECK)
    (link,) = post(now=timezone.now())
    assert "Zephyr-9 has 3 trillion parameters." in text_of(client, link)
    # Programs open the links of mails; that is no yes.
    assert (client.head(link).status_code, Subscriber.objects.get().state) == (200, SubscriberState.PENDING)
    done = client.post(link).content.decode()
    assert "You follow this now" in done
    row = Subscriber.objects.get()
    assert (row.state, topic_of(row.follows.get())) == (SubscriberState.ACTIVE, topic)
    assert page_of(row) in done
    assert "Zephyr-9 has 3 trillion parameters." in text_of(client, page_of(row))


def test_in_chinese_the_mail_and_its_reader_are_chinese(client: Client) -> None:
    client.post(f"{FOLLOW}?lang=zh-hans", {"kind": "everything", "address": ADA})
    (link,) = post(now=timezone.now())
    assert (mail.outbox[0].subject, "?lang=zh-hans" in str(mail.outbox[0].body)) == ("请确认关注“全部动态”", True)
    client.post(link)
    row = Subscriber.objects.get()
    assert (row.language, row.time_zone) == (MailLanguage.CHINESE, "Asia/Shanghai")


@pytest.mark.parametrize("state", [None, *SubscriberState])
def test_the_answer_does_not_tell_whether_an_address_is_known(client: Client, state: SubscriberState | None) -> None:
    if state and state is not SubscriberState.ERASED:
        reader()
        Subscriber.objects.update(state=state)
    OwnMail.objects.all().delete()
    answer = client.post(FOLLOW, {"kind": "everything", "address": ADA})
    seen = (answer.status_code, answer["Location"], answer.content, dict(answer.cookies))
    assert seen == (302, CHECK, b"", {})
    # The same is written for each, so that the time it takes tells nothing either.
    assert OwnMail.objects.filter(kind="confirm", address=ADA).count() == 1


def test_the_same_statements_are_made_for_a_known_address_and_a_new_one(client: Client) -> None:
    reader()
    made = []
    for address in (ADA, "bo@example.org"):
        with CaptureQueriesContext(connection) as queries:
            client.post(FOLLOW, {"kind": "everything", "address": address})
        made.append([re.sub(r"'[^']*'|\d+", "?", query["sql"])[:60] for query in queries.captured_queries])
    # Whoever begins a window of counting removes old counts.
    kept = [[sql for sql in statements if "requestcount" not in sql] for statements in made]
    assert kept[0] == kept[1]
    assert len(kept[0]) > 2


@pytest.mark.parametrize(
    ("said", "status", "word"),
    [
        ({"kind": "everything", "address": "nobody"}, 400, "is no e-mail address"),
        ({"kind": "everything", "address": ""}, 400, "This field is required"),
        ({"kind": "claim", "id": 999, "address": ADA}, 404, "There is no claim 999"),
        ({"kind": "planet", "address": ADA}, 404, "nothing that can be followed"),
        ({"kind": "claim", "id": "x", "address": ADA}, 404, "nothing that can be followed"),
        ({"kind": "search", "search": "status=wrong", "address": ADA}, 404, "There is no status"),
        ({"kind": "search", "address": ADA}, 404, "The search is empty"),
    ],
)
def test_what_cannot_be_followed_is_refused_in_words(
    client: Client, said: dict[str, object], status: int, word: str
) -> None:
    answer = client.post(FOLLOW, said)
    assert (answer.status_code, word in answer.content.decode()) == (status, True)
    assert Subscriber.objects.count() == 0


def test_what_was_typed_is_kept_when_it_is_refused(client: Client) -> None:
    assert (
        'value="ada@example"' in client.post(FOLLOW, {"kind": "everything", "address": "ada@example"}).content.decode()
    )


def test_a_caller_in_a_hurry_is_told_to_wait(client: Client) -> None:
    for number in range(30):
        client.post(FOLLOW, {"kind": "everything", "address": f"reader-{number}@example.org"})
    answer = client.post(FOLLOW, {"kind": "everything", "address": ADA})
    assert (answer.status_code, "Try again in" in answer.content.decode()) == (429, True)


def test_a_page_of_claims_can_be_followed_as_a_search(client: Client) -> None:
    zephyr_claim()
    assert 'name="search" value="q=Zephyr&amp;status=unverified"' in text_of(
        client, "/claims/?q=Zephyr&status=unverified"
    )
    assert 'name="kind" value="everything"' in text_of(client, "/claims/")
    client.post(FOLLOW, {"kind": "search", "search": "status=unverified&q=Zephyr&page=1", "address": ADA})
    (link,) = post(now=timezone.now())
    assert "“Zephyr” · Unverified" in text_of(client, link)
    client.post(link)
    assert Follow.objects.get().search == "q=Zephyr&status=unverified"


@pytest.mark.parametrize("name", ["unsubscribe", "preferences", "confirm", "confirm-address"])
def test_a_link_that_is_none_of_ours_is_told_as_such(client: Client, name: str) -> None:
    for method in (client.get, client.post):
        answer = method(f"/{name}/WzFd.AAAA/")
        assert (answer.status_code, "This link does not work" in answer.content.decode()) == (410, True)


def test_pages_of_links_are_kept_by_nobody(client: Client) -> None:
    row = reader()
    for name in ("unsubscribe", "preferences"):
        answer = client.get(page_of(row, name))
        assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("same-origin", "noindex")
        assert "no-store" in answer["Cache-Control"]


def test_opening_the_link_never_unsubscribes_and_its_button_does(client: Client) -> None:
    row = reader()
    assert "Stop all mail?" in text_of(client, page_of(row, "unsubscribe"))
    client.head(page_of(row, "unsubscribe"))
    row.refresh_from_db()
    assert row.state == SubscriberState.ACTIVE
    stopped = client.post(page_of(row, "unsubscribe")).content.decode()
    row.refresh_from_db()
    assert ("All mail is stopped" in stopped, row.state, row.state_reason) == (
        True, SubscriberState.UNSUBSCRIBED, "on the page",
    )  # fmt: skip
    client.post(page_of(row, "unsubscribe"), {"do": "undo"})
    row.refresh_from_db()
    assert row.state == SubscriberState.ACTIVE


def test_one_follow_is_stopped_from_a_mail_and_taken_up_again(client: Client) -> None:
    row = reader(claim_topic())
    row.follows.update(note="why")
    one = row.follows.get()
    path = f"{page_of(row, 'unfollow')}{one.pk}/"
    assert "Stop following this?" in text_of(client, path)
    assert row.follows.exists()
    stopped = client.post(path).content.decode()
    assert ("You do not follow it any more" in stopped, row.follows.exists()) == (True, False)
    assert "It was stopped before." in text_of(client, path)
    again = {"do": "undo", "kind": "claim", "id": one.claim_id, "note": "why"}
    assert client.post(path, again)["Location"] == page_of(row)
    assert (row.follows.get().claim_id, row.follows.get().note) == (one.claim_id, "why")


def test_a_follow_of_somebody_else_is_not_stopped(client: Client) -> None:
    row, other = reader(), reader(address="bo@example.org")
    client.post(f"{page_of(row, 'unfollow')}{other.follows.get().pk}/")
    client.post(page_of(row), {"do": "stop", "number": other.follows.get().pk})
    assert other.follows.count() == 1


WISHES = {
    "do": "wishes", "mail": "on", "cadence": "monthly", "weekday": "2", "hour": "17", "time_zone": "Asia/Shanghai",
    "language": "zh-hans",
}  # fmt: skip


def test_preferences_are_changed_on_the_page(client: Client) -> None:
    row = reader(claim_topic())
    follow(row, EVERYTHING, now=timezone.now())
    path, (first, second) = page_of(row), row.follows.order_by("pk")
    assert client.post(path, WISHES)["Location"] == path
    client.post(path, {"do": "note", "number": first.pk, f"{first.pk}-note": "for the archive"})
    client.post(path, {"do": "stop", "number": second.pk})
    row.refresh_from_db()
    assert (row.mail, row.cadence, row.weekday, row.hour, row.time_zone, row.language) == (
        True, "monthly", 2, 17, "Asia/Shanghai", "zh-hans",
    )  # fmt: skip
    assert [(one.pk, one.note) for one in row.follows.all()] == [(first.pk, "for the archive")]
    client.post(path, {key: value for key, value in WISHES.items() if key != "mail"})
    row.refresh_from_db()
    assert (row.mail, "Mail is off." in text_of(client, path)) == (False, True)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ({**WISHES, "hour": "24"}, "Select a valid choice"),
        ({**WISHES, "time_zone": "Mars/Olympus"}, "Select a valid choice"),
        ({"do": "pause", "until": "2020-01-01"}, "A pause ends on a day after today"),
        ({"do": "pause", "until": "soon"}, "Enter a valid date"),
        ({"do": "address", "address": "x"}, "is no e-mail address"),
        ({"do": "address", "address": ADA}, "This is the address that you have"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(client: Client, said: dict[str, str], word: str) -> None:
    row = reader()
    before = Subscriber.objects.values().get()
    answer = client.post(page_of(row), said)
    assert (answer.status_code, word in answer.content.decode()) == (400, True)
    assert Subscriber.objects.values().get() == before


def test_what_no_form_of_the_page_says_changes_nothing(client: Client) -> None:
    row = reader()
    before = Subscriber.objects.values().get()
    assert client.post(page_of(row), {"do": "dance"}).status_code == 302
    assert Subscriber.objects.values().get() == before


def test_the_page_tells_the_state_and_offers_what_can_be_done(client: Client) -> None:
    row, now = reader(), timezone.now()
    assert "Your next digest is due on" in text_of(client, page_of(row))
    pause_subscription(row.pk, until=now.date().replace(year=now.year + 1, day=1), now=now)
    assert "Paused." in text_of(client, page_of(row))
    client.post(page_of(row), {"do": "resume"})
    unsubscribe(row.pk, reason="", now=now)
    assert "Subscribe again" in text_of(client, page_of(row))
    client.post(page_of(row), {"do": "return"})
    row.refresh_from_db()
    assert row.state == SubscriberState.ACTIVE
    client.post(page_of(row), {"do": "unsubscribe"})
    Subscriber.objects.update(state=SubscriberState.SUPPRESSED)
    assert "We do not write to this address." in text_of(client, page_of(row))


def test_what_was_not_touched_for_long_is_marked_and_kept_by_one_click(client: Client) -> None:
    row = reader()
    row.follows.update(renewed_at=timezone.now() - STALE_AFTER)
    assert "1 thing you have not touched for half a year." in text_of(client, page_of(row))
    client.post(page_of(row), {"do": "renew"})
    assert "half a year." not in text_of(client, page_of(row)).replace("asked again in half a year.", "")


def test_the_data_comes_as_a_file_and_goes_after_one_question(client: Client) -> None:
    row = reader()
    path = page_of(row)
    told = client.post(path, {"do": "export"})
    assert (told.json()["reader"]["email"], "attachment" in told["Content-Disposition"]) == (ADA, True)
    asked = client.post(path, {"do": "erase"}).content.decode()
    assert ("Erase all this?" in asked, ADA in asked, Subscriber.objects.get().email) == (True, True, ADA)
    assert "Erased" in client.post(path, {"do": "erase", "sure": "yes"}).content.decode()
    assert (Subscriber.objects.get().email, Follow.objects.count()) == (None, 0)
    assert client.get(path).status_code == 410


def test_an_address_is_changed_by_a_link_in_the_mail_to_the_new_one(client: Client) -> None:
    row = reader()
    client.post(page_of(row), {"do": "address", "address": "ada@new.example"})
    assert "waits for being confirmed" in text_of(client, page_of(row))
    (link,) = post(now=timezone.now())
    assert "ada@new.example" in text_of(client, link)
    assert Subscriber.objects.get().email == ADA
    assert "The address is changed" in client.post(link).content.decode()
    assert Subscriber.objects.get().email == "ada@new.example"


def test_a_token_in_an_address_is_what_allows_it_and_a_cookie_is_what_forms_need() -> None:
    careful = Client(enforce_csrf_checks=True)
    row = reader()
    assert careful.post(page_of(row), {"do": "erase", "sure": "yes"}).status_code == 403
    assert careful.post(page_of(row, "unsubscribe")).status_code == 200
    row.refresh_from_db()
    assert row.state == SubscriberState.UNSUBSCRIBED


def test_in_both_languages_no_page_of_readers_is_half_translated(client: Client) -> None:
    row = reader(claim_topic())
    ask(address="bo@example.org", now=timezone.now())
    number = row.follows.get().pk
    (link,) = post(now=timezone.now())
    for path in (
        FOLLOW,
        CHECK,
        page_of(row),
        page_of(row, "unsubscribe"),
        f"{page_of(row, 'unfollow')}{number}/",
        link,
    ):
        chinese = text_of(client, f"{path}?lang=zh-hans")
        main = re.split("<main[^>]*>|</main>", chinese)[1]
        words = re.sub(r"<option.*?</option>|<[^>]*>|Zephyr-9 has 3 trillion parameters\.|Webhook|\S+@\S+", " ", main)
        assert re.findall(r"[A-Za-z]{4,}", words) == []


def test_confirming_for_a_thing_that_was_followed_already_says_the_same(client: Client) -> None:
    first = confirmed(topic=claim_topic(), now=timezone.now())
    assert first.follow is not None
    ask(topic=topic_of(first.follow), now=timezone.now())
    (link,) = post(now=timezone.now())
    assert "You follow this now" in client.post(link).content.decode()
    assert Follow.objects.count() == 1


def test_time_zones_are_offered_by_their_names_of_today() -> None:
    offered = available_zone_names()
    assert {"UTC", "Asia/Shanghai", "Asia/Kolkata", "Europe/Oslo", "America/Argentina/Buenos_Aires"} <= offered
    assert offered & {"Asia/Calcutta", "America/Buenos_Aires", "Europe/Kiev", "Asia/Chongqing"} == frozenset()
