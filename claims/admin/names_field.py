"""Lists of names are stored as JSON; people see and write them one a line."""

from collections.abc import Mapping
from typing import Any, override

from django.db import models
from django.forms import JSONField
from unfold.widgets import UnfoldAdminTextareaWidget


class NamesField(JSONField):
    """A list of names, one a line; empty lines do not count."""

    @override
    def prepare_value(self, value: Any) -> Any:
        """Lines for what is stored; what was just typed stays as it was typed."""
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    @override
    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial if self.disabled else data

    @override
    def to_python(self, value: Any) -> Any:
        """The names, as a list."""
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [name for line in lines if (name := str(line).strip())]

    @override
    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


# For a `ModelAdmin` all of whose JSON fields hold names.
NAMES_IN_LINES: Mapping[type[models.Field[Any, Any]], Mapping[str, Any]] = {
    models.JSONField: {"form_class": NamesField, "widget": UnfoldAdminTextareaWidget}
}
