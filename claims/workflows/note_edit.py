"""Note that an announcement's page says something else than what we read, and what became of the quotes in it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from claims.models import Anchor, AnchorCheck, Announcement, Appearance, SilentEdit, Snapshot
from claims.reading.anchoring import Anchoring, SeenText, Standing, anchored
from claims.reading.document import UnreadableDocument
from claims.reading.documents import document_from
from claims.reading.text_changes import Said, changes_between, said_in
from claims.sources.snapshots import Capture, body_in
from claims.workflows.call_visits import call_visits
from claims.workflows.keep_snapshot import keep_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What a page says: `edit_id` None is what we read first. `shifted` are claims whose quotes were moved or lost."""

    edit_id: int | None = None
    is_new: bool = False
    shifted: tuple[int, ...] = ()


def note_edit(announcement_id: int, text: str, *, capture: Capture, now: datetime) -> Noted:
    """Hold `text`, which was read from `capture` of the announcement's page, against what was read there first.

    Stores the state of the page if it is new, with its snapshot and a check of every quote, lets each quote show how it
    stands in this state, and calls the visits of the claims whose quotes were newly moved or lost. The announcement's
    own text stays. Repeating it stores nothing. Of a text that a person gave and that was never read on its page,
    nothing is said. Raises `Announcement.DoesNotExist`.
    """
    announcement = Announcement.objects.get(pk=announcement_id)
    quotes = frozenset(announcement.appearances.values_list("exact", flat=True))
    first, found = said_in(announcement.text, quotes=quotes), said_in(text, quotes=quotes)
    if found.sha256 != first.sha256:
        again = _first_reading(announcement)
        if again is None:
            return Noted()
        # Whoever reads better today than then finds other words in the same bytes, and nobody has edited them.
        first = said_in(again, quotes=quotes)
    if found.sha256 == first.sha256:
        return Noted(shifted=_show(announcement, {}, now=now))
    with transaction.atomic():
        edit, is_new = _kept(announcement, first, found, text, capture=capture, now=now)
        _check_quotes(announcement, edit, text if is_new else _reading_of(edit.snapshot))
        checks = dict(edit.anchor_checks.values_list("appearance_id", "anchor"))
        return Noted(edit_id=edit.pk, is_new=is_new, shifted=_show(announcement, checks, now=now))


def _first_reading(announcement: Announcement) -> str | None:
    """What the bytes that the text was read from say to the reader of today; None where we have no page of it."""
    snapshots = announcement.snapshots.filter(status__isnull=False, text_sha256=announcement.text_sha256)
    snapshot = snapshots.order_by("pk").first()
    return _reading_of(snapshot) if snapshot else None


def _reading_of(snapshot: Snapshot) -> str:
    """The text of a page that could be read once; "" where it no longer can."""
    try:
        return document_from(body_in(bytes(snapshot.warc)), snapshot.content_type, snapshot.final_url).text
    except UnreadableDocument:
        return ""


def _kept(
    announcement: Announcement, first: Said, found: Said, text: str, *, capture: Capture, now: datetime
) -> tuple[SilentEdit, bool]:
    known = SilentEdit.objects.filter(announcement=announcement, said_sha256=found.sha256).first()
    if known:
        return known, False
    keep_snapshot(announcement, capture, text_sha256=hashlib.sha256(text.encode()).hexdigest())
    changes = changes_between(first, found)
    return SilentEdit.objects.get_or_create(
        announcement=announcement,
        said_sha256=found.sha256,
        defaults={
            "snapshot_id": announcement.snapshots.values_list("pk", flat=True).get(body_sha256=capture.body_sha256),
            "changes": [{"before": one.before, "after": one.after} for one in changes.passages],
            "left_out": changes.left_out,
            "found_at": now,
        },
    )


def _check_quotes(announcement: Announcement, edit: SilentEdit, text: str) -> None:
    """Look for the quotes that were not looked for in this state of the page; claims may have come since."""
    unchecked = list(announcement.appearances.exclude(anchor_checks__edit=edit).order_by("pk"))
    if not unchecked:
        return
    earlier, later = SeenText(announcement.text), SeenText(text)
    checks = [_check(edit, one, anchored(earlier, one.start, one.end, later)) for one in unchecked]
    AnchorCheck.objects.bulk_create(checks, ignore_conflicts=True)


def _check(edit: SilentEdit, appearance: Appearance, outcome: Anchoring) -> AnchorCheck:
    lost = outcome.standing is Standing.LOST
    return AnchorCheck(
        appearance=appearance,
        edit=edit,
        anchor=outcome.standing.value,
        start=None if lost else outcome.start,
        end=None if lost else outcome.end,
    )


def _show(announcement: Announcement, checks: dict[int, str], *, now: datetime) -> tuple[int, ...]:
    """Let each quote say how it stands, in place where `checks` has nothing of it; claims to be looked for again."""
    with transaction.atomic():
        changed = [
            one
            for one in announcement.appearances.select_for_update().order_by("pk")
            if one.anchor != checks.get(one.pk, Anchor.OK)
        ]
        for one in changed:
            one.anchor = checks.get(one.pk, Anchor.OK)
        Appearance.objects.bulk_update(changed, ["anchor"])
        shifted = tuple(sorted({one.claim_id for one in changed if one.anchor != Anchor.OK}))
        call_visits(shifted, now=now)
    return shifted
