"""What an event is about: told to each follower and in each feed alike, through merges, families and papers."""

from collections.abc import Iterable

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import topics
from claims.judging.findings import Stance, Status
from claims.models import Announcement, Claim, FollowKind, Organisation, OutboxEvent, Paper, Subject, Workflow
from claims.models.outbox import EventKind
from claims.searches import UnknownChoice
from claims.topics import EVERYTHING, Topic, claims_of, events_on, topics_of
from claims.workflows.import_papers import import_papers
from claims.workflows.merge_claims import merge_claims
from claims.workflows.seal_events import seal_events
from tests.web.made_up_claims import (
    ENERGY_QUOTE,
    NOW,
    announcement,
    change,
    claim,
    claim_with_everything,
    evidence,
    subject,
)
from tests.web.made_up_claims import paper as paper_version
from tests.web.made_up_relatives import SIZE, relatives
from tests.workflows.test_merge_claims import said_claim
from tests.workflows.test_merge_papers import JOINING, retract, stored

pytestmark = pytest.mark.django_db
SEARCHES = ("q=Zephyr", "status=qualified", "language=zh", "q=nothing+of+that+kind")


def topic(kind: FollowKind, number: int) -> Topic:
    return Topic(kind=kind, id=number)


def of_newest(kind: EventKind, *, searches: Iterable[str] = ()) -> topics.Topics:
    event = OutboxEvent.objects.filter(kind=kind).order_by("-pk")[0]
    return topics_of([event], searches=searches)[event.pk]


def every_topic() -> list[Topic]:
    """Whatever can be followed of all that is stored."""
    kinds = {
        FollowKind.CLAIM: Claim.objects.exclude(workflow=Workflow.DISMISSED),
        FollowKind.SUBJECT: Subject.objects.all(),
        FollowKind.ORGANISATION: Organisation.objects.all(),
        FollowKind.PUBLISHER: Organisation.objects.all(),
        FollowKind.PAPER: Paper.objects.all(),
    }
    return [
        EVERYTHING,
        *(topic(kind, number) for kind, rows in kinds.items() for number in rows.values_list("pk", flat=True)),
        *(Topic(kind=FollowKind.SEARCH, search=search) for search in SEARCHES),
    ]


def check_that_feeds_tell_what_followers_are_told() -> int:
    """How many events are told under a topic, counted for each topic."""
    seal_events()
    told = topics_of(list(OutboxEvent.objects.order_by("pk")), searches=SEARCHES)
    asked, total = every_topic(), 0
    for one in asked:
        in_feed = set(events_on(one).values_list("pk", flat=True))
        assert in_feed == {event for event, about in told.items() if one in about}, one
        total += len(in_feed)
    return total


def test_a_status_is_told_to_those_who_follow_the_claim_or_anything_that_it_names() -> None:
    story = announcement()
    family = subject("Zephyr")
    about = subject()
    about.family = family
    about.save(update_fields=["family"])
    made = claim(ENERGY_QUOTE, about=about, said_in=story)
    change(made, to=Status.QUALIFIED)
    assert about.maker_id
    assert story.publisher_id
    assert of_newest(EventKind.STATUS_CHANGED, searches=SEARCHES) == {
        EVERYTHING,
        topic(FollowKind.CLAIM, made.pk),
        topic(FollowKind.SUBJECT, about.pk),
        topic(FollowKind.SUBJECT, family.pk),
        topic(FollowKind.ORGANISATION, about.maker_id),
        topic(FollowKind.PUBLISHER, story.publisher_id),
        Topic(kind=FollowKind.SEARCH, search="q=Zephyr"),
        Topic(kind=FollowKind.SEARCH, search="status=qualified"),
    }


def test_whoever_follows_a_merged_claim_hears_of_its_successor_however_long_the_chain() -> None:
    first, second, third = said_claim(), said_claim(), said_claim()
    for claim_, into in ((third, second), (second, first)):
        merge_claims(claim_.pk, into.pk, actor=None, reason="The same.", now=NOW)
    change(first, to=Status.ATTESTED)
    claims = {one for one in of_newest(EventKind.STATUS_CHANGED) if one.kind is FollowKind.CLAIM}
    assert claims == {topic(FollowKind.CLAIM, one.pk) for one in (first, second, third)}
    assert [list(claims_of(one)) for one in sorted(claims, key=lambda one: one.id)] == [[first]] * 3
    check_that_feeds_tell_what_followers_are_told()


def test_a_retraction_is_told_to_those_who_follow_a_claim_that_rests_on_the_paper() -> None:
    made, other = claim("Zephyr-9 is large.", about=subject()), claim("Other")
    version = paper_version("Source", abstract="One. Two.")
    evidence(made, version, stance=Stance.SUPPORTS, quote="One.")
    retract(version.paper)
    told = of_newest(EventKind.PAPER_NOTICE)
    assert told >= {topic(FollowKind.PAPER, version.paper_id), topic(FollowKind.CLAIM, made.pk)}
    assert topic(FollowKind.CLAIM, other.pk) not in told
    check_that_feeds_tell_what_followers_are_told()


def test_whoever_follows_a_paper_hears_of_all_that_is_the_same_work() -> None:
    preprint, article = stored()
    retract(article)
    import_papers([JOINING], now=NOW)
    told = of_newest(EventKind.PAPER_NOTICE)
    assert {topic(FollowKind.PAPER, one.pk) for one in (preprint, article)} <= told
    check_that_feeds_tell_what_followers_are_told()


def test_an_announcement_is_told_to_its_publishers_followers_and_to_those_of_what_it_claims() -> None:
    story = announcement()
    made = claim(ENERGY_QUOTE, about=subject(), said_in=story)
    assert story.publisher_id
    assert of_newest(EventKind.ANNOUNCEMENT_ADDED) >= {
        topic(FollowKind.PUBLISHER, story.publisher_id),
        topic(FollowKind.CLAIM, made.pk),
    }


def test_feeds_tell_the_same_events_as_followers_are_told() -> None:
    relatives(claim_with_everything())
    change(Claim.objects.get(text=SIZE), to=Status.ATTESTED)
    assert check_that_feeds_tell_what_followers_are_told() > 50


def test_so_do_those_of_more_claims_than_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics, "MOST_LISTED", 0)
    made = claim_with_everything()
    change(claim("Zephyr-9 is large.", about=subject()), to=Status.ATTESTED)
    seal_events()
    told = topics_of(list(OutboxEvent.objects.all()))
    for one in (topic(FollowKind.SUBJECT, made.subject_id or 0), topic(FollowKind.ORGANISATION, made.claimant_id or 0)):
        assert set(events_on(one).values_list("pk", flat=True)) == {pk for pk, about in told.items() if one in about}


def test_feeds_tell_nothing_of_what_was_dismissed_and_nothing_that_is_not_sealed() -> None:
    made = claim(ENERGY_QUOTE, about=subject(), said_in=announcement())
    change(made, to=Status.ATTESTED)
    named = topic(FollowKind.SUBJECT, made.subject_id or 0)
    unsealed = [events_on(one).count() for one in (EVERYTHING, named)]
    seal_events()
    shown = [events_on(one).count() for one in (EVERYTHING, named)]
    Claim.objects.update(workflow=Workflow.DISMISSED)
    seal_events()
    assert (unsealed, shown) == ([0, 0], [2, 2])
    assert list(events_on(EVERYTHING).values_list("kind", flat=True)) == ["announcement.added"]
    assert list(events_on(named)) == []


def test_a_search_that_no_one_can_read_any_more_finds_nothing_and_has_no_feed() -> None:
    change(claim("Zephyr-9 is large."), to=Status.ATTESTED)
    gone = "status=proven"
    assert of_newest(EventKind.STATUS_CHANGED, searches=[gone]) == of_newest(EventKind.STATUS_CHANGED)
    with pytest.raises(UnknownChoice, match="proven"):
        events_on(Topic(kind=FollowKind.SEARCH, search=gone))


def test_the_queries_are_so_many_however_many_the_events() -> None:
    def queries(rows: int) -> int:
        events = list(OutboxEvent.objects.filter(kind=EventKind.STATUS_CHANGED)[:rows])
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert len(topics_of(events, searches=SEARCHES[:1])) == rows
        return len(captured)

    story = announcement()
    for words in (ENERGY_QUOTE, "Zephyr-9 has 3 trillion parameters", "Zephyr grows"):
        change(claim(words, about=subject(), said_in=story), to=Status.ATTESTED)
    assert queries(1) == queries(3)


def test_feeds_tell_the_same_events_as_followers_are_told_in_the_demonstration() -> None:
    call_command("load_demo", verbosity=0)
    assert Announcement.objects.count() > 0
    assert check_that_feeds_tell_what_followers_are_told() > 300
