"""An editor marks words of an announcement that the reader left: they become a draft claim."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.core.masking import plain_signs
from claims.matching.index import index_claims
from claims.models import Announcement, Claim, ClaimAct, DeskAct, Workflow
from claims.reading.drafts import DraftClaim
from claims.reading.hand_marked import Span, SpanRefused, draft_of_span, span_of
from claims.reading.proposed_drafts import Article, article_of
from claims.reading.subject_tracking import main_subject
from claims.workflows.check_announcement import check_announcement
from claims.workflows.decide_claim import Decided, DecisionRefused, enter_act
from claims.workflows.keep_drafts import DraftKeeper
from claims.workflows.known_names import known_names_in

_GONE = (Workflow.DISMISSED, Workflow.MERGED)


class NotMarked(DecisionRefused):
    """The words cannot be marked: they do not stand there, or are marked already."""


def mark_claim(
    announcement_id: int, *, quote: str, start: int | None, end: int | None, reason: str, actor: User, now: datetime
) -> Decided:
    """Make a draft of `text[start:end]`, or of `quote` where no place is given, with what the rules read in it.

    Repeating it raises `NotMarked`, as does a place that a claim has, and words that the text does not hold. Raises
    `Announcement.DoesNotExist`.
    """
    with transaction.atomic():
        announcement = locked(announcement_id)
        given = Span(start=start, end=end) if start is not None and end is not None else None
        draft = drafts_of(announcement, [given or quote])[0]
        entry = make_claims(announcement, [draft], reason=reason, actor=actor, now=now)[0]
    return Decided(act_id=entry.pk, claim_id=entry.claim_id, workflow=Workflow.DRAFT)


def locked(announcement_id: int) -> Announcement:
    """The announcement, so that of two who mark the same words the second finds what the first has made."""
    rows = Announcement.objects.select_related("publisher").select_for_update(of=("self",))
    return rows.get(pk=announcement_id)


def drafts_of(
    announcement: Announcement, marked: Sequence[Span | str], *, within: Span | None = None
) -> tuple[DraftClaim, ...]:
    """What each marked place, or quote in the part `within`, says by the rules. Raises `NotMarked`."""
    text, title = announcement.text, announcement.title
    publisher = announcement.publisher.name if announcement.publisher else ""
    article = article_of(
        text,
        title=title,
        language=announcement.language,
        publisher=publisher,
        published_on=announcement.published_on,
        known=known_names_in(f"{title}\n{text}"),
    )
    main = main_subject(title, plain_signs(text), article.lexicon)
    return tuple(_draft(article, one, within, main) for one in marked)


def _draft(article: Article, marked: Span | str, within: Span | None, main: str) -> DraftClaim:
    try:
        span = marked if isinstance(marked, Span) else span_of(article.text, marked, within=within)
        return draft_of_span(article, span, main=main)
    except SpanRefused as refused:
        raise NotMarked(str(refused)) from refused


def make_claims(
    announcement: Announcement,
    drafts: Sequence[DraftClaim],
    *,
    reason: str,
    actor: User,
    now: datetime,
    part_of: ClaimAct | None = None,
) -> tuple[ClaimAct, ...]:
    """Store the drafts as claims of their own, each with its entry. Raises `NotMarked` for a place that is taken."""
    for draft in drafts:
        taken = announcement.appearances.filter(start=draft.start, end=draft.end).exclude(claim__workflow__in=_GONE)
        place = taken.first()
        if place:
            raise NotMarked(_("Claim %(number)s stands on these very words already.") % {"number": place.claim_id})
    keeper = DraftKeeper(announcement=announcement, now=now)
    made = [keeper.make(draft) for draft in drafts]
    index_claims(Claim.objects.with_statement().filter(pk__in=keeper.new_claims).order_by("pk"))
    check_announcement(announcement.pk, now=now)
    return tuple(
        enter_act(claim, DeskAct.MARKED, before={}, reason=reason, actor=actor, now=now, part_of=part_of)
        for claim in made
    )
