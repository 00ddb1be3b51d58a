"""What a sentence's words do to a claim's, as numbers: overlap, direction, negation, modality, place.

Everything here is a function of two texts and of how rare words are; `word_model` weighs it. English only.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from claims.judging.concepts import stem
from claims.judging.word_lexicons import (
    DENYING,
    DOUBTING,
    EMPTY,
    FALLING,
    FINDING,
    HEDGING,
    INDIFFERENT,
    LINKING,
    NEGATING,
    NOTHING_FOUND,
    RISING,
    UNDOING,
)
from claims.judging.word_rarity import Rarity

_TOKEN = re.compile(r"n't\b|[a-z0-9]*[a-z][a-z0-9]*?(?=n't\b)|[a-z0-9]*[a-z][a-z0-9]*|\d+(?:[.,]\d+)*", re.IGNORECASE)
_TURNING = RISING | FALLING | INDIFFERENT | LINKING | FINDING | HEDGING
# Words on either side of a direction or negation that it is said of, and those right beside it.
REACH = 6
BESIDE = 2
# Words behind a negation that it still turns round, and on either side of a word that takes back.
SCOPE = 4
SCOPE_OF_DENIAL = 10
# A sentence may be this many words or sentences long before its length says no more.
LONG_SENTENCE = 60
LONG_TEXT = 15
# Rarities are about 0 to 9.
RARITY_SCALE = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A word of direction: its place, up (1) or down (-1), the same with negation counted in, and what it is of."""

    position: int
    sign: int
    meant: int
    around: frozenset[str]
    beside: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A text taken apart. `weights` are the rarities of its content stems, `content` their positions."""

    stems: tuple[str, ...]
    content: tuple[int, ...]
    weights: dict[str, float]
    total: float
    halves: tuple[frozenset[str], frozenset[str]]
    pairs: frozenset[tuple[str, str]]
    turns: tuple[Turn, ...]
    negations: tuple[tuple[int, frozenset[str]], ...]
    numbers: frozenset[str]
    nothing_found: bool
    indifferent: bool
    linking: bool
    hedges: int
    findings: int
    doubts: int

    @property
    def negated(self) -> bool:
        """Whether it says no on the whole: two negations make none."""
        return len(self.negations) % 2 == 1 or self.indifferent

    @property
    def leaning(self) -> int:
        """Its directions summed."""
        return sum(turn.meant for turn in self.turns)

    def covered_by(self, stems: frozenset[str]) -> float:
        """The share of its content, by rarity, that `stems` have."""
        return sum(weight for word, weight in self.weights.items() if word in stems) / self.total

    @property
    def words(self) -> frozenset[str]:
        """Its content stems."""
        return frozenset(self.weights)


def stems_of(text: str) -> tuple[str, ...]:
    """The words of a text in order: English ones as stems, others as they are."""
    return tuple(stem(word) if word.isalpha() else word for word in _words(text))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _TOKEN.findall(text))


@lru_cache(maxsize=20_000)
def read_wording(text: str, rarity: Rarity) -> Wording:
    """The text taken apart; the same text gives the same wording."""
    raw, stems = _words(text), stems_of(text)
    content = tuple(i for i, word in enumerate(raw) if word not in EMPTY and stems[i] not in _TURNING)
    told = [stems[i] for i in content]
    # In reading order: sums of floats must not depend on how a set happens to be laid out.
    weights = {word: rarity.of(word) for word in dict.fromkeys(told)}
    negating = [i for i, word in enumerate(raw) if word in NEGATING or stems[i] in DENYING]
    half = len(told) // 2
    return Wording(
        stems=stems,
        content=content,
        weights=weights,
        total=sum(weights.values()) or 1.0,
        halves=(frozenset(told[:half]), frozenset(told[half:])),
        pairs=frozenset(pairwise(told)),
        turns=_turns(stems, content, negating),
        negations=tuple((i, _near(stems, content, i, REACH)) for i in negating),
        numbers=frozenset(word.replace(",", "") for word in raw if word[0].isdigit()),
        nothing_found=bool(NOTHING_FOUND.search(text)),
        indifferent=any(word in INDIFFERENT for word in stems),
        linking=any(word in LINKING for word in stems),
        hedges=sum(word in HEDGING for word in stems),
        findings=sum(word in FINDING for word in stems),
        doubts=sum(word in DOUBTING for word in stems),
    )


def _near(stems: Sequence[str], content: Sequence[int], at: int, reach: int) -> frozenset[str]:
    return frozenset(stems[i] for i in content if abs(i - at) <= reach)


def _turns(stems: Sequence[str], content: Sequence[int], negating: Sequence[int]) -> tuple[Turn, ...]:
    found = []
    for at, word in enumerate(stems):
        sign = (word in RISING) - (word in FALLING)
        if sign:
            turned = sum(_turns_round(i, at, denying=stems[i] in DENYING) for i in negating)
            found.append(
                Turn(
                    position=at,
                    sign=sign,
                    meant=-sign if turned % 2 else sign,
                    around=_near(stems, content, at, REACH),
                    beside=_near(stems, content, at, BESIDE),
                )
            )
    return tuple(found)


def _turns_round(negating: int, at: int, *, denying: bool) -> bool:
    """Whether a negation turns the word at `at`: from before, nearby; words that take back also from behind."""
    reach = SCOPE_OF_DENIAL if denying else SCOPE
    return at - reach <= negating < at or (denying and at < negating <= at + reach)


SENTENCE_FEATURES = tuple(
    "coverage coverage_squared pairs_shared alike first_half second_half coverage_with_before "
    "both_linking claim_negated sentence_negated negation_differs negation_near indifference_differs number_shared "
    "number_missing number_differs hedged finding doubting length place last sign_differs sign_product turned "
    "turned_covered agreeing opposing directed undone parity parity_differs falls_difference claim_finds_nothing "
    "sentence_finds_nothing only_sentence_finds_nothing both_find_nothing finding_differs only_claim_negated".split()
)


def sentence_features(
    claim: Wording, sentence: Wording, before: Wording | None, *, place: int, count: int
) -> list[float]:
    """The features of one sentence, in the order of `SENTENCE_FEATURES`; `place` counts from 0 of `count` sentences."""
    cover = claim.covered_by(sentence.words)
    return [
        *_overlap(claim, sentence, before, cover),
        *_negation(claim, sentence, cover),
        *_numbers(claim, sentence, cover),
        *_manner(sentence, cover, place, count),
        *_direction(claim, sentence, cover),
        *_nothing_found(claim, sentence, cover),
    ]


def _overlap(claim: Wording, sentence: Wording, before: Wording | None, cover: float) -> list[float]:
    shared = cover * claim.total
    with_before = sentence.words | (before.words if before else frozenset())
    return [
        cover,
        cover * cover,
        len(claim.pairs & sentence.pairs) / max(1, len(claim.pairs)),
        shared / (claim.total + sentence.total - shared),
        *(_share(claim, half, sentence.words) for half in claim.halves),
        claim.covered_by(with_before),
        cover * (claim.linking and sentence.linking),
    ]


def _share(claim: Wording, part: frozenset[str], stems: frozenset[str]) -> float:
    whole = sum(weight for word, weight in claim.weights.items() if word in part)
    return sum(weight for word, weight in claim.weights.items() if word in part and word in stems) / (whole or 1.0)


def _negation(claim: Wording, sentence: Wording, cover: float) -> list[float]:
    says_no = bool(sentence.negations) or sentence.indifferent
    near = max((claim.covered_by(around) for _, around in sentence.negations), default=0.0)
    return [
        float(claim.negated),
        float(says_no),
        float(claim.negated != says_no),
        -near if claim.negated else near,
        cover * (claim.indifferent != sentence.indifferent),
    ]


def _numbers(claim: Wording, sentence: Wording, cover: float) -> list[float]:
    shared = bool(claim.numbers & sentence.numbers)
    other = bool(claim.numbers) and bool(sentence.numbers) and not shared
    return [float(shared), float(bool(claim.numbers - sentence.numbers)), cover * other]


def _manner(sentence: Wording, cover: float, place: int, count: int) -> list[float]:
    return [
        cover * min(sentence.hedges, 3),
        cover * min(sentence.findings, 3),
        cover * min(sentence.doubts, 3),
        min(len(sentence.stems), LONG_SENTENCE) / LONG_SENTENCE,
        place / max(1, count - 1),
        float(place == count - 1),
    ]


def _direction(claim: Wording, sentence: Wording, cover: float) -> list[float]:
    leans = sum(turn.meant * claim.covered_by(turn.around) for turn in sentence.turns)
    turned, agreeing, opposing = _matched_turns(claim, sentence)
    return [
        cover * (claim.leaning * leans < 0),
        math.tanh(claim.leaning) * math.tanh(2 * leans),
        turned,
        cover * turned,
        agreeing,
        opposing,
        cover * (bool(claim.turns) and bool(sentence.turns)),
        cover * _undone(claim, sentence),
        *_parity(claim, sentence, cover),
    ]


def _matched_turns(claim: Wording, sentence: Wording) -> tuple[float, float, float]:
    """Each direction of the claim against the sentence's of the same words: even (+) or odd (-) in opposites.

    "Lack of X lowers Y" against "X raises Y" opposes twice, and so agrees.
    """
    even, strength, agreeing, opposing = 1, 0.0, 0.0, 0.0
    for own in claim.turns:
        whole = sum(claim.weights[word] for word in claim.weights if word in own.around) or 1.0
        fits = [(fit, other) for other in sentence.turns if (fit := _fit(claim, sentence, own, other, whole)) > 0]
        if not fits:
            continue
        fit, best = max(fits, key=lambda row: (row[0], -row[1].position))
        fit = min(1.0, fit)
        strength = max(strength, fit)
        if own.meant == best.meant:
            agreeing += fit
        else:
            even, opposing = -even, opposing + fit
    return even * strength, agreeing, opposing


def _undone(claim: Wording, sentence: Wording) -> bool:
    """Whether one has a word that the other has with a prefix that undoes it: "dependent" and "independent"."""
    mine, theirs = frozenset(claim.stems), frozenset(sentence.stems)
    own, other = mine - theirs, theirs - mine
    return any(_undoes(longer, other) for longer in own) or any(_undoes(longer, own) for longer in other)


def _undoes(word: str, others: frozenset[str]) -> bool:
    bare = (word.removeprefix(prefix) for prefix in UNDOING if word.startswith(prefix))
    return any(len(one) >= SHORTEST_UNDONE and one in others for one in bare)


# What is left of a shorter word is left by chance.
SHORTEST_UNDONE = 5

# Beyond what they share around them: the same word right beside both, and the same word of direction.
SAME_BESIDE = 0.5
SAME_WORD = 0.3


def _fit(claim: Wording, sentence: Wording, own: Turn, other: Turn, whole: float) -> float:
    shared = own.around & other.around
    if not shared:
        return 0.0
    fit = sum(weight for word, weight in claim.weights.items() if word in shared) / whole
    same = claim.stems[own.position] == sentence.stems[other.position]
    return fit + SAME_BESIDE * bool(own.beside & other.beside) + SAME_WORD * same


# Where one side has no direction at all, an even count of opposites says little.
UNDIRECTED = 0.3


def _parity(claim: Wording, sentence: Wording, cover: float) -> list[float]:
    """The count of falling and negating words about what is shared, against the claim's."""
    places = [i for i in sentence.content if sentence.stems[i] in claim.weights]
    if not places:
        return [0.0, 0.0, 0.0]
    low, high = places[0] - 4, places[-1] + 3
    turns = [turn for turn in sentence.turns if low <= turn.position <= high]
    negations = sum(low <= at <= high for at, _ in sentence.negations)
    theirs = sum(turn.sign < 0 for turn in turns) + negations
    mine = sum(turn.sign < 0 for turn in claim.turns) + len(claim.negations)
    directed = bool(turns or negations) and bool(claim.turns or claim.negations)
    odd = theirs % 2 != mine % 2
    even = (-1.0 if odd else 1.0) * (1.0 if directed else UNDIRECTED)
    return [cover * even, cover * odd, cover * max(-3, min(3, theirs - mine)) / 3]


def _nothing_found(claim: Wording, sentence: Wording, cover: float) -> list[float]:
    mine = claim.negated or claim.nothing_found
    theirs = sentence.nothing_found
    says_no = bool(sentence.negations) or sentence.indifferent
    return [
        float(claim.nothing_found),
        float(theirs),
        cover * (theirs and not mine),
        cover * (theirs and mine),
        cover * (theirs != claim.nothing_found),
        cover * (mine and not says_no),
    ]


TEXT_FEATURES = tuple(
    "covered_by_all covered_by_title rarest_missing share_missing claim_is_negated claim_is_indifferent has_numbers "
    "numbers_missing numbers_there claim_length text_length claim_leaning claim_linking claim_hedged claim_directed "
    "share_of_negated claim_found_nothing".split()
)


def text_features(claim: Wording, title: Wording, sentences: Sequence[Wording]) -> list[float]:
    """The features of the whole text, in the order of `TEXT_FEATURES`."""
    told = title.words.union(*(sentence.words for sentence in sentences))
    numbers = frozenset[str]().union(*(sentence.numbers for sentence in sentences))
    missing = [weight for word, weight in claim.weights.items() if word not in told]
    lost = bool(claim.numbers - numbers)
    return [
        claim.covered_by(told),
        claim.covered_by(title.words),
        max(missing, default=0.0) / RARITY_SCALE,
        len(missing) / max(1, len(claim.weights)),
        float(bool(claim.negations)),
        float(claim.indifferent),
        float(bool(claim.numbers)),
        float(lost),
        float(bool(claim.numbers) and not lost),
        min(len(claim.stems), LONG_SENTENCE) / 30,
        min(len(sentences), 2 * LONG_TEXT) / LONG_TEXT,
        math.tanh(claim.leaning),
        float(claim.linking),
        float(claim.hedges > 0),
        float(bool(claim.turns)),
        sum(bool(sentence.negations) for sentence in sentences) / max(1, len(sentences)),
        float(claim.nothing_found),
    ]
