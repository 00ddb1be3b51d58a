"""A digest in plain text, as it reads in a terminal: 72 columns, quotes with a bar, addresses on lines of their own."""

from collections.abc import Sequence

from django.utils.translation import gettext, ngettext

from claims.core.columns import columns_of, wrapped
from claims.digest.tallies import Row
from claims.digest.wording import EntryWords, QuoteWords
from claims.wording import StatusWord

# Columns of the longest bar.
_BAR = 24


def opening_text(summary: str, issue: str, rows: Sequence[Row]) -> str:
    """The head: what it is, one sentence, and the chart in block characters."""
    lines = [f"◑ Claim Tracker · {issue}", "", wrapped(summary), ""]
    widest = max((columns_of(row.label) for row in rows), default=0)
    for row in rows:
        space = " " * (widest - columns_of(row.label))
        lines.append(f"  {row.shape} {row.label}{space}  {'█' * max(1, row.share * _BAR // 100)} {row.count}")
    return "\n".join([*lines, ""] if rows else lines) + "\n"


def section_text(heading: str) -> str:
    """A heading, underlined."""
    return f"\n{heading.upper()}\n{'─' * columns_of(heading)}\n"


def entry_text(entry: EntryWords, *, address: str, source_address: str) -> str:
    """An entry: what moved, the claim and its address, why, the quote and its source."""
    parts = [_movement(entry), wrapped(entry.title, first="  "), f"  {address}"]
    if entry.about:
        parts.insert(1, wrapped(entry.about, first="  "))
    if entry.told_before:
        parts += ["", wrapped(entry.told_before, first="  ↺ ")]
    if entry.detail:
        parts += ["", wrapped(f"{entry.detail_from} “{entry.detail}”", first="  ")]
    if entry.why:
        parts += ["", wrapped(entry.why, first="  ")]
    if entry.quote:
        parts += ["", *_quotation(entry.quote, source_address)]
    if entry.notes:
        parts += ["", wrapped(entry.notes, first="  ")]
    return "\n" + "\n".join(parts) + "\n"


def line_text(entry: EntryWords, *, address: str) -> str:
    """A smaller change in a line or two."""
    said = " · ".join(part for part in (entry.after.label if entry.after else "", entry.happened) if part)
    return f"\n{wrapped(f'{said}: {entry.title}', first=f'{entry.shape} ')}\n  {address}\n"


def more_text(count: int, *, address: str) -> str:
    """How many entries are only in the web copy."""
    more = ngettext("and %(n)d more", "and %(n)d more", count) % {"n": count}
    return f"\n{more}:\n{address}\n"


def foot_text(*, host: str, copy: str, archive: str, preferences: str, unsubscribe: str) -> str:
    """Why one gets this, and how to change or stop it."""
    because = gettext("You get this because you follow claims at %(host)s.") % {"host": host}
    links = (
        (gettext("Read this mail in the browser"), copy),
        (gettext("Earlier digests"), archive),
        (gettext("Change what you follow, how often and in which language"), preferences),
        (gettext("Stop all mail with one click"), unsubscribe),
    )
    told = "\n".join(f"{label}:\n{address}" for label, address in links)
    return f"\n-- \n{wrapped(because)}\n\n{told}\n"


def _movement(entry: EntryWords) -> str:
    steps = " → ".join(_status(word) for word in (entry.before, entry.after) if word)
    said = " · ".join(part for part in (steps, entry.happened) if part)
    first = said if steps else f"{entry.shape} {said}"
    return wrapped(f"{first} ({entry.certainty})" if entry.certainty and entry.after else first, rest="  ")


def _status(word: StatusWord) -> str:
    return f"{word.shape} {word.label}"


def _quotation(quote: QuoteWords, address: str) -> list[str]:
    grade = f"{quote.grade.code} {quote.grade.label}" if quote.grade else ""
    source = " · ".join(part for part in (quote.source, quote.location, grade) if part)
    lines = [wrapped(f"“{quote.exact}”", first="  │ ", rest="  │ "), wrapped(f"— {source}", first="  │ ", rest="  │ ")]
    return [*lines, f"  │ {address}"] if address else lines
