"""An article's own numbers as pages show them: whether they fit, each step, and the words that they are from."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from claims.core.marked_text import Excerpt, passage_at
from claims.models import Announcement, OwnArithmetic

# Figures this close together are shown in one excerpt.
_TOGETHER = 120
_REACH = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnNumbers:
    """One arithmetic: `code` names its colour, `label` and `shape` say whether the numbers fit."""

    code: str
    label: str
    shape: str
    steps: tuple[str, ...]
    excerpts: tuple[Excerpt, ...]
    announcement: Announcement
    claims: tuple[int, ...]


_WORDS = {
    "agrees": (_("its numbers fit"), "="),
    "rounded": (_("its numbers fit when rounded"), "≈"),
    "differs": (_("its numbers do not fit"), "≠"),
}


def show_own_numbers(
    rows: Iterable[OwnArithmetic], *, announcement: Announcement | None = None
) -> tuple[OwnNumbers, ...]:
    """The rows as they come, all of `announcement` where it is given; with the claims they concern only then."""
    return tuple(_shown(row, announcement) for row in rows)


def _shown(row: OwnArithmetic, announcement: Announcement | None) -> OwnNumbers:
    label, shape = _WORDS[row.outcome]
    story = announcement or row.announcement
    return OwnNumbers(
        code=row.outcome,
        label=gettext(label),
        shape=shape,
        steps=tuple(str(step) for step in row.steps),
        excerpts=tuple(passage_at(story.text, start, end, reach=_REACH) for start, end in _stretches(row.places)),
        announcement=story,
        claims=tuple(sorted(claim.pk for claim in row.claims.all())) if announcement else (),
    )


def _stretches(places: list[list[int]]) -> list[tuple[int, int]]:
    """The places in the order of the text, those close together as one stretch."""
    ordered = sorted({(start, end) for start, end in places})
    stretches = ordered[:1]
    for _earlier, (start, end) in pairwise(ordered):
        first, last = stretches[-1]
        if start - last <= _TOGETHER:
            stretches[-1] = (first, max(last, end))
        else:
            stretches.append((start, end))
    return stretches
