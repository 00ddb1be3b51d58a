"""A claim's page as its template shows it: the answer, the evidence by stance, the arithmetic, the history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from claims.judging.findings import Certainty, Stance, Status
from claims.models import (
    Appearance,
    Claim,
    Evidence,
    EvidenceState,
    IdentifierScheme,
    Paper,
    Recomputation,
    RecomputationInput,
    StatusChange,
    Visit,
    Workflow,
)
from claims.web.figures import amount, interval
from claims.web.interval_picture import IntervalPicture, draw_interval
from claims.web.marked_text import Excerpt, excerpt, passage_at
from claims.web.wording import ATTRIBUTION_WORDS, CERTAINTY_WORDS, GRADE_WORDS, STATUS_WORDS, GradeWord, StatusWord

_REASONS_IN_ANSWER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper in one line: who, what, when, and its ids as (label, address) pairs."""

    id: int
    title: str
    authors: str
    published_on: date | None
    venue: str
    identifiers: tuple[tuple[str, str], ...]
    standing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCard:
    """One piece of evidence; `number` is how the answer refers to it."""

    number: int
    paper: PaperLine
    version: str
    location: str
    passage: Excerpt
    language: str
    grade: GradeWord
    reading: str
    condition: str
    machine: bool
    counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceGroup:
    """Evidence of one kind; `code` is `for`, `against`, `part` or `mentions`."""

    code: str
    title: str
    cards: tuple[EvidenceCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient:
    """An input of the arithmetic with where it comes from: a quoted paper or a stated assumption."""

    name: str
    amount: str
    paper: Paper | None
    quote: str
    assumption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """An arithmetic: ingredients, formula, steps, result, and the picture of it."""

    number: int
    formula: str
    ingredients: tuple[Ingredient, ...]
    steps: tuple[str, ...]
    result: str
    reading: str
    stance: str
    picture: IntervalPicture
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A line of the history."""

    before: StatusWord
    after: StatusWord
    certainty: str
    reasons: tuple[str, ...]
    evidence: tuple[int, ...]
    actor: str
    known_on: date | None
    recorded_at: datetime
    moved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the claim was said: the quote in context and its announcement."""

    appearance: Appearance
    passage: Excerpt


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPage:
    """The whole page."""

    claim: Claim
    status: StatusWord
    certainty: str
    proposal: StatusWord | None
    is_draft: bool
    is_dismissed: bool
    attribution: str
    amounts: tuple[str, ...]
    places: tuple[Place, ...]
    answer: tuple[str, ...]
    answer_evidence: tuple[int, ...]
    groups: tuple[EvidenceGroup, ...]
    recipes: tuple[Recipe, ...]
    history: tuple[Step, ...]
    next_visit: datetime | None
    visits: tuple[Visit, ...]
    visit_count: int


def show_claim(claim: Claim, visits: tuple[Visit, ...], visit_count: int) -> ClaimPage:
    """The page of a claim that `claim_with_everything` read; `visits` are its newest receipts of `visit_count`."""
    numbered = _numbered(claim.evidence.all())
    numbers = {evidence.pk: card.number for evidence, card in numbered}
    changes = list(claim.status_changes.all())
    schedule = getattr(claim, "visit_schedule", None)
    return ClaimPage(
        claim=claim,
        status=STATUS_WORDS[claim.status],
        certainty=_certainty(claim.status, claim.certainty),
        proposal=STATUS_WORDS[claim.proposal] if claim.proposal else None,
        is_draft=claim.workflow == Workflow.DRAFT,
        is_dismissed=claim.workflow == Workflow.DISMISSED,
        attribution=ATTRIBUTION_WORDS[claim.attribution],
        amounts=_amounts(claim),
        places=tuple(_place(appearance) for appearance in claim.appearances.all()),
        answer=_answer(claim, changes),
        answer_evidence=_references(changes[0], numbers) if changes else (),
        groups=_groups(numbered),
        recipes=tuple(_recipe(i, row) for i, row in enumerate(claim.recomputations.all(), start=1)),
        history=tuple(_step(change, numbers) for change in changes),
        next_visit=schedule.due_at if schedule else None,
        visits=visits,
        visit_count=visit_count,
    )


def paper_line(paper: Paper) -> PaperLine:
    """A paper as lists and evidence cite it (reads its prefetched ids)."""
    return PaperLine(
        id=paper.pk,
        title=paper.title,
        authors=_authors(paper.authors),
        published_on=paper.published_on,
        venue=paper.venue,
        identifiers=tuple(_identifiers(paper)),
        standing="" if paper.standing == "current" else paper.get_standing_display(),
    )


def _certainty(status: str, certainty: str) -> str:
    """The certainty in words; nothing is certain or not about a claim that nobody has looked into."""
    return "" if status == Status.UNVERIFIED else CERTAINTY_WORDS[certainty]


def _amounts(claim: Claim) -> tuple[str, ...]:
    quantities = sorted(claim.quantities.all(), key=lambda quantity: quantity.pk)
    said = (amount(quantity.to_core(), language=claim.language) for quantity in quantities)
    return tuple(words for words in said if words)


def _place(appearance: Appearance) -> Place:
    text = appearance.announcement.text
    if text[appearance.start : appearance.end] == appearance.exact:
        return Place(appearance=appearance, passage=passage_at(text, appearance.start, appearance.end))
    kept = Excerpt(before=appearance.prefix, quote=appearance.exact, after=appearance.suffix)
    return Place(appearance=appearance, passage=kept)


def _answer(claim: Claim, changes: list[StatusChange]) -> tuple[str, ...]:
    """What we know in two or three sentences: what the status says, then the newest reasons."""
    reasons = _reason_texts(changes[0])[:_REASONS_IN_ANSWER] if changes else ()
    return (STATUS_WORDS[claim.status].meaning, *reasons)


def _reason_texts(change: StatusChange) -> tuple[str, ...]:
    return tuple(str(reason["text"]) for reason in change.reasons if reason.get("text"))


def _code(evidence: Evidence) -> str:
    match evidence.stance:
        case Stance.SUPPORTS:
            return "part" if evidence.condition else "for"
        case Stance.CONTRADICTS:
            return "against"
        case _:
            return "mentions"


_TITLES = {"for": "For", "against": "Against", "part": "In part", "mentions": "Also bears on it"}


def _numbered(evidence: Iterable[Evidence]) -> tuple[tuple[Evidence, EvidenceCard], ...]:
    """The evidence in the order of the page, numbered from 1."""
    order = list(_TITLES)
    rows = sorted(evidence, key=lambda row: order.index(_code(row)))
    return tuple((row, _card(row, number)) for number, row in enumerate(rows, start=1))


def _groups(numbered: tuple[tuple[Evidence, EvidenceCard], ...]) -> tuple[EvidenceGroup, ...]:
    groups = (
        EvidenceGroup(code=code, title=title, cards=tuple(card for row, card in numbered if _code(row) == code))
        for code, title in _TITLES.items()
    )
    return tuple(group for group in groups if group.cards)


def _card(row: Evidence, number: int) -> EvidenceCard:
    version = row.paper_version
    return EvidenceCard(
        number=number,
        paper=paper_line(version.paper),
        version=f"v{version.arxiv_version}" if version.arxiv_version else "",
        location=row.location,
        passage=excerpt(_source_text(row), row.quote),
        language=language_of(row.quote),
        grade=GRADE_WORDS[row.grade],
        reading=row.reading,
        condition=row.condition,
        machine=row.decided_by is None,
        counted=row.state == EvidenceState.ACCEPTED,
    )


def _source_text(row: Evidence) -> str:
    """The text that the quote stands in: the one of its location that holds it, else any that does."""
    version = row.paper_version
    texts = [("title", version.title), ("abstract", version.abstract)]
    texts += [(part.location, part.text) for part in version.passages.all()]
    texts.sort(key=lambda text: text[0] != row.location)
    return next((text for _, text in texts if row.quote in text), row.quote)


def language_of(text: str) -> str:
    """The `lang` of a quote, told by its script: "zh" from one Chinese character in eight on, else "en"."""
    chinese = sum("\u4e00" <= character <= "\u9fff" for character in text)
    return "zh" if chinese * 8 >= len(text) > 0 else "en"


def _recipe(number: int, row: Recomputation) -> Recipe:
    ingredients = tuple(_ingredient(part) for part in sorted(row.inputs.all(), key=lambda part: part.pk))
    return Recipe(
        number=number,
        formula=row.formula,
        ingredients=ingredients,
        steps=tuple(str(step) for step in row.steps),
        result=interval(row.low, row.high, row.unit),
        reading=row.reading,
        stance=row.stance,
        picture=draw_interval(low=row.low, high=row.high, claimed=row.claimed, unit=row.unit),
        missing=tuple(part.name for part in ingredients if part.assumption and not part.paper),
    )


def _ingredient(row: RecomputationInput) -> Ingredient:
    return Ingredient(
        name=row.name,
        amount=interval(row.low, row.high, row.unit),
        paper=row.paper_version.paper if row.paper_version else None,
        quote=row.quote,
        assumption=row.assumption,
    )


def _references(change: StatusChange, numbers: dict[int, int]) -> tuple[int, ...]:
    """The numbers on this page of the evidence that a change rests on; what no longer stands has none."""
    return tuple(sorted(numbers[row.pk] for row in change.evidence.all() if row.pk in numbers))


def _step(change: StatusChange, numbers: dict[int, int]) -> Step:
    return Step(
        before=STATUS_WORDS[change.from_status],
        after=STATUS_WORDS[change.to_status],
        certainty=CERTAINTY_WORDS[Certainty(change.certainty)],
        reasons=_reason_texts(change),
        evidence=_references(change, numbers),
        actor=change.actor.get_username() if change.actor else "",
        known_on=change.known_on,
        recorded_at=change.recorded_at,
        moved=change.from_status != change.to_status,
    )


def _authors(names: list[str]) -> str:
    if len(names) > 3:
        return f"{names[0]} and {len(names) - 1} others"
    return ", ".join(names)


def _identifiers(paper: Paper) -> Iterable[tuple[str, str]]:
    """(label, address) of each id that has a public page."""
    for known in sorted(paper.identifiers.all(), key=lambda known: (known.scheme, known.value)):
        if known.scheme == IdentifierScheme.ARXIV:
            yield f"arXiv:{known.value}", f"https://arxiv.org/abs/{known.value}"
        elif known.scheme == IdentifierScheme.DOI:
            yield f"doi:{known.value}", f"https://doi.org/{known.value}"
