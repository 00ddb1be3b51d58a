"""JSON that is written already goes out as it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rest_framework.renderers import JSONRenderer


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A body that PostgreSQL wrote."""

    body: str


class WrittenJson(JSONRenderer):
    """JSON: what is written as it is, everything else as DRF does."""

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        if isinstance(data, Written):
            return data.body.encode()
        return super().render(data, accepted_media_type, renderer_context)
