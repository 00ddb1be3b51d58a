"""What a person may set about a service while it runs: its keys, its limits, its odd days."""

from collections.abc import Mapping
from typing import cast

from tests.standin.rows import as_row, from_row
from tests.standin.world import World


class _Set:
    """What was set, by the class of the terms."""

    def __init__(self) -> None:
        self.terms: dict[type, object] = {}


def terms_of[Terms](world: World, kind: type[Terms]) -> Terms:
    """The terms of this kind that hold now, by default as the class has them."""
    return cast("Terms", world.memory(_Set).terms.setdefault(kind, kind()))


def set_terms(world: World, terms: object) -> None:
    """These terms hold from now on for the service whose they are."""
    world.memory(_Set).terms[type(terms)] = terms


def change_terms(world: World, kind: type, told: Mapping[str, object]) -> object:
    """Set the fields that are told and leave the others; the row of all. Raises TypeError for a field unknown to it."""
    terms: object = from_row(kind, {**cast("Mapping[str, object]", as_row(terms_of(world, kind))), **told})
    set_terms(world, terms)
    return as_row(terms)
