"""How rare a word is: the weight by which a claim's words count, from document frequencies of papers.

The table is built by `training.word_judge` and lies beside this file as constants, in a form that diffs.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rarity:
    """Natural logarithms of inverse document frequency by stem; `unseen` for stems of fewer papers than were kept."""

    known: Mapping[str, float]
    unseen: float

    def of(self, stem: str) -> float:
        """The weight of a stem."""
        return self.known.get(stem, self.unseen)


def rarity_from_rows(rows: Mapping[str, str]) -> Rarity:
    """From the stored form, stems by weight: {"3.1": "train model …"}; unseen stems weigh as much as the rarest."""
    known = {stem: float(weight) for weight, stems in rows.items() for stem in stems.split()}
    return Rarity(known=known, unseen=max(map(float, rows), default=1.0))


@cache
def shipped_rarity() -> Rarity:
    """The table that ships."""
    return rarity_from_rows(json.loads(resources.files(__package__).joinpath("word_rarity.json").read_text("utf-8")))
