"""What webhooks say: the examples of the docs, whole, held against the schema, and never larger than promised."""

import json
import re
from typing import Any

import jsonschema  # type: ignore[import-untyped] # it brings no types
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from claims.models import Claim, EventKind, HookState, OutboxEvent, StatusChange, WebhookDelivery
from claims.notify.payloads import MOST_BYTES, EventUntellable, body_of, document_of
from claims.notify.trimming import TooLarge, written
from tests.notify.made_up_events import an_event_of_each_kind
from tests.notify.made_up_hooks import endpoint
from tracker.env import PROJECT

DOC = PROJECT / "docs" / "webhooks.md"
SCHEMA = PROJECT / "docs" / "webhooks.schema.json"


@pytest.fixture(autouse=True)
def site(settings: Settings) -> None:
    settings.SITE_URL = "https://claims.example"


def examples() -> dict[str, Any]:
    """The documents in the docs, by their types."""
    blocks = re.findall(r"```json\n(.*?)\n```", DOC.read_text(encoding="utf-8"), re.S)
    return {document["type"]: document for document in map(json.loads, blocks)}


@pytest.mark.django_db
def test_each_event_says_what_the_docs_say_and_fits_the_schema() -> None:
    told = {kind.value: document_of(event) for kind, event in an_event_of_each_kind().items()}
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    for document in told.values():
        jsonschema.validate(document, schema)
    documented = examples()
    # Some are told in the words of others that have the same shape.
    assert documented == {kind: told[kind] for kind in documented if kind != "webhook.test"} | {
        "webhook.test": documented["webhook.test"]
    }
    words = DOC.read_text(encoding="utf-8")
    assert [kind for kind in EventKind if f"`{kind.value}`" not in words] == []


@pytest.mark.django_db
def test_a_test_says_that_nothing_happened() -> None:
    hook = endpoint("https://hooks.example/", since=0)
    row = WebhookDelivery.objects.create(endpoint=hook, event=None, uid="msg_1", recorded_at=hook.recorded_at)
    document = json.loads(body_of(row))
    jsonschema.validate(document, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert document["data"] == {**examples()["webhook.test"]["data"], "endpoint": hook.pk}


@pytest.mark.django_db
def test_what_is_said_again_later_is_the_same_to_the_byte() -> None:
    """The status of a claim may move on; what is told of an event is of its own time."""
    hook = endpoint("https://hooks.example/", since=0)
    events = an_event_of_each_kind()
    rows = [
        WebhookDelivery(endpoint=hook, event=event, uid=f"msg_{event.pk}", recorded_at=event.recorded_at)
        for event in events.values()
    ]
    first = [body_of(row) for row in rows]
    last = StatusChange.objects.order_by("pk").last()
    assert last
    StatusChange.objects.create(
        claim=last.claim,
        from_status=last.to_status,
        to_status="supported",
        certainty="high",
        rule_version="test",
        recorded_at=last.recorded_at.replace(year=2027),
    )
    Claim.objects.filter(pk=last.claim_id).update(status="supported", certainty="high")
    assert [body_of(row) for row in rows] == first


@pytest.mark.django_db
def test_the_events_of_drafts_say_that_nobody_has_confirmed_them() -> None:
    told = document_of(an_event_of_each_kind()[EventKind.CLAIM_UNMERGED])
    assert (told["data"]["claim"]["is_draft"], told["data"]["successor"]["is_draft"]) == (True, False)


@pytest.mark.django_db
def test_an_event_whose_row_is_not_there_cannot_be_told() -> None:
    event = OutboxEvent(pk=9, kind=EventKind.STATUS_CHANGED, row=404)
    with pytest.raises(
        EventUntellable, match=r"Event 9 \(claim.status_changed\) tells of row 404, which is not there."
    ):
        document_of(event)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS | TEXTS.map(lambda text: text * 700),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from("abcd"), VALUES, max_size=4))
def test_a_document_is_never_larger_than_promised_and_says_what_was_cut(data: dict[str, Any]) -> None:
    document = {"type": "x", "timestamp": "2026-05-03T12:30:00Z", "data": data}
    body = written(document, most=8000)
    again = json.loads(body)
    shortened = again["data"].pop("shortened", [])
    assert len(body) <= 8000
    assert (shortened == []) == (again == document)
    for pointer in shortened:
        whole, cut = _at(document, pointer), _at(again, pointer)
        assert len(cut) < len(whole)
        assert whole.startswith(cut.removesuffix("…")) if isinstance(whole, str) else len(cut) >= 2


def _at(document: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        document = document[int(part) if isinstance(document, list) else part]
    return document


def test_what_cannot_be_cut_small_enough_is_an_error() -> None:
    with pytest.raises(TooLarge):
        written({"type": "x", "data": {str(number): number for number in range(100)}}, most=100)


@pytest.mark.django_db
def test_a_claim_as_long_as_a_book_is_cut() -> None:
    event = an_event_of_each_kind()[EventKind.STATUS_CHANGED]
    change = StatusChange.objects.get(pk=event.row)
    book = Claim.objects.create(
        pk=9999,
        text="西风九号。" * 30_000,
        language="zh",
        kind="quantity",
        attribution="reported",
        recorded_at=change.recorded_at,
    )
    told = OutboxEvent(pk=9, kind=EventKind.CLAIM_TRACKED, row=book.pk, recorded_at=change.recorded_at, position=1)
    hook = endpoint("https://hooks.example/")
    body = body_of(WebhookDelivery(endpoint=hook, event=told, uid="msg_1", state=HookState.WAITING))
    data = json.loads(body)["data"]
    text = data["claim"]["text"]
    assert (len(body) <= MOST_BYTES, data["shortened"]) == (True, ["/data/claim/text"])
    assert (len(text), text[-1]) == (8000, "…")
