"""The same documents in other words: JSON, JSON lines, a table (CSV), and citations (BibTeX, CSL-JSON).

PostgreSQL writes the documents; what is no JSON is made from them, a page at a time.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from rest_framework.renderers import JSONRenderer

from claims.api.citing import bibtex, citation
from claims.api.shapes import Shape


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A body that PostgreSQL wrote; `documents` are the resources in it, where it tells of any."""

    body: str
    documents: Sequence[str] = ()


class WrittenJson(JSONRenderer):
    """JSON: what is written as it is, everything else, such as problems, as DRF does."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        if isinstance(data, Written):
            return self.told(data, renderer_context or {}).encode()
        return super().render(data, accepted_media_type, renderer_context)

    def told(self, written: Written, context: Mapping[str, Any]) -> str:
        """What is sent; `context` is DRF's, with the view."""
        return written.body


class JsonLines(WrittenJson):
    """A document a line; the pages around this one are in the header `Link`."""

    media_type, format = "application/jsonl", "jsonl"

    def told(self, written: Written, context: Mapping[str, Any]) -> str:
        return "".join(f"{one_line(document)}\n" for document in written.documents)


class Csv(WrittenJson):
    """A row a document, with the columns of `columns_of`; what is a list or lies deeper is JSON in its cell."""

    media_type, format, charset = "text/csv", "csv", "utf-8"

    def told(self, written: Written, context: Mapping[str, Any]) -> str:
        view = context["view"]
        columns = columns_of(view.shape, view.fields_of(context["request"]))
        table = io.StringIO()
        writer = csv.writer(table)
        writer.writerow(columns)
        for document in written.documents:
            plain = json.loads(document, parse_float=Decimal)
            writer.writerow([_cell(_at(plain, column.split("."))) for column in columns])
        return table.getvalue()


class CslJson(WrittenJson):
    """Citations as CSL-JSON, which reference managers read."""

    media_type, format = "application/vnd.citationstyles.csl+json", "csl"

    def told(self, written: Written, context: Mapping[str, Any]) -> str:
        return json.dumps(_citations(written), ensure_ascii=False)


class BibTex(WrittenJson):
    """Citations as BibTeX."""

    media_type, format, charset = "application/x-bibtex", "bibtex", "utf-8"

    def told(self, written: Written, context: Mapping[str, Any]) -> str:
        return "\n".join(map(bibtex, _citations(written)))


class JsonLd(WrittenJson):
    """Linked data (schema.org); the resource writes it (`Readable.finished`)."""

    media_type, format = "application/ld+json", "jsonld"


def one_line(document: str) -> str:
    """A document without line breaks: PostgreSQL puts some between the members of a list, and none within strings."""
    return document.replace("\n", " ")


def columns_of(shape: type[Shape], fields: Sequence[str]) -> list[str]:
    """The columns of a table of documents: a field each, or `subject.name` for those of a resource within.

    >>> from claims.api.resources.subjects import SubjectShape
    >>> columns_of(SubjectShape, ("id", "maker"))
    ['id', 'maker.id', 'maker.name', 'maker.api_url']
    """
    columns = []
    for name in fields:
        field = shape().fields[name]
        columns += [f"{name}.{own}" for own in type(field).field_names()] if isinstance(field, Shape) else [name]
    return columns


def _at(plain: Any, way: Sequence[str]) -> Any:
    for step in way:
        plain = plain.get(step) if isinstance(plain, dict) else None
    return plain


# A cell that begins so is taken for a formula by spreadsheets; what we quote is other people's text.
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def _cell(value: object) -> object:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULAS) else value
    if isinstance(value, dict | list | bool):
        return json.dumps(value, ensure_ascii=False, default=float)
    return value


def _citations(written: Written) -> list[dict[str, object]]:
    today = timezone.localdate()
    return [citation(json.loads(document), today=today) for document in written.documents]
