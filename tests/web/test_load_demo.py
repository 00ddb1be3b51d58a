"""`load_demo` goes through the product's own workflows, once, and makes an editor to log in with."""

from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import authenticate, get_user_model
from django.core.management import CommandError, call_command
from pytest_django import Settings

from claims.judging.findings import Status
from claims.models import Announcement, Claim, Evidence, Paper

pytestmark = pytest.mark.django_db


def load_demo(*arguments: str) -> str:
    """What the command says."""
    said = StringIO()
    call_command("load_demo", *arguments, stdout=said, stderr=StringIO())
    return said.getvalue()


def row_counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in apps.get_app_config("claims").get_models()}


@pytest.fixture
def embedded(settings: Settings) -> None:
    settings.DATABASE_IS_EMBEDDED = True


@pytest.mark.usefixtures("embedded")
def test_the_demo_is_read_matched_and_judged_by_the_product_itself() -> None:
    said = load_demo()

    english, chinese = Announcement.objects.order_by("published_on")
    assert (english.language, chinese.language, chinese.translation_of) == ("en", "zh", english)
    assert "Demo login: editor / editor" in said
    judged = Claim.objects.exclude(status=Status.UNVERIFIED)
    assert (Paper.objects.count() > 20, judged.count() > 5, Evidence.objects.count() > 10) == (True, True, True)
    assert not Claim.objects.filter(visits=None).exists()


@pytest.mark.usefixtures("embedded")
def test_loading_the_demo_twice_changes_nothing() -> None:
    load_demo()
    before = row_counts()

    said = load_demo()

    assert row_counts() == before
    assert "Demo login: editor / editor" in said
    assert "Demo data: 0 new papers, 0 new claims, 0 claims looked up." in said


@pytest.mark.usefixtures("embedded")
def test_no_accusation_and_no_ruling_comes_from_the_demo() -> None:
    load_demo()

    assert not Claim.objects.filter(status__in=[Status.REFUTED, Status.UNVERIFIABLE, Status.WITHDRAWN]).exists()


@pytest.mark.usefixtures("embedded")
def test_the_editor_may_work_on_claims_and_on_no_accounts() -> None:
    load_demo()

    editor = authenticate(username="editor", password="editor")
    assert editor is not None
    assert (editor.has_perm("claims.change_claim"), editor.has_perm("auth.add_user")) == (True, False)


@pytest.mark.usefixtures("embedded")
def test_an_editor_who_is_there_keeps_the_password() -> None:
    get_user_model().objects.create_user("editor", password="of-my-own")

    said = load_demo()

    assert authenticate(username="editor", password="of-my-own") is not None
    assert "Demo login: editor, with its own password" in said


def test_a_served_database_wants_a_password_of_ones_own(settings: Settings) -> None:
    settings.DATABASE_IS_EMBEDDED = False
    # Migrations may have left rows of their own.
    before = row_counts()

    with pytest.raises(CommandError, match="needs a password of your own"):
        load_demo()

    assert row_counts() == before
