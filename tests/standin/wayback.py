"""The Wayback Machine: what it has of an address, its index (CDX), its mementos, and Save Page Now.

| address | does |
|---|---|
| `GET /wayback/available?url=&timestamp=` | the capture nearest to a moment |
| `GET /cdx/search/cdx?url=&…` | the index as text or JSON (`wayback_index`) |
| `GET /web/<moment>[id_]/<url>` | a memento, or 302 to the one nearest in time |
| `POST /save`, `GET /save/status/<job>` | a capture is made: pending, then success or error |

From recordings of 2020 to 2024 (edgi-govdata-archiving/wayback), RFC 7089 and clients' documents; the form of saving
is from clients' code alone. The limits are 30 look-ups and 600 mementos a minute, seven saves with a key and three
without; 429 has no Retry-After and a minute of rest heals it. "Submitted" is not "archived": the capture is there when
the job says so. Who is blocked gets 403 from the index, and for a memento a page of the archive itself with 200.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import urlsplit

from tests.standin import pages
from tests.standin.answers import Window, in_html, in_json
from tests.standin.library import Capture
from tests.standin.services import Service
from tests.standin.terms import terms_of
from tests.standin.wayback_index import Refused, is_blocked, moment_of, search, stamp, urlkey
from tests.standin.world import Request, Response, World

WINDOW_SECONDS = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WaybackTerms:
    """Requests a minute, hosts that are blocked, and how saving goes.

    `keys` are valid "access:secret" pairs. A job takes `job_seconds`; `failures` are pairs of an address and the error
    that its job ends with ("error:invalid-host-resolution").
    """

    index: int = 30
    mementos: int = 600
    saves_with_key: int = 7
    saves: int = 3
    keys: tuple[str, ...] = ("access:secret",)
    blocked: tuple[str, ...] = ()
    job_seconds: float = 20.0
    failures: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    url: str
    done: datetime
    met: Response
    error: str


@dataclass(slots=True)
class _Desk:
    windows: dict[str, Window] = field(default_factory=dict)
    jobs: dict[str, _Job] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)


def answer(request: Request, world: World) -> Response:
    """Answer for the archive."""
    _settle(request, world)
    try:
        return _answer(request, world)
    except Refused as refused:
        return Response(status=400, body=f"{refused}\n".encode())


def _answer(request: Request, world: World) -> Response:
    if request.path == "/wayback/available":
        return _available(request, world)
    if request.path == "/cdx/search/cdx":
        return _index(request, world)
    if found := re.fullmatch(r"/web/(\d{4,14})([a-z]{2}_)?/(.+)", request.path):
        return _memento(request, world, found[1], found[2] or "", found[3])
    if request.path == "/save" and request.method == "POST":
        return _save(request, world)
    if found := re.fullmatch(r"/save/status/(.+)", request.path):
        return _status(found[1], request, world)
    return in_html("Not Found", status=404)


def _too_many(request: Request, world: World, kind: str, limit: int) -> Response | None:
    window = world.memory(_Desk).windows.setdefault(kind, Window())
    if window.count(request.at, WINDOW_SECONDS) >= limit and not world.lenient:
        return in_html("Too Many Requests", status=429)
    window.add(request.at)
    return None


def _captures(url: str, world: World) -> list[Capture]:
    """What there is of an address, in the order of time."""
    key = urlkey(url)
    return sorted((one for one in world.library.captures if urlkey(one.url) == key), key=lambda one: one.at)


def _nearest(url: str, moment: datetime, world: World) -> Capture | None:
    return min(_captures(url, world), key=lambda one: abs(one.at - moment), default=None)


def _available(request: Request, world: World) -> Response:
    url, told = request.one("url"), request.one("timestamp")
    if refused := _too_many(request, world, "available", terms_of(world, WaybackTerms).index):
        return refused
    moment = moment_of(told) if told else request.at
    found = None if is_blocked(url, terms_of(world, WaybackTerms).blocked) else _nearest(url, moment, world)
    closest = (
        {
            "status": str(found.status),
            "available": True,
            "url": f"{request.base}/web/{stamp(found.at)}/{found.url}",
            "timestamp": stamp(found.at),
        }
        if found
        else None
    )
    asked: dict[str, object] = {"url": url, "archived_snapshots": {"closest": closest} if closest else {}}
    return in_json({**asked, "timestamp": told} if told else asked)


def _index(request: Request, world: World) -> Response:
    terms = terms_of(world, WaybackTerms)
    if refused := _too_many(request, world, "index", terms.index):
        return refused
    if is_blocked(request.one("url"), terms.blocked):
        return Response(
            status=403,
            body=f"{_BLOCKED}\n".encode(),
            content_type="text/plain;charset=UTF-8",
            headers=(("x-archive-wayback-runtime-error", _BLOCKED),),
        )
    return search(request, world.library.captures)


_BLOCKED = (
    "org.archive.util.io.RuntimeIOException: "
    "org.archive.wayback.exception.AdministrativeAccessControlException: Blocked Site Error"
)


def _memento(request: Request, world: World, moment: str, flags: str, url: str) -> Response:
    terms, query = terms_of(world, WaybackTerms), request.asked.target.partition("?")[2]
    url = f"{url}?{query}" if query else url
    if refused := _too_many(request, world, "mementos", terms.mementos):
        return refused
    if is_blocked(url, terms.blocked):
        return in_html("Wayback Machine", status=200)
    found = _nearest(url, moment_of(moment), world)
    if found is None:
        return in_html("Wayback Machine has not archived that URL.", status=404)
    at = stamp(found.at)
    if at != moment:
        to = ("Location", f"{request.base}/web/{at}{flags}/{found.url}")
        return Response(status=302, headers=(to, ("x-archive-redirect-reason", f"found capture at {at}")))
    led = ("Location", f"{request.base}/web/{at}{flags}/{found.location}")
    headers = (
        ("Memento-Datetime", format_datetime(found.at.astimezone(UTC), usegmt=True)),
        ("Link", _links(request.base, found, _captures(url, world))),
        ("x-archive-orig-date", format_datetime(found.at.astimezone(UTC), usegmt=True)),
        ("x-archive-src", "made-up.warc.gz"),
        *([led] if found.location else []),
    )
    return Response(status=found.status, body=found.body.encode(), content_type=found.content_type, headers=headers)


def _links(base: str, found: Capture, captures: list[Capture]) -> str:
    """The links of RFC 7089, 2.2, to the captures before and after."""
    place = next(number for number, one in enumerate(captures) if one.at == found.at)
    told = [f'<{found.url}>; rel="original"', f'<{base}/web/{found.url}>; rel="timegate"']
    for name, number in (("first ", 0), ("prev ", place - 1), ("", place), ("next ", place + 1), ("last ", -1)):
        if -1 <= number < len(captures) and not (name == "prev " and number < 0):
            one = captures[number]
            when = format_datetime(one.at.astimezone(UTC), usegmt=True)
            told.append(f'<{base}/web/{stamp(one.at)}/{one.url}>; rel="{name}memento"; datetime="{when}"')
    return ", ".join(told)


def _save(request: Request, world: World) -> Response:
    terms, desk = terms_of(world, WaybackTerms), world.memory(_Desk)
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if key and (scheme != "LOW" or key not in terms.keys):
        return in_json({"message": "You need to be logged in to use Save Page Now."}, status=401)
    limit = terms.saves_with_key if key else terms.saves
    if refused := _too_many(request, world, f"saves {key}", limit):
        return refused
    url = request.one("url")
    if urlsplit(url).scheme not in ("http", "https"):
        told = {"status": "error", "status_ext": "error:invalid-url-syntax", "message": f"{url} is not a URL."}
        return in_json(told, status=400)
    job = f"spn2-{len(desk.jobs) + 1:040x}"
    met, done = _visit(url, request, world), request.at + timedelta(seconds=terms.job_seconds)
    error = dict(terms.failures).get(url) or ("" if met.status < 400 else _ERRORS.get(met.status, "error:bad-request"))
    desk.jobs[job] = _Job(url=url, done=done, met=met, error=error)
    return in_json({"url": url, "job_id": job})


def _visit(url: str, request: Request, world: World) -> Response:
    """What the archive meets at an address: our own pages as they are, elsewhere always a page."""
    site = request.base.removesuffix("/wayback") + "/pages"
    if url.startswith(f"{site}/"):
        return pages.answer(replace(request, service=Service.PAGES, base=site, path=url.removeprefix(site)), world)
    return in_html(url, status=200)


_ERRORS: Mapping[int, str] = {
    403: "error:no-access",
    404: "error:not-found",
    410: "error:gone",
    429: "error:too-many-requests",
    500: "error:internal-server-error",
    502: "error:bad-gateway",
    503: "error:service-unavailable",
    504: "error:gateway-timeout",
}


def _settle(request: Request, world: World) -> None:
    """What jobs that are done by now have captured is in the archive."""
    desk = world.memory(_Desk)
    for name, job in desk.jobs.items():
        if name not in desk.settled and job.done <= request.at:
            desk.settled.add(name)
            if not job.error:
                world.library.add(_captured(job))


def _captured(job: _Job) -> Capture:
    return Capture(
        url=job.url,
        at=job.done.replace(microsecond=0),
        body=job.met.body.decode(),
        content_type=job.met.content_type,
        status=job.met.status,
        location=dict(job.met.headers).get("Location", ""),
    )


def _status(name: str, request: Request, world: World) -> Response:
    job = world.memory(_Desk).jobs.get(name)
    if job is None:
        told = {"status": "error", "job_id": name, "status_ext": "error:job-not-found", "message": "Job not found."}
        return in_json(told, status=404)
    if request.at < job.done:
        return in_json({"status": "pending", "job_id": name, "resources": []})
    if job.error:
        message = f"The capture of {job.url} failed ({job.error})."
        return in_json(
            {"status": "error", "job_id": name, "status_ext": job.error, "message": message, "resources": []}
        )
    success: dict[str, object] = {
        "status": "success",
        "job_id": name,
        "original_url": job.url,
        "timestamp": stamp(job.done),
        "duration_sec": terms_of(world, WaybackTerms).job_seconds,
        "http_status": job.met.status,
        "resources": [job.url],
        "outlinks": [],
        "counters": {"embeds": 0, "outlinks": 0},
    }
    return in_json(success)
