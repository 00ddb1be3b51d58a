"""A digest in figures: its subject line, its one sentence, and the small chart of what moved."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext, ngettext_lazy, pgettext
from django.utils.translation import gettext_noop as _
from django_stubs_ext import StrPromise

from claims.digest.changes import Change, Section
from claims.digest.wording import cut
from claims.judging.findings import Status
from claims.models import EventKind
from claims.wording import STATUS_WORDS

# A phone shows about 40 characters of a subject, a desk about 90.
LONGEST_SUBJECT, MOST_IN_SUBJECT = 110, 3

type Counts = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the chart: `code` names the colour, `share` is of the longest row, in hundredths, at least 4."""

    code: str
    shape: str
    label: str
    count: int
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """What is counted together: words for the first place ("2 claims refuted") and after it ("1 confirmed")."""

    code: str
    shape: str
    label: str
    first: StrPromise
    after: str = ""


def _status(status: Status, first: StrPromise, after: str) -> _Kind:
    word = STATUS_WORDS[status]
    return _Kind(code=word.code, shape=word.shape, label=word.name, first=first, after=after)


# The weightiest first; a change is counted once, by its position here.
KINDS = (
    _Kind(
        code="correction",
        shape="↺",
        label=_("Corrections"),
        first=ngettext_lazy("%(n)d correction", "%(n)d corrections", "n"),
    ),
    _status(Status.REFUTED, ngettext_lazy("%(n)d claim refuted", "%(n)d claims refuted", "n"), _("%(n)d refuted")),
    _status(
        Status.WITHDRAWN, ngettext_lazy("%(n)d claim taken back", "%(n)d claims taken back", "n"), _("%(n)d taken back")
    ),
    _status(Status.DISPUTED, ngettext_lazy("%(n)d claim disputed", "%(n)d claims disputed", "n"), _("%(n)d disputed")),
    _status(
        Status.QUALIFIED, ngettext_lazy("%(n)d claim qualified", "%(n)d claims qualified", "n"), _("%(n)d qualified")
    ),
    _status(
        Status.SUPPORTED, ngettext_lazy("%(n)d claim confirmed", "%(n)d claims confirmed", "n"), _("%(n)d confirmed")
    ),
    _status(
        Status.SUPERSEDED, ngettext_lazy("%(n)d claim overtaken", "%(n)d claims overtaken", "n"), _("%(n)d overtaken")
    ),
    _status(Status.ATTESTED, ngettext_lazy("%(n)d claim attested", "%(n)d claims attested", "n"), _("%(n)d attested")),
    _status(
        Status.UNVERIFIABLE,
        ngettext_lazy("%(n)d claim found unverifiable", "%(n)d claims found unverifiable", "n"),
        _("%(n)d unverifiable"),
    ),
    _status(
        Status.UNVERIFIED,
        ngettext_lazy("%(n)d claim open again", "%(n)d claims open again", "n"),
        _("%(n)d open again"),
    ),
    _Kind(
        code="paper",
        shape="!",
        label=_("Notices on papers"),
        first=ngettext_lazy("%(n)d notice on a paper", "%(n)d notices on papers", "n"),
    ),
    _Kind(
        code="new", shape="+", label=_("New claims"), first=ngettext_lazy("%(n)d new claim", "%(n)d new claims", "n")
    ),
    _Kind(
        code="announcement",
        shape="+",
        label=_("New announcements"),
        first=ngettext_lazy("%(n)d new announcement", "%(n)d new announcements", "n"),
    ),
    _Kind(
        code="quiet",
        shape="·",
        label=_("Smaller changes"),
        first=ngettext_lazy("%(n)d smaller change", "%(n)d smaller changes", "n"),
    ),
)
_PLACE = {kind.code: place for place, kind in enumerate(KINDS)}


def place_of(change: Change) -> int:
    """Where a change is counted: its position in `KINDS`."""
    match change.section:
        case Section.CORRECTION:
            return _PLACE["correction"]
        case Section.QUIET:
            return _PLACE["quiet"]
        case Section.PAPERS:
            return _PLACE["paper"]
        case Section.NEW:
            return _PLACE["announcement" if change.kind == EventKind.ANNOUNCEMENT_ADDED else "new"]
        case _:
            return _PLACE[change.after] if change.after else _PLACE["quiet"]


def counts_of(places: Sequence[int]) -> Counts:
    """How many there are of each kind, from the places of the changes."""
    counts = [0] * len(KINDS)
    for place in places:
        counts[place] += 1
    return tuple(counts)


def subject_line(counts: Counts, lead: str) -> str:
    """What a mail is about, in one line: "2 claims refuted, 1 confirmed: The training of M6 took …".

    `lead` is the title of the first entry of the weightiest kind. What is too long for a line is cut there, never in
    the figures.
    """
    figures = pgettext("between the parts of a list", ", ").join(_phrases(counts)[:MOST_IN_SUBJECT])
    room = LONGEST_SUBJECT - len(figures) - 2
    return gettext("%(figures)s: %(lead)s") % {"figures": figures, "lead": cut(lead, room)} if lead else figures


def summary(counts: Counts) -> str:
    """The weightiest figures as a sentence: "2 claims refuted, 1 confirmed, 5 new claims, and 3 other changes."."""
    phrases = _phrases(counts)
    told = pgettext("between the parts of a list", ", ").join(phrases[:MOST_IN_SUBJECT])
    if len(phrases) <= MOST_IN_SUBJECT:
        return gettext("%(figures)s.") % {"figures": told}
    others = sum([count for count in counts if count][MOST_IN_SUBJECT:])
    sentence = ngettext("%(figures)s, and %(n)d other change.", "%(figures)s, and %(n)d other changes.", others)
    return sentence % {"figures": told, "n": others}


def chart(counts: Counts) -> tuple[Row, ...]:
    """The rows of the chart, those with something only; none where one row would be all."""
    most = max(counts)
    rows = tuple(
        Row(code=kind.code, shape=kind.shape, label=gettext(kind.label), count=count, share=max(4, count * 100 // most))
        for kind, count in zip(KINDS, counts, strict=True)
        if count
    )
    return rows if len(rows) > 1 else ()


def _phrases(counts: Counts) -> list[str]:
    """The figures in words; "claims" is said with the first that counts claims, and understood with the next."""
    told: list[str] = []
    said_claims = False
    for kind, count in zip(KINDS, counts, strict=True):
        if count:
            short = said_claims and kind.after
            told.append((gettext(kind.after) if short else kind.first) % {"n": count})
            said_claims = said_claims or bool(kind.after)
    return told
