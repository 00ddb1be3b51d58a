"""Subjects: whether claims that people read from real articles are read with the same subject, by language.

`python -m bench.subjects [--wrong]`; `--wrong` lists the claims read otherwise. Needs the measured data beside the
project and measures nothing where it is absent. A claim of the gold is compared with the claim of the reader that lies
over it with the same number; "family" counts a bare family for its member ("M6" for "M6-10T") and the other way round.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claims.core.subjects import Sameness, compare_subjects
from claims.reading.drafts import DraftClaim
from claims.reading.reader import read

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
# How two spans have to lie over each other, as a part of the shorter, and how far two numbers may be apart.
OVERLAP, NEAR = 0.5, 0.01


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

    language: str
    title: str
    publisher: str
    text: str
    told: tuple[Told, ...]


def articles() -> Iterator[Article]:
    """The article on M6 and the development announcements."""
    gold = json.loads((DATA / "m6/claims.json").read_text(encoding="utf-8"))["claims"]
    told = tuple(
        Told(subject=row["subject"], start=row["char_start"], end=row["char_end"], values=_numbers(row["value"]))
        for row in gold
        if row["checkable"]
    )
    text = (DATA / "m6/article.zh.md").read_text(encoding="utf-8")
    yield Article(language="zh (M6)", title="", publisher="", text=text, told=told)
    claims = [row for row in _rows(DATA / "announcements/claims.jsonl") if row["label"] == "claim"]
    for row in _rows(DATA / "announcements/articles.jsonl"):
        yield Article(
            language=row["lang"],
            title=row["title"] or "",
            publisher=row["publisher"] or "",
            text=row["text"],
            told=tuple(_told(claim) for claim in claims if claim["article_id"] == row["id"]),
        )


def _told(row: dict[str, Any]) -> Told:
    values = _numbers([row[key] for key in ("value", "value_min", "value_max")])
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
    amount = draft.quantity
    if not told.values or amount is None:
        return not told.values and amount is None
    read_numbers = [float(number) for number in (amount.value, amount.low, amount.high) if number is not None]
    return any(abs(one - other) <= NEAR * max(abs(one), 1e-9) for one in told.values for other in read_numbers)


def verdict(gold: str, found: str) -> str:
    """ "same", "family", "none" or "another": the gold may give several names ("M6 1T (M6-T)"), each of them right."""
    if not found:
        return "none"
    names = [gold, *re.split(r"\s*(?:[(),/]|\band/or\b|\band\b|\bto\b)\s*", gold)]
    stands = {compare_subjects(name, found) for name in names if name}
    if Sameness.SAME in stands or gold.casefold().startswith(found.casefold()):
        return "same" if Sameness.SAME in stands else "family"
    return "family" if Sameness.FAMILY in stands else "another"


def main(*, wrong: bool) -> None:
    """Print the verdicts of each language, and with `wrong` the claims whose subject is another or missing."""
    if not DATA.is_dir():
        print("needs the measured data beside the project; nothing was measured")
        return
    counts: dict[str, Counter[str]] = {}
    for article in articles():
        drafts = read(
            article.text, title=article.title, publisher=article.publisher, language=article.language[:2]
        ).claims
        for told in article.told:
            draft = nearest(told, drafts)
            said = verdict(told.subject, draft.subject) if draft else "not read"
            counts.setdefault(article.language, Counter())[said] += 1
            if wrong and draft and said in ("another", "none"):
                print(f"{article.language}: {told.subject} read as {draft.subject or '-'}: {draft.quote[:90]!r}")
    for language, count in counts.items():
        seen = sum(count.values()) - count["not read"]
        print(f"{language}: {count['same'] / seen:.3f} the same of {seen} read; " + _listed(count))


def _listed(count: Counter[str]) -> str:
    return ", ".join(f"{said} {times}" for said, times in count.most_common())


if __name__ == "__main__":
    main(wrong="--wrong" in sys.argv[1:])
