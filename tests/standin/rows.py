"""Frozen dataclasses as rows of JSON and back, by the types that they declare."""

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Union, cast, get_args, get_origin, get_type_hints


def as_row(value: object) -> object:
    """The value as JSON can hold it; fields that have their default are left out."""
    if is_dataclass(value):
        told = {field.name: getattr(value, field.name) for field in fields(value)}
        defaults = {field.name: field.default for field in fields(value) if field.default is not MISSING}
        return {name: as_row(one) for name, one in told.items() if name not in defaults or one != defaults[name]}
    if isinstance(value, tuple):
        return [as_row(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def from_row[Value](kind: type[Value], row: object) -> Value:
    """The value of type `kind` that `as_row` made the row from. Raises TypeError for fields that it does not have."""
    return cast("Value", _read(kind, row))


@cache
def _types_of(kind: type) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, row: Any) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        return None if row is None else _read(next(one for one in get_args(kind) if one is not type(None)), row)
    if get_origin(kind) is tuple:
        return tuple(_read(get_args(kind)[0], one) for one in row)
    if is_dataclass(kind):
        known = _types_of(cast("type", kind))
        return cast("type", kind)(**{name: _read(known.get(name, object), one) for name, one in row.items()})
    if kind in (date, datetime):
        return kind.fromisoformat(row)
    return kind(row) if isinstance(kind, type) and issubclass(kind, StrEnum) else row
