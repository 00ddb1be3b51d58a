"""What came out about M6 from 2021 on, in the order in which it did.

Real papers tell their own titles and abstracts, which are read from the measured data. What they never did (a figure
that is corrected, a withdrawal, a retraction) is done by works that are made up and called so. arXiv's answers have
abstracts only, so the one figure that the article takes from the inside of a paper is told in words of our own.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

from tests.standin import Author, Citing, Fault, FaultKind, Library, Notice, Rule, Service, StandIn, Version, Work
from tests.standin.made_up import made_up_works

ARTICLE_CAME = datetime(2021, 11, 12, 8, tzinfo=UTC)
M6_10T, WHALE, MEGATRON, GLAM = "2110.03888", "2011.09208", "2104.04473", "2112.06905"
# Stood on arXiv when the article came; then the day on which each of the others came out.
OLDER = ("2005.14165", "1906.02243", "1907.10597", "2101.03961", "2103.00823", "2104.10350", "2105.15082", "2110.03848",
         "2110.03861", "2110.03847", "2110.04217", M6_10T)  # fmt: skip
LATER = {"2112.06905": date(2021, 12, 13), "2201.11990": date(2022, 1, 28), "2205.01068": date(2022, 5, 2),
         "2211.02001": date(2022, 11, 3), "2303.18223": date(2023, 3, 31)}  # fmt: skip
WHALE_TELLS_OF_M6 = datetime(2022, 6, 12, 1, tzinfo=UTC)
# The article says that researchers reckoned this, and links to the paper.
INSIDE_MEGATRON = "We estimate that training GPT-3 with 175 billion parameters takes 34 days on 1024 A100 GPUs."

RECOUNT, CENSUS = "2112.90001", "2203.90001"
TIMING, CITING = "10.5555/made-up.timing", "10.5555/made-up.citing"
RECOUNT_SAYS = "Our measurements show that training M6 took 25 days."
RECOUNT_CORRECTED = "Our measurements show that training M6 took 10 days."
CENSUS_SAYS = "We count anew: the 10-trillion-parameter M6 is the largest model so far."
TIMING_SAYS = "Our measurements confirm that M6 was trained on 512 GPUs."

# arXiv does not answer in all this time.
OUTAGE = (datetime(2021, 12, 27, tzinfo=UTC), datetime(2022, 1, 10, tzinfo=UTC))
RECOUNT_CAME, RECOUNT_CHANGED = datetime(2021, 12, 29, 1, tzinfo=UTC), datetime(2022, 1, 31, 1, tzinfo=UTC)
CITING_CAME = datetime(2022, 2, 1, 1, tzinfo=UTC)
TIMING_CAME, TIMING_RETRACTED = datetime(2022, 2, 14, 1, tzinfo=UTC), datetime(2022, 11, 14, 1, tzinfo=UTC)
# None of our jobs runs in all this time.
DOWNTIME = (datetime(2022, 3, 7, tzinfo=UTC), datetime(2022, 3, 14, tzinfo=UTC))
CENSUS_CAME, CENSUS_WITHDRAWN = datetime(2022, 3, 8, 1, tzinfo=UTC), datetime(2022, 4, 4, 1, tzinfo=UTC)
HARVEST_ENDS = datetime(2022, 6, 20, tzinfo=UTC)
THE_END = datetime(2023, 4, 15, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Event:
    """What changes in the world at a moment (aware)."""

    at: datetime
    happens: Callable[[StandIn], object]


def library_of_2021(papers: Sequence[Mapping[str, object]]) -> Library:
    """What was out when the article came."""
    rows = {row["arxiv_id"]: row for row in papers}
    whale = replace(
        _real(rows[WHALE], date(2020, 11, 18)),
        versions=(Version(number=1, date=_moment(date(2020, 11, 18)), abstract="We present a training framework."),),
    )
    megatron = _real(rows[MEGATRON], date(2021, 4, 9))
    megatron = replace(megatron, abstract=f"{megatron.abstract} {INSIDE_MEGATRON}")
    return Library(
        [
            *(_real(rows[number], _day(rows[number])) for number in OLDER),
            whale,
            megatron,
        ]
    )


def events(papers: Sequence[Mapping[str, object]]) -> list[Event]:
    """All that happens after the article, the earliest first."""
    rows = {row["arxiv_id"]: row for row in papers}
    made_up = (*_of_made_up_papers(), *_of_distractors(), *_of_services())
    return sorted((*_of_real_papers(rows), *made_up), key=lambda event: event.at)


def _of_real_papers(rows: Mapping[object, Mapping[str, object]]) -> Iterator[Event]:
    for number, day in LATER.items():
        yield _comes(_moment(day), _real(rows[number], day))
    whale = Version(number=2, date=WHALE_TELLS_OF_M6, abstract=str(rows[WHALE]["abstract"]))
    yield _changes(WHALE, whale)


def _of_made_up_papers() -> Iterator[Event]:
    # OpenAlex lacks much of what is new on arXiv.
    hidden = (Service.OPENALEX.value,)
    recount = _on_arxiv(RECOUNT, RECOUNT_CAME, "A made-up recount of how long M6 was trained", RECOUNT_SAYS)
    yield _comes(RECOUNT_CAME, replace(recount, absent_from=hidden))
    yield _changes(RECOUNT, Version(number=2, date=RECOUNT_CHANGED, abstract=RECOUNT_CORRECTED))
    census = _on_arxiv(CENSUS, CENSUS_CAME, "A made-up census of large models", CENSUS_SAYS)
    yield _comes(CENSUS_CAME, replace(census, absent_from=hidden))
    yield Event(at=CENSUS_WITHDRAWN, happens=lambda it: it.library.withdraw(CENSUS, at=CENSUS_WITHDRAWN))
    yield _comes(TIMING_CAME, _in_journal(TIMING, TIMING_CAME, "A made-up timing of the training of M6", TIMING_SAYS))
    notice = Notice(type="retraction", doi=f"{TIMING}.notice", updated=TIMING_RETRACTED.date())
    yield Event(at=TIMING_RETRACTED, happens=lambda it: it.library.retract(TIMING, notice))
    citing = _in_journal(CITING, CITING_CAME, "Pipelines that are made up", "We let work flow through pipelines.")
    yield _comes(CITING_CAME, replace(citing, references=(Citing(key=MEGATRON),)))


def _of_distractors() -> Iterator[Event]:
    """Works that have nothing to do with it, each day one."""
    for work in made_up_works(40, since=date(2021, 11, 14), a_day=1):
        yield _comes(_moment(work.datestamp), work)


def _of_services() -> Iterator[Event]:
    down = Fault(kind=FaultKind.STATUS, status=503)
    rules = [Rule(service=one, fault=down, every=1) for one in (Service.ARXIV_API, Service.ARXIV_OAI)]
    yield Event(at=OUTAGE[0], happens=lambda it: it.faults.add(*rules))
    yield Event(at=OUTAGE[1], happens=lambda it: it.faults.clear())


def _comes(at: datetime, work: Work) -> Event:
    return Event(at=at, happens=lambda it: it.library.add(work))


def _changes(key: str, version: Version) -> Event:
    day = version.date.date()
    return Event(at=version.date, happens=lambda it: it.library.add_version(key, version, datestamp=day))


def _real(row: Mapping[str, object], day: date) -> Work:
    names = row["authors"] or ["Somebody Else"]
    assert isinstance(names, list)
    return Work(
        title=str(row["title"]),
        datestamp=day,
        arxiv_id=str(row["arxiv_id"]),
        abstract=str(row["abstract"]),
        authors=tuple(Author(family=family, given=given) for given, _, family in (n.rpartition(" ") for n in names)),
        categories=("cs.LG", "cs.CL"),
        versions=(Version(number=1, date=_moment(day)),),
    )


def _on_arxiv(arxiv_id: str, at: datetime, title: str, abstract: str) -> Work:
    return Work(
        title=title,
        datestamp=at.date(),
        arxiv_id=arxiv_id,
        abstract=abstract,
        authors=(Author(family="Nobody", given="Ada"), Author(family=f"Madeup{arxiv_id[:4]}", given="Bo")),
        categories=("cs.LG",),
        versions=(Version(number=1, date=at),),
    )


def _in_journal(doi: str, at: datetime, title: str, abstract: str) -> Work:
    """In a journal and not on arXiv."""
    return Work(
        title=title,
        datestamp=at.date(),
        doi=doi,
        abstract=abstract,
        authors=(Author(family="Invented", given="Cy"), Author(family=f"Fiction{len(doi)}", given="Di")),
        published=at.date(),
        venue="Journal of Made-Up Measurements",
        publisher="Made-Up Press",
    )


def _day(row: Mapping[str, object]) -> date:
    """The day of a paper; of a month alone, its ninth."""
    told = str(row["date"])
    return date.fromisoformat(told if len(told) == len("2021-10-08") else f"{told}-09")


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(1), UTC)


def papers_in(data: Path) -> list[dict[str, object]]:
    """The rows of the papers that concern the article, or seem to."""
    rows: list[dict[str, object]] = json.loads((data / "m6" / "papers.json").read_text(encoding="utf-8"))
    return [row for row in rows if row["arxiv_id"]]
