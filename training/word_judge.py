"""Trains the word judge: `python -m training.word_judge ../shared/data`, with the group `train` of pyproject installed.

Writes `word_rarity.json` (from SciFact's abstracts and a year of arXiv's, CC0) and `word_weights.json` (from SciFact's
training pairs) beside `claims/judging/word_model.py`: the same files each time. About a minute.
"""

import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from claims.judging.word_features import stems_of
from claims.judging.word_model import LEANINGS, ReadText, WordModel, model_from_rows, pooled, read_text
from claims.judging.word_rarity import Rarity, rarity_from_rows
from training.scifact import Pair, folds, read_pairs

ROOM = Path(__file__).resolve().parents[1] / "claims" / "judging"
# Inverse strength of the penalty. The second model has 61 features and 900 pairs: it must be held back.
BEARING_FREEDOM = 0.01
CLASSES_FREEDOM = 0.004
# A paper of arXiv counts this much of one of SciFact's: their fields are those of AI, and there are ten times as many.
ARXIV_SHARE = 0.2
# Stems of fewer papers than this are as rare as one never seen.
FEWEST_PAPERS = 3.0
DIGITS = 5

type Rows = dict[str, dict[str, list[float]]]


def main(data: Path) -> None:
    """Train on everything and write both files."""
    pairs = read_pairs(data / "scifact")
    rows = rarity_rows(_texts(data))
    write(ROOM / "word_rarity.json", rows)
    write(ROOM / "word_weights.json", train(pairs, read_all(pairs, rarity_from_rows(rows))))


def write(place: Path, rows: Mapping[str, object]) -> None:
    """One line a row, so that a change can be read."""
    lines = [f"{json.dumps(name)}: {json.dumps(row)}" for name, row in rows.items()]
    place.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def _texts(data: Path) -> Iterator[tuple[str, float]]:
    """Title and abstract of each paper with its weight."""
    with gzip.open(data / "scifact" / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield " ".join([row["title"], *row["abstract"]]), 1.0
    with gzip.open(data / "papers" / "arxiv_2025-03_2026-03.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield f"{row['title']} {row['abstract']}", ARXIV_SHARE


def rarity_rows(texts: Iterator[tuple[str, float]]) -> dict[str, str]:
    """Stems by their inverse document frequency, to one decimal."""
    papers: Counter[str] = Counter()
    whole = 0.0
    for text, weight in texts:
        whole += weight
        for word in sorted(set(stems_of(text))):
            papers[word] += weight  # type: ignore[assignment]  # a weighted count
    rows: dict[str, list[str]] = {f"{math.log((whole + 1) / (FEWEST_PAPERS + 0.5)):.1f}": []}
    for word in sorted(papers):
        if papers[word] >= FEWEST_PAPERS and word.isalpha() and word.isascii():
            rows.setdefault(f"{math.log((whole + 1) / (papers[word] + 0.5)):.1f}", []).append(word)
    return {weight: " ".join(rows[weight]) for weight in sorted(rows, key=float)}


def read_all(pairs: Sequence[Pair], rarity: Rarity) -> list[ReadText]:
    """The features of each pair."""
    return [read_text(pair.claim, pair.title, pair.sentences, rarity) for pair in pairs]


def train(pairs: Sequence[Pair], read: Sequence[ReadText]) -> Rows:
    """The weights from all pairs, with the calibration that their folds give out of fold."""
    rows = fit(pairs, read)
    scores = out_of_fold(pairs, read, folds(pairs))
    return rows | {"calibration": calibrate(scores, [pair.label for pair in pairs])}


def fit(pairs: Sequence[Pair], read: Sequence[ReadText]) -> Rows:
    """Both models from these pairs, not yet calibrated."""
    sentences = [row for one in read for row in one.sentences]
    bears = [place in pair.evidence for pair in pairs for place in range(len(pair.sentences))]
    rows = {"bearing": _logistic(sentences, bears, BEARING_FREEDOM)[0]}
    bearing = model_from_rows(rows | dict.fromkeys(LEANINGS, rows["bearing"]) | {"calibration": PLAIN}).bearing
    features = [pooled(one, [bearing(row) for row in one.sentences]) for one in read]
    classes = _logistic(features, [LEANINGS.index(pair.label) for pair in pairs], CLASSES_FREEDOM)
    return rows | dict(zip(LEANINGS, classes, strict=True)) | {"calibration": PLAIN}


PLAIN = {"slope": [1.0], "shifts": [0.0, 0.0, 0.0]}


def _logistic(
    features: Sequence[Sequence[float]], labels: Sequence[int], freedom: float
) -> list[dict[str, list[float]]]:
    """One row of weights a class (one for two classes), over features as they are: the scales are multiplied in."""
    scaler = StandardScaler()
    scaled = scaler.fit_transform(numpy.array(features))
    model = LogisticRegression(C=freedom, class_weight="balanced", max_iter=2000, tol=1e-8).fit(scaled, labels)
    weights = model.coef_ / scaler.scale_
    biases = model.intercept_ - weights @ scaler.mean_
    return [
        {"bias": [_short(bias)], "weights": [_short(one) for one in row]}
        for bias, row in zip(biases, weights, strict=True)
    ]


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def balanced_scores(model: WordModel, read: ReadText) -> list[float]:
    """The scores of the three stances."""
    features = pooled(read, [model.bearing(row) for row in read.sentences])
    return [score(features) for score in model.classes]


def out_of_fold(pairs: Sequence[Pair], read: Sequence[ReadText], fold_of: Sequence[int]) -> list[list[float]]:
    """The scores of each pair by a model that saw no pair of its fold."""
    scores: list[list[float]] = [[] for _ in pairs]
    for fold in sorted(set(fold_of)):
        seen = [i for i, one in enumerate(fold_of) if one != fold]
        model = model_from_rows(fit([pairs[i] for i in seen], [read[i] for i in seen]))
        for i, one in enumerate(fold_of):
            if one == fold:
                scores[i] = balanced_scores(model, read[i])
    return scores


def calibrate(scores: Sequence[Sequence[float]], labels: Sequence[str]) -> dict[str, list[float]]:
    """The slope and shifts by which softmax gives the labels the highest likelihood; the first shift is 0."""
    given = numpy.array(scores)
    right = numpy.array([LEANINGS.index(label) for label in labels])

    def surprise(point: numpy.ndarray) -> float:
        shifted = point[0] * given + numpy.array([0.0, point[1], point[2]])
        shifted -= shifted.max(axis=1, keepdims=True)
        return float(numpy.mean(numpy.log(numpy.exp(shifted).sum(axis=1)) - shifted[numpy.arange(len(right)), right]))

    slope, second, third = minimize(surprise, numpy.array([1.0, 0.0, 0.0]), method="Nelder-Mead").x
    return {"slope": [_short(slope)], "shifts": [0.0, _short(second), _short(third)]}


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("Name the folder that holds scifact/ and papers/: python -m training.word_judge FOLDER")
    main(Path(sys.argv[1]))
