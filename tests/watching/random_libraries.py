"""Libraries of arXiv, and what happens to them while they are harvested, as Hypothesis draws them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from hypothesis import strategies as st

from tests.standin import Author, Library, Version, Work

NOW = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
SINCE = date(2026, 4, 29)
COLLECTION = "cs:cs:CL"

# What happens to the works at a moment.
type Change = Callable[[Library, datetime], None]


def work(number: int, *, day: date, versions: int = 1, category: str = "cs.CL") -> Work:
    """A work that no other is taken for."""
    submitted = datetime.combine(day, time(8), UTC) - timedelta(days=40)
    return Work(
        arxiv_id=f"2604.{number:05}",
        title=f"Report {number} on Zephyr-{number}",
        abstract=f"We train Zephyr-{number} with {number} trillion parameters.",
        datestamp=day,
        authors=(Author(family=f"Number{number}", given="Ada"),),
        categories=(category,),
        versions=tuple(_version(number, one, submitted + timedelta(days=one)) for one in range(1, versions + 1)),
    )


def _version(number: int, version: int, at: datetime) -> Version:
    return Version(
        number=version,
        date=at,
        title=f"Report {number} on Zephyr-{number}, state {version}",
        abstract=f"We train Zephyr-{number} in {version} steps.",
    )


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    """1 to 40 works of up to three versions; some changed before the harvest begins, some are of another set."""
    return Library(
        work(
            number,
            day=SINCE + timedelta(days=draw(st.sampled_from([-1, 0, 0, 0, 1, 3]))),
            versions=draw(st.integers(1, 3)),
            category=draw(st.sampled_from(["cs.CL", "cs.CL", "cs.CL", "math.NA"])),
        )
        for number in range(draw(st.integers(1, 40)))
    )


def _appears(number: int, library: Library, now: datetime) -> None:
    library.add(work(1000 + number, day=now.date()))


def _is_revised(place: int, library: Library, now: datetime) -> None:
    known = _at(place, library)
    number = len(known.versions) + 1
    version = _version(int(known.arxiv_id.partition(".")[2]), number, now)
    library.add_version(known.key, version, datestamp=now.date())


def _is_withdrawn(place: int, library: Library, now: datetime) -> None:
    library.withdraw(_at(place, library).key, at=now)


def _is_touched(place: int, library: Library, now: datetime) -> None:
    library.restamp([_at(place, library).key], now.date())


def _is_deleted(place: int, library: Library, now: datetime) -> None:
    library.delete(_at(place, library).key, datestamp=now.date())


def _at(place: int, library: Library) -> Work:
    return library.works[place % len(library.works)]


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What happens after the page of this number, counted over all runs."""

    at: dict[int, list[Change]]

    def all_happened(self, pages: int) -> bool:
        """Whether so many pages were enough."""
        return all(at <= pages for at in self.at)


@st.composite
def changes_of(draw: st.DrawFn, *, deletions: bool) -> Changes:
    """Up to eight changes, with `deletions` where they are told."""
    kinds = st.sampled_from([_is_touched, _is_revised, _is_withdrawn, _appears] + deletions * [_is_deleted])
    drawn = draw(st.lists(st.tuples(st.integers(1, 8), kinds, st.integers(0, 39)), max_size=8))
    return Changes(
        at={at: [partial(kind, place) for when, kind, place in drawn if when == at] for at in {one[0] for one in drawn}}
    )
