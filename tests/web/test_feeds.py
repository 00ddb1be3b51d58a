"""Atom feeds: valid, safe, the same for everybody, and leading back through all that happened."""

from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree

from claims.judging.findings import Status
from claims.models import Cadence, Claim, DigestIssue, OutboxEvent, Workflow
from claims.models.digests import IssueState
from claims.web import feeds
from claims.workflows.seal_events import seal_events
from tests.web.made_up_claims import NOW, change, claim, claim_with_everything, subject

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom", "fh": "http://purl.org/syndication/history/1.0"}
NASTY = "Zephyr-9 <script>alert(1)</script> & “more”\x0b"


def sealed() -> Claim:
    made = claim_with_everything()
    seal_events()
    return made


def read(client: Client, address: str) -> Any:
    """The feed at an address, read as a strict reader does."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    feed = feedparser.parse(answer.content)
    assert not feed.bozo, feed.get("bozo_exception")
    check_structure(answer.content)
    return feed


def check_structure(document: bytes) -> None:
    """What RFC 4287 demands of a feed and of each entry."""
    root = etree.fromstring(document)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang")
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(f"a:{name}", ATOM)) == 1, name
    assert len(root.findall("a:link[@rel='self']", ATOM)) == 1
    for entry in root.findall("a:entry", ATOM):
        for name in ("id", "title", "updated", "published", "content"):
            assert len(entry.findall(f"a:{name}", ATOM)) == 1, name
        assert len(entry.findall("a:link[@rel='alternate']", ATOM)) == 1
    ids = [one.text or "" for one in root.findall("a:entry/a:id", ATOM)]
    assert len(ids) == len(set(ids))
    assert all(one.startswith("tag:127.0.0.1,2026:") for one in ids)


def links(feed: Any) -> dict[str, str]:
    return {link.rel: link.href for link in feed.feed.links}


def test_a_change_is_told_in_words_with_its_reason_and_its_quote(client: Client) -> None:
    made = sealed()
    feed = read(client, f"/feeds/claims/{made.pk}.atom")
    (told,) = [entry for entry in feed.entries if entry.tags[0].term == "claim.status_changed"]
    step = made.status_changes.get()
    assert (told.title, told.id, told.link, told.updated) == (
        f"○ Unverified → ◒ Qualified: {made.text}",
        f"tag:127.0.0.1,2026:claim.status_changed/{step.pk}",
        f"{settings.SITE_URL}/claims/{made.pk}/",
        "2026-05-03T09:30:00Z",
    )
    content = told.content[0].value
    for words in ("◒ Qualified", "only under a condition", "Counting Borealis", "Both models are large."):
        assert words in content
    assert feed.feed.title == f"{made.text} · Claim Tracker"


@pytest.mark.parametrize(
    "path",
    [
        "claims.atom",
        "claims.atom?q=Zephyr&status=qualified",
        "everything.atom",
        "changes.atom",
        "corrections.atom",
        "announcements.atom",
        "digests.atom",
        "claims/{claim}.atom",
        "subjects/{subject}.atom",
        "organisations/{organisation}.atom",
        "publishers/{publisher}.atom",
        "papers/{paper}.atom",
        "announcements/{announcement}.atom",
    ],
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_feed_is_valid_and_in_the_language_that_is_asked_for(client: Client, path: str, language: str) -> None:
    made = sealed()
    story = made.appearances.get().announcement
    numbers = {
        "claim": made.pk,
        "subject": made.subject_id,
        "organisation": made.claimant_id,
        "publisher": story.publisher_id,
        "paper": made.evidence.all()[0].paper_version.paper_id,
        "announcement": story.pk,
    }
    address = f"/feeds/{path.format(**numbers)}"
    feed = read(client, f"{address}{'&' if '?' in address else '?'}lang={language}")
    assert feed.feed.language == {"en": "en", "zh-hans": "zh-Hans"}[language]
    assert links(feed)["self"].startswith(f"{settings.SITE_URL}{address.split('?')[0]}?")
    assert client.get(links(feed)["self"].removeprefix(settings.SITE_URL)).status_code == 200
    assert len(feed.entries) > 0 or path.startswith(("corrections", "digests"))


def test_a_status_that_was_turned_round_is_a_correction_and_one_that_only_moved_on_is_none(client: Client) -> None:
    made = claim(NASTY, about=subject())
    for status in (Status.ATTESTED, Status.SUPPORTED, Status.DISPUTED):
        turned = change(made, to=status)
        made.refresh_from_db()
    seal_events()
    feed = read(client, "/feeds/corrections.atom")
    assert [entry.id for entry in feed.entries] == [f"tag:127.0.0.1,2026:claim.status_changed/{turned.pk}"]


def test_words_are_chinese_where_chinese_is_asked_for(client: Client) -> None:
    made = sealed()
    english, chinese = (read(client, f"/feeds/claims/{made.pk}.atom?lang={code}") for code in ("en", "zh-hans"))
    assert [entry.id for entry in english.entries] == [entry.id for entry in chinese.entries]
    assert [entry.title for entry in english.entries] != [entry.title for entry in chinese.entries]


def test_what_browsers_ask_for_and_cookies_change_nothing(client: Client) -> None:
    sealed()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    plain = Client().get("/feeds/changes.atom")
    theirs = client.get("/feeds/changes.atom", headers={"Accept-Language": "zh-CN"})
    assert (theirs.content, theirs["ETag"]) == (plain.content, plain["ETag"])
    assert "Cookie" not in plain.get("Vary", "")
    assert dict(client.get("/feeds/changes.atom?lang=en").cookies) == {}


def test_words_of_others_are_text_in_the_content_and_do_nothing(client: Client) -> None:
    change(claim(NASTY, about=subject()), to=Status.ATTESTED)
    seal_events()
    answer = client.get("/feeds/changes.atom")
    content = etree.fromstring(answer.content).findtext("a:entry/a:content", namespaces=ATOM) or ""
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “more”" in content
    assert "<script" not in content
    (entry,) = read(client, "/feeds/changes.atom").entries
    assert entry.title.endswith("Zephyr-9 <script>alert(1)</script> & “more”")


def test_pages_lead_back_through_everything_once_and_stay_what_they_are(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds, "PAGE_SIZE", 3)
    for number in range(8):
        change(claim(f"Claim {number}"), to=Status.ATTESTED)
    seal_events()
    address, told, archives = "/feeds/changes.atom", [], {}
    while address:
        feed = read(client, address)
        archives[address] = client.get(address).content
        told += [entry.title for entry in feed.entries]
        found = links(feed)
        assert found.get("next") == found.get("prev-archive")
        assert (b"<fh:archive/>" in archives[address]) is ("before" in address) is ("current" in found)
        address = found.get("next", "").removeprefix(settings.SITE_URL)
    assert told == [f"○ Unverified → ◐ Attested: Claim {number}" for number in range(7, -1, -1)]
    change(claim("Claim 8"), to=Status.ATTESTED)
    seal_events()
    again = {address: client.get(address).content for address in archives}
    assert [address for address in archives if again[address] != archives[address]] == ["/feeds/changes.atom"]


def test_whoever_has_the_newest_is_told_so(client: Client) -> None:
    sealed()
    first = client.get("/feeds/everything.atom")
    known = client.get("/feeds/everything.atom", headers={"If-None-Match": first["ETag"]})
    change(claim("News"), to=Status.ATTESTED)
    unsealed = client.get("/feeds/everything.atom", headers={"If-None-Match": first["ETag"]})
    seal_events()
    changed = client.get("/feeds/everything.atom", headers={"If-None-Match": first["ETag"]})
    assert [answer.status_code for answer in (first, known, unsealed, changed)] == [200, 304, 304, 200]
    assert (known.content, known["ETag"], first["Cache-Control"]) == (b"", first["ETag"], "public, max-age=300")
    assert first["Last-Modified"] == "Sun, 03 May 2026 09:30:00 GMT"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nothing.atom", 404),
        ("claims/987.atom", 404),
        ("papers/987.atom", 404),
        ("announcements/987.atom", 404),
        ("claims.atom?status=proven", 400),
        ("claims.atom?before=now", 400),
        ("changes.atom?before=-1", 400),
    ],
)
def test_what_is_not_there_has_no_feed(client: Client, path: str, status: int) -> None:
    assert client.get(f"/feeds/{path}").status_code == status


def test_feeds_are_only_read(client: Client) -> None:
    assert client.post("/feeds/changes.atom").status_code == 405


def test_a_dismissed_claim_has_no_feed_and_is_in_none(client: Client) -> None:
    made = claim("Zephyr-9 is large.")
    change(made, to=Status.ATTESTED)
    Claim.objects.update(workflow=Workflow.DISMISSED)
    seal_events()
    assert client.get(f"/feeds/claims/{made.pk}.atom").status_code == 404
    assert read(client, "/feeds/everything.atom").entries == []


def test_an_empty_feed_is_the_same_each_time(client: Client) -> None:
    first, again = client.get("/feeds/changes.atom"), client.get("/feeds/changes.atom")
    assert first.content == again.content
    assert read(client, "/feeds/changes.atom").feed.updated == "2026-01-01T00:00:00Z"


def test_public_digests_have_a_feed(client: Client) -> None:
    for days, slug, state in (
        (0, "2026-W18", IssueState.DONE),
        (7, "", IssueState.DONE),
        (14, "2026-W20", "cancelled"),
    ):
        DigestIssue.objects.create(
            cadence=Cadence.WEEKLY,
            due_at=NOW + timedelta(days=days),
            slug=slug,
            to_position=10,
            state=state,
            opened_at=NOW,
        )
    sealed()
    (entry,) = read(client, "/feeds/digests.atom").entries
    assert (entry.title, entry.link) == ("Digest 2026-W18", f"{settings.SITE_URL}/digests/2026-W18/")
    assert "1 status changed" in entry.content[0].value


def test_the_queries_are_so_many_however_many_the_entries(client: Client) -> None:
    def queries(entries: int) -> int:
        seal_events()
        with CaptureQueriesContext(connection) as captured:
            feed = read(client, "/feeds/changes.atom")
        assert len(feed.entries) == entries
        return len(captured)

    client.get("/feeds/changes.atom")
    change(claim("Claim 0", about=subject()), to=Status.ATTESTED)
    one = queries(1)
    for number in (1, 2):
        change(claim(f"Claim {number}", about=subject()), to=Status.ATTESTED)
    assert queries(3) == one


def test_pages_lead_to_their_feeds(client: Client) -> None:
    made = sealed()
    pages = {
        f"/claims/{made.pk}/": f"/feeds/claims/{made.pk}.atom?lang=en",
        "/claims/?status=qualified&q=Zephyr": "/feeds/claims.atom?q=Zephyr&amp;status=qualified&amp;lang=en",
        "/claims/?status=proven": "/feeds/claims.atom?lang=en",
        "/announcements/": "/feeds/announcements.atom?lang=en",
        "/coverage/": "/feeds/everything.atom?lang=en",
    }
    for page, feed in pages.items():
        head = client.get(page).content.decode().partition("</head>")[0]
        assert f'href="{feed}"' in head, page
    assert OutboxEvent.objects.count() > 0
