"""What language models were asked and what it cost, to be read only."""

from django.contrib import admin

from claims.admin.history import ReadOnlyAdmin
from claims.models import ModelRun


@admin.register(ModelRun)
class ModelRunAdmin(ReadOnlyAdmin[ModelRun]):
    list_display = (
        "task",
        "model",
        "announcement",
        "claim",
        "recorded_at",
        "seconds",
        "prompt_tokens",
        "completion_tokens",
        "price",
        "proposed",
        "kept",
        "doubled",
        "failed",
    )
    list_filter = ("task", "failed", "model")
    list_select_related = ("announcement", "claim")
    search_fields = ("model", "announcement__title", "claim__text")
    ordering = ("-id",)
