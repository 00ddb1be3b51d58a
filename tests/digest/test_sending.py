"""Sending a batch to a real SMTP server: what is taken, refused, deferred and lost, and that nothing goes twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection

from claims.digest.answers import TRIES_AFTER, Fate, Outcome
from claims.digest.delivery_leases import WORKER_DIED, finish_issues, lease_batches, recover_batches, take_batch
from claims.digest.delivery_marks import MAILS_A_FLUSH, BatchLost, BatchMarks
from claims.digest.letters import Edition, Letter, LetterWriter
from claims.digest.pacing import NoPace
from claims.digest.send_deliveries import NOTHING_LEFT, TROUBLE_PAUSE, Sending, send_batch
from claims.digest.smtp_transport import SmtpTransport
from claims.digest.untold import PAUSED
from claims.models import Delivery, DeliveryState, DigestIssue, IssueState, Subscriber, SubscriberState
from claims.models.digests import SendingBatch
from claims.models.leases import LEASE
from tests.digest.made_up_deliveries import CHANGE, NOW, TellsTheSame, WritesPlainly, deliveries, issue, subscriber
from tests.digest.smtp_server import MailRoom, mail_room
from tracker.mail_servers import MailServer

pytestmark = pytest.mark.django_db(transaction=True)


def writer(edition: Edition) -> LetterWriter:
    return WritesPlainly()


class Post:
    """A server, and a sender that reaches it and whose clock is set by hand."""

    def __init__(self, room: MailRoom, server: MailServer) -> None:
        self.room, self.now = room, NOW
        self.transport = SmtpTransport(server, name="tracker.example.org")

    def sending(self, clock: Callable[[], datetime] | None = None) -> Sending:
        return Sending(
            transport=self.transport,
            told=TellsTheSame(),
            writers=writer,
            pace=NoPace(),
            clock=clock or (lambda: self.now),
        )

    def send(self) -> Counter[DeliveryState]:
        """As a tick and its tasks would now."""
        recover_batches(now=self.now)
        return send_all(self.sending(), now=self.now)


def send_all(sending: Sending, *, now: datetime) -> Counter[DeliveryState]:
    """What waits now."""
    return sum((send_batch(batch, sending) for batch in lease_batches(now=now)), Counter())


@pytest.fixture(params=["with pipelining", "one command at a time"])
def post(request: pytest.FixtureRequest) -> Iterator[Post]:
    with mail_room(pipelining=request.param == "with pipelining") as (room, server):
        post = Post(room, server)
        yield post
        post.transport.close()


def states() -> dict[str, tuple[str, int]]:
    """Where each reader's delivery stands, and how often it was offered."""
    rows = Delivery.objects.order_by("id").values_list("subscriber__email", "state", "attempts")
    return {str(address): (state, attempts) for address, state, attempts in rows}


def test_each_reader_gets_one_mail_and_a_second_time_nobody_gets_any(post: Post) -> None:
    told = [f"reader-{number}@example.org" for number in range(5)]
    deliveries(issue(), told)
    assert post.send() == Counter({DeliveryState.SENT: 5})
    assert (post.send(), post.room.copies(), post.room.sessions) == (Counter(), Counter(told), 1)
    row = Delivery.objects.earliest("id")
    assert (row.state, row.attempts, row.message_id, row.answer, row.due_at, row.finished_at) == (
        "sent", 1, f"<digest.{row.pk}@example.org>", "250 2.0.0 Taken (the content)", None, NOW,
    )  # fmt: skip
    assert not SendingBatch.objects.exists()


def test_what_arrives_is_what_was_written_dots_and_all(post: Post) -> None:
    row, _ = deliveries(issue(), ["reader@example.org", "another@example.org"])
    post.send()
    first = post.room.taken[0]
    assert (first.sender, first.content) == (
        "bounces@example.org",
        WritesPlainly().write(row.pk, _reader(row), TellsTheSame().of([row])[row.pk]).message,
    )


def _reader(row: Delivery):  # type: ignore[no-untyped-def]  # what the sender makes of it
    from claims.digest.send_deliveries import reader_of

    return reader_of(row)


def test_refusals_end_a_delivery_and_no_such_mailbox_ends_the_readers(post: Post) -> None:
    deliveries(issue(), ["refuse-1@example.org", "well-1@example.org", "policy-1@example.org", "reject-1@example.org"])
    assert post.send() == Counter({DeliveryState.REFUSED: 3, DeliveryState.SENT: 1})
    assert states() == {
        "refuse-1@example.org": ("refused", 1),
        "well-1@example.org": ("sent", 1),
        "policy-1@example.org": ("refused", 1),
        "reject-1@example.org": ("refused", 1),
    }
    told = Subscriber.objects.order_by("id").values_list("email", "state", "state_reason")
    assert [row for row in told if row[1] != SubscriberState.ACTIVE] == [
        ("refuse-1@example.org", "suppressed", "hard: 550 5.1.1 No such user (RCPT TO)")
    ]
    assert list(Delivery.objects.exclude(bounced_at=None).values_list("subscriber__email", "bounced_at")) == [
        ("refuse-1@example.org", NOW)
    ]


def test_what_is_deferred_comes_later_and_once(post: Post) -> None:
    deliveries(issue(), ["defer-1@example.org", "well-1@example.org"])
    assert post.send() == Counter({DeliveryState.SENT: 1, DeliveryState.WAITING: 1})
    assert post.send() == Counter()
    post.now = NOW + timedelta(minutes=5)
    assert post.send() == Counter({DeliveryState.WAITING: 1})
    post.now += timedelta(minutes=15)
    assert post.send() == Counter({DeliveryState.SENT: 1})
    assert (states()["defer-1@example.org"], post.room.copies()["defer-1@example.org"]) == (("sent", 3), 1)


def test_what_is_always_deferred_is_given_up_after_two_days_and_a_half(post: Post) -> None:
    (row,) = deliveries(issue(), ["never-1@example.org"])
    while Delivery.objects.get().state == DeliveryState.WAITING:
        post.now = max(post.now, Delivery.objects.get().due_at or post.now)
        post.send()
    row.refresh_from_db()
    assert (row.state, row.attempts, row.answer) == ("given_up", 10, "451 4.7.1 Try later (RCPT TO)")
    assert timedelta(days=2) < post.now - NOW < timedelta(days=3)


@pytest.mark.parametrize("kind", ["hangup", "busy"])
def test_a_connection_that_breaks_before_the_content_repeats_nothing_and_loses_nothing(post: Post, kind: str) -> None:
    told = [f"{kind}-1@example.org", "well-1@example.org", "well-2@example.org"]
    deliveries(issue(), told)
    assert post.send() == Counter({DeliveryState.SENT: 2, DeliveryState.WAITING: 1})
    assert post.room.copies() == Counter(told[1:])


@pytest.mark.parametrize(("kind", "copies"), [("lost", 1), ("lostcontent", 0)])
def test_a_connection_that_breaks_after_the_content_leaves_one_unknown_that_is_not_repeated(
    post: Post, kind: str, copies: int
) -> None:
    deliveries(issue(), [f"{kind}-1@example.org", "well-1@example.org", "well-2@example.org"])
    assert post.send() == Counter({DeliveryState.SENT: 2, DeliveryState.UNKNOWN: 1})
    post.now += timedelta(days=1)
    assert post.send() == Counter()
    assert (post.room.copies()[f"{kind}-1@example.org"], states()[f"{kind}-1@example.org"]) == (copies, ("unknown", 1))


def test_a_server_that_breaks_every_connection_is_left_alone_for_a_while(post: Post) -> None:
    deliveries(issue(), [f"hangup-{number}@example.org" for number in range(3)] + ["well-1@example.org"])
    assert post.send() == Counter({DeliveryState.WAITING: 3})
    row = Delivery.objects.get(subscriber__email="well-1@example.org")
    assert (row.attempts, row.due_at, SendingBatch.objects.count()) == (0, NOW + TROUBLE_PAUSE, 0)


def test_a_server_that_is_away_uses_up_no_tries() -> None:
    with mail_room() as (room, server):
        pass
    post = Post(room, server)
    deliveries(issue(), ["well-1@example.org"])
    assert (post.send(), states()) == (Counter(), {"well-1@example.org": ("waiting", 0)})
    assert Delivery.objects.get().due_at == NOW + TROUBLE_PAUSE


def test_who_left_in_the_meantime_is_not_written_to(post: Post) -> None:
    deliveries(issue(), ["left@example.org", "off@example.org", "erased@example.org", "well@example.org"])
    Subscriber.objects.filter(email="left@example.org").update(state=SubscriberState.UNSUBSCRIBED)
    Subscriber.objects.filter(email="off@example.org").update(mail=False)
    Subscriber.objects.filter(email="erased@example.org").update(state=SubscriberState.ERASED, email=None)
    assert post.send() == Counter({DeliveryState.SENT: 1})
    assert Counter(Delivery.objects.values_list("state", flat=True)) == Counter({"suppressed": 3, "sent": 1})


def test_who_leaves_while_their_mail_is_offered_is_not_written_to(post: Post) -> None:
    """The server waits for the content by then, and gets none: the connection is closed."""
    first, second = deliveries(issue(), ["leaving@example.org", "well@example.org"])

    class LeavesNow(WritesPlainly):
        def write(self, delivery_id, reader, changes):  # type: ignore[no-untyped-def]  # as the Protocol says
            Subscriber.objects.filter(pk=first.subscriber_id).update(state=SubscriberState.UNSUBSCRIBED)
            return super().write(delivery_id, reader, changes)

    sending = post.sending()
    leaving = Sending(
        transport=sending.transport,
        told=sending.told,
        writers=lambda edition: LeavesNow(),
        pace=sending.pace,
        clock=sending.clock,
    )
    assert send_all(leaving, now=NOW) == Counter({DeliveryState.SENT: 1})
    assert (post.room.copies(), states()["leaving@example.org"]) == (Counter(["well@example.org"]), ("waiting", 0))
    assert (post.send(), states()["leaving@example.org"]) == (Counter(), ("suppressed", 0))
    assert second.subscriber_id


def test_what_has_nothing_left_to_say_is_not_sent(post: Post) -> None:
    deliveries(issue(), ["well@example.org"], told=[])
    assert post.send() == Counter()
    row = Delivery.objects.get()
    assert (row.state, row.answer, post.room.taken) == ("cancelled", NOTHING_LEFT, [])


@pytest.mark.parametrize("state", [IssueState.PAUSED, IssueState.CANCELLED])
def test_an_issue_that_is_stopped_sends_nothing_more_from_the_next_mail_on(post: Post, state: IssueState) -> None:
    of = issue()
    deliveries(of, [f"well-{number}@example.org" for number in range(4)])

    class Stops(WritesPlainly):
        written = 0

        def write(self, delivery_id, reader, changes):  # type: ignore[no-untyped-def]  # as the Protocol says
            Stops.written += 1
            if Stops.written == 3:
                DigestIssue.objects.update(state=state)
            return super().write(delivery_id, reader, changes)

    stopping = Sending(
        transport=post.transport,
        told=TellsTheSame(),
        writers=lambda edition: Stops(),
        pace=NoPace(),
        clock=lambda: post.now,
    )
    sent = send_all(stopping, now=NOW)[DeliveryState.SENT]
    assert (sent, len(post.room.taken)) in ((1, 1), (2, 2))


def test_two_workers_with_the_same_batch_send_each_mail_once(post: Post) -> None:
    told = [f"well-{number}@example.org" for number in range(6)]
    deliveries(issue(), told)
    (batch,) = lease_batches(now=NOW)
    assert send_batch(batch, post.sending()) + send_batch(batch, post.sending()) == Counter({DeliveryState.SENT: 6})
    assert post.room.copies() == Counter(told)


def letter_to(row: Delivery) -> Letter:
    return WritesPlainly().write(row.pk, _reader(row), [CHANGE])


SENT = Outcome(fate=Fate.SENT, answer="250 OK")


def test_what_a_dead_worker_left_is_sent_unknown_or_waits_once_its_lease_is_over() -> None:
    """The second was refused, of which it is written down at once; the fourth was in hand; the fifth left meanwhile."""
    rows = deliveries(issue(), [f"well-{number}@example.org" for number in range(6)])
    (batch,) = lease_batches(now=NOW)
    marks = BatchMarks(take_batch(batch, now=NOW), clock=lambda: NOW)
    for row, outcome in zip(rows, (SENT, Outcome(fate=Fate.REFUSED, answer="550 No"), SENT), strict=False):
        assert marks.begin(letter_to(row))
        marks.end(letter_to(row), outcome)
    assert marks.begin(letter_to(rows[3]))
    Delivery.objects.filter(pk=rows[2].pk).update(state=DeliveryState.CANCELLED)
    assert [recover_batches(now=now) for now in (NOW, NOW + LEASE, NOW + LEASE)] == [0, 1, 0]
    assert list(Delivery.objects.order_by("id").values_list("state", "attempts", "answer", "finished_at")) == [
        ("sent", 1, "", NOW + LEASE),
        ("refused", 1, "550 No", NOW),
        ("sent", 1, "", NOW + LEASE),
        ("unknown", 1, WORKER_DIED, NOW + LEASE),
        ("waiting", 0, "", None),
        ("waiting", 0, "", None),
    ]
    # It was not dead, only slow: it sends nothing more, and what it knows of what it sent is written down.
    marks.end(letter_to(rows[3]), SENT)
    with pytest.raises(BatchLost):
        marks.begin(letter_to(rows[4]))
    marks.flush()
    marks.close()
    assert list(Delivery.objects.order_by("id").values_list("state", "attempts"))[3:5] == [("sent", 1), ("waiting", 0)]
    assert len(lease_batches(now=NOW + LEASE)) == 1


def test_what_is_not_offered_is_never_taken_for_sent() -> None:
    """Whatever is passed over leaves the batch before the mark moves on."""
    rows = deliveries(issue(), ["left@example.org", "empty@example.org", "deferred@example.org", "well@example.org"])
    (batch,) = lease_batches(now=NOW)
    marks = BatchMarks(take_batch(batch, now=NOW), clock=lambda: NOW)
    Subscriber.objects.filter(email="left@example.org").update(state=SubscriberState.UNSUBSCRIBED)
    assert not marks.begin(letter_to(rows[0]))
    marks.end_unsent(rows[1].pk, DeliveryState.CANCELLED, NOTHING_LEFT)
    marks.end(letter_to(rows[2]), Outcome(fate=Fate.DEFERRED, answer="451 Later"))
    assert marks.begin(letter_to(rows[3]))
    assert recover_batches(now=NOW + LEASE) == 1
    assert list(Delivery.objects.order_by("id").values_list("state", "attempts", "due_at")) == [
        ("waiting", 0, NOW),
        ("cancelled", 0, None),
        ("waiting", 1, NOW + TRIES_AFTER[0]),
        ("unknown", 1, None),
    ]


def test_a_batch_that_nobody_takes_is_handed_out_again() -> None:
    deliveries(issue(), ["well@example.org"])
    (first,) = lease_batches(now=NOW)
    assert (recover_batches(now=NOW + LEASE), len(take_batch(first, now=NOW + LEASE).deliveries)) == (0, 0)
    (second,) = lease_batches(now=NOW + LEASE)
    assert len(take_batch(second, now=NOW + LEASE).deliveries) == 1


def test_who_pauses_before_it_is_sent_is_told_after_the_pause(post: Post) -> None:
    """Their next digest begins where this one would have; where a later one told something, nothing is told twice."""
    paused, later = deliveries(issue(), ["paused@example.org", "later@example.org"])
    deliveries(issue(due_at=NOW + timedelta(days=1)), ["later@example.org"], due_at=NOW + timedelta(days=9))
    Delivery.objects.update(after_position=5)
    Subscriber.objects.update(told_to=9, state=SubscriberState.PAUSED)
    assert post.send() == Counter()
    assert list(Subscriber.objects.order_by("id").values_list("pk", "told_to")) == [
        (paused.subscriber_id, 5),
        (later.subscriber_id, 9),
    ]
    assert list(Delivery.objects.order_by("id").values_list("state", "answer")) == [
        ("suppressed", PAUSED),
        ("suppressed", PAUSED),
        ("waiting", ""),
    ]


def test_an_issue_is_done_when_nothing_of_it_waits(post: Post) -> None:
    of = issue()
    deliveries(of, ["defer-1@example.org", "well-1@example.org"])
    post.send()
    assert finish_issues(now=post.now) == 0
    for minutes in (5, 15):
        post.now += timedelta(minutes=minutes)
        post.send()
    assert (finish_issues(now=post.now), finish_issues(now=post.now)) == (1, 0)
    of.refresh_from_db()
    assert (of.state, of.finished_at) == (IssueState.DONE, post.now)


def test_leases_hand_a_row_to_one_worker_and_no_more_than_are_wanted() -> None:
    deliveries(issue(), [f"well-{number}@example.org" for number in range(5)])
    first, second, third = (lease_batches(now=NOW, limit=limit, size=1) for limit in (2, 4, 4))
    batches = SendingBatch.objects.in_bulk([*first, *second])
    assert (len(first), len(second), third) == (2, 2, [])
    assert len({number for batch in batches.values() for number in batch.deliveries}) == 4
    recover_batches(now=NOW + LEASE)
    assert [len(SendingBatch.objects.get(pk=batch).deliveries) for batch in lease_batches(now=NOW + LEASE)] == [5]


def test_an_address_that_smtp_cannot_tell_is_refused_and_holds_nobody_up(post: Post) -> None:
    deliveries(issue(), ["悟道@example.org", "well@example.org"])
    assert post.send() == Counter({DeliveryState.SENT: 1, DeliveryState.REFUSED: 1})
    assert subscriber("another@example.org").state == SubscriberState.ACTIVE


def test_marking_a_mail_is_one_statement_and_the_rows_are_written_together(post: Post) -> None:
    many = MAILS_A_FLUSH + 2
    deliveries(issue(), [f"well-{number}@example.org" for number in range(many)])
    written: Counter[str] = Counter()

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # as Django calls it
        written[" ".join(sql.split()[:2]).replace('"', "")] += 1
        return execute(sql, params, many, context)

    class Counted(WritesPlainly):
        def write(self, delivery_id, reader, changes):  # type: ignore[no-untyped-def]  # as the Protocol says
            with connection.cursor() as cursor:
                cursor.execute("SELECT reached FROM claims_sendingbatch")
                reached.append(cursor.fetchone()[0])
            return super().write(delivery_id, reader, changes)

    reached: list[int] = []
    sending = Sending(
        transport=post.transport, told=TellsTheSame(), writers=lambda edition: Counted(), pace=NoPace(),
        clock=lambda: NOW,
    )  # fmt: skip
    with connection.execute_wrapper(count):
        assert send_all(sending, now=NOW) == Counter({DeliveryState.SENT: many})
    assert (written["UPDATE claims_delivery"], written["UPDATE claims_sendingbatch"]) == (2, 1)
    assert reached == [0, *range(many - 1)]
