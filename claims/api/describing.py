"""The OpenAPI description (3.1), made from what is declared: shapes, filters, acts, the table of permissions.

drf-spectacular does most; this tells it what our resources are. Words and nulls are taken from the models, so that no
shape has to repeat them.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from django.db import models
from django.urls import resolve
from django.utils.translation import override
from django_filters import rest_framework as filters
from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiFilterExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent, build_parameter_type
from drf_spectacular.renderers import OpenApiYamlRenderer
from drf_spectacular.utils import Direction
from rest_framework import serializers

from claims.api.examples import example_of
from claims.api.filters import AnyOf, Number
from claims.api.keyset import LARGEST_PAGE, PAGE_SIZE, orders
from claims.api.permissions import need_of
from claims.api.problems import CONTENT_TYPE
from claims.api.reading import Readable
from claims.api.rendering import WrittenJson
from claims.api.shapes import Shape
from claims.api.writing import IDEMPOTENCY_KEY, LARGEST_NUMBER, Act, Acting
from claims.judging.as_of import By

type Schema = dict[str, Any]

PROBLEM: Schema = {
    "type": "object",
    "description": "What went wrong, and what to do about it (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "description": "Where this kind is explained."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "description": "What is wrong with single fields.",
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
_PLACE: Schema = {"type": "object", "properties": {"start": {"type": "integer"}, "end": {"type": "integer"}}}
_ADDRESS_OR_NULL: Schema = {"type": ["string", "null"], "format": "uri"}
_DAY: Schema = {"type": "string", "format": "date"}
# What resources know beside filters: name → schema and words.
_OF_PAST_DAYS: dict[str, tuple[Schema, str]] = {
    "as_of": (_DAY, "Statuses of that day."),
    "by": (
        {"type": "string", "enum": [way.value for way in By]},
        "What the day's status follows from: what was known in the world, or what we had recorded.",
    ),
}


class TokenScheme(OpenApiAuthenticationExtension):
    """Tokens, as `claims.api.tokens` reads them."""

    target_class = "claims.api.tokens.ByToken"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> Schema:
        """An `Authorization` header of the form `Token …`."""
        words = "`Token claims_…`: made at your account's page of tokens or by `manage.py make_token`."
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": words}


class SessionScheme(OpenApiAuthenticationExtension):
    """The session of the desk."""

    target_class = "claims.api.tokens.BySession"
    name = "session"

    def get_security_definition(self, auto_schema: AutoSchema) -> Schema:
        """The cookie."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "For staff, with a CSRF token."}


class Filters(OpenApiFilterExtension):
    """What a list can be filtered by, by the kind of each filter."""

    target_class = "claims.api.filters.Within"
    priority = 1

    def get_schema_operation_parameters(self, auto_schema: AutoSchema, *args: Any, **kwargs: Any) -> list[Schema]:
        """One parameter a filter."""
        kind = cast("Readable", auto_schema.view).filterset_class
        offered: Mapping[str, Any] = kind.base_filters if kind else {}
        return [
            _parameter(name, _schema_of(one), str(one.extra.get("help_text") or "")) for name, one in offered.items()
        ]


def _schema_of(one: Any) -> Schema:
    extra: Mapping[str, Any] = one.extra
    match one:
        case AnyOf():
            return _some_of([value for value, _ in extra["choices"]])
        case filters.ChoiceFilter():
            return {"type": "string", "enum": [value for value, _ in extra["choices"]]}
        case Number():
            return {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER}
        case filters.NumberFilter():
            return {"type": "number"}
        case filters.DateFilter():
            return _DAY
        case filters.IsoDateTimeFilter():
            return {"type": "string", "format": "date-time"}
        case _:
            longest = extra.get("max_length")
            return {"type": "string", **({"maxLength": longest} if longest else {})}


class Described(AutoSchema):
    """How one operation is described."""

    @property
    def _is_list(self) -> bool:
        return isinstance(self.view, Readable) and self.view.action == "list"

    def get_operation_id(self) -> str:
        """A list under another resource is called after both."""
        return str(super().get_operation_id()).removesuffix("_retrieve" if self._is_list else "")

    def get_description(self) -> str:  # type: ignore[override] # as drf-spectacular does
        """The resource's words and, for what not everybody may, what it takes."""
        told = str(super().get_description())
        if isinstance(self.view, Readable):
            told = str((self.view.shape if self.view.action == "retrieve" else type(self.view)).__doc__)
        need = need_of(self._route(), self.method)
        return f"{told}\n\nTakes a token with the scope `{need.scope.value}`, or `admin`." if need else told

    def get_auth(self) -> list[Schema]:
        """What everybody may read needs nothing; a token makes it faster."""
        told = super().get_auth()
        return told if need_of(self._route(), self.method) else [{}, *told]

    @property
    def _act(self) -> Acting | None:
        return self.view if isinstance(self.view, Acting) and self.method in ("POST", "PATCH") else None

    def get_request_serializer(self) -> Any:
        """What an act takes."""
        return self._act.takes if self._act else super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        """What an act answers, under the statuses that say it went well."""
        act = self._act
        if not act:
            return super().get_response_serializers()
        return {int(status): act.answers for status in (act.success, *act.also)}

    def get_override_parameters(self) -> Any:
        """With the key against doing it twice."""
        return [*super().get_override_parameters(), *([IDEMPOTENCY_KEY] if isinstance(self._act, Act) else [])]

    def _route(self) -> str:
        return resolve(re.sub(r"\{\w+\}", "1", self.path)).url_name or ""

    def _resolve_path_parameters(self, variables: list[str]) -> list[Schema]:
        numbers = {"type": "integer", "minimum": 1, "maximum": LARGEST_NUMBER}
        return [
            build_parameter_type(name=name, location="path", required=True, schema=dict(numbers)) for name in variables
        ]

    def _get_filter_parameters(self) -> list[Schema]:
        if self.method != "GET" or not isinstance(self.view, Readable):
            return []
        # What the path names is no question of the query.
        named = set(re.findall(r"\{(\w+)\}", self.path))
        filters = super()._get_filter_parameters() if self._is_list else []
        own = [_parameter(name, *_OF_PAST_DAYS[name]) for name in self.view.parameters]
        return [*(one for one in filters if one["name"] not in named), *own, *self._parameters_of_reading()]

    def _parameters_of_reading(self) -> list[Schema]:
        view = cast("Readable", self.view)
        fields, expandable = view.shape.field_names(), view.shape.expandable()
        told = [
            _parameter("fields", _some_of(fields), "Tell only these."),
            _parameter("omit", _some_of(fields), "Tell all but these; not together with `fields`."),
        ]
        if expandable:
            told.append(_parameter("expand", _some_of(expandable), "Tell these too, the first hundred of each."))
        if not self._is_list:
            return told
        offered = sorted(orders(view.order_keys))
        return [
            *told,
            _parameter("cursor", {"type": "string"}, "Where the page begins; take `next` or `previous` of a page."),
            _parameter("limit", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE}, ""),
            _parameter("ordering", {"type": "string", "enum": offered, "default": view.default_order}, "- falls."),
            _parameter("count", {"type": "boolean"}, "Count all rows; slower on large lists."),
        ]

    def _get_response_bodies(self, direction: Direction = "response") -> Schema:
        if isinstance(self.view, Readable) and self.method == "GET":
            told = self._of_reading(self.view)
        else:
            told = super()._get_response_bodies(direction)
        problem = {CONTENT_TYPE: {"schema": self._component("Problem", PROBLEM)}}
        return {**told, "4XX": {"description": "A problem.", "content": problem}}

    def _of_reading(self, view: Readable) -> Schema:
        one = self.resolve_serializer(view.shape, "response")
        schema = self._page(view, one) if self._is_list else one.ref
        content = {
            told.media_type: {"schema": schema if type(told) is WrittenJson else _of_another(told.media_type)}
            for told in view.get_renderers()
        }
        answers: Schema = {"200": {"description": view.shape.__doc__, "content": content}}
        if need_of(self._route(), "GET") is None:
            answers["304"] = {"description": "Nothing public has changed since the answer with this `ETag`."}
        if type(view).successor is not Readable.successor and not self._is_list:
            answers["308"] = {"description": "It was merged into what `Location` leads to."}
        return answers

    def _page(self, view: Readable, one: ResolvedComponent) -> Schema:
        item: Schema = one.ref
        if view.filterset_class and "q" in view.filterset_class.base_filters:
            places = {"type": "array", "items": _PLACE, "description": "Where the words of `q` stand, in characters."}
            item = {"allOf": [one.ref, {"type": "object", "properties": {"highlights": places}}]}
        page = {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "Told with `count=true`."},
                "next": _ADDRESS_OR_NULL,
                "previous": _ADDRESS_OR_NULL,
                "results": {"type": "array", "items": item, "maxItems": LARGEST_PAGE},
            },
        }
        return self._component(f"{one.name}Page", page)

    def _component(self, name: str, schema: Schema) -> Schema:
        made = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=name, schema=schema)
        self.registry.register_on_missing(made)
        return made.ref

    def get_serializer_name(self, serializer: serializers.BaseSerializer[Any], direction: Direction) -> str:
        """ "Claim" for `ClaimShape`."""
        return type(serializer).__name__.removesuffix("Shape")

    def _map_serializer_field(self, field: Any, direction: Direction, bypass_extensions: bool = False) -> Schema:
        if not isinstance(field.parent, Shape):
            return cast("Schema", super()._map_serializer_field(field, direction, bypass_extensions))
        field.allow_null = field.allow_null or _can_be_null(field)
        schema = cast("Schema", super()._map_serializer_field(field, direction, bypass_extensions))
        if isinstance(field, serializers.DecimalField):
            # PostgreSQL writes numbers, all their digits.
            schema = {**schema, "type": ["number", "null"] if field.allow_null else "number"}
            schema.pop("format", None)
            schema.pop("pattern", None)
        return {**schema, **_words_of(field)}

    def _map_basic_serializer(self, serializer: Any, direction: Direction) -> Schema:
        """What is told by default is required where the shape is told whole: within others, never of `fields`."""
        schema = cast("Schema", super()._map_basic_serializer(serializer, direction))
        kind = serializer if isinstance(serializer, type) else type(serializer)
        if issubclass(kind, Shape):
            required = set(schema.pop("required", ())).difference(kind.expandable())
            if required and kind not in _read_by_address():
                schema["required"] = sorted(required)
        return schema


def _of_another(media_type: str) -> Schema:
    """Other renderings are described by others: citations and linked data are some JSON, the rest is text."""
    return {} if media_type.endswith("+json") else {"type": "string"}


def _read_by_address() -> set[type[Shape]]:
    """The shapes of which an address can choose fields."""
    return {one.shape for one in _kinds_of(Readable) if hasattr(one, "shape")}


def _kinds_of(kind: type[Readable]) -> set[type[Readable]]:
    return {kind}.union(*(_kinds_of(one) for one in kind.__subclasses__()))


def _words_of(field: Any) -> Schema:
    """The words that a text field can be, from the model's column; an address that can be empty is no address."""
    column = (_way(field) or [None])[-1]
    if not isinstance(column, models.Field) or not isinstance(field, serializers.CharField):
        return {}
    if isinstance(field, serializers.URLField) and column.blank:
        return {"format": "uri-reference"}
    if not column.choices:
        return {}
    words: list[str | None] = [str(value) for value, _ in column.flatchoices if value != ""]
    return {"enum": [*words, *([""] if column.blank else []), *([None] if field.allow_null else [])]}


def _can_be_null(field: Any) -> bool:
    return not isinstance(field, serializers.ListSerializer) and any(step.null for step in _way(field))


def _way(field: Any) -> list[Any]:
    """The model's fields from the resource to what a shape's field is read from; none for one that SQL makes."""
    shape = type(field.parent)
    made: Mapping[str, Any] = getattr(shape.Meta, "expressions", {})
    if field.field_name in made:
        return []
    model, way = shape.Meta.model, list[Any]()
    for step in (field.source or "").split("."):
        way.append(model._meta.get_field(step))
        model = way[-1].related_model or model
    return way


def _parameter(name: str, schema: Schema, words: str) -> Schema:
    several = {"explode": False, "style": "form"} if schema.get("type") == "array" else {}
    return {"in": "query", "name": name, "schema": schema, **({"description": words} if words else {}), **several}


def _some_of(names: Sequence[str]) -> Schema:
    return {"type": "array", "items": {"type": "string", "enum": list(names)}}


@lru_cache(maxsize=1)
def described() -> Schema:
    """The whole description, in English whoever asks; it only changes with the code."""
    with override("en"):
        made: Schema = SchemaGenerator().get_schema(request=None, public=True)
    return made


def in_yaml(whole: Schema) -> bytes:
    """The description as people would write it."""
    written: bytes = OpenApiYamlRenderer().render(whole)
    return written


def with_examples(result: Schema, **about: Any) -> Schema:
    """A hook of drf-spectacular's: documents get examples, and its marks on lists of words are taken out."""
    waiting: list[Any] = [result]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            part.pop("x-spec-enum-id", None)
        waiting += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for component in result["components"]["schemas"].values():
        component["examples"] = [example_of(result, component)]
    return result
