"""The pictures of one claim: its life on a line of time, and its evidence on the ladder of grades."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from claims.judging.findings import Grade
from claims.web.claim_page import ClaimPage
from claims.web.confirmation import Confirmation, confirmation
from claims.web.evidence_cards import EvidenceGroup
from claims.web.pictures.ladder import Piece, Rung, draw_ladder
from claims.web.pictures.timeline import Lane, Moment, Timeline, draw_timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPictures:
    """What a claim's page draws; None or () where there is too little to draw. `confirmation` is None on a past day."""

    timeline: Timeline | None
    ladder: tuple[Rung, ...]
    confirmation: Confirmation | None


def show_pictures(page: ClaimPage, *, until: date, is_today: bool) -> ClaimPictures:
    """The pictures for a page as it is shown, up to the day on which it is shown."""
    pieces = [
        Piece(number=card.number, grade=card.grade.code, side=group.code, counted=card.counted)
        for group in page.groups
        for card in group.cards
    ]
    speaking = [Grade(piece.grade) for piece in pieces if piece.counted and piece.side != "mentions"]
    confirmed = confirmation(page.claim, max(speaking, default=None), today=until) if is_today else None
    return ClaimPictures(
        timeline=draw_timeline(_moments(page), until=until), ladder=draw_ladder(pieces), confirmation=confirmed
    )


def _moments(page: ClaimPage) -> Iterable[Moment]:
    if page.claim.claimed_on:
        yield Moment(day=page.claim.claimed_on, lane=Lane.SAID, code="said", sign="“", words=_("Claimed"))
    for place in page.places[1:]:
        announcement = place.appearance.announcement
        if announcement.published_on and announcement.published_on != page.claim.claimed_on:
            words, language = announcement.title, announcement.language
            yield Moment(
                day=announcement.published_on, lane=Lane.SAID, code="again", sign="”", words=words, language=language
            )
    for group in page.groups:
        yield from _spoken(group)
    for step in page.history:
        if step.moved:
            day = timezone.localdate(step.recorded_at)
            yield Moment(day=day, lane=Lane.HERE, code=step.after.code, sign=step.after.shape, words=step.after.label)


def _spoken(group: EvidenceGroup) -> Iterable[Moment]:
    for card in group.cards:
        if card.paper.published_on:
            yield Moment(
                day=card.paper.published_on,
                lane=Lane.PAPERS,
                code=group.code,
                sign=str(card.number),
                words=card.paper.title,
                language=card.paper.language,
                link=f"#evidence-{card.number}",
            )
