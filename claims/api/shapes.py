"""What a resource looks like to the outside, said once: a DRF serializer that PostgreSQL writes the JSON of.

A `Shape` declares its fields like any serializer, so that the OpenAPI description is made from it. `document` turns the
declaration into one SQL expression, `json_build_object(…)`, nested ones included: a page of fifty claims with all that
belongs to them is one query, and Python never sees the parts.

A field is read from its `source`, as in DRF; what has none is told in `Meta.expressions`, each as a function of the
prefix that leads to the resource ("" or "subject__"). A nested list is read from the related rows, in the order of
`Meta.rows` of its shape.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, ClassVar, cast

from django.conf import settings
from django.db.models import (
    Case,
    CharField,
    F,
    Func,
    JSONField,
    Model,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import BaseExpression, Combinable
from django.db.models.functions import Cast, Concat
from rest_framework import serializers

type Expression = BaseExpression | Combinable
type Made = Callable[[str], Expression]

# A list within a resource tells so many; the rest is under an address of its own.
MOST_WITHIN = 100


class JsonObject(Func):
    """`json_build_object`: keys stay in order, and nothing is parsed on the way out."""

    function = "json_build_object"
    output_field = JSONField()


class AsText(Func):
    """JSON as the text that is sent."""

    template = "(%(expressions)s)::text"
    output_field = TextField()


class Rows(Subquery):
    """The documents of a query as one JSON array, in the query's order; `[]` for none."""

    template = "(SELECT COALESCE(json_agg(one.document), '[]'::json) FROM (%(subquery)s) one)"
    output_field = JSONField()


class TrimmedNumber(Func):
    """A decimal without the zeros that its column pads it with: 175000000000, not 175000000000.00000000000000000000."""

    function = "trim_scale"


class Shape(serializers.Serializer[Any]):
    """See the module. `Meta.model` is the table, `Meta.rows` its rows in order (for lists within others)."""

    class Meta:
        model: ClassVar[type[Model]]
        expressions: ClassVar[Mapping[str, Made]] = {}

    @classmethod
    def rows(cls) -> QuerySet[Any]:
        """The rows that the outside may see, in their order."""
        return cls.Meta.model._default_manager.order_by("pk")

    @classmethod
    def field_names(cls) -> tuple[str, ...]:
        """Every field, in order."""
        return tuple(cls._declared_fields)

    @classmethod
    def expandable(cls) -> tuple[str, ...]:
        """The fields that are told only when they are asked for."""
        return getattr(cls.Meta, "expandable", ())

    @classmethod
    def document(cls, prefix: str = "", only: Collection[str] | None = None) -> JsonObject:
        """The SQL of the resource at `prefix`; `only` are the fields to tell, None for all but the expandable."""
        told = set(cls.field_names()).difference(cls.expandable()) if only is None else only
        parts: list[Expression] = []
        for name, field in cls._declared_fields.items():
            if name in told:
                parts += [Value(name, output_field=CharField()), cls._value(name, field, prefix)]
        return JsonObject(*parts)

    @classmethod
    def _value(cls, name: str, field: serializers.Field[Any, Any, Any, Any], prefix: str) -> Expression:
        expressions: Mapping[str, Made] = getattr(cls.Meta, "expressions", {})
        if name in expressions:
            return expressions[name](prefix)
        own = (getattr(field, "source", None) or name).replace(".", "__")
        if isinstance(field, serializers.ListSerializer) and isinstance(field.child, Shape):
            return cls._related(type(field.child), own, prefix)
        if isinstance(field, Shape):
            there = When(**{f"{prefix}{own}__isnull": False}, then=type(field).document(f"{prefix}{own}__"))
            return Case(there, default=Value(None), output_field=JSONField())
        if isinstance(field, serializers.DecimalField):
            return TrimmedNumber(F(prefix + own))
        return F(prefix + own)

    @classmethod
    def _related(cls, shape: "type[Shape]", own: str, prefix: str) -> Expression:
        """A list within a resource: the rows that point at it, by a foreign key or by both sides of many."""
        *way, last = own.split("__")
        model: type[Model] = cls.Meta.model
        for step in way:
            model = cast("type[Model]", model._meta.get_field(step).related_model)
        back = model._meta.get_field(last).remote_field.name  # type: ignore[union-attr] # a relation has two sides
        return rows_at(shape, back, "__".join([*way, "pk"]))(prefix)


def rows_at(shape: type[Shape], back: str, field: str = "pk") -> Made:
    """The first `MOST_WITHIN` rows of a shape whose path `back` is the resource's `field`."""

    def made(prefix: str) -> Expression:
        rows = shape.rows().filter(**{back: OuterRef(prefix + field)})
        return Rows(rows.values(document=shape.document())[:MOST_WITHIN])

    return made


def address(path: str, field: str = "pk") -> Made:
    """The public address of a page, such as `address("claims")` for …/claims/12/."""

    def made(prefix: str) -> Expression:
        number = Cast(F(prefix + field), CharField())
        return Concat(Value(f"{settings.SITE_URL}/{path}/"), number, Value("/"), output_field=CharField())

    return made


def api_address(path: str, field: str = "pk") -> Made:
    """The address of a resource in this API."""
    return address(f"api/v1/{path}", field)
