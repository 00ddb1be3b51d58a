"""What an edit did to a text, in a real browser: both states beside each other or below, and no sideways scroll."""

import pytest

from claims.models import Announcement
from tests.browser.conftest import Visitor
from tests.workflows.watched_site import CLAIMED, article, quote, watched_site

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "beside"), [(1280, True), (390, False)])
def test_an_edit_fits_the_window(visitor: Visitor, width: int, beside: bool) -> None:
    with watched_site() as site:
        site.take_in()
        site.shows(article(f"{CLAIMED.replace('3', '4')} {'very-' * 60}small."))
        site.look()
        visitor.page.set_viewport_size({"width": width, "height": 900})
        for address in (f"/announcements/{Announcement.objects.get().pk}/", f"/claims/{quote().claim_id}/"):
            visitor.open(address)
            before, after = (
                visitor.page.locator(f".change .{side}").first.bounding_box() for side in ("before", "after")
            )
            assert before is not None
            assert after is not None
            assert (visitor.overflow(), before["y"] == after["y"]) == (0, beside)
    assert (visitor.complaints, visitor.strangers) == ([], [])
