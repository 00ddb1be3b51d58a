"""Everything of a resource in one stream, and all resources as files that belong together.

A stream reads by the number, a batch at a time: whoever reads slowly holds neither a transaction nor a cursor open, and
neither side ever has more than a batch in memory.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import connection, transaction
from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.views import APIView

from claims.api.documents import documents
from claims.api.problems import BadQuestion
from claims.api.rendering import JsonLines, one_line
from claims.api.revision import unless_known
from claims.api.shapes import Shape

LICENCE = "MIT. Quotes belong to their authors."
_BATCH = 500


def lines(shape: type[Shape]) -> Iterator[str]:
    """All that is public of a resource, by number, each as a line of JSON with the fields that lists tell."""
    fields = tuple(name for name in shape.field_names() if name not in shape.expandable())
    last = 0
    while numbers := list(shape.rows().filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_BATCH]):
        told = documents(shape, fields, numbers)
        yield from (f"{one_line(told[number])}\n" for number in numbers if number in told)
        last = numbers[-1]


@method_decorator(gzip_page, name="dispatch")
class Export(APIView):
    """All of a resource as JSON lines; `shapes` are the resources by their names in addresses."""

    shapes: ClassVar[Mapping[str, type[Shape]]] = {}
    renderer_classes = [JsonLines]

    @extend_schema(
        operation_id="export",
        parameters=[OpenApiParameter("name", str, "path", description="The resource: claims, papers …")],
        responses={(200, JsonLines.media_type): OpenApiTypes.STR, 304: None},
    )
    def get(self, request: Request, name: str) -> HttpResponseBase:
        """Everything that is public of a resource, one document a line, in the order of their numbers."""
        if request.query_params:
            raise BadQuestion("An export takes no parameters: it tells everything.")
        if name not in self.shapes:
            raise Http404(f"There is no resource {name!r}: {', '.join(sorted(self.shapes))}.")
        stream = lines(self.shapes[name])
        return unless_known(request, lambda: StreamingHttpResponse(stream, content_type=JsonLines.media_type))


def write_snapshot(folder: Path, shapes: Mapping[str, type[Shape]], *, now: datetime) -> dict[str, object]:
    """All resources as they are at one moment: `claims.jsonl.gz` …, and `manifest.json`, which comes last.

    Repeating it replaces the files; the same data give the same bytes but for the manifest's `made_at`. Returns the
    manifest. Raises `OSError`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        with connection.cursor() as cursor:
            # All files tell the same state, whatever is written meanwhile.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        files = [_written(folder, name, shape) for name, shape in shapes.items()]
    manifest: dict[str, object] = {
        "made_at": now.isoformat(),
        "source": settings.SITE_URL,
        "schema": f"{settings.SITE_URL}/api/schema/",
        "schema_version": settings.SPECTACULAR_SETTINGS["VERSION"],
        "licence": LICENCE,
        "files": files,
    }
    _replace(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2).encode())
    return manifest


def _written(folder: Path, name: str, shape: type[Shape]) -> dict[str, object]:
    path, rows = folder / f"{name}.jsonl.gz", 0
    unfinished = path.with_suffix(".unfinished")
    # Without a name and a time inside, the same lines are the same bytes.
    with unfinished.open("wb") as plain, gzip.GzipFile("", "wb", fileobj=plain, mtime=0) as packed:
        for line in lines(shape):
            packed.write(line.encode())
            rows += 1
    with unfinished.open("rb") as file:
        digest = sha256()
        while part := file.read(1 << 20):
            digest.update(part)
    unfinished.replace(path)
    return {"name": path.name, "rows": rows, "bytes": path.stat().st_size, "sha256": digest.hexdigest()}


def _replace(path: Path, content: bytes) -> None:
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_bytes(content)
    unfinished.replace(path)
