"""The Wayback Machine: which captures it has of a page, and having one made (Save Page Now 2).

The index is CDX (github.com/internetarchive/wayback, wayback-cdx-server/README.md), a capture is a memento (RFC 7089).
What is submitted is not archived: only a job that says "success" is.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from itertools import takewhile

from claims.core.sources import Source
from claims.sources.bodies import json_of
from claims.sources.connectors import Answer, Client, Expected, Request
from claims.sources.json_records import fields_of, line_of
from claims.sources.troubles import BrokenAnswer, SourceRefused

_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_STAMP = re.compile(r"\d{14}")
_FORBIDDEN = 403
# Save Page Now tells what is wrong with a submission in the body of these.
_NO_LOGIN = 401
_TOLD = frozenset({400, _NO_LOGIN})


class PageBlocked(SourceRefused):
    """The archive tells nothing about this address, at the wish of its owner or its own."""


class Trouble(StrEnum):
    """What a failed capture is: nothing to wait for, a fault that may heal, or as much as we may have for today."""

    PERMANENT = "permanent"
    TRANSIENT = "transient"
    QUOTA = "quota"


# The codes of Save Page Now 2 without "error:" (its public document, and the clients spn-client and spn-scripts).
# Those that are not here are taken for faults that may heal.
TROUBLES = {
    **dict.fromkeys(
        """bad-request blocked blocked-url cannot-fetch filesize-limit ftp-access-denied gone http-version-not-supported
        invalid-url-syntax method-not-allowed network-authentication-required no-access not-acceptable not-found
        not-implemented protocol-error too-many-redirects unauthorized unavailable-for-legal-reasons""".split(),
        Trouble.PERMANENT,
    ),
    **dict.fromkeys(
        """bandwidth-limit-exceeded blocked-client-ip daily-limit max-daily-captures too-many-daily-captures
        too-many-requests user-session-limit""".split(),
        Trouble.QUOTA,
    ),
}


class SaveFailed(SourceRefused):
    """A page was not captured; `trouble` says whether offering it again can help."""

    def __init__(self, message: str, trouble: Trouble) -> None:
        super().__init__(message)
        self.trouble = trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Memento:
    """A capture: its address in the archive, and when it was made."""

    url: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRow:
    """A capture as the index has it. `status` is None for one that only says that nothing changed (a revisit)."""

    original: str
    at: datetime
    stamp: str
    mime_type: str
    status: int | None
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPage:
    """Rows in the order of the index; `resume` asks for those behind them, "" at the end."""

    rows: tuple[IndexRow, ...] = ()
    resume: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wayback:
    """The archive at `address`. `key` is "access:secret" of archive.org, "" where no page is offered."""

    client: Client
    address: str
    key: str = ""

    def nearest(self, url: str, moment: datetime) -> Memento | None:
        """The good capture of a page nearest in time to a moment, shown by the archive; None where there is none.

        Raises `PageBlocked` and the other kinds of `SourceTrouble`.
        """
        stamp = _stamp(moment)
        sides = ({"to": stamp, "limit": "-1"}, {"from": stamp, "limit": "1"})
        rows = [row for side in sides for row in self.index(url, **side).rows]
        if not rows:
            return None
        nearest = min(rows, key=lambda row: abs(row.at - moment))
        return self._shown(f"{self.address}/web/{nearest.stamp}/{nearest.original}")

    def index(self, url: str, *, resume: str = "", **choice: str) -> IndexPage:
        """A page of the index of an address: good captures, chosen by `from`, `to` and `limit` as CDX names them."""
        told = {"url": url, "output": "json", "filter": "statuscode:200", **choice}
        if resume:
            told["resumeKey"] = resume
        request = Request(
            source=Source.WAYBACK,
            url=f"{self.address}/cdx/search/cdx",
            parameters=tuple(told.items()),
            expects=Expected.ANY,
            hands_over=frozenset({_FORBIDDEN}),
        )
        return self.client.fetch(request, parse_index)

    def submit(self, url: str) -> str:
        """Offer a page and return the number of the job. Raises `SaveFailed` and the kinds of `SourceTrouble`."""
        request = Request(
            source=Source.WAYBACK,
            url=f"{self.address}/save",
            form=(("url", url),),
            secret_headers=(("Authorization", f"LOW {self.key}"),),
            expects=Expected.JSON,
            hands_over=_TOLD,
        )
        return self.client.fetch(request, parse_submission)

    def saved(self, job: str) -> Memento | None:
        """The capture that a job has made, None while it is at it. Raises `SaveFailed` and kinds of `SourceTrouble`."""
        request = Request(
            source=Source.WAYBACK,
            url=f"{self.address}/save/status/{job}",
            secret_headers=(("Authorization", f"LOW {self.key}"),),
            expects=Expected.JSON,
        )
        return self.client.fetch(request, lambda answer: parse_job(answer, address=self.address))

    def _shown(self, url: str) -> Memento | None:
        return self.client.fetch(Request(source=Source.WAYBACK, url=url), parse_memento)


def parse_index(answer: Answer) -> IndexPage:
    """The rows of an answer of CDX as text or JSON, and its resume key, which stands behind an empty row.

    Raises `PageBlocked`, `SourceRefused` for another refusal, and `BrokenAnswer`.
    """
    if answer.status == _FORBIDDEN:
        if b"AdministrativeAccessControlException" in answer.body:
            raise PageBlocked(f"{answer.url}: the archive keeps this address to itself.")
        raise SourceRefused(f"{answer.url} answered {answer.status}.")
    if not answer.body.strip():
        return IndexPage()
    lines = _json_lines(answer) if answer.body.lstrip().startswith(b"[") else _text_lines(answer)
    rows = list(takewhile(bool, lines))
    resume = next((line[0] for line in lines[len(rows) + 1 :] if line), "")
    return IndexPage(rows=tuple(_row(row, answer) for row in rows), resume=resume)


def parse_memento(answer: Answer) -> Memento | None:
    """The memento that an answer is, by its own word (RFC 7089, 2.1.1); None for a page of the archive about none."""
    try:
        at = parsedate_to_datetime(answer.headers.get("memento-datetime", ""))
    except ValueError:
        return None
    return Memento(url=answer.url, at=at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC))


def parse_submission(answer: Answer) -> str:
    """The number of the job. Raises `SaveFailed` and `BrokenAnswer`."""
    told = fields_of(json_of(answer))
    job = line_of(told.get("job_id"))
    if job and told.get("status") != "error":
        return job
    raise _failed(answer, line_of(told.get("status_ext")), line_of(told.get("message")))


def parse_job(answer: Answer, *, address: str) -> Memento | None:
    """The capture that a job has made, None while it is pending. Raises `SaveFailed` and `BrokenAnswer`."""
    told = fields_of(json_of(answer))
    status, stamp, url = (line_of(told.get(name)) for name in ("status", "timestamp", "original_url"))
    if status == "pending":
        return None
    if status == "success" and url and (at := _moment(stamp)):
        return Memento(url=f"{address}/web/{stamp}/{url}", at=at)
    if status == "error":
        raise _failed(answer, line_of(told.get("status_ext")), line_of(told.get("message")))
    raise BrokenAnswer(f"{answer.url} tells nothing of the job.")


def _failed(answer: Answer, code: str, message: str) -> SaveFailed:
    name = code.removeprefix("error:")
    # Not logged in is a fault of the key, which no page heals: whatever is offered waits until it is set right.
    trouble = Trouble.QUOTA if answer.status == _NO_LOGIN else TROUBLES.get(name, Trouble.TRANSIENT)
    return SaveFailed(" ".join(filter(None, (message[:300], f"({code})" if code else ""))) or "Not captured.", trouble)


def _text_lines(answer: Answer) -> list[list[str]]:
    return [line.split(" ") if line else [] for line in answer.body.decode("utf-8", "replace").splitlines()]


def _json_lines(answer: Answer) -> list[list[str]]:
    told = json_of(answer)
    lines = [[str(cell) for cell in line] for line in told if isinstance(line, list)] if isinstance(told, list) else []
    return lines[1:] if lines and lines[0] == list(_FIELDS) else lines


def _row(cells: list[str], answer: Answer) -> IndexRow:
    if len(cells) != len(_FIELDS) or not (at := _moment(cells[1])):
        raise BrokenAnswer(f"{answer.url} sent a row that is no capture: {' '.join(cells)[:200]}")
    _, stamp, original, mime_type, status, digest, _ = cells
    return IndexRow(
        original=original,
        at=at,
        stamp=stamp,
        mime_type=mime_type,
        status=int(status) if status.isdecimal() else None,
        digest=digest,
    )


def _moment(stamp: str) -> datetime | None:
    """The moment of fourteen digits; None for what is none."""
    if not _STAMP.fullmatch(stamp):
        return None
    try:
        return datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%d%H%M%S}"
