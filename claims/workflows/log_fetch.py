"""Write down every request to a source, answered or not."""

from dataclasses import dataclass

from claims.models import Fetch
from claims.sources.client import Try


@dataclass(frozen=True, slots=True)
class DatabaseLog:
    """See `FetchLog`."""

    def write(self, told: Try) -> None:
        """Append the line. It stands by itself, so that a request is known of even when what came of it is not kept."""
        Fetch.objects.create(
            source=told.source,
            method=told.method,
            url=told.url,
            status=told.status,
            headers=dict(told.headers),
            size=told.size,
            sha256=told.sha256,
            started_at=told.started_at,
            seconds=told.seconds,
            attempt=told.attempt,
            cost_usd=told.cost_usd,
            not_before=told.not_before,
            failure=told.failure,
        )
