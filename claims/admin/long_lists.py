"""Lists of tables that have very many rows: nobody pages through them, so nobody counts them to the end."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.contrib.admin import ModelAdmin as PlainAdmin
from django.contrib.admin import RelatedFieldListFilter
from django.core.paginator import Page, Paginator
from django.db.models import Count, Model, Q, QuerySet
from django.db.models.fields.related import RelatedField
from django.http import HttpRequest
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin

from claims.admin.searching import saying_in, searched

# So many rows can be paged through; of more, one has to ask for fewer.
MOST_PAGED = 10_000
# So many choices stand beside a list.
MOST_OFFERED = 20


class PagesUpTo(Paginator[Any]):
    """Pages of the first `MOST_PAGED` rows; the rest is neither counted nor reached."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, but no further than `MOST_PAGED`."""
        rows = self.object_list
        return rows.order_by()[:MOST_PAGED].count() if isinstance(rows, QuerySet) else min(len(rows), MOST_PAGED)

    def page(self, number: int | str) -> Page[Any]:
        """The page, in two queries: what is shown with its rows is read of no others, whatever they are ordered by."""
        rows, place = self.object_list, self.validate_number(number)
        if not isinstance(rows, QuerySet):
            return super().page(place)
        start = (place - 1) * self.per_page
        keys = list(rows.values_list("pk", flat=True)[start : start + self.per_page])
        return Page(rows.filter(pk__in=keys), place, self)


class MostOften(RelatedFieldListFilter):
    """Chooses by what most rows lead to; by what few lead to one searches."""

    def field_choices(
        self, field: RelatedField[Any, Any], request: HttpRequest, model_admin: PlainAdmin[Any]
    ) -> list[tuple[str, Any]]:
        """Those that are offered and the chosen one, by their names."""
        rows = model_admin.model._default_manager.filter(**{f"{field.name}__isnull": False}).order_by()
        counted = rows.values_list(field.name).annotate(many=Count("pk")).order_by("-many", field.name)
        offered = {number for number, _ in counted[:MOST_OFFERED]} | {
            int(number) for number in self.lookup_val or () if number.isdecimal()
        }
        named = field.remote_field.model._default_manager.filter(pk__in=offered)
        return sorted(((one.pk, str(one)) for one in named), key=lambda one: one[::-1])


class LongList[Row: Model](ModelAdmin[Row]):
    """A table with a list that may be long; ways to what not everybody may do are shown to those who may."""

    paginator = PagesUpTo
    list_per_page = 50
    show_full_result_count = False
    # Columns and fields by the permissions of which it takes one to see them.
    only_for: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    def get_list_display(self, request: HttpRequest) -> Any:
        """The columns that are for whoever asks."""
        return self._shown_to(request, super().get_list_display(request))

    def get_fields(self, request: HttpRequest, obj: Row | None = None) -> Any:
        """The fields that are for whoever asks."""
        return self._shown_to(request, super().get_fields(request, obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Row | None = None) -> Any:
        """The fields that are for whoever asks."""
        return self._shown_to(request, super().get_readonly_fields(request, obj))

    def _shown_to(self, request: HttpRequest, names: Any) -> Any:
        may = request.user.has_perm
        return [name for name in names if name not in self.only_for or any(map(may, self.only_for[name]))]

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        """Nothing is deleted at the desk: what should not be there is dismissed, merged, stopped or taken back."""
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Row], search_term: str
    ) -> tuple[QuerySet[Row], bool]:
        """Those that have each of the words."""
        return (searched(queryset, search_term, saying=self.saying) if search_term.split() else queryset), False

    def saying(self, word: str) -> Q:
        """Whether a row has a word, in one of `search_fields`."""
        return saying_in(self.model, self.search_fields, word)
