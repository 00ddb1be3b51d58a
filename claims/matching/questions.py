"""What a source is asked for a claim: by its names and metric, by what cites its papers, and for papers it links to."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from claims.core.quantities import Metric
from claims.core.sources import Aim, Identifier, Look
from claims.core.statements import ClaimStatement
from claims.matching.probes import names_of
from claims.matching.vocabulary import METRIC_WORDS

# More only narrows or lengthens a question; claims that share a subject and a metric then share it.
MOST_NAMES, MOST_WORDS = 4, 6
# As many works as every source takes in one question.
MOST_IDS = 50


def looks_for(
    statement: ClaimStatement, *, missing: Sequence[Identifier], linked: Sequence[Identifier], offers: Iterable[Aim]
) -> tuple[Look, ...]:
    """The looks that a source which `offers` these aims is asked for a claim, without bounds in time.

    `missing` are works that its announcements link to and nobody has brought yet, `linked` those that are stored.
    Names in other than Latin letters are left to sources that know them. A claim without a name is asked for by what it
    links to alone.
    """
    wanted = (
        Look(aim=Aim.WORKS, ids=tuple(sorted(missing)[:MOST_IDS])),
        Look(aim=Aim.WORDS, names=names_of(statement)[:MOST_NAMES], words=_words(statement)),
        Look(aim=Aim.CITING, ids=tuple(sorted(linked)[:MOST_IDS])),
    )
    offered = frozenset(offers)
    return tuple(look for look in wanted if look.aim in offered and (look.ids or look.names))


def _words(statement: ClaimStatement) -> tuple[str, ...]:
    metric = statement.quantity.metric if statement.quantity else Metric.OTHER
    return tuple(word for word in METRIC_WORDS[metric].split() if word.isascii() and word.isalpha())[:MOST_WORDS]


def next_since(answered_on: date | None, *, overlap_days: int) -> date | None:
    """From which day of publication on the same question is asked again; None the first time: old papers count too."""
    return None if answered_on is None else answered_on - timedelta(days=overlap_days)
