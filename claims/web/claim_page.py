"""A claim's page as its template shows it: the answer, the evidence by stance, the arithmetic, the history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.utils.translation import gettext

from claims.core.han import language_by_script
from claims.core.marked_text import Excerpt, passage_at
from claims.figures import amount
from claims.judging.findings import Certainty, Status
from claims.judging.settling import Wanted
from claims.models import (
    Appearance,
    Claim,
    ClaimComment,
    ClaimMerge,
    PublishedReview,
    SilentEdit,
    StatusChange,
    Workflow,
)
from claims.past import Past
from claims.receipts import Receipts
from claims.told_acts import ToldAct, for_readers, tell_act
from claims.web.answer import Answer, answers
from claims.web.evidence_cards import EvidenceGroup, grouped, numbered
from claims.web.lasting import show_lasting
from claims.web.own_numbers import OwnNumbers, show_own_numbers
from claims.web.page_states import Shift, show_shift
from claims.web.receipts import ReceiptsShown, show_receipts
from claims.web.recipes import Recipe, write_recipe
from claims.wording import (
    ATTRIBUTION_WORDS,
    CERTAINTY_WORDS,
    OWN_WORDS,
    REASON_WORDS,
    STATUS_WORDS,
    StatusWord,
    page_language,
    spelt_out,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonShown:
    """Why a status changed, in the words of the page; `detail` is the stored one, "" where that is it."""

    words: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A line of the history."""

    before: StatusWord
    after: StatusWord
    certainty: str
    reasons: tuple[ReasonShown, ...]
    evidence: tuple[int, ...]
    actor: str
    known_on: date | None
    recorded_at: datetime
    moved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One of the three: the status moved, an editor did something, or the claim was merged or taken out again."""

    recorded_at: datetime
    step: Step | None = None
    told: ToldAct | None = None
    merge: ClaimMerge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the claim was said: the quote in context and its announcement, and what an edit did to it since."""

    appearance: Appearance
    passage: Excerpt
    shift: Shift | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """The whole page."""

    claim: Claim
    status: StatusWord
    certainty: str
    proposal: StatusWord | None
    reopened: bool
    is_draft: bool
    is_dismissed: bool
    attribution: str
    amounts: tuple[str, ...]
    places: tuple[Place, ...]
    answers: tuple[Answer, ...]
    groups: tuple[EvidenceGroup, ...]
    recipes: tuple[Recipe, ...]
    own_numbers: tuple[OwnNumbers, ...]
    wanted: tuple[Wanted, ...]
    lasting: str
    comments: tuple[ClaimComment, ...]
    reviews: tuple[PublishedReview, ...]
    history: tuple[Step, ...]
    lines: tuple[HistoryLine, ...]
    next_visit: datetime | None
    receipts: ReceiptsShown

    @property
    def standing(self) -> str:
        """How it stands, as a citation says it: "supported (moderate certainty)"."""
        word = self.status.label.lower()
        return (
            gettext("{status} ({certainty})").format(status=word, certainty=self.certainty) if self.certainty else word
        )


def show_claim(
    claim: Claim,
    receipts: Receipts,
    *,
    wanted: tuple[Wanted, ...] = (),
    edits: Mapping[int, SilentEdit] = MappingProxyType({}),
    past: Past | None = None,
) -> ClaimPage:
    """The page of a claim that `claim_with_everything` read; `receipts` are its newest.

    `wanted` is what would settle it, `edits` what `shifting_edits` read, `past` the day on which it is shown.
    """
    cards = numbered(claim.evidence.all(), language=claim.language)
    numbers = {evidence.pk: card.number for evidence, card in cards}
    groups = grouped(cards)
    recipes = tuple(write_recipe(number, row) for number, row in enumerate(claim.recomputations.all(), start=1))
    changes = list(claim.status_changes.all())
    history = tuple(_step(change, numbers) for change in changes)
    schedule = None if past else getattr(claim, "visit_schedule", None)
    return ClaimPage(
        claim=claim,
        status=STATUS_WORDS[claim.status],
        certainty=_certainty(claim.status, claim.certainty),
        proposal=STATUS_WORDS[claim.proposal] if claim.proposal else None,
        reopened=bool(claim.proposal and _ruling(changes)),
        is_draft=claim.workflow == Workflow.DRAFT,
        is_dismissed=claim.workflow == Workflow.DISMISSED,
        attribution=ATTRIBUTION_WORDS[claim.attribution],
        amounts=_amounts(claim),
        places=tuple(_place(seen, edits.get(seen.announcement_id)) for seen in claim.appearances.all()),
        answers=answers(claim.status, groups, recipes, ruling=_ruling(changes), language=page_language()),
        groups=groups,
        recipes=recipes,
        own_numbers=show_own_numbers(claim.own_arithmetic.all()),
        wanted=wanted,
        lasting=show_lasting(claim),
        comments=tuple(claim.comments.all()),
        reviews=tuple(claim.published_reviews.all()),
        history=history,
        lines=_lines(claim, history),
        next_visit=schedule.due_at if schedule else None,
        receipts=show_receipts(receipts),
    )


def _certainty(status: str, certainty: str) -> str:
    """The certainty in words; nothing is certain or not about a claim that nobody has looked into."""
    return "" if status == Status.UNVERIFIED else CERTAINTY_WORDS[certainty]


def _amounts(claim: Claim) -> tuple[str, ...]:
    quantities = sorted(claim.quantities.all(), key=lambda quantity: quantity.pk)
    said = (amount(quantity.to_core(), language=page_language()) for quantity in quantities)
    return tuple(words for words in said if words)


def _place(appearance: Appearance, edit: SilentEdit | None) -> Place:
    text = appearance.announcement.text
    passage = Excerpt(before=appearance.prefix, quote=appearance.exact, after=appearance.suffix)
    if text[appearance.start : appearance.end] == appearance.exact:
        passage = passage_at(text, appearance.start, appearance.end)
    return Place(appearance=appearance, passage=passage, shift=show_shift(appearance, edit))


def _ruling(changes: list[StatusChange]) -> str:
    """What the person said whose ruling is in force: the newest that was not taken back since, else ""."""
    said = (change.reasons[0] for change in changes if change.actor and change.reasons)
    newest = next((reason for reason in said if reason["code"] in ("ruled", "lifted")), None)
    return str(newest["text"]) if newest and newest["code"] == "ruled" else ""


def _reasons(change: StatusChange) -> tuple[ReasonShown, ...]:
    """Reasons are stored in English, with quotes and what people wrote; elsewhere their codes are put into words.

    So they are on an English page where Chinese is quoted in them; the whole sentence is then a click away.
    """
    told = [(str(reason.get("code", "")), str(reason["text"])) for reason in change.reasons if reason.get("text")]
    return tuple(_reason(code, text if code in OWN_WORDS else spelt_out(text)) for code, text in told)


def _reason(code: str, text: str) -> ReasonShown:
    is_of_the_page = page_language() == "en" and (code in OWN_WORDS or language_by_script(text) == "en")
    if is_of_the_page or code not in REASON_WORDS:
        return ReasonShown(words=text)
    return ReasonShown(words=REASON_WORDS[code], detail=text)


def _references(change: StatusChange, numbers: dict[int, int]) -> tuple[int, ...]:
    """The numbers on this page of the evidence that a change rests on; what no longer stands has none."""
    return tuple(sorted(numbers[row.pk] for row in change.evidence.all() if row.pk in numbers))


def _lines(claim: Claim, steps: tuple[Step, ...]) -> tuple[HistoryLine, ...]:
    """All of the history, the newest first; what followed from an act at once stands above it."""
    told = [HistoryLine(recorded_at=act.recorded_at, told=tell_act(act)) for act in for_readers(claim.acts.all())]
    merges = [HistoryLine(recorded_at=merge.recorded_at, merge=merge) for merge in claim.merges.all()]
    followed = (HistoryLine(recorded_at=step.recorded_at, step=step) for step in steps)
    lines = (*followed, *reversed(merges), *reversed(told))
    return tuple(sorted(lines, key=lambda line: line.recorded_at, reverse=True))


def _step(change: StatusChange, numbers: dict[int, int]) -> Step:
    return Step(
        before=STATUS_WORDS[change.from_status],
        after=STATUS_WORDS[change.to_status],
        certainty=CERTAINTY_WORDS[Certainty(change.certainty)],
        reasons=_reasons(change),
        evidence=_references(change, numbers),
        actor=change.actor.get_username() if change.actor else "",
        known_on=change.known_on,
        recorded_at=change.recorded_at,
        moved=change.from_status != change.to_status,
    )
