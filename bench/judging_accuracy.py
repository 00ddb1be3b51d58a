"""Judging: how stances and statuses compare with those of a careful reader, on made-up claims and documents.

`python -m bench.judging_accuracy [--gold FOLDER] [--split dev|held_out] [--misses]`. `--misses` lists what went wrong
in the dev half alone: rules may be improved on that half, and the other stays unseen.

Each claim is judged beside all documents of its half, as `manage.py evaluate evidence` does. `accuracy` counts the gold
pairs with the gold stance, `fair` also those with a stance that the gold lets pass; a pair that was not judged relevant
has the stance "none". A flip is supports for contradicts or the reverse. A side is supports or contradicts: none should
be taken on a distractor, nor on a pair that the gold does not list at all, which is a stray.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.core.paper_rows import paper_from_row
from claims.judging.assessing import assess
from claims.judging.statements import evidence_rows, statement_from_row, status_row

type Row = dict[str, Any]

GOLD = Path(__file__).resolve().parent.parent / "tests" / "judging" / "made_up_evidence"
SPLITS = ("dev", "held_out")
SIDES = ("supports", "contradicts")
STANCES = (*SIDES, "mentions")
# What the evaluation contract gives of a claim: the judge shall not see how the gold calls its kind.
CLAIM_KEYS = "id claim quote lang subject metric value unit comparator compared_to claimed_on claimant".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One claim with its gold pairs and gold status, and the stances (by document) and status that the judge gave."""

    claim: Row
    pairs: list[Row]
    gold_status: Row
    stances: dict[str, str]
    status: str

    def said(self, pair: Row) -> str:
        return self.stances.get(pair["paper_id"], "none")

    @property
    def related(self) -> list[Row]:
        """The gold pairs that have a stance."""
        return [pair for pair in self.pairs if pair["stance"] in STANCES]

    @property
    def wrong(self) -> list[Row]:
        """The pairs with a stance that got none the gold lets pass."""
        return [pair for pair in self.related if not passes(pair, self.said(pair))]

    @property
    def flipped(self) -> list[Row]:
        return [pair for pair in self.wrong if pair["stance"] in SIDES and self.said(pair) in SIDES]

    @property
    def sides_on_distractors(self) -> list[Row]:
        distractors = (pair for pair in self.pairs if pair["stance"] == "unrelated")
        return [pair for pair in distractors if self.said(pair) in SIDES and not passes(pair, self.said(pair))]

    @property
    def strays(self) -> list[str]:
        """The documents that took a side though the gold does not list them for this claim."""
        listed = {pair["paper_id"] for pair in self.pairs}
        return sorted(key for key, stance in self.stances.items() if stance in SIDES and key not in listed)


def passes(pair: Row, said: str) -> bool:
    """Whether a careful reader may take this stance; to leave out a pair is to call it unrelated."""
    return ("unrelated" if said == "none" else said) in (pair["stance"], *pair["also"])


def rows_in(file: Path) -> list[Row]:
    """The objects of a JSON lines file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def judged(folder: Path, split: str) -> list[Judged]:
    """All claims of one half, each judged beside all documents of that half."""
    claims, papers, pairs, statuses = (
        [row for row in rows_in(folder / f"{name}.jsonl") if row["split"] == split]
        for name in ("claims", "papers", "evidence", "statuses")
    )
    records = [paper_from_row(row) for row in papers]
    gold_statuses = {row["claim_id"]: row for row in statuses}
    outcomes = []
    for claim in claims:
        assessment = assess(statement_from_row({key: claim[key] for key in CLAIM_KEYS}), records)
        outcomes.append(
            Judged(
                claim=claim,
                pairs=[pair for pair in pairs if pair["claim_id"] == claim["id"]],
                gold_status=gold_statuses[claim["id"]],
                stances={row["paper_id"]: row["stance"] for row in evidence_rows(claim["id"], assessment)},
                status=status_row(claim["id"], assessment)["status"],
            )
        )
    return outcomes


def summary(outcomes: Sequence[Judged]) -> dict[str, float]:
    """Counts and shares over some claims; a share of nothing is 0."""
    pairs = sum(len(one.related) for one in outcomes)
    right = sum(one.said(pair) == pair["stance"] for one in outcomes for pair in one.related)
    return {
        "pairs": pairs,
        "accuracy": right / max(1, pairs),
        "fair": (pairs - sum(len(one.wrong) for one in outcomes)) / max(1, pairs),
        "flips": sum(len(one.flipped) for one in outcomes),
        "distractors": sum(len(one.pairs) - len(one.related) for one in outcomes),
        "sides on distractors": sum(len(one.sides_on_distractors) for one in outcomes),
        "strays": sum(len(one.strays) for one in outcomes),
        "statuses": len(outcomes),
        "expected": sum(one.status == one.gold_status["expected"] for one in outcomes),
        "acceptable": sum(one.status in one.gold_status["acceptable"] for one in outcomes),
        "unacceptable": sum(one.status in one.gold_status["unacceptable"] for one in outcomes),
    }


def confusion(outcomes: Iterable[Judged]) -> Counter[tuple[str, str]]:
    """How often a gold stance, "unrelated" among them, was called what."""
    return Counter((pair["stance"], one.said(pair)) for one in outcomes for pair in one.pairs)


def _print_figures(outcomes: list[Judged], split: str) -> None:
    for language in ("en", "zh", ""):
        chosen = [one for one in outcomes if language in ("", one.claim["lang"])]
        figures = (f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in summary(chosen).items())
        print(f"{split} {language or 'all'}: {', '.join(figures)}")
    counted = confusion(outcomes)
    for gold in (*STANCES, "unrelated"):
        said = ", ".join(f"{stance} {counted[gold, stance]}" for stance in (*STANCES, "none"))
        print(f"{split} {gold} called: {said}")


def _print_misses(one: Judged) -> None:
    for pair in (*one.wrong, *one.sides_on_distractors):
        print(f"{pair['id']}: {pair['stance']}, called {one.said(pair)}: {pair['quote']!r} ({pair['note']})")
    for paper_id in one.strays:
        print(f"{one.claim['id']}-{paper_id}: stray, called {one.stances[paper_id]}")
    if one.status not in one.gold_status["acceptable"]:
        gold = one.gold_status
        print(f"{one.claim['id']}: status {one.status}, not {'/'.join(gold['acceptable'])} ({gold['why']})")


def main() -> None:
    """Print the figures of each half and language, and what went wrong if that is asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--split", choices=SPLITS, action="append", help="both, unless one is named")
    parser.add_argument("--misses", action="store_true", help="list what went wrong in the dev half")
    asked = parser.parse_args()
    for split in asked.split or SPLITS:
        outcomes = judged(asked.gold, split)
        _print_figures(outcomes, split)
        if asked.misses and split == "dev":
            for one in outcomes:
                _print_misses(one)


if __name__ == "__main__":
    main()
