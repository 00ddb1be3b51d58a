"""The archive of public digests, one of them, the copy of one's own mail, and that every link of a mail leads there."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.digest.open_issues import open_due_issues
from claims.digest.public_issues import open_public_issue
from claims.digest.rendering import DigestWriter
from claims.digest.send_deliveries import edition_of, reader_of
from claims.digest.told import ChangesTold
from claims.judging.findings import Status
from claims.models import Delivery, DigestIssue, IssueState, Subscriber, SubscriberState
from claims.reader_links import READER, sign
from claims.web.digest_page import ENTRIES, ISSUES
from claims.workflows.seal_events import seal_events
from tests.digest.made_up_readers import A_WEEK, MONDAY, NOW, everybody, rule, supported_claim
from tests.digest.sample_letters import body, parsed
from tests.workflows.made_up_claims import zephyr_claim

pytestmark = pytest.mark.django_db
# The public digest of a week ends as the week does, in UTC.
PUBLIC = datetime(2026, 5, 4, 0, 5, tzinfo=UTC)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def public_issue(*, refuted: bool = True) -> DigestIssue:
    """The public digest of a week in which a claim was supported, and then refuted by a person."""
    supported = supported_claim(now=NOW)
    if refuted:
        rule(supported, Status.REFUTED)
    seal_events()
    issue = open_public_issue(PUBLIC)
    assert issue is not None
    return issue


def delivered(*, claims: int = 1) -> Delivery:
    """The digest of a reader who follows everything, of a week in which claims were taken up and one refuted."""
    everybody()
    rule(supported_claim(now=NOW), Status.REFUTED)
    for number in range(1, claims):
        zephyr_claim(f"Quill-{number} has {number} trillion parameters.", name=f"Quill-{number}")
    open_due_issues(MONDAY)
    return Delivery.objects.select_related("issue", "subscriber").get()


def copy_of(delivery: Delivery) -> str:
    reader = delivery.subscriber
    return f"/digests/copy/{sign(READER, reader.pk, reader.key)}/{delivery.pk}/"


def test_the_archive_says_each_week_in_a_line_the_newest_first(client: Client) -> None:
    newest = public_issue()
    headline = {"figures": {"supported": 2}, "lead": "Quill is fast."}
    DigestIssue.objects.create(
        cadence="weekly",
        due_at=newest.due_at - A_WEEK,
        slug="2026-W17",
        headline=headline,
        to_position=0,
        opened_at=NOW,
    )
    shown = page(client, "/digests/")
    links = re.findall(r'<h2><a href="(/digests/[^"]+)">([^<]+)</a></h2>', shown)
    assert [(address, unescape(text)) for address, text in links] == [
        ("/digests/2026-W18/", "1 claim refuted: Zephyr-9 has 3 trillion parameters."),
        ("/digests/2026-W17/", "2 claims confirmed: Quill is fast."),
    ]
    assert "Week 18 of 2026" in shown
    assert '<time datetime="2026-04-27">27 April 2026</time> – <time datetime="2026-05-03">3 May 2026</time>' in shown


def test_an_empty_archive_says_when_the_first_one_comes(client: Client) -> None:
    assert "The first one comes on the Monday after something has changed." in page(client, "/digests/")


def test_a_public_digest_tells_what_moved_why_and_by_which_words(client: Client) -> None:
    issue = public_issue()
    shown = page(client, f"/digests/{issue.slug}/")
    assert "<h1>1 claim refuted.</h1>" in shown
    assert "Refuted or reversed" in shown
    assert "It is refuted." in shown
    assert 'action="/follow/"' in shown
    assert 'name="kind" value="everything"' in shown


def test_a_public_digest_quotes_what_decided(client: Client) -> None:
    issue = public_issue(refuted=False)
    shown = page(client, f"/digests/{issue.slug}/")
    assert re.search(r'<blockquote lang="en"><p>“[^<]+”</p></blockquote>', shown)
    assert re.search(r'<abbr title="[^"]+">E\d</abbr>', shown)


def test_a_digest_reads_in_chinese_with_quotes_in_their_own_language(client: Client) -> None:
    issue = public_issue(refuted=False)
    shown = page(client, f"/digests/{issue.slug}/?lang=zh-hans")
    assert "1\u00a0条说法" in shown
    assert '<h3 class="digest-title" lang="en">' in shown
    assert '<blockquote lang="en">' in shown


def test_issues_of_readers_and_cancelled_ones_are_not_public(client: Client) -> None:
    cancelled = public_issue()
    DigestIssue.objects.filter(pk=cancelled.pk).update(state=IssueState.CANCELLED)
    DigestIssue.objects.create(cadence="daily", due_at=NOW, to_position=1, opened_at=NOW)
    assert 'class="digest-issues"' not in page(client, "/digests/")
    assert client.get(f"/digests/{cancelled.slug}/").status_code == 404
    assert client.get("/digests/2019-W01/").status_code == 404


def test_weeks_lead_to_each_other(client: Client) -> None:
    issue = public_issue()
    DigestIssue.objects.create(
        cadence="weekly", due_at=issue.due_at - A_WEEK, slug="2026-W17", to_position=0, opened_at=NOW
    )
    assert '<a rel="next" href="/digests/2026-W17/">Week 17 of 2026 →</a>' in page(client, f"/digests/{issue.slug}/")
    assert f'<a rel="prev" href="/digests/{issue.slug}/">← Week 18 of 2026</a>' in page(client, "/digests/2026-W17/")


def test_a_mail_has_a_copy_that_tells_all_of_it_and_keeps_out_of_search_engines(client: Client) -> None:
    delivery = delivered(claims=3)
    response = client.get(copy_of(delivery))
    shown = response.content.decode()
    assert response.status_code == 200
    assert (response["X-Robots-Tag"], response["Referrer-Policy"]) == ("noindex, nofollow", "no-referrer")
    assert "no-store" in response["Cache-Control"]
    for told in ChangesTold().of([delivery])[delivery.pk]:
        assert f'href="{told.path}"' in shown


@pytest.mark.parametrize("spoilt", ["another", "key", "number", "nonsense"])
def test_only_the_owner_of_a_mail_sees_its_copy(client: Client, spoilt: str) -> None:
    delivery = delivered()
    reader = delivery.subscriber
    other = Subscriber.objects.create(
        email="other@example.org", key="o" * 43, state=SubscriberState.ACTIVE, state_since=NOW, recorded_at=NOW
    )
    address = {
        "another": f"/digests/copy/{sign(READER, other.pk, other.key)}/{delivery.pk}/",
        "key": f"/digests/copy/{sign(READER, reader.pk, 'replaced')}/{delivery.pk}/",
        "number": f"/digests/copy/{sign(READER, reader.pk, reader.key)}/{delivery.pk + 1}/",
        "nonsense": f"/digests/copy/nonsense/{delivery.pk}/",
    }[spoilt]
    assert client.get(address).status_code == 404


def test_looking_at_a_copy_changes_nothing(client: Client) -> None:
    delivery = delivered()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(client, copy_of(delivery))
    assert [query["sql"] for query in queries if not query["sql"].lstrip().startswith("SELECT")] == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_link_of_a_mail_leads_to_a_page_of_ours_in_its_language(client: Client, language: str) -> None:
    delivery = delivered(claims=3)
    delivery.subscriber.language = language
    writer = DigestWriter(edition_of(delivery.issue), clock=lambda: MONDAY)
    letter = writer.write(delivery.pk, reader_of(delivery), ChangesTold().of([delivery])[delivery.pk])
    html, plain = body(letter.message, "html"), body(letter.message, "plain")
    links = {unescape(link) for link in re.findall(r'href="([^"]+)"', html)}
    assert links == {*re.findall(r"https?://\S+", plain), f"{settings.SITE_URL}/"}
    assert len(links) >= 7
    for link in sorted(links):
        assert link.startswith(f"{settings.SITE_URL}/")
        parts = urlsplit(link)
        response = client.get(f"{parts.path}?{parts.query}", follow=True)
        assert response.status_code == 200, link
        if parts.query:
            assert response["Content-Language"] == language


def test_the_address_in_the_header_stops_all_mail_by_a_bare_post_and_never_by_looking() -> None:
    delivery = delivered()
    writer = DigestWriter(edition_of(delivery.issue), clock=lambda: MONDAY)
    letter = writer.write(delivery.pk, reader_of(delivery), ChangesTold().of([delivery])[delivery.pk])
    address = urlsplit(parsed(letter.message)["List-Unsubscribe"].strip("<>")).path
    bare = Client(enforce_csrf_checks=True)
    assert bare.get(address).status_code == 200
    assert Subscriber.objects.get(pk=delivery.subscriber_id).state == SubscriberState.ACTIVE
    assert bare.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Subscriber.objects.get(pk=delivery.subscriber_id).state == SubscriberState.UNSUBSCRIBED


def test_a_public_digest_is_composed_once_for_all_who_look_at_it(client: Client) -> None:
    issue = public_issue()
    first = queries_of(client, f"/digests/{issue.slug}/")
    assert queries_of(client, f"/digests/{issue.slug}/") < first


def test_pages_that_are_not_there_are_not_found(client: Client) -> None:
    issue = public_issue()
    for address in ("/digests/?page=2", "/digests/?page=nonsense", f"/digests/{issue.slug}/?page=9"):
        assert client.get(address).status_code == 404, address


def test_long_digests_and_archives_come_by_the_page(client: Client) -> None:
    for number in range(ISSUES + 1):
        DigestIssue.objects.create(
            cadence="weekly",
            due_at=PUBLIC - timedelta(weeks=number + 1),
            slug=f"2025-W{number + 1:02d}",
            to_position=0,
            opened_at=NOW,
        )
    assert page(client, "/digests/").count("<h2><a") == ISSUES
    assert page(client, "/digests/?page=2").count("<h2><a") == 1
    delivery = delivered(claims=ENTRIES + 1)
    told = len(ChangesTold().of([delivery])[delivery.pk])
    first, second = page(client, copy_of(delivery)), page(client, f"{copy_of(delivery)}?page=2")
    assert first.count('class="digest-title"') + first.count('class="digest-happened"') == ENTRIES
    assert second.count('class="digest-title"') + second.count('class="digest-happened"') == told - ENTRIES
    # The figures are those of the whole digest on each of its pages.
    assert re.findall(r"<h1>(.*)</h1>", first) == re.findall(r"<h1>(.*)</h1>", second)


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        page(client, address)
    return len(queries)


def test_the_archive_asks_as_often_for_three_issues_as_for_one(client: Client) -> None:
    issue = public_issue()
    one = queries_of(client, "/digests/")
    for number in (1, 2):
        DigestIssue.objects.create(
            cadence="weekly",
            due_at=issue.due_at - timedelta(weeks=number),
            slug=f"2026-W{18 - number}",
            headline=issue.headline,
            to_position=0,
            opened_at=NOW,
        )
    assert queries_of(client, "/digests/") == one


def test_a_digest_asks_as_often_for_three_claims_as_for_one(client: Client) -> None:
    everybody()
    asked: list[int] = []
    for week, claims in enumerate((1, 3)):
        for number in range(claims):
            name = f"Quill-{week}-{number}"
            zephyr_claim(f"{name} has 3 trillion parameters.", name=name)
        open_due_issues(MONDAY + week * A_WEEK)
        delivery = Delivery.objects.select_related("issue", "subscriber").latest("pk")
        assert len(ChangesTold().of([delivery])[delivery.pk]) == claims
        asked.append(queries_of(client, copy_of(delivery)))
    assert asked[0] == asked[1]
