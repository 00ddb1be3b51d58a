"""Pages that are watched, in words: whether they are there, what was edited, and where quotes went."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from claims.models import Anchor, Appearance, PageOutcome, SilentEdit, WatchedPage
from claims.reading.text_changes import Part, compared

# Of pages that answer so, programs cannot tell whether people see them.
_KEPT_OUT = frozenset({401, 402, 403, 451})
_HIDDEN = frozenset({"dismissed", "merged"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkState:
    """How a page is: `code` names its colour, `words` lead up to the day `on`, and `after` may follow it.

    `copy` is in an archive, "" if none.
    """

    code: str
    words: str
    on: datetime | None
    address: str = ""
    copy: str = ""
    copied_at: datetime | None = None
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """A passage before and after, in pieces; none where there was or is nothing."""

    before: tuple[Part, ...]
    after: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifted:
    """A claim whose quote an edit moved or lost."""

    number: int
    lost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One state of a page that is not the one that we read. `is_shown`: it is the newest that we saw."""

    found_at: datetime
    is_shown: bool
    changes: tuple[Edited, ...]
    left_out: int
    shifted: tuple[Shifted, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What became of one quote, and the passages in its place where it is lost."""

    lost: bool
    found_at: datetime
    changes: tuple[Edited, ...]


def show_link(page: WatchedPage | None) -> LinkState | None:
    """How a page is, None where nothing is known."""
    if page is None or not (page.outcome or page.memento_url):
        return None
    code, told, on = _state(page)
    # Some languages say the day in the midst of their words.
    words, _, after = told.partition("{day}")
    return LinkState(
        code=code,
        words=words.rstrip(),
        on=on,
        address=page.moved_to if code == "moved" else "",
        copy=page.memento_url,
        copied_at=page.memento_at,
        after=after,
    )


def show_edits(edits: Iterable[SilentEdit], own: WatchedPage | None) -> tuple[Edit, ...]:
    """The edits as the page of their announcement shows them."""
    return tuple(
        Edit(
            found_at=edit.found_at,
            is_shown=own is not None and own.edit_id == edit.pk,
            changes=_edited(edit.changes),
            left_out=edit.left_out,
            shifted=_shifted(edit),
        )
        for edit in edits
    )


def show_shift(appearance: Appearance, edit: SilentEdit | None) -> Shift | None:
    """What the newest edit did to a quote, None where nothing."""
    if edit is None or appearance.anchor == Anchor.OK:
        return None
    lost = appearance.anchor == Anchor.LOST
    quote = _plain(appearance.exact)
    concerned = [one for one in edit.changes if one["before"] and _concerns(_plain(one["before"]), quote)]
    return Shift(lost=lost, found_at=edit.found_at, changes=_edited(concerned) if lost else ())


def _state(page: WatchedPage) -> tuple[str, str, datetime | None]:
    if page.outcome == PageOutcome.GONE:
        return "gone", gettext("has been gone since {day}"), page.failing_since
    if page.outcome == PageOutcome.UNREACHABLE:
        kept_out = page.status in _KEPT_OUT
        return (
            "unreached",
            gettext("has kept programs out since {day}") if kept_out else gettext("has not been reached since {day}"),
            page.failing_since,
        )
    if page.moved_to:
        return "moved", gettext("had moved by {day}"), page.checked_at
    return ("there", gettext("was there on {day}"), page.checked_at) if page.outcome else ("unseen", "", None)


def _shifted(edit: SilentEdit) -> tuple[Shifted, ...]:
    told = {
        check.appearance.claim_id: check.anchor == Anchor.LOST
        for check in edit.anchor_checks.all()
        if check.appearance.claim.workflow not in _HIDDEN
    }
    return tuple(Shifted(number=number, lost=lost) for number, lost in told.items())


def _edited(changes: Iterable[dict[str, str]]) -> tuple[Edited, ...]:
    pairs = (compared(one["before"], one["after"]) for one in changes)
    return tuple(Edited(before=before, after=after) for before, after in pairs)


def _concerns(before: str, quote: str) -> bool:
    return before in quote or quote in before


def _plain(text: str) -> str:
    return " ".join(text.split())
