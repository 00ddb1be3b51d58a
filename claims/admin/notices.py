"""Notices on papers: entered once, with their source, and never changed; taking one back is another notice."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.admin.long_lists import LongList
from claims.core.papers import Standing
from claims.models import PaperNotice
from claims.workflows.correct_paper import NoticeRefused, correct_paper, refuse_nonsense
from claims.workflows.note_standing import Told


class NoticeForm(forms.ModelForm[PaperNotice]):
    source_url = forms.URLField(label=gettext_lazy("Where it can be read"), max_length=2000, assume_scheme="https")

    class Meta:
        model = PaperNotice
        fields = ("paper", "standing", "issued_on", "source_url", "reason")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            try:
                refuse_nonsense(data["paper"], told_in(data), now=timezone.now())
            except NoticeRefused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return data


def told_in(data: dict[str, Any]) -> Told:
    """The notice that a form which is filled in tells."""
    return Told(
        standing=Standing(data["standing"]),
        issued_on=data["issued_on"],
        source_url=data["source_url"],
        reason=data["reason"],
    )


@admin.register(PaperNotice)
class PaperNoticeAdmin(LongList[PaperNotice]):
    form = NoticeForm
    list_display = ("paper", "standing", "issued_on", "source_url", "actor", "recorded_at")
    list_filter = ("standing",)
    list_select_related = ("paper", "actor")
    search_fields = ("paper__title", "paper__identifiers__value", "reason")
    autocomplete_fields = ("paper",)
    ordering = ("-issued_on", "-id")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: PaperNotice, form: Any, change: bool) -> None:
        """Hand the notice to the workflow, and tell what it reaches."""
        told = told_in(form.cleaned_data)
        actor = request.user if isinstance(request.user, User) else None
        outcome = correct_paper(obj.paper_id, told, actor=actor, now=timezone.now())
        obj.pk = PaperNotice.objects.get(
            paper=obj.paper_id, standing=told.standing, issued_on=told.issued_on, source_url=told.source_url
        ).pk
        reach = outcome.reach
        messages.info(
            request,
            _(
                "It reaches {claims} claims, {evidence} pieces of evidence, {recomputations} recomputations and "
                "{announcements} announcements; {statuses} statuses changed."
            ).format(
                claims=len(reach.claims),
                evidence=len(reach.evidence),
                recomputations=len(reach.recomputations),
                announcements=len(reach.announcements),
                statuses=len(outcome.moved),
            ),
        )
