"""Whatever goes wrong with an answer, what comes of it is whole or loud, as the table in the documentation says."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil

import pytest

from claims.sources import arxiv, crossref, openalex, paces, semantic_scholar
from claims.sources.client import StrictClient
from claims.sources.troubles import SourceRefused, SourceTrouble, SourceUnavailable
from tests.sources.open_gate import KeptLog, PatientGate
from tests.standin import ARXIV, Clock, Fault, Rule, StandIn, standing_in
from tests.watching.faulty_services import CASES, FAULTS, NOW, SLOW, Case, library
from tracker.env import PROJECT

HEADING = "## What goes wrong, and what comes of it"
# The patience of the client in the rows that take real time (s); a busy machine answers in less than this.
PATIENCE, LONGEST = 1.0, 2.0
PAGE = 50
# Dates in headers have no fractions of a second.
_BLUR = 0.05


@dataclass(frozen=True, kw_only=True)
class Told:
    """What came of asking: all that was told, or the trouble; how many requests, and how much waiting (s)."""

    records: tuple[object, ...] = ()
    trouble: SourceTrouble | None = None
    requests: int
    waited: float


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of some pages without thousands of works."""
    monkeypatch.setattr(arxiv, "SLICE", PAGE)
    monkeypatch.setattr(openalex, "PER_PAGE", PAGE)
    monkeypatch.setattr(crossref, "ROWS", PAGE)
    monkeypatch.setattr(semantic_scholar, "PER_PAGE", PAGE)


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes real time takes little of it."""
    for source, pace in paces.PACES.items():
        monkeypatch.setitem(
            paces.PACES,
            source,
            replace(pace, read_seconds=PATIENCE, total_seconds=LONGEST),
        )
    monkeypatch.setattr(paces, "_SITE", replace(paces._SITE, read_seconds=PATIENCE, total_seconds=LONGEST))


def asked(case: Case, standin: StandIn) -> Told:
    """What the product is told, with its own client and connector."""
    clock, log = standin.clock, KeptLog()
    client = StrictClient(
        contact="editors@example.org",
        gate=PatientGate(clock=clock),
        log=log,
        clock=clock.now,
        sleep=clock.advance,
        allow_private=True,
    )
    before = clock.now()
    try:
        records, trouble = tuple(case.ask(client, standin)), None
    except SourceTrouble as told:
        records, trouble = (), told
    waited = (clock.now() - before).total_seconds()
    assert bool(trouble) <= bool([one for one in log.tries if one.failure])
    return Told(records=records, trouble=trouble, requests=len(log.tries), waited=waited)


def running() -> Iterator[StandIn]:
    with standing_in(library(), profile=replace(ARXIV, page_records=20), clock=Clock(NOW)) as standin:
        yield standin


def cell(case: Case, fault: Fault) -> str:
    """Once, and for ever: "whole +3 s / loud" and the like."""
    for standin in running():
        healthy = asked(case, standin)
        assert healthy.records
        assert healthy.trouble is None
    places = (healthy.requests,) if fault.kind in SLOW else range(1, healthy.requests + 1)
    once = {_once(case, fault, at, healthy) for at in places}
    return f"{' or '.join(sorted(once, reverse=True))} / {_ever(case, fault, healthy)}"


def _once(case: Case, fault: Fault, at: int, healthy: Told) -> str:
    for standin in running():
        standin.faults.add(Rule(service=case.service, fault=fault, at=(at,)))
        told = asked(case, standin)
        if not told.trouble:
            more = told.waited - healthy.waited
            return _how_whole(told, healthy) + (f" +{ceil(more - _BLUR)} s" if more > _BLUR else "")
        standin.clock.set(_next(told.trouble, standin.clock.now()))
        again = asked(case, standin)
        assert (again.trouble, again.records) == (None, healthy.records)
        return _how_loud(told.trouble)
    raise AssertionError


def _ever(case: Case, fault: Fault, healthy: Told) -> str:
    for standin in running():
        standin.faults.add(Rule(service=case.service, fault=fault, every=1))
        told = asked(case, standin)
        return _how_loud(told.trouble) if told.trouble else _how_whole(told, healthy)
    raise AssertionError


def _how_whole(told: Told, healthy: Told) -> str:
    """ "garbled": all of it, and some of it otherwise."""
    if told.records == healthy.records:
        return "whole"
    return "garbled" if len(told.records) == len(healthy.records) else "short"


def _how_loud(trouble: SourceTrouble) -> str:
    return "refused" if isinstance(trouble, SourceRefused) else "later"


def _next(trouble: SourceTrouble, now: datetime) -> datetime:
    """When the next run asks."""
    not_before = trouble.not_before if isinstance(trouble, SourceUnavailable) else None
    return max(now, not_before or now)


def computed(faults: Mapping[str, Fault]) -> dict[tuple[str, str], str]:
    """(fault, service) → what comes of it. One thread a service: most of the time is waiting."""

    def column(case: Case) -> list[str]:
        return [cell(case, fault) for fault in faults.values()]

    with ThreadPoolExecutor(len(CASES)) as threads:
        columns = list(threads.map(column, CASES.values()))
    return {
        (fault, name): told
        for name, told_of in zip(CASES, columns, strict=True)
        for fault, told in zip(faults, told_of, strict=True)
    }


def documented() -> dict[tuple[str, str], str]:
    """The table below the heading in the documentation."""
    text = (PROJECT / "docs" / "sources.md").read_text("utf-8")
    lines = [line for line in text.partition(HEADING)[2].splitlines() if line.startswith("|")]
    rows = [[part.strip() for part in line.strip("|").split("|")] for line in lines]
    names = rows[0][1:]
    return {(row[0], name): told for row in rows[2:] for name, told in zip(names, row[1:], strict=True)}


def as_table(cells: Mapping[tuple[str, str], str]) -> str:
    """The table as it is to be written."""
    lines = ["| | " + " | ".join(CASES) + " |", "|---" * (1 + len(CASES)) + "|"]
    lines += [f"| {fault} | " + " | ".join(cells[fault, name] for name in CASES) + " |" for fault in FAULTS]
    return "\n".join(lines)


def test_every_fault_ends_whole_or_loud_as_the_documentation_says(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = {name: fault for name, fault in FAULTS.items() if fault.kind not in SLOW}
    slow = {name: fault for name, fault in FAULTS.items() if fault.kind in SLOW}
    cells = computed(quick)
    impatient(monkeypatch)
    cells |= computed(slow)
    assert not [place for place, told in cells.items() if "short" in told]
    assert documented() == cells, f"docs/sources.md should say:\n{as_table(cells)}"
