"""The index of the Wayback Machine (CDX), as internetarchive/wayback documents it and edgi's recordings show it."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from urllib.parse import quote_plus, unquote_plus, urlsplit

from tests.standin.library import Capture
from tests.standin.world import Request, Response

FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
# Rows of an answer, whatever is asked for.
LIMIT_MOST = 150_000

type Row = tuple[str, ...]


class Refused(Exception):
    """A question that the index does not understand."""


def stamp(moment: datetime) -> str:
    """As "20261125120000"."""
    return f"{moment.astimezone(UTC):%Y%m%d%H%M%S}"


def moment_of(told: str) -> datetime:
    """The earliest moment of one to fourteen digits ("2026", "20261125"). Raises Refused for what is none."""
    filled = told + "00000101000000"[len(told) :]
    try:
        return datetime.strptime(filled, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise Refused(f"{told!r} is no timestamp") from error


def urlkey(url: str) -> str:
    """The address as the index sorts it: "com,example)/news?a=1" (SURT, without www and scheme)."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    host = re.sub(r"^www\d*\.", "", (parts.hostname or "").lower())
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = f"?{parts.query}" if parts.query else ""
    path = parts.path.rstrip("/") or "/"
    return f"{','.join(reversed(host.split('.')))}{port}){path}{query}".lower()


def is_blocked(url: str, hosts: Iterable[str]) -> bool:
    """Whether the archive tells nothing about an address."""
    host = urlsplit(url if "://" in url else f"http://{url}").hostname or ""
    return any(host == one or host.endswith(f".{one}") for one in hosts)


def search(request: Request, captures: Iterable[Capture]) -> Response:
    """The rows that are asked for. Raises Refused for a question that is not understood."""
    if not request.one("url"):
        raise Refused("the parameter url is missing")
    rows = _collapsed(list(filter(_asking(request), sorted(map(_row, captures)))), request.one("collapse"))
    if not re.fullmatch(r"-?\d+", told_limit := request.one("limit") or str(LIMIT_MOST)):
        raise Refused(f"{told_limit} is no limit")
    limit = int(told_limit)
    # A negative limit asks for the last ones. A full page has a resume key, whether more is there or not (recorded).
    shown = rows[limit:] if limit < 0 else rows[:limit]
    full = request.one("showResumeKey") == "true" and len(shown) == limit
    key = _resume_key(shown[-1]) if full else ""
    names = request.one("fl").split(",") if request.one("fl") else list(FIELDS)
    if unknown := [name for name in names if name not in FIELDS]:
        raise Refused(f"there is no field {unknown[0]}")
    told = [[row[FIELDS.index(name)] for name in names] for row in ([] if request.empty_page else shown)]
    if request.one("output") == "json":
        lines = [names, *told, *([[], [key]] if key else [])] if told else []
        return Response(body=json.dumps(lines).encode(), content_type="application/json")
    text = "".join(f"{' '.join(line)}\n" for line in told) + (f"\n{key}\n" if key else "")
    return Response(body=text.encode(), content_type="text/plain;charset=UTF-8")


def _row(capture: Capture) -> Row:
    body = capture.body.encode()
    digest = base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()
    kind = capture.content_type.partition(";")[0]
    return (
        urlkey(capture.url), stamp(capture.at), capture.url, kind, str(capture.status), digest, str(len(body) + 300),
    )  # fmt: skip


def _asking(request: Request) -> Callable[[Row], bool]:
    """Whether a row is asked for. Raises Refused as `search`."""
    since, until = request.one("from"), request.one("to")
    first, _ = (stamp(moment_of(told)) if told else "" for told in (since, until))
    in_reach = _reaching(request.one("url"), request.one("matchType", "exact"))
    passing = [_passing(value) for name, value in request.parameters if name == "filter"]
    resume = unquote_plus(request.one("resumeKey"))

    def asked_for(row: Row) -> bool:
        in_time = first <= row[1] and (not until or row[1][: len(until)] <= until)
        return in_reach(row[0]) and in_time and f"{row[0]} {row[1]}" >= resume and all(one(row) for one in passing)

    return asked_for


def _reaching(url: str, match: str) -> Callable[[str], bool]:
    if match == "exact" and url.endswith("*"):
        url, match = url[:-1], "prefix"
    wanted = urlkey(url)
    host = wanted.partition(")")[0]
    ways: Mapping[str, Callable[[str], bool]] = {
        "exact": lambda key: key == wanted,
        "prefix": lambda key: key.startswith(wanted),
        "host": lambda key: key.partition(")")[0] == host,
        "domain": lambda key: key.startswith((f"{host})", f"{host},")),
    }
    if match not in ways:
        raise Refused(f"there is no matchType {match}")
    return ways[match]


def _passing(told: str) -> Callable[[Row], bool]:
    name, _, pattern = told.removeprefix("!").partition(":")
    if name not in FIELDS:
        raise Refused(f"there is no field {name}")
    place, wanted = FIELDS.index(name), not told.startswith("!")
    return lambda row: bool(re.fullmatch(pattern, row[place])) is wanted


def _collapsed(rows: Sequence[Row], told: str) -> list[Row]:
    """The first of neighbours that are alike in a field, or in its first so many characters ("timestamp:8")."""
    name, _, length = told.partition(":")
    if name not in FIELDS:
        return list(rows)
    place, size = FIELDS.index(name), int(length) if length else None
    return [next(same) for _, same in groupby(rows, key=lambda row: (row[0], row[place][:size]))]


def _resume_key(row: Row) -> str:
    """The row's key and time, with one more at its end: "9" becomes ":", as recorded."""
    following = row[1][:-1] + chr(ord(row[1][-1]) + 1)
    return quote_plus(f"{row[0]} {following}")
