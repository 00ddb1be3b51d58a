"""What we know of a claim in two or three sentences, each pointing at the numbered evidence that it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claims.core.han import language_by_script
from claims.judging.findings import Status
from claims.web.answer_words import ANSWER_WORDS, AnswerWords
from claims.web.evidence_cards import EvidenceCard, EvidenceGroup
from claims.web.recipes import Recipe, telling

_FAVOURABLE = frozenset({Status.SUPPORTED.value, Status.ATTESTED.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the answer and the numbers of its evidence on the page.

    `foreign` are the words in it that are in another language, in their order, as (words, language).
    """

    text: str
    evidence: tuple[int, ...] = ()
    foreign: tuple[tuple[str, str], ...] = ()

    @property
    def runs(self) -> tuple[tuple[str, str], ...]:
        """The text in pieces of one language each, "" for that of the answer."""
        runs, rest = [], self.text
        for words, language in self.foreign:
            before, _, rest = rest.partition(words)
            runs += [(before, ""), (words, language)]
        return (*runs, (rest, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer in one language."""

    language: str
    sentences: tuple[Sentence, ...]


def answers(
    status: str, groups: Sequence[EvidenceGroup], recipes: Sequence[Recipe], *, ruling: str = "", language: str
) -> tuple[Answer, ...]:
    """The answer in `language` first and in the other one after; `ruling` is a person's reason, if any."""
    order = sorted(ANSWER_WORDS, key=lambda code: code != language)
    return tuple(Answer(language=code, sentences=tuple(_told(status, groups, recipes, ruling, code))) for code in order)


def _told(
    status: str, groups: Sequence[EvidenceGroup], recipes: Sequence[Recipe], ruling: str, language: str
) -> Iterator[Sentence]:
    """What the status says, then what decided it, the weightiest first."""
    words = ANSWER_WORDS[language]
    yield Sentence(text=words.meanings[status])
    if ruling:
        yield Sentence(text=ruling)
    order = ("for", "part", "against") if status in _FAVOURABLE else ("part", "against", "overtaken", "for")
    by_code = {group.code: group.cards for group in groups}
    decided = [
        sentence
        for code in order
        for sentence in _from_cards(code, [card for card in by_code.get(code, ()) if card.counted], words, language)
    ]
    decided += _from_recipes(recipes, words, language)
    yield from decided
    if not decided and not ruling and "mentions" in by_code:
        yield _undecided(by_code["mentions"], words)


def _from_cards(code: str, cards: Sequence[EvidenceCard], words: AnswerWords, language: str) -> Iterator[Sentence]:
    if not cards:
        return
    best, *others = cards
    title = short_title(best.paper.title)
    condition = _joined(_in_language([card.condition for card in cards if card.condition], language))
    spoken = language_by_script(condition)
    told = words.condition if spoken == language else words.foreign_condition
    text = words.leads[code].format(
        title=title,
        grade=words.grades[best.grade.code],
        more=words.more.format(count=len(others), all=len(cards)) if others else "",
        condition=told.format(condition=condition) if best.condition else "",
    )
    quoted = ((title, best.paper.language), (condition if best.condition else "", spoken))
    foreign = tuple((piece, tongue) for piece, tongue in quoted if piece and tongue != language)
    yield Sentence(text=text, evidence=tuple(card.number for card in cards), foreign=foreign)


def _in_language(told: Sequence[str], language: str) -> str:
    """The first condition in the language, else the first of all, else ""."""
    return next((one for one in told if language_by_script(one) == language), next(iter(told), ""))


def _joined(condition: str) -> str:
    return condition[:1].lower() + condition[1:].rstrip(".")


def _from_recipes(recipes: Sequence[Recipe], words: AnswerWords, language: str) -> Iterator[Sentence]:
    """The arithmetic that speaks: one sentence is enough, the recipes follow below."""
    if done := telling(recipes):
        told = done.outcome.claimed_in(language)
        claimed = words.claimed.format(claimed=told) if told else ""
        yield Sentence(text=words.arithmetic.format(result=done.outcome.result_in(language), claimed=claimed))


def _undecided(cards: Sequence[EvidenceCard], words: AnswerWords) -> Sentence:
    passages = words.one_passage if len(cards) == 1 else words.passages.format(count=len(cards))
    return Sentence(text=passages, evidence=tuple(card.number for card in cards))


def short_title(title: str) -> str:
    """A title up to its colon where that is enough of a name: "M6-10T" for "M6-10T: A Sharing-Delinking Paradigm …"."""
    name, colon, _ = title.replace("：", ": ").partition(": ")
    if colon and len(name) > 1:
        return name
    return title if len(title) <= 80 else title[:79].rstrip() + "…"
