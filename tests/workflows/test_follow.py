"""Following: once per thing, from now on, and only what is there."""

from datetime import timedelta

import pytest

from claims.judging.findings import Status
from claims.models import Claim, Follow, FollowKind, Subscriber
from claims.models.follows import LONGEST_NOTE
from claims.topics import EVERYTHING, Topic, topic_of
from claims.workflows import follow as following
from claims.workflows.follow import FollowRefused, follow, follow_of, unfollow
from claims.workflows.import_papers import import_papers
from claims.workflows.merge_claims import merge_claims
from claims.workflows.seal_events import seal_events
from tests.web.made_up_claims import NOW, change, claim, subject
from tests.workflows.test_merge_claims import said_claim
from tests.workflows.test_merge_papers import JOINING, stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Subscriber:
    return Subscriber.objects.create(email="ada@example.org", key="k", state_since=NOW, recorded_at=NOW)


def topic(kind: FollowKind, number: int) -> Topic:
    return Topic(kind=kind, id=number)


def test_following_twice_is_following_once_and_a_note_that_is_given_replaces_the_old(reader: Subscriber) -> None:
    change(claim("Zephyr-9 is large."), to=Status.ATTESTED)
    seal_events()
    one = topic(FollowKind.CLAIM, Claim.objects.get().pk)
    first = follow(reader, one, note="For the book", now=NOW)
    later = NOW + timedelta(days=1)
    again = follow(reader, one, now=later)
    noted = follow(reader, one, note="For the second edition", now=later)
    row = Follow.objects.get()
    assert [done.created for done in (first, again, noted)] == [True, False, False]
    assert (row.since, row.recorded_at, row.note) == (1, NOW, "For the second edition")
    assert (topic_of(row), follow_of(reader, one), follow_of(reader, EVERYTHING)) == (one, row, None)


def test_unfollowing_twice_says_that_there_was_nothing_left(reader: Subscriber) -> None:
    number = follow(reader, EVERYTHING, now=NOW).follow.pk
    stranger = Subscriber.objects.create(email="bo@example.org", key="l", state_since=NOW, recorded_at=NOW)
    assert [unfollow(stranger, number), unfollow(reader, number), unfollow(reader, number)] == [False, True, False]


def test_a_merged_claim_and_a_merged_paper_stand_for_their_successors(reader: Subscriber) -> None:
    stays, merged = said_claim(), said_claim()
    merge_claims(merged.pk, stays.pk, actor=None, reason="The same.", now=NOW)
    preprint, article = stored()
    import_papers([JOINING], now=NOW)
    rows = [
        follow(reader, topic(kind, number), now=NOW).follow
        for kind, number in ((FollowKind.CLAIM, merged.pk), (FollowKind.PAPER, article.pk))
    ]
    assert [(row.claim_id, row.paper_id) for row in rows] == [(stays.pk, None), (None, preprint.pk)]


def test_a_search_is_followed_in_one_spelling(reader: Subscriber) -> None:
    made = [
        follow(reader, Topic(kind=FollowKind.SEARCH, search=search), now=NOW)
        for search in ("q=M6&language=zh&page=2", "language=zh&q=+M6", "language=zh&q=M6")
    ]
    assert [done.created for done in made] == [True, False, False]
    assert Follow.objects.get().search == "language=zh&q=M6"


def test_a_subject_an_organisation_and_its_announcements_are_three_things(reader: Subscriber) -> None:
    about = subject()
    assert about.maker_id
    for kind, number in (
        (FollowKind.SUBJECT, about.pk),
        (FollowKind.ORGANISATION, about.maker_id),
        (FollowKind.PUBLISHER, about.maker_id),
    ):
        assert follow(reader, topic(kind, number), now=NOW).created
    assert Follow.objects.count() == 3


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (topic(FollowKind.CLAIM, 987), "There is no claim 987 to follow"),
        (topic(FollowKind.PAPER, 987), "There is no paper 987 to follow"),
        (topic(FollowKind.SUBJECT, 987), "There is no subject 987 to follow"),
        (topic(FollowKind.PUBLISHER, 987), "There is no publisher 987 to follow"),
        (Topic(kind=FollowKind.SEARCH, search="status=proven"), "no status “proven”"),
        (Topic(kind=FollowKind.SEARCH, search="page=2"), "The search is empty"),
    ],
)
def test_what_is_not_there_cannot_be_followed(reader: Subscriber, wanted: Topic, why: str) -> None:
    with pytest.raises(FollowRefused, match=why):
        follow(reader, wanted, now=NOW)
    assert Follow.objects.count() == 0


def test_a_note_that_is_too_long_is_refused(reader: Subscriber) -> None:
    with pytest.raises(FollowRefused, match="at most 500"):
        follow(reader, EVERYTHING, note="x" * (LONGEST_NOTE + 1), now=NOW)


def test_there_is_an_end_to_what_one_reader_follows(reader: Subscriber, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "MOST_FOLLOWS", 1)
    follow(reader, EVERYTHING, now=NOW)
    assert not follow(reader, EVERYTHING, now=NOW).created
    with pytest.raises(FollowRefused, match="At most 1 things"):
        follow(reader, Topic(kind=FollowKind.SEARCH, search="q=M6"), now=NOW)
