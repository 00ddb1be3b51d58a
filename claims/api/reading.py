"""Lists and single resources, as any resource is read: chosen, ordered, cut, and written by PostgreSQL.

An address says everything: filters, `ordering`, `cursor` and `limit`, `fields` or `omit`, `expand`, `count`. What a
resource does not know is refused, for a filter with a typing error would otherwise answer with everything.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.db.models import F, QuerySet
from django.db.models.expressions import Combinable
from django.http import Http404
from django.utils.decorators import method_decorator
from django.views.decorators.gzip import gzip_page
from django_filters.rest_framework import FilterSet
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.viewsets import GenericViewSet

from claims.api.documents import documents
from claims.api.filters import Within
from claims.api.keyset import LARGEST_PAGE, PAGE_SIZE, Cursor, Order, Slice, orders, page_of
from claims.api.problems import BadQuestion
from claims.api.rendering import Csv, JsonLd, JsonLines, Written, WrittenJson
from claims.api.revision import unless_known
from claims.api.shapes import Shape

_OF_EVERY_LIST = ("cursor", "limit", "ordering", "fields", "omit", "expand", "count", "format")
_OF_EVERY_RESOURCE = ("fields", "omit", "expand", "format")
_LARGEST_NUMBER = 2**63 - 1


# What is told here is public or the asker's own, and no secret is ever in it, so that compressing gives nothing away.
@method_decorator(gzip_page, name="dispatch")
class Readable(GenericViewSet[Any]):
    """A resource that can be listed and read. `order_keys` are what a list can be ordered by, none of them null."""

    shape: ClassVar[type[Shape]]
    order_keys: ClassVar[Mapping[str, Combinable]] = {"id": F("pk")}
    default_order: ClassVar[str] = "-id"
    # What its addresses know beside filters.
    parameters: ClassVar[tuple[str, ...]] = ()
    filter_backends = [Within]
    filterset_class: ClassVar[type[FilterSet] | None] = None
    renderer_classes = [WrittenJson, JsonLines, Csv]
    basename: str

    def get_renderers(self) -> list[BaseRenderer]:
        """What is read is told in several ways, linked data of one resource at a time; what is written, in JSON."""
        told = super().get_renderers()
        if self.action == "retrieve":
            return told
        return [one for one in told if not isinstance(one, JsonLd)] if self.action == "list" else told[:1]

    def get_serializer_class(self) -> type[Shape]:
        """What the OpenAPI description is made from."""
        return self.shape

    def get_queryset(self) -> QuerySet[Any]:
        """The rows that whoever asks may see, in lists and one at a time."""
        return self.shape.rows()

    def list(self, request: Request, **within: str) -> Response:
        """A page of the list; `within` are filters that the path names, as /claims/12/evidence/ does."""
        return unless_known(request, lambda: self._listed(request, within))

    def retrieve(self, request: Request, pk: str) -> Response:
        """One resource by its number; one that was merged leads to its successor (308)."""
        return unless_known(request, lambda: self._read(request, pk))

    def finished(self, request: Request, numbers: Sequence[int], told: Sequence[str]) -> Sequence[str]:
        """The documents as they are sent, where something is added that PostgreSQL cannot tell."""
        return told

    def successor(self, number: int) -> int | None:
        """The number of the resource that this one was merged into, if it was."""
        return None

    def _listed(self, request: Request, within: Mapping[str, str]) -> Response:
        self._refuse_unknown(request, *_OF_EVERY_LIST, *self.parameters, *sorted(self._filters() - within.keys()))
        rows = self.filter_queryset(self.get_queryset())
        order = self._order(request)
        told = request.query_params.get("cursor", "")
        fields = self.fields_of(request)
        found = page_of(
            rows,
            order,
            cursor=Cursor.read(told, order) if told else None,
            size=_number(request, "limit", default=PAGE_SIZE, most=LARGEST_PAGE),
        )
        told_by = documents(self.shape, fields, [number for _, number in found.rows])
        # What has gone since the page was chosen is left out.
        numbers = [number for _, number in found.rows if number in told_by]
        results = self.finished(request, numbers, [told_by[number] for number in numbers])
        page = Written(body=_page(request, found, results, count=_count(request, rows)), documents=results)
        response = Response(page, headers={"Link": links} if (links := _links(request, found)) else None)
        # DRF takes it from an empty body, which a page of no rows is in some renderings.
        kind = request.accepted_renderer.media_type
        response.add_post_render_callback(lambda rendered: rendered.headers.setdefault("Content-Type", kind))
        return response

    def _read(self, request: Request, pk: str) -> Response:
        self._refuse_unknown(request, *_OF_EVERY_RESOURCE, *self.parameters)
        if not (pk.isascii() and pk.isdecimal() and int(pk) <= _LARGEST_NUMBER):
            raise Http404(f"{pk!r} is no number.")
        number = int(pk)
        fields = self.fields_of(request)
        chosen = list(self.get_queryset().filter(pk=number).values_list("pk", flat=True))
        told = documents(self.shape, fields, chosen).get(number)
        if told is not None:
            (document_told,) = self.finished(request, [number], [told])
            return Response(Written(body=document_told, documents=[document_told]))
        successor = self.successor(number)
        if successor is None:
            raise Http404(f"There is no {self.shape.Meta.model._meta.verbose_name} {pk}.")
        return self._led_on(request, successor)

    def _led_on(self, request: Request, number: int) -> Response:
        where = reverse(f"api:{self.basename}-detail", args=[number], request=request)
        query = request.query_params.urlencode()
        headers = {"Location": f"{where}?{query}" if query else where}
        return Response({"merged_into": number, "api_url": where}, status=308, headers=headers)

    def _filters(self) -> set[str]:
        return set(self.filterset_class.base_filters) if self.filterset_class else set()

    def _refuse_unknown(self, request: Request, *known: str) -> None:
        unknown = sorted(set(request.query_params) - set(known))
        if unknown:
            raise BadQuestion(f"Unknown: {', '.join(unknown)}. Known here: {', '.join(sorted(known))}.")

    def _order(self, request: Request) -> Order:
        offered = orders(self.order_keys)
        name = request.query_params.get("ordering") or self.default_order
        if name not in offered:
            raise BadQuestion(f"ordering must be one of {', '.join(sorted(offered))}, not {name!r}.")
        return offered[name]

    def fields_of(self, request: Request) -> tuple[str, ...]:
        """The fields to tell: all but those that are only told on request, less or more as the address says."""
        expandable = self.shape.expandable()
        chosen, left = _names(request, "fields"), _names(request, "omit")
        expanded = _names(request, "expand")
        if chosen and left:
            raise BadQuestion("fields and omit exclude each other; give one of them.")
        for name, given, known in (
            ("fields", chosen, self.shape.field_names()),
            ("omit", left, self.shape.field_names()),
            ("expand", expanded, expandable),
        ):
            if unknown := [field for field in given if field not in known]:
                raise BadQuestion(f"{name} does not know {', '.join(unknown)}. It knows {', '.join(known) or 'none'}.")
        told = {*(chosen or set(self.shape.field_names()).difference(expandable)), *expanded}.difference(left)
        return tuple(field for field in self.shape.field_names() if field in told)


def _names(request: Request, parameter: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in request.query_params.get(parameter, "").split(",") if name.strip())


def _number(request: Request, parameter: str, *, default: int, most: int) -> int:
    told = request.query_params.get(parameter, "")
    if not told:
        return default
    if not (told.isascii() and told.isdecimal() and 1 <= int(told) <= most):
        raise BadQuestion(f"{parameter} must be a number from 1 to {most}, not {told!r}.")
    return int(told)


def _count(request: Request, rows: QuerySet[Any]) -> int | None:
    told = request.query_params.get("count", "")
    if told not in ("", "true", "false"):
        raise BadQuestion(f"count must be true or false, not {told!r}.")
    return rows.order_by().count() if told == "true" else None


def _page(request: Request, found: Slice, results: Sequence[str], *, count: int | None) -> str:
    """The page as JSON, of documents that are JSON already."""
    counted = "" if count is None else f'"count":{count},'
    following, previous = (json.dumps(_address(request, cursor)) for cursor in (found.following, found.previous))
    return f'{{{counted}"next":{following},"previous":{previous},"results":[{",".join(results)}]}}'


def _links(request: Request, found: Slice) -> str:
    """The pages around this one for the header `Link` (RFC 8288), for renderings that have no place for them."""
    around = {"next": _address(request, found.following), "prev": _address(request, found.previous)}
    return ", ".join(f'<{where}>; rel="{name}"' for name, where in around.items() if where)


def _address(request: Request, cursor: Cursor | None) -> str | None:
    if cursor is None:
        return None
    query = request.query_params.copy()
    query["cursor"] = cursor.told()
    return f"{request.build_absolute_uri(request.path)}?{query.urlencode()}"
