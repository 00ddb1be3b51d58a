"""What the reading desk shows: a text with its claims in place, the card of one of them, and how far it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from claims.core.marked_text import Block, Excerpt, Mark, marked_blocks, passage_at
from claims.figures import amount
from claims.models import Announcement, Appearance, Claim, ClaimAct, DeskAct, LeftSentence, Workflow
from claims.wording import page_language
from claims.workflows.edit_claim import written_figure

# Word and shape of each state, beside its colour.
SHAPES = {
    Workflow.DRAFT: "○",
    Workflow.TRACKED: "●",
    Workflow.ARCHIVED: "▣",
    Workflow.DISMISSED: "✕",
}
A_PAGE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many of an announcement's claims are decided."""

    claims: int = 0
    drafts: int = 0

    @property
    def decided(self) -> int:
        """Those that are no draft."""
        return self.claims - self.drafts


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An announcement in the list."""

    announcement: Announcement
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A claim at its place. `seen` is its newest entry, `undoable` the newest act that stands, where there is one."""

    claim: Claim
    place: Appearance
    position: int
    amounts: tuple[str, ...]
    figure: str
    acts: tuple[ClaimAct, ...]

    @property
    def number(self) -> int:
        """Its public number."""
        return self.claim.pk

    @property
    def shape(self) -> str:
        """The shape that stands for its state."""
        return SHAPES[Workflow(self.claim.workflow)]

    @property
    def seen(self) -> int:
        """What a form sends along, so that nobody decides over another."""
        return self.acts[0].pk if self.acts else 0

    @property
    def undoable(self) -> ClaimAct | None:
        """What "undo" takes back; the parts of a split go back with it, not by themselves."""
        standing = (act for act in self.acts if act.act != DeskAct.UNDONE and not hasattr(act, "undone_by"))
        newest = next(standing, None)
        return newest if newest and newest.part_of_id is None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """The whole page; `card` is None where the text makes no claim."""

    announcement: Announcement
    blocks: tuple[Block, ...]
    cards: tuple[Card, ...]
    card: Card | None
    before: Card | None
    after: Card | None
    left: tuple[LeftSentence, ...]
    progress: Progress
    tracked: int
    dismissed: int


def lines(rows: Sequence[Announcement]) -> tuple[Line, ...]:
    """These announcements, each with how far it is; one query."""
    counts = (
        Appearance.objects.filter(announcement__in=[row.pk for row in rows])
        .exclude(claim__workflow=Workflow.MERGED)
        .values("announcement")
        .annotate(
            claims=Count("claim", distinct=True),
            drafts=Count("claim", distinct=True, filter=Q(claim__workflow=Workflow.DRAFT)),
        )
        .order_by("announcement")
    )
    by_text = {row["announcement"]: Progress(claims=row["claims"], drafts=row["drafts"]) for row in counts}
    return tuple(Line(announcement=row, progress=by_text.get(row.pk, Progress())) for row in rows)


def texts(*, shown: str, words: str, editor: int) -> QuerySet[Announcement]:
    """Announcements, the newest first: those with drafts, those of them that `editor` sees to, those done, or all."""
    places = Appearance.objects.filter(announcement=OuterRef("pk")).exclude(claim__workflow=Workflow.MERGED)
    drafts = places.filter(claim__workflow=Workflow.DRAFT)
    rows = Announcement.objects.select_related("publisher").defer("text").order_by("-id")
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(publisher__name__icontains=words) | Q(url__icontains=words))
    if shown == "mine":
        return rows.filter(Exists(drafts.filter(claim__assignment__editor=editor)))
    if shown == "done":
        return rows.filter(Exists(places), ~Exists(drafts))
    return rows if shown == "all" else rows.filter(Exists(drafts))


def next_text(announcement: Announcement) -> Announcement | None:
    """The next older text with drafts, else the newest with some."""
    others = texts(shown="waiting", words="", editor=0).exclude(pk=announcement.pk)
    return others.filter(pk__lt=announcement.pk).first() or others.first()


def desk_page(announcement: Announcement, *, chosen: int = 0) -> DeskPage:
    """The page with claim `chosen`, or with the first that waits; a fixed number of queries."""
    cards = _cards(announcement)
    card = next((one for one in cards if one.number == chosen), None) or next_waiting(cards) or next(iter(cards), None)
    at = cards.index(card) if card else 0
    states = [one.claim.workflow for one in cards]
    return DeskPage(
        announcement=announcement,
        blocks=marked_blocks(announcement.text, _marks(cards, card)),
        cards=cards,
        card=card,
        before=cards[at - 1] if at > 0 else None,
        after=cards[at + 1] if at + 1 < len(cards) else None,
        left=tuple(announcement.left_sentences.select_related("announcement").order_by("start", "id")),
        progress=Progress(claims=len(cards), drafts=states.count(Workflow.DRAFT)),
        tracked=states.count(Workflow.TRACKED),
        dismissed=states.count(Workflow.DISMISSED),
    )


def next_waiting(cards: Sequence[Card], *, after: int = 0) -> Card | None:
    """The next draft behind claim `after` in the order of the text, going round."""
    at = next((place for place, one in enumerate(cards) if one.number == after), -1)
    behind = [*cards[at + 1 :], *cards[: at + 1]]
    return next((one for one in behind if one.claim.workflow == Workflow.DRAFT), None)


def _cards(announcement: Announcement) -> tuple[Card, ...]:
    acts = ClaimAct.objects.select_related("actor", "undone_by").order_by("-pk")
    places = (
        announcement.appearances.exclude(claim__workflow=Workflow.MERGED)
        .select_related("claim__subject", "claim__claimant")
        .prefetch_related("claim__quantities", Prefetch("claim__acts", acts))
        .order_by("start", "end", "pk")
    )
    # A claim that is said twice has its card where it is said first.
    first: dict[int, Appearance] = {}
    for place in places:
        first.setdefault(place.claim_id, place)
    return tuple(_card(announcement, place, position) for position, place in enumerate(first.values(), start=1))


def _card(announcement: Announcement, place: Appearance, position: int) -> Card:
    claim = place.claim
    measured = sorted(claim.quantities.all(), key=lambda one: one.pk)
    told = (amount(one.to_core(), language=page_language()) for one in measured)
    return Card(
        claim=claim,
        place=place,
        position=position,
        amounts=tuple(words for words in told if words),
        figure=written_figure(measured[0] if measured else None),
        acts=tuple(claim.acts.all()),
    )


def passage_of(announcement: Announcement, card: Card) -> Excerpt:
    """Its words as a reader sees them, with what stands around them."""
    return passage_at(announcement.text, card.place.start, card.place.end, reach=120)


def _marks(cards: Iterable[Card], chosen: Card | None) -> list[Mark]:
    """What was dismissed is marked only while it is looked at."""
    return [
        Mark(start=one.place.start, end=one.place.end, number=one.number, status=one.claim.workflow)
        for one in cards
        if one.claim.workflow != Workflow.DISMISSED or one is chosen
    ]
