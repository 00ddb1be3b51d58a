"""Subjects: whether claims that people read from articles are read with the same subject, by language.

`python -m bench.subjects [--wrong]`; `--wrong` lists the claims read otherwise, but for the held-out ones. The articles
are those made up for the tests, and the real ones where the measured data lies beside the project. A claim of the gold
is compared with the claim of the reader that lies over it with the same number; "family" counts a bare family for its
member ("M6" for "M6-10T") and the other way round.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.core.lexicon import spelling
from claims.core.subjects import Sameness, compare_subjects
from claims.reading.drafts import DraftClaim
from claims.reading.reader import read
from claims.reading.rows import draft_row

MADE_UP = Path(__file__).resolve().parents[1] / "tests" / "reading" / "made_up_announcements"
DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
# How two spans have to lie over each other, as a part of the shorter, and how far two numbers may be apart.
OVERLAP, NEAR = 0.5, 0.01


HELD_OUT = "held_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A claim as a person read it: what of, where in the text, and with which numbers (none for words alone)."""

    subject: str
    start: int
    end: int
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A text with the claims that people read in it."""

    group: str
    language: str
    title: str
    publisher: str
    text: str
    told: tuple[Told, ...]


def articles() -> Iterator[Article]:
    """The made-up announcements, then the article on M6 and the development announcements where they are at hand."""
    yield from _announcements(MADE_UP)
    if DATA.is_dir():
        yield _article_on_m6()
        yield from _announcements(DATA / "announcements")


def _article_on_m6() -> Article:
    gold = json.loads((DATA / "m6/claims.json").read_text(encoding="utf-8"))["claims"]
    told = tuple(
        Told(subject=row["subject"], start=row["char_start"], end=row["char_end"], values=_numbers(row["value"]))
        for row in gold
        if row["checkable"]
    )
    text = (DATA / "m6/article.zh.md").read_text(encoding="utf-8")
    return Article(group="M6", language="zh", title="", publisher="", text=text, told=told)


def _announcements(folder: Path) -> Iterator[Article]:
    claims = [row for row in _rows(folder / "claims.jsonl") if row["label"] == "claim"]
    for row in _rows(folder / "announcements.jsonl" if folder == MADE_UP else folder / "articles.jsonl"):
        yield Article(
            group=f"made up, {row['split']}" if folder == MADE_UP else "real",
            language=row["lang"],
            title=row["title"] or "",
            publisher=row["publisher"] or "",
            text=row["text"],
            told=tuple(_told(claim) for claim in claims if claim["article_id"] == row["id"]),
        )


def _told(row: dict[str, Any]) -> Told:
    values = _numbers([row.get(key) for key in ("value", "value_min", "value_max")])
    return Told(subject=row["subject"], start=row["start"], end=row["end"], values=values)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _numbers(value: Any) -> tuple[float, ...]:
    several = value if isinstance(value, list) else [value]
    return tuple(float(one) for one in several if isinstance(one, int | float) and not isinstance(one, bool))


def nearest(told: Told, drafts: tuple[DraftClaim, ...]) -> DraftClaim | None:
    """The reader's claim that lies best over what was told, with its number; None where it read none."""
    lying: list[tuple[float, int]] = []
    for place, draft in enumerate(drafts):
        shared = min(told.end, draft.end) - max(told.start, draft.start)
        shortest = min(told.end - told.start, draft.end - draft.start)
        if shared > 0 and shared >= OVERLAP * shortest and _agree(told, draft):
            lying.append((shared / max(told.end - told.start, draft.end - draft.start), -place))
    return drafts[-max(lying)[1]] if lying else None


def _agree(told: Told, draft: DraftClaim) -> bool:
    if not told.values or draft.quantity is None:
        return not told.values and draft.quantity is None
    row = draft_row("", draft)
    found = _numbers([row["value"], row["value_min"], row["value_max"]])
    return any(abs(one - other) <= NEAR * max(abs(one), 1e-9) for one in told.values for other in found)


def verdict(gold: str, found: str) -> str:
    """ "same", "family", "none" or "another": the gold may give several names ("M6 1T (M6-T)"), each of them right."""
    if not found:
        return "none"
    names = [gold, *re.split(r"\s*(?:[(),/]|\band/or\b|\band\b|\bto\b)\s*", gold)]
    stands = {compare_subjects(name, found) for name in names if name}
    if Sameness.SAME in stands or spelling(gold).startswith(spelling(found)):
        return "same" if Sameness.SAME in stands else "family"
    return "family" if Sameness.FAMILY in stands else "another"


def main(*, wrong: bool) -> None:
    """Print the verdicts of each language, and with `wrong` the claims whose subject is another or missing."""
    counts: dict[str, Counter[str]] = {}
    for article in articles():
        read_here = read(article.text, title=article.title, publisher=article.publisher, language=article.language)
        group = f"{article.language}, {article.group}"
        for told in article.told:
            draft = nearest(told, read_here.claims)
            said = verdict(told.subject, draft.subject) if draft else "not read"
            counts.setdefault(group, Counter())[said] += 1
            if wrong and HELD_OUT not in group and draft and said in ("another", "none"):
                print(f"{group}: {told.subject} read as {draft.subject or '-'}: {draft.quote[:90]!r}")
    for group, count in counts.items():
        seen = sum(count.values()) - count["not read"]
        print(f"{group}: {count['same'] / seen:.3f} the same of {seen} read; " + _listed(count))


def _listed(count: Counter[str]) -> str:
    return ", ".join(f"{said} {times}" for said, times in count.most_common())


if __name__ == "__main__":
    main(wrong="--wrong" in sys.argv[1:])
