"""The control port: what a test or a person does to the stand-in from outside, and what it tells of itself.

| address | does |
|---|---|
| `GET /_ctl/clock`, `POST {"now": iso}` or `{"advance": seconds}` | tells or sets the time |
| `POST /_ctl/add` | one row or JSON lines of rows, as in the library's file |
| `POST /_ctl/version {"key", "version": {…}, "datestamp"?}` | a new version came out |
| `POST /_ctl/retract {"key", "notice": {…}}` | a publisher's notice came out |
| `POST /_ctl/withdraw {"key"}`, `/_ctl/delete {"key"}` | as on arXiv; as OAI-PMH tells it |
| `POST /_ctl/restamp {"keys": […], "datestamp"?}` | metadata were touched |
| `POST /_ctl/terms {"service", …}` | keys, limits and oddities of a service: the fields of its terms |
| `POST /_ctl/faults` | one rule or JSON lines of rules; `DELETE` clears them |
| `GET /_log`, `GET /_log/breaches?service=…` | what was asked; what broke the rules |
"""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.standin.crossref import CrossrefTerms
from tests.standin.datacite import DataCiteTerms
from tests.standin.faults import Rule
from tests.standin.feeds import FeedTerms
from tests.standin.hugging_face import HuggingFaceTerms
from tests.standin.library import Notice, Version, entry_from_row
from tests.standin.openalex import OpenAlexTerms
from tests.standin.rows import as_row, from_row
from tests.standin.semantic_scholar import SemanticScholarTerms
from tests.standin.services import Service
from tests.standin.terms import change_terms
from tests.standin.wayback import WaybackTerms
from tests.standin.world import Response, World

type Row = dict[str, Any]

TERMS: Mapping[Service, type] = {
    Service.OPENALEX: OpenAlexTerms,
    Service.CROSSREF: CrossrefTerms,
    Service.DATACITE: DataCiteTerms,
    Service.S2: SemanticScholarTerms,
    Service.HF: HuggingFaceTerms,
    Service.FEEDS: FeedTerms,
    Service.WAYBACK: WaybackTerms,
}


def control(world: World, method: str, target: str, body: bytes) -> Response:
    """Do what is asked and answer in JSON; 400 says what was not understood."""
    address = urlsplit(target)
    doing = _DOING.get((method, address.path.strip("/")))
    if doing is None:
        return _json({"error": f"nothing at {method} {address.path}"}, status=404)
    query = {name: values[-1] for name, values in parse_qs(address.query).items()}
    try:
        rows = [json.loads(line) for line in body.decode().splitlines() if line.strip()] or [query]
        return _json([doing(world, row) for row in rows][-1])
    except (KeyError, ValueError, TypeError) as error:
        return _json({"error": f"{type(error).__name__}: {error}"}, status=400)


def _json(told: object, status: int = 200) -> Response:
    return Response(status=status, body=json.dumps(told, default=str).encode(), content_type="application/json")


def _set_clock(world: World, row: Row) -> object:
    if "now" in row:
        world.clock.set(datetime.fromisoformat(row["now"]))
    else:
        world.clock.advance(float(row["advance"]))
    return _tell_clock(world, row)


def _tell_clock(world: World, row: Row) -> object:
    return {"now": world.clock.now().isoformat()}


def _add(world: World, row: Row) -> object:
    world.library.add(entry_from_row(row))
    return {"revision": world.library.revision}


def _day(world: World, row: Row) -> date:
    return date.fromisoformat(row["datestamp"]) if "datestamp" in row else world.clock.now().date()


def _version(world: World, row: Row) -> object:
    version = from_row(Version, row["version"])
    return as_row(world.library.add_version(row["key"], version, datestamp=_day(world, row)))


def _retract(world: World, row: Row) -> object:
    return as_row(world.library.retract(row["key"], from_row(Notice, row["notice"])))


def _withdraw(world: World, row: Row) -> object:
    return as_row(world.library.withdraw(row["key"], at=world.clock.now()))


def _delete(world: World, row: Row) -> object:
    world.library.delete(row["key"], datestamp=_day(world, row))
    return {"revision": world.library.revision}


def _restamp(world: World, row: Row) -> object:
    world.library.restamp(row["keys"], _day(world, row))
    return {"revision": world.library.revision}


def _change_terms(world: World, row: Row) -> object:
    return change_terms(world, TERMS[Service(row.pop("service"))], row)


def _add_fault(world: World, row: Row) -> object:
    world.faults.add(from_row(Rule, row))
    return row


def _clear_faults(world: World, row: Row) -> object:
    world.faults.clear()
    return {}


def _log(world: World, row: Row) -> object:
    return [as_row(asked) for asked in world.log.asked(Service(row["service"]) if "service" in row else None)]


def _breaches(world: World, row: Row) -> object:
    return [as_row(breach) for breach in world.log.breaches(Service(row["service"]))]


_DOING: Mapping[tuple[str, str], Callable[[World, Row], object]] = {
    ("GET", "_ctl/clock"): _tell_clock,
    ("POST", "_ctl/clock"): _set_clock,
    ("POST", "_ctl/add"): _add,
    ("POST", "_ctl/version"): _version,
    ("POST", "_ctl/retract"): _retract,
    ("POST", "_ctl/withdraw"): _withdraw,
    ("POST", "_ctl/delete"): _delete,
    ("POST", "_ctl/restamp"): _restamp,
    ("POST", "_ctl/terms"): _change_terms,
    ("POST", "_ctl/faults"): _add_fault,
    ("DELETE", "_ctl/faults"): _clear_faults,
    ("GET", "_log"): _log,
    ("GET", "_log/breaches"): _breaches,
}
