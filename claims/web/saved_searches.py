"""The searches of the list of claims that a person has saved: they are follows of theirs, named by their note."""

from dataclasses import dataclass

from django.http import HttpRequest

from claims.models import FollowKind
from claims.queries import ClaimFilters
from claims.searches import spelt
from claims.workflows.list_follows import list_searches
from claims.workflows.subscribe_account import subscriber_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """One of them; `number` is that of the follow, `chosen` says what it asks for where `name` is a person's own."""

    number: int
    name: str
    chosen: str
    path: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearches:
    """All of a person's, the newest first; `search` is what the page shows, "" where it shows all claims."""

    searches: tuple[SavedSearch, ...]
    search: str
    kind: str = FollowKind.SEARCH.value

    @property
    def here(self) -> SavedSearch | None:
        """The one that the page shows, if it is among them."""
        return next((one for one in self.searches if one.is_here), None)


def saved_searches(request: HttpRequest, filters: ClaimFilters) -> SavedSearches | None:
    """Those of whoever is signed in, None for others. A fixed number of queries."""
    if not request.user.is_authenticated:
        return None
    subscriber, here = subscriber_of(request.user), spelt(filters)
    rows = list_searches(subscriber) if subscriber else ()
    return SavedSearches(
        search=here,
        searches=tuple(
            SavedSearch(
                number=row.number,
                name=row.note or row.named.name,
                chosen=row.named.name if row.note else "",
                path=row.named.path,
                is_here=row.topic.search == here,
            )
            for row in rows
        ),
    )
