"""A source of papers in memory: pages as told, troubles where told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from claims.core.papers import PaperRecord
from claims.core.sources import Aim, Cited, Identifier, Look, Page, Source, SourceRecord
from claims.sources.troubles import SourceTrouble

NOW = datetime(2026, 5, 3, 9, 30, tzinfo=UTC)
RESPONDED = datetime(2026, 5, 3, 9, 29, 58, tzinfo=UTC)


def told(number: int, *, version: str = "1", title: str = "", cites: Sequence[Identifier] = ()) -> SourceRecord:
    """A record of a made-up paper."""
    record = PaperRecord(
        id=f"2605.{number:05}",
        title=title or f"Report {number} on Zephyr-9",
        authors=("Ada Example", f"Bo Number{number}"),
        published_on=date(2026, 5, 1),
        abstract=f"We train Zephyr-9 with {number} trillion parameters.",
        arxiv_id=f"2605.{number:05}",
        arxiv_version=int(version),
    )
    return SourceRecord(
        native_id=f"oai:arXiv.org:{record.arxiv_id}",
        version=version,
        record=record,
        payload=f"<record>{number} v{version}</record>",
        cites=tuple(Cited(work=work, contexts=("As they say.",)) for work in cites),
    )


@dataclass(kw_only=True)
class MadeUpSource:
    """Answers a look with the pages of its aim, one after the other; `troubles` at the nth asking are raised instead.

    `asked` are all the questions with their place. `before` is called before each answer.
    """

    pages: Mapping[Aim, Sequence[Page]]
    source: Source = Source.ARXIV
    troubles: dict[int, SourceTrouble] = field(default_factory=dict)
    asked: list[tuple[Look, str]] = field(default_factory=list)
    before: Callable[[], None] = lambda: None

    @property
    def aims(self) -> frozenset[Aim]:
        return frozenset(self.pages)

    def page(self, look: Look, resume: str = "") -> Page:
        self.asked.append((look, resume))
        self.before()
        if trouble := self.troubles.get(len(self.asked)):
            raise trouble
        return self.pages[look.aim][int(resume or 0)]


def pages(*records: Sequence[SourceRecord], total: int | None = None) -> list[Page]:
    """Pages with these records; each but the last names the next by its number."""
    last = len(records) - 1
    return [
        Page(
            records=tuple(of_page),
            resume=str(number + 1) if number < last else "",
            responded_at=RESPONDED,
            total=total,
        )
        for number, of_page in enumerate(records)
    ]
