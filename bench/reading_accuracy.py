"""Reading: how many gold claims of the made-up announcements are found, and what is taken for a claim that is none.

`python -m bench.reading_accuracy [--gold FOLDER] [--split dev|held_out] [--misses]`. `--misses` lists each miss and
each false alarm of the dev half alone: rules may be improved on that half, and the other stays unseen.

A row read matches a gold claim when the spans share at least half of the shorter one and, where the gold claim has a
value and the row gives any, one of them agrees within 1 %; one to one, the closest first. `precision` is strict: of all
rows but those that match a restatement, the share that matches a claim.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.core.paper_rows import date_from_text
from claims.reading.reader import read
from claims.reading.rows import draft_row

type Row = dict[str, Any]

GOLD = Path(__file__).resolve().parent.parent / "tests" / "reading" / "made_up_announcements"
SPLITS = ("dev", "held_out")
SHARED = 0.5
TOLERANCE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One announcement: what was read from it beside its gold claims, restatements and spans that are no claim."""

    announcement: Row
    read: list[Row]
    claims: list[Row]
    restatements: list[Row]
    not_claims: list[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one announcement was read; a row is a miss, or found, and what was read beyond is a false alarm."""

    announcement: Row
    found: list[tuple[Row, Row]]
    missed: list[Row]
    false_alarms: list[Row]
    on_not_claims: list[Row]


def rows_in(file: Path) -> list[Row]:
    """The objects of a JSON lines file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]


def rows_read(announcement: Row) -> list[Row]:
    """The rows that `manage.py evaluate reading` would write for this announcement."""
    reading = read(
        announcement["text"],
        title=announcement.get("title") or "",
        language=announcement.get("lang") or "",
        publisher=announcement.get("publisher") or "",
        published_on=date_from_text(announcement.get("date")),
        url=announcement.get("url") or "",
    )
    return [draft_row(announcement["id"], draft) for draft in reading.claims]


def marked(folder: Path) -> list[Marked]:
    """All announcements of a gold folder, read."""
    announcements = rows_in(folder / "announcements.jsonl")
    claims, not_claims = rows_in(folder / "claims.jsonl"), rows_in(folder / "not_claims.jsonl")
    return [
        Marked(
            announcement=announcement,
            read=rows_read(announcement),
            claims=[row for row in _of(announcement, claims) if row["label"] == "claim"],
            restatements=[row for row in _of(announcement, claims) if row["label"] == "restatement"],
            not_claims=_of(announcement, not_claims),
        )
        for announcement in announcements
    ]


def _of(announcement: Row, rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["article_id"] == announcement["id"]]


def values_in(row: Row, *more: str) -> list[float]:
    """The value and the ends of the range that a row gives."""
    given = [row.get(key) for key in ("value", "value_min", "value_max")]
    return [float(value) for value in given if value is not None] + [
        value for key in more for value in row.get(key, [])
    ]


def values_agree(read_row: Row, gold: Row) -> bool:
    """Whether the values do not part: none asked for, none given, or one of them within 1 %."""
    given, asked = values_in(read_row), values_in(gold, "also_values")
    if not (given and asked):
        return True
    return any(abs(one - other) <= TOLERANCE * max(abs(other), 1e-9) for one in given for other in asked)


def shared(one: Row, other: Row) -> int:
    """How many characters two spans share, or 0 where that is under half of the shorter one."""
    common = min(one["end"], other["end"]) - max(one["start"], other["start"])
    shorter = min(one["end"] - one["start"], other["end"] - other["start"])
    return common if common > 0 and common >= SHARED * shorter else 0


def pairs(read_rows: Sequence[Row], gold: Sequence[Row]) -> list[tuple[int, int]]:
    """Which read row is which gold claim, by place in the two lists: one to one, the closest first."""
    closeness = {
        (i, j): shared(row, claim) / max(row["end"] - row["start"], claim["end"] - claim["start"])
        + SHARED * bool(values_in(row) and values_in(claim))
        for i, row in enumerate(read_rows)
        for j, claim in enumerate(gold)
        if shared(row, claim) and values_agree(row, claim)
    }
    chosen: list[tuple[int, int]] = []
    for i, j in sorted(closeness, key=lambda pair: (-closeness[pair], pair)):
        if all(i != taken and j != known for taken, known in chosen):
            chosen.append((i, j))
    return chosen


def outcome(given: Marked) -> Outcome:
    """What was found, missed and taken for a claim that is none; rows that restate are in none of the three."""
    chosen = pairs(given.read, given.claims)
    left = [row for i, row in enumerate(given.read) if i not in {i for i, _ in chosen}]
    restating = {i for i, _ in pairs(left, given.restatements)}
    false_alarms = [row for i, row in enumerate(left) if i not in restating]
    return Outcome(
        announcement=given.announcement,
        found=[(given.read[i], given.claims[j]) for i, j in chosen],
        missed=[claim for j, claim in enumerate(given.claims) if j not in {j for _, j in chosen}],
        false_alarms=false_alarms,
        on_not_claims=[row for row in false_alarms if any(shared(row, span) for span in given.not_claims)],
    )


def summary(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Counts and shares over some announcements; a share of nothing is 0."""
    found = [pair for one in outcomes for pair in one.found]
    missed = [claim for one in outcomes for claim in one.missed]
    alarms = sum(len(one.false_alarms) for one in outcomes)
    measured = [(row, claim) for row, claim in found if claim["is_quantitative"]]
    wanted = len(measured) + sum(claim["is_quantitative"] for claim in missed)
    plain = len(found) + len(missed) - wanted
    return {
        "gold": len(found) + len(missed),
        "found": len(found),
        "recall": len(found) / max(1, len(found) + len(missed)),
        "recall with value": len(measured) / max(1, wanted),
        "recall without": (len(found) - len(measured)) / max(1, plain),
        "value given": sum(bool(values_in(row)) for row, _ in measured) / max(1, len(measured)),
        "precision": len(found) / max(1, len(found) + alarms),
        "false alarms": alarms,
        "on non-claims": sum(len(one.on_not_claims) for one in outcomes),
    }


def _print_summaries(outcomes: list[Outcome], split: str) -> None:
    for language in ("en", "zh", ""):
        chosen = [one for one in outcomes if language in ("", one.announcement["lang"])]
        figures = (f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in summary(chosen).items())
        print(f"{split} {language or 'all'}: {', '.join(figures)}")


def _print_misses(one: Outcome) -> None:
    listed = [("miss", row) for row in one.missed]
    listed += [("non-claim" if row in one.on_not_claims else "false alarm", row) for row in one.false_alarms]
    for kind, row in sorted(listed, key=lambda item: int(item[1]["start"])):
        values = " ".join(f"{value:g}" for value in values_in(row))
        print(f"{one.announcement['id']} {kind}: {row['quote']!r} {values} {row.get('unit') or ''}".rstrip())


def main() -> None:
    """Print the figures of each half and language, and what went wrong if that is asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--split", choices=SPLITS, action="append", help="both, unless one is named")
    parser.add_argument("--misses", action="store_true", help="list misses and false alarms of the dev half")
    asked = parser.parse_args()
    outcomes = [outcome(one) for one in marked(asked.gold)]
    for split in asked.split or SPLITS:
        chosen = [one for one in outcomes if one.announcement["split"] == split]
        _print_summaries(chosen, split)
        if asked.misses and split == "dev":
            for one in chosen:
                _print_misses(one)


if __name__ == "__main__":
    main()
