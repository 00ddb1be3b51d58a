"""Papers and claims in any number, made from the real abstracts beside the project, to measure the speed of search on.

A claim is a sentence of an abstract that names something in a system's manner ("GPT-4", "HKVE"). Once each sentence was
taken, they come again with another name: half of them that of any other sentence, so that what is named often is
claimed about often, half a new member of the same family ("HKVE-12B").
"""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from claims.core.quantities import Metric, Quantity
from claims.core.statements import ClaimStatement

ABSTRACTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "papers" / "arxiv_2025-03_2026-03.jsonl.gz"
# Terms of the trade, said in more of the abstracts than this and without a digit: LLM, RL, AI.
TRADE = 0.003
_NAME = re.compile(r"\b[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*\b")
_WORD = re.compile(r"\b[a-z]+\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_METRICS = {
    "parameters": Metric.PARAMETERS,
    "accuracy": Metric.SCORE,
    "tokens": Metric.TOKENS,
    "faster": Metric.SPEED,
    "speedup": Metric.SPEED,
    "memory": Metric.MEMORY,
    "cost": Metric.COST,
    "energy": Metric.ENERGY,
    "%": Metric.SCORE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstract:
    """A real record's title and abstract."""

    title: str
    text: str

    @property
    def whole(self) -> str:
        return f"{self.title} {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence of the abstract at place `paper` of the list, and the name in it that the claim is about."""

    paper: int
    name: str
    sentence: str


def abstracts() -> list[Abstract]:
    """All records, or none where the measured data are absent."""
    if not ABSTRACTS.is_file():
        return []
    with gzip.open(ABSTRACTS, "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        return [Abstract(title=row["title"], text=row["abstract"]) for row in rows]


def sentences_of(papers: Sequence[Abstract]) -> list[Said]:
    """Every sentence that names something, with the first of its names, in the order of the papers.

    What is also a word in small letters ("US") and what is a term of the trade names nothing.
    """
    words = {word for paper in papers for word in _WORD.findall(paper.text)}
    found = [
        (number, sentence, _NAME.findall(sentence))
        for number, paper in enumerate(papers)
        for sentence in sentences_in(paper.text)
    ]
    holders = Counter(name for _, _, names in found for name in set(names))
    trade = TRADE * (found[-1][0] + 1) if found else 0
    kept = {
        name
        for name, count in holders.items()
        if (count <= trade or re.search(r"\d", name)) and name.lower().rstrip("s") not in words
    }
    return [
        Said(paper=number, name=own[0], sentence=sentence)
        for number, sentence, names in found
        if (own := [name for name in names if name in kept])
    ]


def sentences_in(text: str) -> list[str]:
    """A text's sentences, roughly."""
    return _SENTENCE.split(text)


def claim_of(name: str, text: str, *, key: str = "") -> ClaimStatement:
    """What `text` claims of `name`: about the metric that it has the first word for, if any."""
    metric = next((metric for word, metric in _METRICS.items() if word in text), Metric.OTHER)
    return ClaimStatement(id=key, text=text, subject=name, quantity=Quantity(metric=metric, unit=""))


def claims_from(said: list[Said]) -> Iterator[ClaimStatement]:
    """Claims without end, the same each time; `id` is the place in the row, from 1. The first are the sentences."""
    chance = random.Random(7)  # noqa: S311 - a bench, not a secret
    for number, one in enumerate(cycle(said), start=1):
        name = one.name
        if number > len(said):
            name = chance.choice(said).name if chance.random() < 1 / 2 else f"{name}-{chance.randrange(1, 100)}B"
        yield claim_of(name, one.sentence.replace(one.name, name), key=str(number))
