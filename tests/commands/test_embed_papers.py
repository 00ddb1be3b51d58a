"""Embedding stored papers: made once, or the advice what to install."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from claims.core.papers import PaperRecord
from claims.matching.embeddings import shipped_encoder
from claims.models import PaperVector
from claims.workflows.embed_papers import embed_papers
from claims.workflows.import_papers import import_papers
from tests.matching.stand_in_encoder import LetterEncoder
from tracker.extras import EMBEDDINGS, what_is_missing

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 3, tzinfo=UTC)
MISSING = what_is_missing("embeddings", EMBEDDINGS)


def store_two_papers() -> tuple[int, ...]:
    records = [PaperRecord(id=name, title=name, abstract="Geese fly.") for name in ("North", "South")]
    return import_papers(records, now=NOW).paper_ids


def test_what_was_embedded_before_a_stop_is_not_made_again() -> None:
    first, second = store_two_papers()
    encoder = LetterEncoder()
    assert [embed_papers(ids, encoder) for ids in ([first], [first, second], [first, second])] == [1, 1, 0]
    assert list(PaperVector.objects.order_by("pk").values_list("paper", flat=True)) == [first, second]


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_the_command_embeds_what_is_missing_and_then_nothing() -> None:
    store_two_papers()
    told = StringIO()
    call_command("embed_papers", stdout=told)
    call_command("embed_papers", stdout=told)
    name = shipped_encoder().name
    assert told.getvalue() == f"2 papers embedded by {name}.\n0 papers embedded by {name}.\n"


@pytest.mark.skipif(not MISSING, reason="the extra is installed")
def test_without_the_extra_the_command_says_what_to_install() -> None:
    with pytest.raises(CommandError) as refused:
        call_command("embed_papers")
    assert str(refused.value) == f"Embeddings need packages that are missing. {MISSING}"
