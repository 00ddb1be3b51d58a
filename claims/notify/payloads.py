"""What a webhook says of an event: everything that a receiver needs without asking back (`docs/webhooks.md`).

History is append-only, so that a redelivery says the same. Names of systems and organisations, the standing of papers
and which claims rest on what are told as they are when it is sent.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist

from claims.judging.findings import Certainty, Status
from claims.models import (
    Announcement,
    Appearance,
    Claim,
    ClaimComment,
    ClaimMerge,
    EventKind,
    Evidence,
    EvidenceStep,
    IdentifierScheme,
    Organisation,
    OutboxEvent,
    Paper,
    PaperNotice,
    SilentEdit,
    StatusChange,
    WebhookDelivery,
    Workflow,
)
from claims.notify.trimming import written
from claims.reach import claims_resting_on

# The type of a document that only tries whether a receiver works.
TEST = "webhook.test"
MOST_BYTES = 64 * 1024
_TEST_WORDS = "This is a test. Nothing happened."
# Keys of whoever imported a paper, and addresses that were fetched, are ours.
_OURS = (IdentifierScheme.KEY, IdentifierScheme.URL)
_MOST_AUTHORS, _MOST_CLAIMS, _MOST_EVIDENCE = 20, 50, 20

type Document = dict[str, Any]


class EventUntellable(LookupError):
    """What an event tells of is not there any more; the message says what."""


def body_of(delivery: WebhookDelivery) -> bytes:
    """What is posted for a delivery (with its event), of at most `MOST_BYTES`. Raises `EventUntellable`."""
    if delivery.event is None:
        said = {"message": _TEST_WORDS, "endpoint": delivery.endpoint_id}
        return written({"type": TEST, "timestamp": _moment(delivery.recorded_at), "data": said}, most=MOST_BYTES)
    return written(document_of(delivery.event), most=MOST_BYTES)


def document_of(event: OutboxEvent) -> Document:
    """An event as Standard Webhooks wants it: its type, its own time, and its data. Raises `EventUntellable`."""
    kind = EventKind(event.kind)
    try:
        told = _TELLERS[kind](event)
    except ObjectDoesNotExist as missing:
        raise EventUntellable(f"Event {event.pk} ({kind}) tells of row {event.row}, which is not there.") from missing
    # Positions give the order in which things happened, whatever the order in which they arrive.
    return {"type": kind.value, "timestamp": _moment(event.recorded_at), "data": {"position": event.position, **told}}


def _claim_event(event: OutboxEvent) -> Document:
    claim = _claim_row(event.row)
    return {"claim": _claim(claim), "status": _status_at(claim, event.recorded_at), "places": _places(claim)}


def _status_event(event: OutboxEvent) -> Document:
    change = StatusChange.objects.get(pk=event.row)
    earlier = StatusChange.objects.filter(claim=change.claim_id, pk__lt=change.pk).order_by("-pk").first()
    certainty = earlier.certainty if earlier else Certainty.VERY_LOW.value
    evidence = _evidence_rows().filter(status_changes=change).order_by("pk")[:_MOST_EVIDENCE]
    return {
        "id": change.pk,
        "api_url": _api("status-changes", change.pk),
        "claim": _claim(_claim_row(change.claim_id)),
        "before": {"status": change.from_status, "certainty": certainty},
        "after": {"status": change.to_status, "certainty": change.certainty},
        "reasons": [{"code": reason["code"], "text": reason["text"]} for reason in change.reasons],
        "decided_by": _decided_by(change.actor_id),
        "known_on": _day(change.known_on),
        "corrects": change.supersedes_id,
        "evidence": [_evidence(row) for row in evidence],
    }


def _merge_event(event: OutboxEvent) -> Document:
    step = ClaimMerge.objects.get(pk=event.row)
    return {
        "claim": _claim(_claim_row(step.claim_id)),
        "successor": _claim(_claim_row(step.successor_id)),
        "reason": step.reason,
        "decided_by": _decided_by(step.actor_id),
    }


def _comment_event(event: OutboxEvent) -> Document:
    comment = ClaimComment.objects.get(pk=event.row)
    return {
        "claim": _claim(_claim_row(comment.claim_id)),
        "comment": {
            "id": comment.pk,
            "api_url": _api("comments", comment.pk),
            "organisation": comment.organisation,
            "text": comment.text,
            "written_at": _moment(comment.recorded_at),
        },
    }


def _evidence_event(event: OutboxEvent) -> Document:
    step = EvidenceStep.objects.get(pk=event.row)
    row = _evidence_rows().get(pk=step.evidence_id)
    return {"claim": _claim(_claim_row(row.claim_id)), "evidence": _evidence(row), "state": step.state}


def _notice_event(event: OutboxEvent) -> Document:
    notice = PaperNotice.objects.get(pk=event.row)
    resting = claims_resting_on([notice.paper_id])[:_MOST_CLAIMS]
    return {
        "paper": _paper(Paper.objects.prefetch_related("identifiers").get(pk=notice.paper_id)),
        "notice": {
            "standing": notice.standing,
            "issued_on": _day(notice.issued_on),
            "source_url": notice.source_url,
            "reason": notice.reason,
        },
        "claims": [_claim_name(claim) for claim in Claim.objects.filter(pk__in=resting).order_by("pk")],
    }


def _announcement_event(event: OutboxEvent) -> Document:
    announcement = _announcement_row(event.row)
    claims = Claim.objects.public().filter(appearances__announcement=announcement).distinct().order_by("pk")
    return {
        "announcement": _announcement(announcement),
        "claims": [_claim_name(claim) for claim in claims[:_MOST_CLAIMS]],
    }


def _edit_event(event: OutboxEvent) -> Document:
    edit = SilentEdit.objects.get(pk=event.row)
    return {
        "announcement": _announcement(_announcement_row(edit.announcement_id)),
        "edit": {
            "changes": [{"before": part["before"], "after": part["after"]} for part in edit.changes],
            "left_out": edit.left_out,
        },
    }


_TELLERS: dict[EventKind, Callable[[OutboxEvent], Document]] = {
    EventKind.CLAIM_TRACKED: _claim_event,
    EventKind.CLAIM_DISMISSED: _claim_event,
    EventKind.STATUS_CHANGED: _status_event,
    EventKind.CLAIM_MERGED: _merge_event,
    EventKind.CLAIM_UNMERGED: _merge_event,
    EventKind.COMMENT_PUBLISHED: _comment_event,
    EventKind.EVIDENCE_ACCEPTED: _evidence_event,
    EventKind.EVIDENCE_DROPPED: _evidence_event,
    EventKind.PAPER_NOTICE: _notice_event,
    EventKind.ANNOUNCEMENT_ADDED: _announcement_event,
    EventKind.ANNOUNCEMENT_EDITED: _edit_event,
}


def _claim_row(number: int) -> Claim:
    return Claim.objects.select_related("subject", "claimant").get(pk=number)


def _announcement_row(number: int) -> Announcement:
    return Announcement.objects.select_related("publisher").defer("text").get(pk=number)


def _evidence_rows() -> Any:
    return Evidence.objects.select_related("paper_version__paper").prefetch_related("paper_version__paper__identifiers")


def _claim(claim: Claim) -> Document:
    return {
        **_claim_name(claim),
        "language": claim.language,
        "subject": {"id": claim.subject.pk, "name": claim.subject.name} if claim.subject else None,
        "claimant": _organisation(claim.claimant),
        "claimed_on": _day(claim.claimed_on),
        # The machine read it, and no editor has confirmed it yet.
        "is_draft": claim.workflow == Workflow.DRAFT,
    }


def _claim_name(claim: Claim) -> Document:
    return {
        "number": claim.pk,
        "url": _page("claims", claim.pk),
        "api_url": _api("claims", claim.pk),
        "text": claim.text,
    }


def _status_at(claim: Claim, moment: datetime) -> Document:
    changes = StatusChange.objects.filter(claim=claim, recorded_at__lte=moment).order_by("-pk")
    newest = changes.first()
    if newest is None:
        return {"status": Status.UNVERIFIED.value, "certainty": Certainty.VERY_LOW.value}
    return {"status": newest.to_status, "certainty": newest.certainty}


def _places(claim: Claim) -> list[Document]:
    rows = Appearance.objects.filter(claim=claim).select_related("announcement__publisher").order_by("pk")
    return [
        {"quote": row.exact, "announcement": _announcement(row.announcement)}
        for row in rows.defer("announcement__text")[:_MOST_EVIDENCE]
    ]


def _evidence(row: Evidence) -> Document:
    return {
        "id": row.pk,
        "api_url": _api("evidence", row.pk),
        "stance": row.stance,
        "grade": row.grade,
        "quote": row.quote,
        "location": row.location,
        "reading": row.reading,
        "condition": row.condition,
        "known_on": _day(row.known_on),
        "paper": _paper(row.paper_version.paper),
        "arxiv_version": row.paper_version.arxiv_version,
    }


def _paper(paper: Paper) -> Document:
    ids = sorted((one.scheme, one.value) for one in paper.identifiers.all() if one.scheme not in _OURS)
    return {
        "id": paper.pk,
        "url": _page("papers", paper.pk),
        "api_url": _api("papers", paper.pk),
        "title": paper.title,
        "authors": paper.authors[:_MOST_AUTHORS],
        "published_on": _day(paper.published_on),
        "source_url": paper.url,
        "standing": paper.standing,
        "identifiers": [{"scheme": scheme, "value": value} for scheme, value in ids],
    }


def _announcement(announcement: Announcement) -> Document:
    return {
        "id": announcement.pk,
        "url": _page("announcements", announcement.pk),
        "api_url": _api("announcements", announcement.pk),
        "source_url": announcement.url,
        "title": announcement.title,
        "author": announcement.author,
        "publisher": _organisation(announcement.publisher),
        "published_on": _day(announcement.published_on),
        "language": announcement.language,
        "translation_of": announcement.translation_of_id,
        "syndicated_from": announcement.syndicated_from_id,
    }


def _organisation(organisation: Organisation | None) -> Document | None:
    return {"id": organisation.pk, "name": organisation.name} if organisation else None


def _decided_by(actor: int | None) -> str:
    return "rules" if actor is None else "person"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _moment(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _page(path: str, number: int) -> str:
    return f"{settings.SITE_URL}/{path}/{number}/"


def _api(path: str, number: int) -> str:
    return f"{settings.SITE_URL}/api/v1/{path}/{number}/"
