"""Works that nobody wrote, as many as a test needs, in sentences of our own."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from tests.standin.library import Author, Version, Work

_SYSTEMS = ("Kestrel", "Larkspur", "Muninn", "Nacre", "Osprey", "Piñon", "Quince", "Rötel")
_TASKS = ("summarising reports", "folding small proteins", "proving lemmas", "steering a crane", "reading receipts")
_CATEGORIES = (("cs.CL", "cs.AI"), ("cs.LG", "stat.ML"), ("cs.CV",), ("math.NA", "cs.LG"), ("quant-ph",))


def made_up_works(count: int, *, since: date, a_day: int = 3) -> Iterator[Work]:
    """So many works on arXiv, `a_day` of them each day from `since` on, every fourth with a second version."""
    for number in range(count):
        day = since + timedelta(days=number // a_day)
        submitted = datetime.combine(day - timedelta(days=1), time(9, number % 60), UTC)
        system, task = _SYSTEMS[number % len(_SYSTEMS)], _TASKS[number % len(_TASKS)]
        first = Version(number=1, date=submitted - timedelta(days=20) if number % 4 == 3 else submitted)
        versions = (
            (first, Version(number=2, date=submitted, comment="Corrected a table")) if number % 4 == 3 else (first,)
        )
        yield Work(
            arxiv_id=f"{since:%y%m}.{number + 1:05}",
            title=f"{system}-{number}: a model for {task}",
            datestamp=day,
            abstract=f"We train {system}-{number} with {number + 1} billion parameters for {task} & find α < {number}.",
            authors=(Author(family=f"Müller{number}", given="Ada"), Author(family="Okafor", given="Ben", suffix="Jr.")),
            categories=_CATEGORIES[number % len(_CATEGORIES)],
            versions=versions,
            comment="9 pages",
            license="http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        )
