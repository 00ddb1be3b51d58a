"""What feeds say of each event: the words of the digests, one entry for one event, and so the same for everybody."""

from collections.abc import Collection, Sequence
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Count, Q
from django.template.loader import render_to_string
from django.utils.translation import gettext, ngettext

from claims.digest.changes import Change
from claims.digest.compose import Composer
from claims.digest.facts import facts_of
from claims.digest.wording import EntryWords, entry_words
from claims.models import DigestIssue, EventKind, OutboxEvent
from claims.web.atom import AtomEntry, tag_of


def entries_of(events: Sequence[OutboxEvent]) -> tuple[AtomEntry, ...]:
    """The entries of these events, in their order, in the language that is active.

    What the rules do on the way and concerns nobody, such as the merging of a draft of a copy, has none. The number of
    queries is fixed.
    """
    composer = Composer(facts_of([event.pk for event in events]))
    told = ((event, composer.compose([event.pk], {})) for event in events)
    return tuple(_entry(event, change) for event, changes in told for change in changes)


def digest_entries(issues: Collection[DigestIssue]) -> tuple[AtomEntry, ...]:
    """The entries of digests in the public archive: how much of what each tells. One query an issue."""
    return tuple(_digest(issue) for issue in issues)


def _entry(event: OutboxEvent, change: Change) -> AtomEntry:
    words = entry_words(change, whole=True)
    return AtomEntry(
        id=tag_of(settings.SITE_URL, event.kind, event.row),
        title=f"{_headline(words)}: {words.title}",
        link=urljoin(settings.SITE_URL, words.path),
        updated=event.recorded_at,
        category=event.kind,
        content=render_to_string("claims/feed_entry.html", {"entry": words, "site": settings.SITE_URL}).strip(),
    )


def _headline(words: EntryWords) -> str:
    """Word and shape: "○ Unverified → ◒ Qualified"; what happened where no status moved."""
    if words.happened or not words.after:
        return words.happened
    after = f"{words.after.shape} {words.after.label}"
    return f"{words.before.shape} {words.before.label} → {after}" if words.before else after


def _digest(issue: DigestIssue) -> AtomEntry:
    told = OutboxEvent.objects.between(issue.after_position, issue.to_position)
    counts = told.order_by().aggregate(
        moved=Count("pk", filter=Q(kind=EventKind.STATUS_CHANGED)),
        taken_up=Count("pk", filter=Q(kind=EventKind.CLAIM_TRACKED)),
    )
    lines = [
        ngettext("%(n)d status changed", "%(n)d statuses changed", counts["moved"]) % {"n": counts["moved"]},
        ngettext("%(n)d claim was taken up", "%(n)d claims were taken up", counts["taken_up"])
        % {"n": counts["taken_up"]},
    ]
    return AtomEntry(
        id=tag_of(settings.SITE_URL, "digest", issue.slug),
        title=gettext("Digest %(slug)s") % {"slug": issue.slug},
        link=f"{settings.SITE_URL}/digests/{issue.slug}/",
        updated=issue.opened_at,
        category="digest",
        content=render_to_string("claims/feed_digest.html", {"lines": lines}).strip(),
    )
