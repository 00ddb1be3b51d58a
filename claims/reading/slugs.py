"""Figures that stand only in the address of a link: "…-a-monster-of-1-75-trillion-parameters" behind "Wu Dao 2.0"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from claims.core.known_subjects import SubjectKind
from claims.core.measures import find_quantities
from claims.core.quantities import Metric, Quantity
from claims.core.statements import ClaimKind
from claims.core.subjects import find_names
from claims.reading.drafts import DraftClaim, DraftLink

_DECIMAL = re.compile(r"(?<!\d)(?<!\d-)(\d{1,3})-(\d{1,2})(?=-(?:billion|trillion|million|percent|times|x)\b)")
_HASH = re.compile(r"-[0-9a-f]{8,}$")
_TOLD = frozenset({Metric.PARAMETERS, Metric.TOKENS})
_LEAST = 1_000_000


def _words(url: str) -> str:
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    slug = _HASH.sub("", path.rstrip("/").rsplit("/", 1)[-1])
    return _DECIMAL.sub(r"\1.\2", slug).replace("-", " ").replace("_", " ")


def claims_in_slugs(raw: str, links: tuple[DraftLink, ...]) -> Iterator[DraftClaim]:
    """A claim for each figure in the address of a link whose anchor is the name of a system; the quote is that anchor."""
    for link in links:
        names = [name for name in find_names(link.anchor_text) if name.kind is SubjectKind.SYSTEM]
        if link.is_image or len(names) != 1:
            continue
        words = _words(link.url)
        for quantity in find_quantities(words):
            start = raw.find(names[0].name, link.start, link.end)
            if quantity.metric in _TOLD and (quantity.value or 0) >= _LEAST and start >= 0:
                yield _draft(raw, names[0].canonical, start, start + len(names[0].name), quantity, words)


def _draft(raw: str, subject: str, start: int, end: int, quantity: Quantity, words: str) -> DraftClaim:
    placed = replace(quantity, start=start, end=end)
    return DraftClaim(
        text=f"{subject}: {quantity.raw}",
        quote=raw[start:end],
        start=start,
        end=end,
        kind=ClaimKind.QUANTITY,
        subject=subject,
        quantity=placed,
        score=0.3,
        reasons=(f"figure in the link's address: {words[:120]}",),
    )
