"""A person lets evidence rest on other words of the same document, which have to stand there."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.core.quoting import QuotableText, QuoteMatch
from claims.models import Evidence, EvidenceState, ReviewAct
from claims.workflows.review_evidence import (
    Reviewed,
    ReviewRefused,
    conclude_review,
    enter_review,
    evidence_to_review,
)


class NotVerbatim(ReviewRefused):
    """The words do not stand in that version of the document."""


class AlreadyQuoted(ReviewRefused):
    """Other evidence of the claim quotes these words with the same stance."""


def requote_evidence(evidence_id: int, quote: str, *, reason: str, actor: User, seen: int, now: datetime) -> Reviewed:
    """Put accepted evidence with the words `quote` in the place of this one, which counts as rejected from then on.

    The words must stand in the same version of the document, whole and letter by letter. Repeating it raises
    `AlreadyDecided`; raises `NotVerbatim`, `AlreadyQuoted` and what `review_evidence` does. `seen` is as there.
    """
    with transaction.atomic():
        row = evidence_to_review(evidence_id, reason=reason, seen=seen)
        replacement = requoted(row, quote, actor=actor, now=now)
        taken = row.claim.evidence.exclude(state=EvidenceState.INVALIDATED).filter(
            paper_version=row.paper_version, location=replacement.location, stance=row.stance, quote=replacement.quote
        )
        other = taken.first()
        if other:
            raise AlreadyQuoted(
                _("Evidence %(number)s quotes these words already: decide on that one.") % {"number": other.pk}
            )
        replacement.save(force_insert=True)
        review = enter_review(row, ReviewAct.REQUOTED, reason=reason, actor=actor, now=now, replacement=replacement)
        Evidence.objects.filter(pk=row.pk).update(state=EvidenceState.REJECTED, state_since=now, decided_by=actor)
        return conclude_review(row, review, now=now)


def requoted(row: Evidence, quote: str, *, actor: User, now: datetime) -> Evidence:
    """The evidence as it would be with other words, not stored. Raises `NotVerbatim`."""
    location, words = _placed(row, quote)
    kept = ("stance", "condition", "supersedes", "grade", "independence_group", "confidence", "basis", "known_on")
    return Evidence(
        claim=row.claim,
        paper_version=row.paper_version,
        quote=words,
        location=location,
        reading=row.reading,
        rule_version=row.rule_version,
        proposed_by=row.proposed_by,
        recorded_at=now,
        state=EvidenceState.ACCEPTED,
        decided_by=actor,
        **{name: getattr(row, name) for name in kept},
    )


def _placed(row: Evidence, quote: str) -> tuple[str, str]:
    """(location, words) where the quote stands, the evidence's own location first."""
    words = quote.strip()
    texts = sorted(row.paper_version.texts(), key=lambda text: text[0] != row.location)
    nearest = ""
    for location, text in texts:
        place = QuotableText(text).place(words)
        if place.match is QuoteMatch.EXACT:
            return location, words
        nearest = nearest or (text[place.start : place.end] if place.found else "")
    if nearest:
        raise NotVerbatim(_("Quote it as the document has it: “%(words)s”.") % {"words": nearest})
    raise NotVerbatim(
        _("These words do not stand in %(document)s: copy them from the document, whole words only.")
        % {"document": row.paper_version}
    )
