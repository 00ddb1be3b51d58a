"""A claim in brief, for readers with ten seconds: claimed against reckoned, and how much evidence is on which side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from claims.judging.findings import Grade
from claims.web.claim_page import ClaimPage
from claims.web.evidence_cards import EvidenceCard, EvidenceGroup, title_of
from claims.web.interval_picture import IntervalPicture
from claims.web.recipes import Recipe, telling
from claims.wording import GRADE_WORDS, GradeWord, page_language

# The sides that are told even when nothing stands there.
_ALWAYS = ("for", "part", "against")
_LIES = {
    "below": _("What was claimed lies below what the arithmetic gives."),
    "above": _("What was claimed lies above what the arithmetic gives."),
    "inside": _("What was claimed lies within what the arithmetic gives."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The claimed value held against what an arithmetic gives, both in words; `lies` says where, `picture` shows it."""

    name: str
    claimed: str
    result: str
    lies: str
    picture: IntervalPicture


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What counts on one side: how many pieces and the best grade (None: none), and how many wait to be counted."""

    code: str
    title: str
    count: int
    best: GradeWord | None
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """The card; `missing` counts what is still wanted to settle the claim."""

    held: Held | None
    sides: tuple[Side, ...]
    missing: int


def show_brief(page: ClaimPage) -> Brief | None:
    """The card of a claim's page; None where there is neither evidence nor an arithmetic."""
    done = telling(page.recipes)
    held = _held(done) if done else None
    if held is None and not page.groups:
        return None
    return Brief(held=held, sides=_sides(page.groups), missing=sum(one.is_open for one in page.wanted))


def _held(recipe: Recipe) -> Held | None:
    done = recipe.outcome
    if done.claimed is None:
        return None
    place = "below" if done.claimed < done.low else "above" if done.claimed > done.high else "inside"
    return Held(
        name=recipe.name,
        claimed=done.claimed_in(page_language()),
        result=recipe.result,
        lies=gettext(_LIES[place]),
        picture=recipe.picture,
    )


def _sides(groups: Sequence[EvidenceGroup]) -> tuple[Side, ...]:
    cards = {group.code: group.cards for group in groups}
    codes = (*_ALWAYS, "overtaken") if "overtaken" in cards else _ALWAYS
    return tuple(_side(code, cards.get(code, ())) for code in codes)


def _side(code: str, cards: Sequence[EvidenceCard]) -> Side:
    counted = [card for card in cards if card.counted]
    best = max((Grade(card.grade.code) for card in counted), default=None)
    return Side(
        code=code,
        title=title_of(code),
        count=len(counted),
        best=GRADE_WORDS[best.value] if best else None,
        waiting=sum(not card.counted and card.correction is None for card in cards),
    )
