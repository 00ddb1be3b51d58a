"""Feeds and what they and people lead to: how they do, and an editor's word on what is taken in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminTextInputWidget

from claims.admin.history import FailingFilter
from claims.admin.long_lists import LongList, MostOften
from claims.admin.shared_work import AssignedByText
from claims.models import Feed, Lead
from claims.workflows.decide_lead import dismiss_lead, want_lead
from claims.workflows.keep_feed import call_feeds, switch_feeds
from claims.workflows.submit_address import AddressRefused, address_to_keep, refuse_address, submit_address

_EVERY = timedelta(hours=1)


class FeedForm(forms.ModelForm[Feed]):
    """Of a new feed also its address."""

    url = forms.URLField(
        label=gettext_lazy("Address"), max_length=2000, assume_scheme="https", widget=UnfoldAdminTextInputWidget()
    )

    def clean_url(self) -> str:
        """The address, or why it cannot be followed."""
        with _refusals_told():
            refuse_address(self.cleaned_data["url"])
        return str(self.cleaned_data["url"])


class LeadForm(forms.ModelForm[Lead]):
    """Any form of address that can be submitted."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        widget=UnfoldAdminTextInputWidget(),
        help_text=gettext_lazy("Of a page, or of an item of Hacker News, also as hn:8863."),
    )

    def clean_url(self) -> str:
        """The address to know it by, or why there is none."""
        with _refusals_told():
            return address_to_keep(self.cleaned_data["url"])


@contextmanager
def _refusals_told() -> Iterator[None]:
    try:
        yield
    except AddressRefused as refusal:
        raise ValidationError(str(refusal)) from refusal


@admin.register(Feed)
class FeedAdmin(LongList[Feed]):
    form = FeedForm
    list_display = ("name", "address", "enabled", "automatic", "every", "read_at", "due_at", "leads_told", "fault")
    list_filter = ("enabled", "automatic", FailingFilter)
    search_fields = ("name", "url")
    ordering = ("name", "id")
    fields = (
        "url", "name", "every", "automatic", "enabled", "due_at", "read_at", "failing_since", "failures", "failure",
        "etag", "last_modified",
    )  # fmt: skip
    # What jobs note, and what the actions of the list say.
    readonly_fields = fields[4:]
    actions = ("read_now", "stop", "resume")

    def get_fields(self, request: HttpRequest, obj: Feed | None = None) -> tuple[str, ...]:
        """A new feed is only described."""
        return self.fields if obj else self.fields[:4]

    def get_readonly_fields(self, request: HttpRequest, obj: Feed | None = None) -> tuple[str, ...]:
        """Another address is another feed: what its server said and which items are known belong to this one."""
        return (*self.readonly_fields, "url") if obj else self.readonly_fields

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """As often as newsrooms write."""
        return {"every": _EVERY, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Feed, form: Any, change: bool) -> None:
        """A new feed is read at once, by the next job."""
        if not change:
            obj.due_at = timezone.now()
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("address"), ordering="url")
    def address(self, feed: Feed) -> SafeString:
        return format_html('<a href="{0}" rel="noreferrer">{0}</a>', feed.url)

    @admin.display(description=gettext_lazy("leads"))
    def leads_told(self, feed: Feed) -> SafeString:
        """The way to what it led to."""
        return format_html(
            '<a href="{}?feed__id__exact={}">{}</a>', reverse("admin:claims_lead_changelist"), feed.pk, _("leads")
        )

    @admin.display(description=gettext_lazy("failure"), ordering="failing_since")
    def fault(self, feed: Feed) -> str:
        """Since when and why it cannot be read."""
        return f"{feed.failing_since:%Y-%m-%d %H:%M}: {feed.failure}" if feed.failing_since else ""

    @admin.action(description=gettext_lazy("Read now (by the next job)"), permissions=["change"])
    def read_now(self, request: HttpRequest, chosen: QuerySet[Feed]) -> None:
        """Make those that are followed due."""
        called = call_feeds(chosen.values_list("pk", flat=True), now=timezone.now())
        messages.success(
            request,
            ngettext(
                "{count} feed will be read within minutes.", "{count} feeds will be read within minutes.", called
            ).format(count=called),
        )

    @admin.action(description=gettext_lazy("Switch off"), permissions=["change"])
    def stop(self, request: HttpRequest, chosen: QuerySet[Feed]) -> None:
        """Leave them alone from now on."""
        stopped = switch_feeds(chosen.values_list("pk", flat=True), on=False, now=timezone.now())
        messages.success(
            request,
            ngettext("{count} feed switched off.", "{count} feeds switched off.", stopped).format(count=stopped),
        )

    @admin.action(description=gettext_lazy("Switch on again"), permissions=["change"])
    def resume(self, request: HttpRequest, chosen: QuerySet[Feed]) -> None:
        """Follow them again from now on."""
        resumed = switch_feeds(chosen.values_list("pk", flat=True), on=True, now=timezone.now())
        messages.success(
            request,
            ngettext(
                "{count} feed switched on; it will be read within minutes.",
                "{count} feeds switched on; they will be read within minutes.",
                resumed,
            ).format(count=resumed),
        )


@admin.register(Lead)
class LeadAdmin(LongList[Lead]):
    list_display = ("told", "state", "origin", "feed", "published_at", "found_at", "due_at", "announcement", "failure")
    list_filter = ("state", "origin", ("feed", MostOften), AssignedByText)
    list_select_related = ("feed", "announcement")
    search_fields = ("title", "url", "announcement__title", "feed__name")
    date_hierarchy = "found_at"
    ordering = ("-id",)
    actions = ("take_in", "dismiss")
    readonly_fields = (
        "url", "title", "origin", "feed", "key", "published_at", "submitted_by", "found_at", "state", "announcement",
        "due_at", "tries", "failure",
    )  # fmt: skip
    form = LeadForm

    def get_fields(self, request: HttpRequest, obj: Lead | None = None) -> tuple[str, ...]:
        """Of a new lead only the address is asked."""
        return self.readonly_fields if obj else ("url",)

    def get_readonly_fields(self, request: HttpRequest, obj: Lead | None = None) -> tuple[str, ...]:
        """What became of a lead is noted by jobs and by the actions of the list."""
        return self.readonly_fields if obj else ()

    def save_model(self, request: HttpRequest, obj: Lead, form: Any, change: bool) -> None:
        """Submit the address of a new lead; a known address leads to the lead that it has."""
        if change or not isinstance(request.user, User):
            return
        submitted = submit_address(obj.url, user=request.user, now=timezone.now())
        if not submitted.is_new:
            messages.info(request, _("This address was known before."))
        obj.pk = submitted.lead.pk
        obj.refresh_from_db()

    @admin.display(description=gettext_lazy("lead"), ordering="title")
    def told(self, lead: Lead) -> SafeString:
        """Its title and its address."""
        return format_html("{}<br><small>{}</small>", lead.title or "–", lead.url)

    @admin.action(
        description=gettext_lazy("Take in (by the next job), also what failed or was dismissed"), permissions=["change"]
    )
    def take_in(self, request: HttpRequest, chosen: QuerySet[Lead]) -> None:
        """Make each that rests due."""
        now = timezone.now()
        wanted = sum(want_lead(lead.pk, now=now) for lead in chosen)
        messages.success(
            request,
            ngettext(
                "{count} lead will be taken in within minutes.",
                "{count} leads will be taken in within minutes.",
                wanted,
            ).format(count=wanted),
        )

    @admin.action(description=gettext_lazy("Dismiss: no announcement for us"), permissions=["change"])
    def dismiss(self, request: HttpRequest, chosen: QuerySet[Lead]) -> None:
        """Leave each alone that was not taken in."""
        dismissed = sum(dismiss_lead(lead.pk) for lead in chosen)
        messages.success(
            request, ngettext("{count} lead dismissed.", "{count} leads dismissed.", dismissed).format(count=dismissed)
        )
