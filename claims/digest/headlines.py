"""What the archive says of an issue in a line, kept with it: a week's figures and its weightiest title."""

from collections.abc import Sequence

from claims.digest.changes import Change
from claims.digest.tallies import KINDS, Counts, counts_of, place_of, subject_line
from claims.digest.wording import LONGEST_TITLE, cut

type Headline = dict[str, object]


def headline_of(changes: Sequence[Change]) -> Headline:
    """The headline of these changes, which are in order, in words of no language; JSON."""
    places = [place_of(change) for change in changes]
    counts = counts_of(places)
    figures = {kind.code: count for kind, count in zip(KINDS, counts, strict=True) if count}
    lead = cut(changes[places.index(min(places))].title, LONGEST_TITLE) if changes else ""
    return {"figures": figures, "lead": lead}


def counts_in(headline: Headline) -> Counts:
    """Its figures; none for an issue that came out before headlines were kept."""
    figures = headline.get("figures")
    told = figures if isinstance(figures, dict) else {}
    return tuple(int(told.get(kind.code, 0)) for kind in KINDS)


def headline_words(headline: Headline) -> str:
    """The headline in the language that is active, as the subject of a mail has it; "" where none was kept."""
    counts = counts_in(headline)
    return subject_line(counts, str(headline.get("lead", ""))) if any(counts) else ""
