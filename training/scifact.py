"""SciFact's training claims as pairs of a claim and a cited abstract, and folds of them that do not leak.

The data is not in the repository: `corpus.jsonl.gz` and `claims_train.jsonl` in the folder that is given (claims CC BY
4.0, abstracts ODC-By 1.0; Wadden et al., "Fact or Fiction", 2020).
"""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

from claims.judging.concepts import stem

LABELS = {"SUPPORT": "supports", "CONTRADICT": "contradicts"}
# Claims that share this much of their stems are rewordings of one another.
NEAR_DUPLICATE = 0.5
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A claim and an abstract that it cites. `label` is neither, supports or contradicts; `evidence` its sentences."""

    claim: str
    document: str
    title: str
    sentences: tuple[str, ...]
    label: str
    evidence: frozenset[int]


def read_pairs(folder: Path) -> list[Pair]:
    """The pairs of the training claims, in the order of the file."""
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        corpus = {row["doc_id"]: row for row in map(json.loads, lines)}
    pairs = []
    for line in (folder / "claims_train.jsonl").read_text("utf-8").splitlines():
        claim = json.loads(line)
        for cited in claim["cited_doc_ids"]:
            found = claim["evidence"].get(str(cited), [])
            pairs.append(
                Pair(
                    claim=claim["claim"],
                    document=str(cited),
                    title=corpus[cited]["title"],
                    sentences=tuple(corpus[cited]["abstract"]),
                    label=LABELS[found[0]["label"]] if found else "neither",
                    evidence=frozenset(place for one in found for place in one["sentences"]),
                )
            )
    return pairs


def folds(pairs: Sequence[Pair], *, count: int = 5, seed: int = 0, apart: bool = False) -> list[int]:
    """The fold of each pair, of about equal size: an abstract is never in two, nor, if `apart`, a reworded claim."""
    groups = _groups(pairs, apart=apart)
    sizes = Counter(groups)
    order = sorted(sizes)
    random.Random(seed).shuffle(order)  # noqa: S311 - an experiment, not a secret
    filled = [0] * count
    fold_of = {}
    for group in order:
        fold_of[group] = min(range(count), key=lambda fold: (filled[fold], fold))
        filled[fold_of[group]] += sizes[group]
    return [fold_of[group] for group in groups]


def _groups(pairs: Sequence[Pair], *, apart: bool) -> list[int]:
    """For each pair the number of its group: the first pair that it is tied to."""
    above = list(range(len(pairs)))

    def top(one: int) -> int:
        while above[one] != one:
            one = above[one]
        return one

    first: dict[Hashable, int] = {}
    words = [frozenset(stem(word) for word in _WORD.findall(pair.claim.lower())) for pair in pairs]
    for i, pair in enumerate(pairs):
        above[top(i)] = top(first.setdefault(pair.document, i))
        for j in range(i) if apart else ():
            if len(words[i] & words[j]) >= NEAR_DUPLICATE * len(words[i] | words[j]):
                above[top(i)] = top(j)
    return [top(i) for i in range(len(pairs))]
