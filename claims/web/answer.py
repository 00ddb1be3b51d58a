"""What we know of a claim in two or three sentences, each pointing at the numbered evidence that it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claims.judging.findings import Stance, Status
from claims.web.evidence_cards import EvidenceCard, EvidenceGroup
from claims.web.recipes import Recipe
from claims.web.wording import STATUS_WORDS

_FAVOURABLE = frozenset({Status.SUPPORTED.value, Status.ATTESTED.value})
_LEADS = {"overtaken": "Overtaken by", "for": "Backed by", "against": "Contradicted by", "part": "Backed in part by"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the answer and the numbers of its evidence on the page."""

    text: str
    evidence: tuple[int, ...] = ()


def answer(
    status: str, groups: Sequence[EvidenceGroup], recipes: Sequence[Recipe], *, ruling: str = ""
) -> tuple[Sentence, ...]:
    """What the status says, then what decided it, the weightiest first. `ruling` is a person's reason, if one ruled."""
    said = [Sentence(text=STATUS_WORDS[status].meaning)]
    if ruling:
        said.append(Sentence(text=ruling))
    order = ("for", "part", "against") if status in _FAVOURABLE else ("part", "against", "overtaken", "for")
    by_code = {group.code: group.cards for group in groups}
    for code in order:
        said += _from_cards(code, [card for card in by_code.get(code, ()) if card.counted])
    said += _from_recipes(recipes)
    if len(said) == 1 and "mentions" in by_code:
        said.append(_undecided(by_code["mentions"]))
    return tuple(said)


def _from_cards(code: str, cards: Sequence[EvidenceCard]) -> Iterator[Sentence]:
    if not cards:
        return
    best, *others = cards
    more = f" and {len(others)} more" if others else ""
    condition = f", but only {_joined(best.condition)}" if best.condition else ""
    text = f"{_LEADS[code]} “{short_title(best.paper.title)}” ({best.grade.label}){more}{condition}."
    yield Sentence(text=text, evidence=tuple(card.number for card in cards))


def _joined(condition: str) -> str:
    return condition[:1].lower() + condition[1:].rstrip(".")


def _from_recipes(recipes: Sequence[Recipe]) -> Iterator[Sentence]:
    """The arithmetic that speaks, the contrary first: one sentence is enough, the recipes follow below."""
    counted = (done for done in recipes if done.stance != Stance.MENTIONS and not done.corrections)
    telling = sorted(counted, key=lambda done: done.stance)
    for done in telling[:1]:
        claimed = f", where {done.picture.claimed.text} was claimed" if done.picture.claimed else ""
        yield Sentence(text=f"The arithmetic gives {done.result}{claimed}.")


def _undecided(cards: Sequence[EvidenceCard]) -> Sentence:
    passages = "One passage bears" if len(cards) == 1 else f"{len(cards)} passages bear"
    return Sentence(text=f"{passages} on it, but none decides it.", evidence=tuple(card.number for card in cards))


def short_title(title: str) -> str:
    """A title up to its colon where that is enough of a name: "M6-10T" for "M6-10T: A Sharing-Delinking Paradigm …"."""
    name, colon, _ = title.replace("：", ": ").partition(": ")
    if colon and len(name) > 1:
        return name
    return title if len(title) <= 80 else title[:79].rstrip() + "…"
