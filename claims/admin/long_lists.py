"""Lists of tables that have very many rows: nobody pages through them, so nobody counts them to the end."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin

# So many rows can be paged through; of more, one has to ask for fewer.
MOST_PAGED = 10_000


class PagesUpTo(Paginator[Any]):
    """Pages of the first `MOST_PAGED` rows; the rest is neither counted nor reached."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, but no further than `MOST_PAGED`."""
        rows = self.object_list
        return rows.order_by()[:MOST_PAGED].count() if isinstance(rows, QuerySet) else min(len(rows), MOST_PAGED)


class LongList[Row: Model](ModelAdmin[Row]):
    """A table with a list that may be long."""

    paginator = PagesUpTo
    list_per_page = 50
    show_full_result_count = False
