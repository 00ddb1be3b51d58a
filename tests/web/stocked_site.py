"""A site stocked with all that strains a page: long words, both languages, every kind of row, sources in trouble."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from claims.core.quantities import Metric
from claims.digest.open_issues import open_due_issues
from claims.digest.public_issues import open_public_issue
from claims.models import (
    Announcement,
    Claim,
    Delivery,
    EndpointState,
    EventKind,
    Follow,
    FollowKind,
    HookState,
    Organisation,
    Paper,
    PublishedReview,
    Subject,
    Subscriber,
    SubscriberState,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
)
from claims.reader_links import READER, sign
from claims.topics import Topic, topic_of
from claims.workflows.change_address import address_token
from claims.workflows.confirm_subscription import confirmation_token
from claims.workflows.follow import follow
from claims.workflows.keep_endpoint import new_secret
from claims.workflows.keep_two_factor import begin_two_factor
from claims.workflows.make_account import account_token
from tests.digest.made_up_readers import MONDAY, everybody
from tests.web.made_up_claims import NOW, announcement, claim, claim_with_everything, measure, subject
from tests.web.made_up_devices import code_of, give_code, give_password, somebody, with_two_factor
from tests.web.made_up_sources import looked_for, sources_in_several_states

LONG_WORD = "https://example.org/" + "a-very-long-path/" * 12
# Pages that need nothing stored, and what they answer.
OF_THEIR_OWN = {
    "/": 200,
    "/claims/": 200,
    "/claims/?status=nonsense": 400,
    "/claims/?q=西风": 200,
    "/claims/?metric=energy": 200,
    "/claims/987654/": 404,
    "/announcements/": 200,
    "/subjects/": 200,
    "/organisations/": 200,
    "/statistics/": 200,
    "/methodology/": 200,
    "/corrections/": 200,
    "/coverage/": 200,
    "/digests/": 200,
    "/follow/": 200,
    "/follow/check-your-mail/": 200,
    "/account/sign-in/": 200,
    "/account/password/forgotten/": 200,
    "/api/docs/problems/": 200,
}
# The reference of the API is one long page of its own kind, in English.
REFERENCE = {"/api/docs/": 200}
# Pages of a person who has signed in.
SIGNED_IN = {
    "/account/": 200,
    "/account/follows/": 200,
    "/account/tokens/": 200,
    "/account/webhooks/": 200,
    "/account/password/": 200,
    "/account/two-factor/": 200,
}
# Pages of one who has signed in in two steps.
IN_TWO_STEPS = {
    "/account/": 200,
    "/account/two-factor/": 200,
    "/account/two-factor/recovery-codes/": 200,
    "/account/two-factor/off/": 200,
}
# The page between the two.
BETWEEN_STEPS = {"/account/sign-in/code/": 200}


def stock_the_site() -> dict[str, int]:
    """Fill the site, and return the address of every kind of page that anybody may see, with its status."""
    sources_in_several_states()
    looked = looked_for()
    made = claim_with_everything()
    review(made)
    chinese = announcement(
        f"# 西风\n\n西风九号拥有 3 万亿参数，规模是北极光的 17 倍。<{LONG_WORD}>",
        title="西风九号：三万亿参数",
        url="https://example.org/zh",
        language="zh",
    )
    told = claim("西风九号拥有 3 万亿参数", about=subject("Zephyr-9"), said_in=chinese, language="zh")
    measure(told, Metric.PARAMETERS, 3 * 10**12, "parameters")
    claim("Supercalifragilistic" * 8, about=subject("A-model-with-an-unbroken-name-" * 4))
    story = Announcement.objects.get(language="en")
    zephyr = Topic(kind=FollowKind.SUBJECT, id=Subject.objects.earliest("pk").pk)
    search = Topic(kind=FollowKind.SEARCH, search="language=zh&q=西风")
    follower = a_follower(zephyr, Topic(kind=FollowKind.CLAIM, id=told.pk), search)
    of_what_is_stored = (
        f"/claims/{made.pk}/",
        f"/claims/{made.pk}/?as_of=2024-02-01",
        f"/claims/{told.pk}/",
        f"/claims/{Claim.objects.latest('pk').pk}/",
        f"/claims/{looked.pk}/receipts/",
        f"/announcements/{story.pk}/",
        f"/announcements/{chinese.pk}/",
        f"/papers/{Paper.objects.get().pk}/",
        f"/subjects/{Subject.objects.earliest('pk').pk}/",
        f"/organisations/{Organisation.objects.earliest('pk').pk}/",
        *digests(follower),
        *behind_mail(follower),
    )
    return OF_THEIR_OWN | dict.fromkeys(of_what_is_stored, 200) | {"/preferences/nonsense/": 410}


def a_follower(*followed: Topic) -> Subscriber:
    """Somebody who follows everything and, with a note of theirs, each of these things."""
    made = everybody(told_to=0)
    for topic in followed:
        follow(made, topic, note=LONG_WORD, now=NOW)
    return made


def behind_mail(reader: Subscriber) -> tuple[str, ...]:
    """The pages that links in mails lead to: a reader's own, of one who has paused, and those that ask for a yes."""
    token, now = sign(READER, reader.pk, reader.key), timezone.now()
    paused = everybody("paused@example.org", state=SubscriberState.PAUSED, paused_until=date(2030, 1, 1))
    new = everybody("new@example.org", state=SubscriberState.PENDING, confirmed_at=None)
    topic = topic_of(reader.follows.earliest("pk"))
    moving = everybody("moving@example.org", new_email="moved@example.org")
    forgetful = a_person("bea")
    return (
        f"/preferences/{token}/",
        f"/preferences/{sign(READER, paused.pk, paused.key)}/",
        f"/unsubscribe/{token}/",
        f"/unfollow/{token}/{reader.follows.latest('pk').pk}/",
        f"/unfollow/{token}/987654/",
        f"/confirm/{confirmation_token(new, topic, language='en', now=now)}/",
        f"/confirm-address/{address_token(moving, 'moved@example.org', now=now)}/",
        f"/account/sign-up/{account_token('carla@example.org', now=now)}/",
        f"/account/password/{urlsafe_base64_encode(force_bytes(forgetful.pk))}/set-password/",
    )


def digests(reader: Subscriber) -> tuple[str, str]:
    """The public digest of the week of the stock, and the copy of the mail of somebody who follows everything."""
    Follow.objects.update(since=0)
    issue = open_public_issue(datetime(2026, 5, 4, 0, 5, tzinfo=UTC))
    open_due_issues(MONDAY)
    assert issue is not None
    copy = f"{sign(READER, reader.pk, reader.key)}/{Delivery.objects.get().pk}"
    return f"/digests/{issue.slug}/", f"/digests/copy/{copy}/"


def review(made: Claim) -> PublishedReview:
    """What another fact-checker found of it, in a third language."""
    return PublishedReview.objects.create(
        claim=made,
        publisher="Faktenwerk",
        url="https://faktenwerk.example/zephyr",
        title="Zephyr: Stimmt das eine Prozent?",
        rating="Teilweise richtig",
        language="de",
        reviewed_on=date(2024, 5, 1),
        raw={},
        recorded_at=datetime(2024, 6, 1, tzinfo=UTC),
    )


def a_person(name: str = "ada") -> User:
    """Somebody with an account."""
    return User.objects.create_user(name, f"{name}@example.org", "a long enough password")


def pages_of(somebody: User) -> dict[str, int]:
    """The pages of a person who has signed in, with a webhook that answered once, then failed, and was switched off."""
    hook = WebhookEndpoint.objects.create(
        user=somebody,
        url=LONG_WORD,
        description="机器人",
        kinds=[EventKind.PAPER_NOTICE.value],
        followed_only=True,
        secret=new_secret(),
        since=0,
        state=EndpointState.FAILING_OFF,
        failing_since=NOW,
        failures=8,
        recorded_at=NOW,
    )
    for number, status in enumerate((200, 503)):
        sent = WebhookDelivery.objects.create(
            endpoint=hook,
            uid=f"msg_{number}",
            state=HookState.DELIVERED if status == 200 else HookState.GIVEN_UP,
            recorded_at=NOW,
        )
        WebhookAttempt.objects.create(
            delivery=sent, started_at=NOW, seconds=0.12, status=status, answer="<p>Thank you.</p>"
        )
    begin_two_factor(somebody)
    with_hooks = (f"/account/webhooks/{hook.pk}/", f"/account/webhooks/{hook.pk}/remove/")
    return SIGNED_IN | dict.fromkeys((*with_hooks, "/account/two-factor/set-up/"), 200)


def sessions() -> Iterator[tuple[Client, dict[str, int]]]:
    """Every way of having signed in, as a client with its cookie, with the pages that only it sees."""
    one, ada = Client(), a_person()
    one.force_login(ada)
    yield one, pages_of(ada)
    two, dora = Client(), somebody("dora")
    with_two_factor(dora)
    give_password(two, "dora")
    yield two, BETWEEN_STEPS
    give_code(two, code_of(dora))
    yield two, IN_TWO_STEPS
