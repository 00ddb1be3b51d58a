"""Frozen values as plain JSON, and back by their types: what one process counted, another one reads."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


class NotSuchAValue(ValueError):
    """What is stored is no value of the type, such as one of an earlier release; the message says where."""


def as_plain(value: object) -> Any:
    """The value as JSON knows it: numbers, texts, lists and objects with the fields of dataclasses.

    A mapping becomes a list of pairs, since its keys may be anything. Raises `TypeError` for other values.
    """
    match value:
        case Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case date():
            return value.isoformat()
        case tuple():
            return [as_plain(one) for one in value]
        case Mapping():
            return [[as_plain(key), as_plain(one)] for key, one in value.items()]
    if is_dataclass(value):
        return {field.name: as_plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no plain form.")


def read_plain(kind: Any, told: Any) -> Any:
    """The value of the type `kind` that `as_plain` told. Raises `NotSuchAValue`."""
    try:
        return _read(kind, told)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise NotSuchAValue(f"No {getattr(kind, '__name__', kind)}: {error}") from error


def _read(kind: Any, told: Any) -> Any:
    origin, inner = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _tuple(inner, told)
    if origin is dict:
        return {_read(inner[0], key): _read(inner[1], one) for key, one in told}
    if origin in (Union, UnionType):
        (only,) = (one for one in inner if one is not NoneType)
        return None if told is None else _read(only, told)
    if is_dataclass(kind):
        return _dataclass(kind, told)
    return _single(kind, told)


def _single(kind: Any, told: Any) -> Any:
    if issubclass(kind, date):
        return kind.fromisoformat(told)
    if issubclass(kind, Enum):
        return kind(told)
    # JSON writes a whole float as it writes an integer.
    if kind is float and isinstance(told, int):
        return float(told)
    if type(told) is not kind:
        raise TypeError(f"{told!r} is no {kind.__name__}")
    return told


def _tuple(inner: tuple[Any, ...], told: Any) -> tuple[Any, ...]:
    if inner[-1] is Ellipsis:
        return tuple(_read(inner[0], one) for one in told)
    return tuple(_read(one_kind, one) for one_kind, one in zip(inner, told, strict=True))


def _dataclass(kind: Any, told: Any) -> Any:
    hints, known = get_type_hints(kind), fields(kind)
    if told.keys() != {field.name for field in known}:
        raise TypeError(f"{sorted(told)} are not the fields")
    return kind(**{field.name: _read(hints[field.name], told[field.name]) for field in known})
