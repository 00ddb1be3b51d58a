"""How many readers a change would be told to: the same that the digest and the webhooks would tell."""

import pytest
from django.utils import timezone

from claims.models import EventKind, FollowKind, Subscriber, SubscriberState
from claims.topics import Topic
from claims.workflows.follow import follow
from claims.workflows.foresee_telling import Audience, foresee_telling
from tests.notify.made_up_hooks import endpoint
from tests.workflows.made_up_claims import zephyr_claim
from tests.workflows.made_up_evidence import person

pytestmark = pytest.mark.django_db


def reader(name: str, topic: Topic, *, mail: bool = True) -> Subscriber:
    now = timezone.now()
    made = Subscriber.objects.create(
        user=person(name),
        email=f"{name}@example.org",
        key=name,
        mail=mail,
        state=SubscriberState.ACTIVE,
        state_since=now,
        recorded_at=now,
    )
    follow(made, topic, now=now)
    return made


def test_readers_are_counted_once_by_whatever_they_follow() -> None:
    claim, other = zephyr_claim(), zephyr_claim("Osprey-2 is cheap.", name="Osprey-2")
    assert claim.subject_id is not None
    ada = reader("ada", Topic(kind=FollowKind.CLAIM, id=claim.pk))
    follow(ada, Topic(kind=FollowKind.SUBJECT, id=claim.subject_id), now=timezone.now())
    reader("bo", Topic(kind=FollowKind.EVERYTHING))
    reader("cy", Topic(kind=FollowKind.SEARCH, search="q=zephyr"))
    reader("di", Topic(kind=FollowKind.CLAIM, id=other.pk))
    reader("ed", Topic(kind=FollowKind.CLAIM, id=claim.pk), mail=False)
    assert foresee_telling(claim.pk) == Audience(by_mail=3, by_webhook=0, at_least=False)
    assert foresee_telling(other.pk) == Audience(by_mail=2, by_webhook=0, at_least=False)


def test_webhooks_are_counted_by_what_they_want_and_their_owners_follow() -> None:
    claim = zephyr_claim()
    endpoint("https://a.example/")
    endpoint("https://b.example/", EventKind.PAPER_NOTICE)
    endpoint("https://c.example/", followed_only=True, owner="bo")
    endpoint("https://d.example/", followed_only=True, owner="cy")
    reader("cy", Topic(kind=FollowKind.CLAIM, id=claim.pk), mail=False)
    assert foresee_telling(claim.pk) == Audience(by_mail=0, by_webhook=2, at_least=False)
