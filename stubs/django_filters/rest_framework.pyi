from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.forms import Field, Form
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

class Filter:
    field_class: type[Field]
    def __init__(
        self,
        field_name: str | None = ...,
        lookup_expr: str | None = ...,
        *,
        method: str | None = ...,
        help_text: str = ...,
        **extra: Any,
    ) -> None: ...

class BaseInFilter(Filter): ...
class CharFilter(Filter): ...
class ChoiceFilter(Filter): ...
class DateFilter(Filter): ...
class IsoDateTimeFilter(Filter): ...
class NumberFilter(Filter): ...

class FilterSet:
    base_filters: ClassVar[Mapping[str, Filter]]
    request: Request
    form: Form

class DjangoFilterBackend(BaseFilterBackend):
    def get_filterset_kwargs(self, request: Request, queryset: QuerySet[Any], view: Any) -> dict[str, Any]: ...
