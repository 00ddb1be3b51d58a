"""Resources of which everybody sees their own: not even that those of others are there is told."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.reading import Readable


class Own(Readable):
    """What belongs to whoever asks; `get_queryset` says what that is. Nobody on the way keeps what is told."""

    filter_backends = []

    def list(self, request: Request, **within: str) -> Response:
        """A page of the list. What is public says nothing of how these stand, so nothing is told by its state."""
        return self._listed(request, within)

    def retrieve(self, request: Request, pk: str) -> Response:
        """One of your own; of those of others not even that they are there is told."""
        return self._read(request, pk)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """With the word that nobody keeps it."""
        response["Cache-Control"] = "private, no-store"
        return super().finalize_response(request, response, *args, **kwargs)
