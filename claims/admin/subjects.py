"""Subjects under all their names, and the organisations behind them."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import BaseModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import TabularInline

from claims.admin.long_lists import LongList, MostOften
from claims.admin.names_field import NAMES_IN_LINES
from claims.models import Claim, Organisation, Subject, SubjectAlias
from claims.workflows.merge_subjects import SubjectsDiffer, learn_names, merge_subjects

# Of the claims about a subject as many are shown with it; all are a link away.
_SHOWN = 20


class SubjectAliasInline(TabularInline[SubjectAlias, Subject]):
    model = SubjectAlias
    extra = 1
    fields = ("name",)


@admin.register(Subject)
class SubjectAdmin(LongList[Subject]):
    list_display = ("name", "kind", "maker", "family", "claims_told", "read_by_name")
    list_filter = ("kind", "read_by_name", ("maker", MostOften))
    list_select_related = ("maker", "family")
    search_fields = ("name", "aliases__name", "maker__name")
    ordering = ("name", "id")
    autocomplete_fields = ("maker", "family")
    fields = ("name", "kind", "maker", "family", "read_by_name", "claims_about")
    readonly_fields = ("claims_about",)
    inlines = (SubjectAliasInline,)
    actions = ("merge",)
    list_before_template = "admin/claims/_export.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subject]:
        """Each with the number of claims about it, which is counted for the page that is shown."""
        about = Claim.objects.filter(subject=OuterRef("pk")).order_by().values("subject")
        counted = Subquery(about.values(many=Count("pk")), output_field=IntegerField())
        return super().get_queryset(request).annotate(claim_count=Coalesce(counted, 0))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A subject that a person adds is one to look for; one that was only read somewhere is not."""
        return {"read_by_name": True, **super().get_changeform_initial_data(request)}

    @admin.display(description=gettext_lazy("claims"), ordering="claim_count")
    def claims_told(self, subject: Subject) -> SafeString:
        """How many claims are about it, as a link to them."""
        count = getattr(subject, "claim_count", 0)
        return format_html('<a href="{}">{}</a>', _claims_address(subject), count)

    @admin.display(description=gettext_lazy("claims about it"))
    def claims_about(self, subject: Subject) -> SafeString | str:
        """The newest claims about it; to give one to another subject, open it."""
        if subject.pk is None:
            return _("none yet")
        rows = [
            (reverse("admin:claims_claim_change", args=[claim.pk]), claim.language, claim.pk, claim.text)
            for claim in subject.claims.order_by("-pk")[:_SHOWN]
        ]
        listed = format_html_join("", '<li><a href="{}" lang="{}">{}: {}</a></li>', rows)
        return format_html('<ul>{}</ul><a href="{}">{}</a>', listed, _claims_address(subject), _("All claims about it"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Papers are searched under the names as they are now."""
        super().save_related(request, form, formsets, change)
        learn_names(form.instance.pk)

    @admin.action(description=gettext_lazy("Merge into the one that was stored first"), permissions=["change"])
    def merge(self, request: HttpRequest, chosen: QuerySet[Subject]) -> None:
        """Make all chosen subjects the first of them; their names become its aliases."""
        first, *others = chosen.order_by("pk")
        merged = 0
        for other in others:
            try:
                merged += merge_subjects(other.pk, first.pk).merged
            except SubjectsDiffer as refusal:
                messages.warning(request, str(refusal))
        messages.success(
            request,
            ngettext("{count} subject merged into {name}.", "{count} subjects merged into {name}.", merged).format(
                count=merged, name=first.name
            ),
        )


def _claims_address(subject: Subject) -> str:
    return f"{reverse('admin:claims_claim_changelist')}?subject__id__exact={subject.pk}"


@admin.register(SubjectAlias)
class SubjectAliasAdmin(LongList[SubjectAlias]):
    """A name that was given to the wrong subject moves to another here; the claims of both stay where they are."""

    list_display = ("name", "subject", "maker")
    list_select_related = ("subject__maker",)
    search_fields = ("name", "subject__name")
    ordering = ("name", "id")
    autocomplete_fields = ("subject",)

    def has_delete_permission(self, request: HttpRequest, obj: SubjectAlias | None = None) -> bool:
        """A wrong name would find wrong claims for ever."""
        return request.user.has_perm("claims.delete_subjectalias")

    @admin.display(description=gettext_lazy("maker of the subject"), ordering="subject__maker__name")
    def maker(self, alias: SubjectAlias) -> str:
        """Who makes what the name stands for."""
        return alias.subject.maker.name if alias.subject.maker else ""

    def save_model(self, request: HttpRequest, obj: SubjectAlias, form: BaseModelForm[Any], change: bool) -> None:
        """Papers are searched under the names as they are now, for both subjects of a name that moves."""
        before = form.initial.get("subject")
        super().save_model(request, obj, form, change)
        for subject_id in {obj.subject_id, before or obj.subject_id}:
            learn_names(subject_id)


@admin.register(Organisation)
class OrganisationAdmin(LongList[Organisation]):
    list_display = ("name", "other_names")
    search_fields = ("name", "aliases")
    ordering = ("name",)
    formfield_overrides = NAMES_IN_LINES

    @admin.display(description=gettext_lazy("other names"), ordering="aliases")
    def other_names(self, organisation: Organisation) -> str:
        """What else it is called."""
        return ", ".join(organisation.aliases)
