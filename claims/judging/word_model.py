"""The word judge: how likely a text supports or contradicts a claim by its words, and in which sentence.

Two small linear models. The first scores each sentence for whether it bears on the claim; the features of all
sentences are averaged with the softmax of those scores. The second scores the three stances from the average, from the
whole text and from the scores. Four numbers more calibrate them to how often each came true out of fold. The weights
are trained by `training.word_judge` on SciFact (claims: CC BY 4.0, abstracts: ODC-By; Wadden et al., 2020).
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from claims.core.han import HAN
from claims.judging.word_features import SENTENCE_FEATURES, Wording, read_wording, sentence_features, text_features
from claims.judging.word_rarity import Rarity, shipped_rarity

# Scores are averaged over as the mean of this many best ones, where a text has them.
FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """A linear score over standardised features; `weights` are already divided by their scales."""

    bias: float
    weights: tuple[float, ...]

    def __call__(self, features: Sequence[float]) -> float:
        """The score, in natural log odds."""
        return self.bias + sum(weight * value for weight, value in zip(self.weights, features, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Turns balanced scores into probabilities: each score times `slope` plus its own shift, then softmax."""

    slope: float
    shifts: tuple[float, float, float]

    def __call__(self, scores: tuple[float, float, float]) -> "Chances":
        """The probabilities of neither, supports, contradicts."""
        return Chances(*softmax([self.slope * one + shift for one, shift in zip(scores, self.shifts, strict=True)]))


@dataclass(frozen=True, slots=True)
class Chances:
    """Probabilities that sum to 1."""

    neither: float
    supports: float
    contradicts: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WordModel:
    """The trained weights. `classes` score neither, supports, contradicts, all three weighing the same in training."""

    bearing: Linear
    classes: tuple[Linear, Linear, Linear]
    calibration: Calibration


@dataclass(frozen=True, slots=True, kw_only=True)
class WordVerdict:
    """What the words of a text make of a claim. `leaning` is the likeliest of the three when none is likelier at first.

    `chances` are calibrated. `sentence` is the place of the sentence that bears on the claim most; `covered` is the
    share of the claim's content that it has, by rarity; `opposed` says that it turns the same things the other way,
    `finds_nothing` that it found nothing where the claim found something.
    """

    leaning: str
    chances: Chances
    sentence: int
    covered: float
    opposed: bool
    finds_nothing: bool


LEANINGS = ("neither", "supports", "contradicts")


def softmax(scores: Sequence[float]) -> list[float]:
    """Shares that sum to 1, larger for larger scores."""
    highest = max(scores)
    raised = [math.exp(score - highest) for score in scores]
    whole = sum(raised)
    return [one / whole for one in raised]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """A claim held against a text: the features of each sentence and those of the whole."""

    sentences: tuple[tuple[float, ...], ...]
    whole: tuple[float, ...]


def read_text(claim: str, title: str, sentences: Sequence[str], rarity: Rarity) -> ReadText:
    """The features of a text of at least one sentence."""
    asked, headed = read_wording(claim, rarity), read_wording(title, rarity)
    told = [read_wording(sentence, rarity) for sentence in sentences]
    befores: list[Wording | None] = [None, *told[:-1]]
    rows = tuple(
        tuple(sentence_features(asked, one, before, place=place, count=len(told)))
        for place, (one, before) in enumerate(zip(told, befores, strict=True))
    )
    return ReadText(sentences=rows, whole=tuple(text_features(asked, headed, told)))


def pooled(read: ReadText, scores: Sequence[float]) -> list[float]:
    """The features of the second model: averages over sentences by the softmax of `scores`, the whole, the scores."""
    shares = softmax(scores)
    averages = [
        sum(share * value for share, value in zip(shares, column, strict=True))
        for column in zip(*read.sentences, strict=True)
    ]
    best = sorted(scores, reverse=True)[:FEW]
    spread = math.log(sum(math.exp(score) for score in scores))
    place = max(range(len(scores)), key=lambda i: (scores[i], -i))
    return [
        *averages,
        *read.whole,
        best[0],
        sum(best) / len(best),
        spread,
        scores[-1],
        place / len(scores),
    ]


def weigh_words(read: ReadText, model: WordModel) -> WordVerdict:
    """The verdict of `model` on a claim held against a text."""
    scores = [model.bearing(row) for row in read.sentences]
    features = pooled(read, scores)
    neither, supports, contradicts = (score(features) for score in model.classes)
    balanced = (neither, supports, contradicts)
    sentence = max(range(len(scores)), key=lambda i: (scores[i], -i))
    shown = dict(zip(SENTENCE_FEATURES, read.sentences[sentence], strict=True))
    return WordVerdict(
        leaning=LEANINGS[max(range(3), key=balanced.__getitem__)],
        chances=model.calibration(balanced),
        sentence=sentence,
        covered=shown["coverage"],
        opposed=shown["turned"] < 0,
        finds_nothing=shown["only_sentence_finds_nothing"] > 0,
    )


@lru_cache(maxsize=8192)
def judge_words(claim: str, title: str, sentences: tuple[str, ...]) -> WordVerdict | None:
    """The shipped model's verdict. None where it can not tell: a text without sentences, or Chinese on either side."""
    if not sentences or any(HAN.search(text) for text in (claim, *sentences)):
        return None
    return weigh_words(read_text(claim, title, sentences, shipped_rarity()), shipped_model())


type Row = Mapping[str, list[float]]


def model_from_rows(rows: Mapping[str, Row]) -> WordModel:
    """From the stored form: {"bearing": {"bias": [b], "weights": […]}, "neither": …, "calibration": …}."""
    neither, supports, contradicts = (_linear(rows[name]) for name in LEANINGS)
    (slope,), (first, second, third) = rows["calibration"]["slope"], rows["calibration"]["shifts"]
    return WordModel(
        bearing=_linear(rows["bearing"]),
        classes=(neither, supports, contradicts),
        calibration=Calibration(slope=slope, shifts=(first, second, third)),
    )


def _linear(row: Row) -> Linear:
    (bias,) = row["bias"]
    return Linear(bias=bias, weights=tuple(row["weights"]))


@cache
def shipped_model() -> WordModel:
    """The weights that ship, read once."""
    return model_from_rows(json.loads(resources.files(__package__).joinpath("word_weights.json").read_text("utf-8")))
