"""Pages by keys: each begins behind the last row of the one before, however deep, and no row is counted for it."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import Combinable

from claims.api.problems import BadQuestion

PAGE_SIZE, LARGEST_PAGE = 50, 100
_LONGEST_CURSOR = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How a list is ordered: by `key` (an expression without nulls), then by number. `name` is "-claimed_on" or so."""

    name: str
    key: Combinable

    @property
    def is_descending(self) -> bool:
        """Whether the greatest comes first."""
        return self.name.startswith("-")


def orders(keys: Mapping[str, Combinable]) -> dict[str, Order]:
    """Both directions of each key, by their names."""
    return {f"{sign}{name}": Order(name=f"{sign}{name}", key=key) for name, key in keys.items() for sign in ("", "-")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """A place between two rows: behind the one with `key` and `number`, or before it where `back`."""

    order: str
    key: Any
    number: int
    back: bool = False

    def told(self) -> str:
        """As an address carries it; nothing in it is a promise."""
        plain = json.dumps([self.order, self.key, self.number, self.back], default=str, separators=(",", ":"))
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, told: str, order: Order) -> Self:
        """Raises `BadQuestion` for what we did not write, or wrote for another order."""
        try:
            if len(told) > _LONGEST_CURSOR:
                raise ValueError(told)
            plain = json.loads(base64.urlsafe_b64decode(told + "=" * (-len(told) % 4)))
            name, key, number, back = plain
            if name != order.name or type(number) is not int or type(back) is not bool:
                raise ValueError(told)
        except (ValueError, TypeError, binascii.Error) as error:
            raise BadQuestion("The cursor is not one of this list; begin again without it.") from error
        return cls(order=name, key=key, number=number, back=back)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A page's rows as `(key, number)`, in order, and the cursors to its neighbours, None where there are none."""

    rows: list[tuple[Any, int]]
    following: Cursor | None
    previous: Cursor | None


def page_of(rows: QuerySet[Any], order: Order, *, cursor: Cursor | None, size: int) -> Slice:
    """The page behind (or before) a cursor: one query."""
    backwards = bool(cursor and cursor.back)
    falls = order.is_descending != backwards
    ordered = rows.order_by().annotate(_key=order.key)
    if cursor:
        ordered = ordered.filter(_behind(cursor, falls=falls))
    ordered = ordered.order_by(F("_key").desc() if falls else F("_key").asc(), "-pk" if falls else "pk")
    found = list(ordered.values_list("_key", "pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    first, last = (found[0], found[-1]) if found else (None, None)
    return Slice(
        rows=found,
        following=_place(order, last) if last and (more or backwards) else None,
        previous=_place(order, first, back=True) if first and cursor and (more or not backwards) else None,
    )


def _behind(cursor: Cursor, *, falls: bool) -> Q:
    way = "lt" if falls else "gt"
    behind = Q(**{f"_key__{way}": cursor.key}) | Q(**{"_key": cursor.key, f"pk__{way}": cursor.number})
    # Said once more without the number, so that an index leads to the place.
    return Q(**{f"_key__{way}e": cursor.key}) & behind


def _place(order: Order, row: tuple[Any, int], *, back: bool = False) -> Cursor:
    return Cursor(order=order.name, key=row[0], number=row[1], back=back)
