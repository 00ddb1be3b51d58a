"""`manage.py trace_lineage` links what came in before lineages were traced, once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims.models import Announcement, LineageMark, LineagePair
from claims.workflows.ingest_announcement import ingest_announcement
from tests.workflows.test_trace_lineage import COPY, NOW, ORIGINAL

pytestmark = pytest.mark.django_db


def traced(*numbers: int) -> str:
    out = StringIO()
    call_command("trace_lineage", *numbers, stdout=out)
    return out.getvalue().strip()


def test_old_announcements_are_linked_and_again_changes_nothing() -> None:
    for intake in (COPY, ORIGINAL):
        ingest_announcement(intake, now=NOW + timedelta(days=1))
    LineagePair.objects.all().delete()
    LineageMark.objects.all().delete()
    Announcement.objects.update(syndicated_from=None)
    # The first one traced finds nobody: the other has no marks yet.
    assert traced().startswith("Traced 2 announcements: 1 linked, ")
    copy, original = Announcement.objects.order_by("pk")
    assert copy.syndicated_from == original
    assert traced(copy.pk).startswith("Traced 1 announcements: 0 linked, 0 claims merged, ")


def test_an_unknown_number_is_named_and_nothing_is_done() -> None:
    with pytest.raises(CommandError, match=r"There is no announcement 404, 505\. Nothing was traced\."):
        traced(505, 404)
