"""Watched pages at the desk: how they do, and calls for a look or a copy; receipts and edits are only read."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from claims.models import ArchiveState, PageCheck, SilentEdit, Snapshot, WatchedPage
from tests.workflows.watched_site import CLAIMED, NOW, Site, article, watched_site

pytestmark = pytest.mark.django_db

PAGES = "admin:claims_watchedpage_changelist"


@pytest.fixture
def site() -> Iterator[Site]:
    with watched_site() as running:
        running.take_in()
        running.shows(article(f"{CLAIMED.replace('3', '4')}."))
        running.look()
        yield running


def act(client: Client, action: str) -> str:
    rows = list(WatchedPage.objects.values_list("pk", flat=True))
    return client.post(reverse(PAGES), {"action": action, "_selected_action": rows}, follow=True).content.decode()


def test_a_page_shows_its_state_its_edit_and_its_copy(admin_client: Client, site: Site) -> None:
    WatchedPage.objects.update(memento_url="https://web.archive.org/web/20260503090000/x", memento_at=NOW)
    page, edit = WatchedPage.objects.get(url=site.url), SilentEdit.objects.get()
    shown = admin_client.get(reverse("admin:claims_watchedpage_change", args=[page.pk])).content.decode()
    wanted = (
        reverse("admin:claims_silentedit_change", args=[edit.pk]),
        f"{reverse('admin:claims_pagecheck_changelist')}?page__id__exact={page.pk}",
        'href="https://web.archive.org/web/20260503090000/x"',
    )
    assert [words for words in wanted if words not in shown] == []
    for kind, count in (("own", 1), ("link", 1), ("", 2)):
        listed = admin_client.get(reverse(PAGES), {"kind": kind} if kind else {})
        assert listed.context["cl"].result_count == count


def test_an_edit_shows_its_words_its_page_and_what_became_of_the_quotes(admin_client: Client, site: Site) -> None:
    edit = SilentEdit.objects.get()
    shown = admin_client.get(reverse("admin:claims_silentedit_change", args=[edit.pk])).content.decode()
    wanted = (
        f"<p><del>{CLAIMED}.</del><br><ins>{CLAIMED.replace('3', '4')}.</ins></p>",
        reverse("admin:claims_snapshot_change", args=[Snapshot.objects.latest("pk").pk]),
        "lost",
    )
    assert [words for words in wanted if words not in shown] == []
    assert 'name="anchor_checks-0-anchor"' not in shown


def test_an_editor_calls_for_a_look(admin_client: Client, site: Site) -> None:
    assert "2 pages will be looked at" in act(admin_client, "check_now")
    assert all(page.due_at and page.due_at > NOW + timedelta(days=30) for page in WatchedPage.objects.all())


def test_an_editor_sees_to_an_archived_copy(admin_client: Client, site: Site) -> None:
    WatchedPage.objects.update(archive_state=ArchiveState.FAILED, archive_due_at=None, archive_tries=8)
    assert "Copies of 2 pages" in act(admin_client, "archive_now")
    assert set(WatchedPage.objects.values_list("archive_state", "archive_tries")) == {(ArchiveState.NONE, 0)}
    assert not WatchedPage.objects.filter(archive_due_at=None).exists()


def test_who_only_reads_calls_for_nothing(client: Client, site: Site) -> None:
    reader = User.objects.create_user("ada", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_watchedpage"))
    client.force_login(reader)
    before = set(WatchedPage.objects.values_list("pk", "due_at"))
    assert "will be looked at" not in act(client, "check_now")
    assert set(WatchedPage.objects.values_list("pk", "due_at")) == before


def test_receipts_tell_of_every_look(admin_client: Client, site: Site) -> None:
    site.shows(status=404)
    site.look(after_days=14)
    shown = admin_client.get(reverse("admin:claims_pagecheck_changelist")).content.decode()
    assert (PageCheck.objects.count(), "gone" in shown, "404 Not Found" in shown) == (2, True, True)
