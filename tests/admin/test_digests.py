"""Issues of the digest at the desk: how far they are, who may pause, cancel and repeat, and a look at the mail."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from claims.models import Delivery, DeliveryState, DigestIssue, IssueState, OutboxEvent
from claims.workflows.make_roles import Role, make_roles
from claims.workflows.seal_events import seal_events
from claims.workflows.steer_issue import IssueRefused, cancel_issue, pause_issue, resume_issue, send_again
from tests.digest.made_up_deliveries import NOW, deliveries, issue
from tests.digest.smtp_server import mail_room
from tests.workflows.made_up_claims import zephyr_claim

pytestmark = pytest.mark.django_db
LIST = "admin:claims_digestissue_changelist"


def desk(role: Role) -> Client:
    make_roles()
    user = User.objects.create_user(role.value, email=f"{role.value}@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name=role.value))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor() -> Client:
    return desk(Role.EDITOR)


@pytest.fixture
def of_one_event() -> DigestIssue:
    """An issue that tells one reader that a claim was taken up."""
    zephyr_claim()
    seal_events()
    event = OutboxEvent.objects.filter(kind="claim.tracked").latest("id")
    made = issue()
    deliveries(made, ["reader@example.org"], told=[event.pk])
    return made


def steer(client: Client, of: DigestIssue, act: str) -> int:
    return client.post(reverse("admin:claims_digestissue_steer", args=[of.pk, act])).status_code


def test_the_list_tells_how_many_mails_stand_where(editor: Client) -> None:
    rows = deliveries(issue(), [f"reader-{number}@example.org" for number in range(4)])
    for row, state in zip(rows, ("sent", "sent", "unknown", "waiting"), strict=True):
        Delivery.objects.filter(pk=row.pk).update(state=state)
    page = editor.get(reverse(LIST)).content.decode()
    assert "1 waiting, 2 sent, 1 perhaps sent" in page
    assert [f'width="{width}" height="10" class="desk-bar-{state}"' in page for width, state in (
        ("120.0", "sent"), ("60.0", "unknown"), ("60.0", "waiting"),
    )] == [True, True, True]  # fmt: skip


def test_the_list_asks_as_much_for_one_issue_as_for_three(
    editor: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def queries() -> int:
        with django_assert_max_num_queries(40) as asked:
            assert editor.get(reverse(LIST)).status_code == 200
        return len(asked)

    deliveries(issue(), ["a@example.org"])
    queries()
    one = queries()
    for week in (1, 2):
        deliveries(issue(due_at=NOW.replace(day=NOW.day - 7 * week)), ["a@example.org", "b@example.org"])
    assert queries() == one


def test_an_editor_pauses_and_resumes_and_only_an_admin_cancels(editor: Client) -> None:
    of = issue()
    deliveries(of, ["a@example.org", "b@example.org"])
    assert steer(editor, of, "pause") == 302
    assert list(Delivery.objects.values_list("state", "due_at")) == [("waiting", None)] * 2
    assert (steer(editor, of, "cancel"), DigestIssue.objects.get().state) == (403, IssueState.PAUSED)
    assert (steer(editor, of, "resume"), DigestIssue.objects.get().state) == (302, IssueState.OPEN)
    assert Delivery.objects.filter(due_at=None).count() == 0
    assert (steer(desk(Role.ADMIN), of, "cancel"), DigestIssue.objects.get().state) == (302, IssueState.CANCELLED)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"cancelled"}


def test_it_is_asked_once_before_anything_happens(editor: Client) -> None:
    of = issue()
    page = editor.get(reverse("admin:claims_digestissue_steer", args=[of.pk, "pause"]))
    assert ("nothing more is sent until the issue is resumed" in page.content.decode(), of.state) == (True, "open")
    assert DigestIssue.objects.get().state == IssueState.OPEN


@pytest.mark.parametrize("act", ["pause", "cancel", "explode"])
def test_readers_of_the_desk_steer_nothing(act: str) -> None:
    of = issue()
    assert steer(desk(Role.READER), of, act) == 403
    assert DigestIssue.objects.get().state == IssueState.OPEN


def test_twice_changes_nothing_and_what_is_over_is_not_begun_again() -> None:
    of = issue()
    deliveries(of, ["a@example.org"])
    assert [pause_issue(of.pk), pause_issue(of.pk)] == [1, 1]
    assert [resume_issue(of.pk, now=NOW), resume_issue(of.pk, now=NOW)] == [1, 0]
    assert [cancel_issue(of.pk, now=NOW), cancel_issue(of.pk, now=NOW)] == [1, 0]
    with pytest.raises(IssueRefused, match="The issue is cancelled"):
        pause_issue(of.pk)
    with pytest.raises(IssueRefused, match="The issue is cancelled"):
        resume_issue(of.pk, now=NOW)
    DigestIssue.objects.update(state=IssueState.DONE)
    with pytest.raises(IssueRefused, match="The issue is sent"):
        cancel_issue(of.pk, now=NOW)


def test_only_what_may_not_have_come_is_sent_again() -> None:
    rows = deliveries(issue(), [f"{state.value}@example.org" for state in DeliveryState])
    for row, state in zip(rows, DeliveryState, strict=True):
        Delivery.objects.filter(pk=row.pk).update(state=state, attempts=3)
    assert send_again([row.pk for row in rows], now=NOW) == 3
    again = Delivery.objects.filter(state=DeliveryState.WAITING, attempts=0, due_at=NOW).order_by("id")
    assert [row.subscriber.email for row in again] == [
        "unknown@example.org",
        "refused@example.org",
        "given_up@example.org",
    ]


def test_an_admin_sends_again_and_an_editor_is_not_offered_it(editor: Client) -> None:
    (row,) = deliveries(issue(), ["a@example.org"])
    Delivery.objects.update(state=DeliveryState.UNKNOWN)
    chosen = {"action": "repeat", "_selected_action": [str(row.pk)]}
    address = reverse("admin:claims_delivery_changelist")
    editor.post(address, chosen)
    assert Delivery.objects.get().state == DeliveryState.UNKNOWN
    desk(Role.ADMIN).post(address, chosen)
    assert Delivery.objects.get().state == DeliveryState.WAITING


@pytest.mark.parametrize(("language", "words"), [("en", "Zephyr-9"), ("zh-hans", "Zephyr-9")])
def test_a_preview_shows_the_mail_in_both_languages(
    editor: Client, of_one_event: DigestIssue, language: str, words: str
) -> None:
    address = reverse("admin:claims_digestissue_preview", args=[of_one_event.pk])
    page = editor.get(f"{address}?language={language}").content.decode()
    assert (words in page, "<body" in page.partition('class="desk-card desk-mail"')[2].partition("</section>")[0]) == (
        True, False,
    )  # fmt: skip


def test_a_preview_of_nothing_says_so(editor: Client) -> None:
    page = editor.get(reverse("admin:claims_digestissue_preview", args=[issue().pk])).content.decode()
    assert "Nothing is left of what the issue tells, or nobody is told anything by it." in page


def test_an_editor_sends_a_test_to_themselves_and_nothing_is_noted(editor: Client, of_one_event: DigestIssue) -> None:
    with mail_room() as (room, server), override_settings(MAIL_SERVER=server):
        editor.post(reverse("admin:claims_digestissue_preview", args=[of_one_event.pk]), {"language": "en"})
    assert [(mail.recipient, b"\r\nSubject: [Test]" in mail.content) for mail in room.taken] == [
        ("editor@example.org", True)
    ]
    assert list(Delivery.objects.values_list("state", "attempts")) == [("waiting", 0)]
