"""Mails that come back: what reports say, whose they are, and when a reader is not written to any more."""

import base64
import email
import email.policy
import json
import mailbox
import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from claims.digest.bounces import Bounce, NotABounce, kind_of_status, read_bounce
from claims.digest.return_paths import delivery_of, return_path
from claims.models import Delivery, Subscriber, SubscriberState
from claims.workflows.take_in_bounce import MOST_SOFT, BounceKind, BounceTaken, take_in_bounce
from tests.digest.made_up_deliveries import NOW, deliveries, issue
from tracker.mail_servers import read_mail_url

BOUNCES = override_settings(MAIL_BOUNCES="bounces.example.org", SECRET_KEY="made up for a test")
RIGHT = "user:word"
OURS = "bounces+7.abcdef0123@bounces.example.org"


def ours(address: str) -> int | None:
    return 7 if address == OURS else None


def report(
    *, to: str = OURS, status: str = "5.1.1", action: str = "failed", diagnostic: str = "smtp; 550 5.1.1 No such user"
) -> bytes:
    """A delivery status notification as RFC 3464 has it."""
    return f"""\
From: MAILER-DAEMON@mx.example.net\r
To: {to}\r
Subject: Undelivered Mail Returned to Sender\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
I am sorry to have to tell you.\r
--b\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; mx.example.net\r
\r
Final-Recipient: rfc822; reader@example.net\r
Action: {action}\r
Status: {status}\r
Diagnostic-Code: {diagnostic}\r
\r
--b\r
Content-Type: text/rfc822-headers\r
\r
Return-Path: <{to}>\r
Message-ID: <digest.7.1@example.org>\r
\r
--b--\r
""".encode()


def complaint(*, kind: str = "abuse", sender: str = OURS, to: str = "postmaster@example.org") -> bytes:
    """A complaint in the Abuse Reporting Format, RFC 5965."""
    return f"""\
From: feedback@example.net\r
To: {to}\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=feedback-report; boundary="b"\r
\r
--b\r
Content-Type: text/plain\r
\r
This is a complaint.\r
--b\r
Content-Type: message/feedback-report\r
\r
Feedback-Type: {kind}\r
User-Agent: Example/1.0\r
Version: 1\r
Original-Mail-From: <{sender}>\r
\r
--b\r
Content-Type: message/rfc822\r
\r
From: digest@example.org\r
Subject: 1 new claim\r
\r
Text.\r
--b--\r
""".encode()


def test_a_report_of_failure_names_the_delivery_by_the_address_that_it_came_to() -> None:
    assert read_bounce(report(), delivery_of=ours) == Bounce(
        delivery_id=7, kind=BounceKind.HARD, reason="smtp; 550 5.1.1 No such user"
    )


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("5.1.1", BounceKind.HARD),
        ("5.1.10", BounceKind.HARD),
        ("5.2.1", BounceKind.HARD),
        ("5.2.2", BounceKind.SOFT),
        ("5.7.1", BounceKind.SOFT),
        ("4.4.7", BounceKind.SOFT),
        ("", BounceKind.SOFT),
    ],
)
def test_only_a_missing_mailbox_is_hard(status: str, kind: BounceKind) -> None:
    assert kind_of_status(status) is kind
    assert read_bounce(report(status=status), delivery_of=ours).kind is kind


@pytest.mark.parametrize("kind", ["abuse", "fraud", "opt-out"])
def test_a_complaint_names_the_delivery_by_the_mail_that_it_is_about(kind: str) -> None:
    assert read_bounce(complaint(kind=kind), delivery_of=ours) == Bounce(
        delivery_id=7, kind=BounceKind.COMPLAINT, reason=f"{kind}, Example/1.0"
    )


def test_the_address_that_a_server_tells_counts_as_well() -> None:
    assert read_bounce(report(to="someone@example.org"), delivery_of=ours, came_to=OURS).delivery_id == 7


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"Subject: Out of office\r\n\r\nBack on Monday.\r\n", "It is no report of a delivery"),
        (report(action="delayed", status="4.4.1"), "It reports no failure"),
        (report(action="delivered", status="2.0.0"), "It reports no failure"),
        (complaint(kind="not-spam"), "It is feedback of the kind 'not-spam'"),
        (report(to="someone@example.org"), "It names none of our deliveries."),
        (b"", "It is no report of a delivery"),
    ],
)
def test_what_is_no_bounce_is_left_alone(raw: bytes, why: str) -> None:
    with pytest.raises(NotABounce, match=why):
        read_bounce(raw, delivery_of=ours)


@given(raw=st.binary(max_size=400))
def test_no_bytes_are_more_than_no_bounce(raw: bytes) -> None:
    with pytest.raises(NotABounce):
        read_bounce(raw, delivery_of=ours)


@given(cut=st.integers(min_value=0, max_value=len(report())), at=st.integers(min_value=0, max_value=len(report()) - 1))
def test_a_report_that_was_damaged_on_its_way_is_a_bounce_or_none(cut: int, at: int) -> None:
    whole = report()
    for damaged in (whole[:cut], whole[:at] + b"\xff" + whole[at + 1 :]):
        try:
            read = read_bounce(damaged, delivery_of=ours)
        except NotABounce:
            continue
        assert read.delivery_id == 7


@BOUNCES
@given(number=st.integers(min_value=1, max_value=10**18 - 1))
def test_a_return_path_names_its_delivery_and_no_other(number: int) -> None:
    address = return_path(number)
    assert delivery_of(address) == delivery_of(f"<{address.upper()}>") == number
    assert delivery_of(address.replace(f"+{number}.", f"+{number + 1}.")) is None
    assert len(address.partition("@")[0]) <= 64


@pytest.mark.parametrize(
    ("setting", "form"),
    [
        ("", r"digest@example\.org"),
        ("bounces.example.org", r"bounces\+7\.[0-9a-f]{10}@bounces\.example\.org"),
        ("back@example.org", r"back\+7\.[0-9a-f]{10}@example\.org"),
    ],
)
def test_mails_come_back_where_settings_say(setting: str, form: str) -> None:
    with override_settings(MAIL_BOUNCES=setting, DEFAULT_FROM_EMAIL="Desk <digest@example.org>"):
        assert re.fullmatch(form, return_path(7))


@pytest.mark.django_db
class TestTakingIn:
    def test_a_hard_bounce_stops_the_mail_at_once_and_twice_changes_nothing(self) -> None:
        (row,) = deliveries(issue(), ["reader@example.org"])
        take = [take_in_bounce(row.pk, BounceKind.HARD, reason="550 5.1.1", now=NOW) for _ in range(2)]
        assert take == [BounceTaken(is_new=True, suppressed=True), BounceTaken(is_new=False, suppressed=False)]
        reader = Subscriber.objects.get()
        assert (reader.state, reader.state_reason, reader.due_at, reader.bounces) == (
            SubscriberState.SUPPRESSED,
            "hard: 550 5.1.1",
            None,
            1,
        )

    def test_soft_bounces_count_in_a_row_and_a_mail_that_arrives_begins_anew(self) -> None:
        rows = [
            deliveries(issue(due_at=NOW + timedelta(weeks=week)), ["reader@example.org"])[0]
            for week in range(2 + MOST_SOFT)
        ]
        # The second arrived.
        back = [rows[0], *rows[2:]]
        taken = [take_in_bounce(row.pk, BounceKind.SOFT, reason="full", now=NOW).suppressed for row in back]
        assert taken == [False] * MOST_SOFT + [True]
        assert Subscriber.objects.get().bounces == MOST_SOFT

    def test_who_left_by_themselves_stays_as_they_are(self) -> None:
        (row,) = deliveries(issue(), ["reader@example.org"])
        Subscriber.objects.update(state=SubscriberState.UNSUBSCRIBED)
        assert not take_in_bounce(row.pk, BounceKind.COMPLAINT, reason="abuse", now=NOW).suppressed
        assert Subscriber.objects.get().state == SubscriberState.UNSUBSCRIBED

    @BOUNCES
    def test_the_command_reads_a_maildir_and_says_what_it_did(self, tmp_path: Path) -> None:
        first, second, third = deliveries(issue(), ["a@example.org", "b@example.org", "c@example.org"])
        box = mailbox.Maildir(tmp_path / "box")
        for raw in (
            report(to=return_path(first.pk)),
            report(to=return_path(first.pk)),
            report(to=return_path(second.pk), status="5.2.2"),
            complaint(sender=return_path(third.pk)),
            b"Subject: Out of office\r\n\r\nBack on Monday.\r\n",
        ):
            box.add(mailbox.MaildirMessage(raw))
        out, err = StringIO(), StringIO()
        call_command("take_bounces", str(tmp_path / "box"), "--delete", stdout=out, stderr=err)
        assert out.getvalue() == "1 complaint, no more mail, 1 hard, no more mail, 1 known, 1 no report, 1 soft.\n"
        assert len(box) == 1
        assert dict(Subscriber.objects.values_list("email", "state")) == {
            "a@example.org": "suppressed",
            "b@example.org": "active",
            "c@example.org": "suppressed",
        }

    def test_a_forged_report_stops_nobodys_mail(self, tmp_path: Path) -> None:
        (row,) = deliveries(issue(), ["reader@example.org"])
        file = tmp_path / "mbox"
        file.write_bytes(b"From x Mon Nov 30 08:00:00 2026\n" + report(to=f"bounces+{row.pk}.0123456789@example.org"))
        out = StringIO()
        call_command("take_bounces", str(file), stdout=out, stderr=StringIO())
        assert (out.getvalue(), Delivery.objects.get().bounced_at) == ("1 no report.\n", None)


def postmark(row: Delivery, **more: object) -> dict[str, object]:
    return {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "MessageID": "made-up",
        "Email": "reader@example.org",
        "BouncedAt": "2026-11-30T08:00:00Z",
        "Details": "smtp;550 5.1.1 No such user",
        "Description": "The address does not exist.",
        "Metadata": {"delivery": str(row.pk)},
        **more,
    }


@pytest.mark.django_db
class TestReportsOfAService:
    @pytest.fixture(autouse=True)
    def of_postmark(self, settings: Settings) -> None:
        settings.MAIL_SERVER = read_mail_url("postmark://token")
        settings.MAIL_WEBHOOK_SECRET = RIGHT
        settings.ANYMAIL = {"WEBHOOK_SECRET": RIGHT}

    @pytest.fixture
    def tell(self, client: Client) -> Callable[..., int]:
        def told(body: object, *, secret: str = RIGHT) -> int:
            return client.post(
                "/mail/reports/",
                data=body if isinstance(body, str) else json.dumps(body),
                content_type="application/json",
                headers={"authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"},
            ).status_code

        return told

    def test_a_hard_bounce_stops_the_mail(self, tell: Callable[..., int]) -> None:
        (row,) = deliveries(issue(), ["reader@example.org"])
        assert [tell(postmark(row)), tell(postmark(row))] == [200, 200]
        reader = Subscriber.objects.get()
        assert (reader.state, reader.bounces) == (SubscriberState.SUPPRESSED, 1)

    def test_a_soft_one_is_counted_and_a_complaint_stops_the_mail(self, tell: Callable[..., int]) -> None:
        first, second = deliveries(issue(), ["a@example.org", "b@example.org"])
        assert tell(postmark(first, Type="SoftBounce", Details="smtp;552 5.2.2 Full")) == 200
        assert tell(postmark(second, RecordType="SpamComplaint", Type="SpamComplaint", Details="")) == 200
        assert dict(Subscriber.objects.values_list("email", "state")) == {
            "a@example.org": "active",
            "b@example.org": "suppressed",
        }

    def test_what_cannot_be_checked_or_read_is_refused(self, tell: Callable[..., int]) -> None:
        (row,) = deliveries(issue(), ["reader@example.org"])
        assert tell(postmark(row), secret="user:guess") == 400
        assert [tell(body) for body in ("", "[]", '"text"', "{}")] == [400, 400, 400, 200]
        assert Subscriber.objects.get().state == SubscriberState.ACTIVE

    def test_other_mails_of_the_account_are_no_matter(self, tell: Callable[..., int]) -> None:
        (row,) = deliveries(issue(), ["reader@example.org"])
        for metadata in ({}, {"delivery": "x"}, {"delivery": str(row.pk + 1)}):
            assert tell(postmark(row, Metadata=metadata)) == 200
        assert Subscriber.objects.get().state == SubscriberState.ACTIVE

    def test_without_a_secret_or_a_service_there_is_nothing_here(self, tell: Callable[..., int]) -> None:
        with override_settings(MAIL_WEBHOOK_SECRET=""):
            assert tell({}) == 404
        with override_settings(MAIL_SERVER=read_mail_url("smtp://127.0.0.1")):
            assert tell({}) == 404


def test_the_made_up_reports_are_well_formed() -> None:
    """As Python's own strict reader sees them: nothing here is read only because it is read kindly."""
    for raw in (report(), complaint()):
        message = email.message_from_bytes(raw, policy=email.policy.strict)
        assert isinstance(message, EmailMessage)
        assert (message.is_multipart(), message.defects) == (True, [])
