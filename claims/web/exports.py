"""The weekly copies of everything that is public: which there are, and their files (`EXPORT_DIR`)."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from claims.workflows.write_weekly_export import weeks_kept

_MANIFEST = "manifest.json"
# A week's files are never changed.
_A_WEEK = 7 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a copy; `size` in bytes."""

    name: str
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A week's copy."""

    week: str
    made_at: datetime
    size: int
    files: tuple[File, ...]


@require_safe
def exports(request: HttpRequest) -> HttpResponse:
    """Which copies there are; where none is made, a page that says so and what to take instead."""
    return _page(request, settings.EXPORT_DIR)


@require_safe
def export_file(request: HttpRequest, week: str, name: str) -> HttpResponseBase:
    """One file of a copy, streamed. Only names that its manifest has are looked for."""
    place = settings.EXPORT_DIR
    if place is None or week not in weeks_kept(place):
        return _nothing(request, place)
    folder = place / week
    manifest = (folder / _MANIFEST).read_bytes()
    sums = {file["name"]: file["sha256"] for file in json.loads(manifest)["files"]}
    sums[_MANIFEST] = sha256(manifest).hexdigest()
    if name not in sums:
        return _nothing(request, place)
    kind = "application/json" if name == _MANIFEST else "application/gzip"
    tag = f'"{sums[name]}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if response is None:
        # Closed by the response; its name and its length are told.
        response = FileResponse((folder / name).open("rb"), content_type=kind)
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={_A_WEEK}, immutable"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def in_the_footer(request: HttpRequest) -> dict[str, object]:
    """Context processor: `has_weekly_copies`, whether the foot of each page leads to any."""
    place = settings.EXPORT_DIR
    return {"has_weekly_copies": lambda: place is not None and bool(weeks_kept(place))}


def _nothing(request: HttpRequest, place: Path | None) -> HttpResponse:
    return _page(request, place, is_missing=True, status=404)


def _page(request: HttpRequest, place: Path | None, *, is_missing: bool = False, status: int = 200) -> HttpResponse:
    copies = [_copy(place / week) for week in weeks_kept(place)] if place else []
    shown = {"copies": copies, "is_off": place is None, "is_missing": is_missing}
    return render(request, "public/exports.html", shown, status=status)


def _copy(folder: Path) -> Copy:
    told: dict[str, Any] = json.loads((folder / _MANIFEST).read_bytes())
    files = tuple(
        File(name=file["name"], rows=file["rows"], size=file["bytes"], sha256=file["sha256"]) for file in told["files"]
    )
    return Copy(
        week=folder.name,
        made_at=datetime.fromisoformat(told["made_at"]),
        size=sum(file.size for file in files),
        files=files,
    )
