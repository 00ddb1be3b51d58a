"""An editor brings a file with errors in it: sees them, imports the rest, mends what is wrong, in a real browser."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from claims.models import ImportRun, Subject, SubjectAlias
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 'name,kind,maker,aliases\nWind-2,,Nimbus Labs,"大风 2\nWind 2.0"\nGale,ship,,\nStorm,chip,,\n'


@pytest.fixture
def desk(visitor: Visitor, client: Client) -> Iterator[Page]:
    """The desk, signed in."""
    client.force_login(User.objects.create_superuser("editor"))
    session = client.cookies["sessionid"].value
    visitor.page.context.add_cookies([{"name": "sessionid", "value": session, "url": visitor.site}])
    visitor.open("/admin/claims/importrun/")
    yield visitor.page
    assert visitor.strangers == []


def row(page: Page, line: int) -> Locator:
    return page.locator(f"#line-{line}")


def upload(page: Page, name: str, content: str) -> None:
    page.get_by_label("File").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content.encode()})
    page.get_by_role("button", name="Check it").click()


def test_an_editor_imports_a_file_with_errors_and_then_the_mended_rest(desk: Page, visitor: Visitor) -> None:
    desk.get_by_role("link", name="Import a file").click()
    upload(desk, "subjects.csv", ROWS)

    expect(row(desk, 4)).to_contain_text("“ship” is no kind.")
    expect(row(desk, 4)).to_contain_text("Write one of: system, maker, chip, benchmark.")
    expect(row(desk, 2)).to_contain_text("New system “Wind-2” by Nimbus Labs")
    assert not Subject.objects.exists()

    desk.get_by_label("Why these rows are brought in").fill("Our own list.")
    desk.get_by_role("button", name="Import 2 rows").click()
    expect(desk.get_by_text("Confirmed by editor")).to_contain_text("Our own list.")
    assert sorted(Subject.objects.values_list("name", flat=True)) == ["Storm", "Wind-2"]

    with desk.expect_download() as download:
        desk.get_by_role("link", name="The rows with errors").click()
    mended = download.value.path().read_text(encoding="utf-8-sig").replace("ship", "chip")
    visitor.open("/admin/claims/importrun/new/")
    upload(desk, "mended.csv", mended)
    expect(row(desk, 2)).to_contain_text("New chip “Gale”.")
    desk.get_by_label("Why these rows are brought in").fill("Mended.")
    desk.get_by_role("button", name="Import 1 row").click()
    expect(desk.get_by_text("Confirmed by editor")).to_contain_text("Mended.")

    visitor.open("/admin/claims/importrun/new/")
    upload(desk, "subjects.csv", ROWS.replace("ship", "chip"))
    expect(desk.get_by_role("link", name="same as stored 3")).to_be_visible()
    desk.get_by_label("Why these rows are brought in").fill("Once more.")
    desk.get_by_role("button", name="Import 3 rows").click()
    expect(desk.get_by_text("Confirmed by editor")).to_contain_text("Once more.")
    expect(desk.get_by_role("link", name="same as stored 3")).to_be_visible()
    assert sorted(Subject.objects.values_list("name", flat=True)) == ["Gale", "Storm", "Wind-2"]
    assert SubjectAlias.objects.filter(subject__name="Wind-2").count() == 2
    assert ImportRun.objects.count() == 3
