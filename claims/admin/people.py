"""Accounts and roles at the desk, and taking two-factor sign-in from somebody who lost their phone and their codes.

The tables of devices themselves have no pages here: what is in them is secret.
"""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from claims.admin.reason_page import ask_for_reason
from claims.workflows.keep_two_factor import IS_ON, has_two_factor, remove_two_factor

for one in (User, Group, TOTPDevice, StaticDevice):
    admin.site.unregister(one)


# What can be done with the rows of any table.
_USUAL = {
    "add": gettext_noop("Can add {name}"),
    "change": gettext_noop("Can change {name}"),
    "delete": gettext_noop("Can delete {name}"),
    "view": gettext_noop("Can view {name}"),
}


class NothingToTakeAway(Exception):
    """The person's two-factor sign-in is off."""


class TwoFactorFilter(admin.SimpleListFilter):
    """By whether signing in takes a code."""

    title = gettext_lazy("two-factor sign-in")
    parameter_name = "two_factor"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin[Any]) -> list[tuple[str, Any]]:
        return [("1", gettext_lazy("switched on")), ("0", gettext_lazy("switched off"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """Those with it on, or the others."""
        chosen = self.value()
        return queryset if chosen is None else queryset.filter(IS_ON if chosen == "1" else ~IS_ON)


class PermissionsTold:
    """For an admin whose rows have permissions: each is told in the language of the page."""

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc] # of the admin beside it
        if field is not None and db_field.related_model is Permission:
            field.label_from_instance = permission_told
        return field


def permission_told(permission: Permission) -> str:
    """What it lets people do, after what it is about; as Django says it in English."""
    kind = permission.content_type
    model = kind.model_class()
    act = permission.codename.partition("_")[0]
    usual = model is not None and act in _USUAL and permission.codename == f"{act}_{model._meta.model_name}"
    words = _(_USUAL[act]).format(name=kind.name) if usual else _(permission.name)
    return f"{kind.app_labeled_name} | {words}"


@admin.register(Group)
class RoleAdmin(PermissionsTold, GroupAdmin, ModelAdmin[Group]):
    """Django's, in the skin of the desk."""


@admin.register(User)
class PersonAdmin(PermissionsTold, UserAdmin[User], ModelAdmin[User]):
    """Django's, in the skin of the desk, with a way to take two-factor sign-in away."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("username", "email", "is_staff", "is_active", "has_two_factor", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active", TwoFactorFilter, "groups")
    readonly_fields = ("last_login", "date_joined", "what_can_be_done")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """With whether each has it on."""
        rows: QuerySet[User] = super().get_queryset(request).annotate(two_factor_is_on=IS_ON)
        return rows

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """With two-factor sign-in, for whoever may take it away."""
        fieldsets = super().get_fieldsets(request, obj)
        may = obj is not None and self._may_take(request, obj)
        return [*fieldsets, (_("Two-factor sign-in"), {"fields": ["what_can_be_done"]})] if may else fieldsets

    @admin.display(description=gettext_lazy("two-factor sign-in"), boolean=True, ordering="two_factor_is_on")
    def has_two_factor(self, person: User) -> bool:
        return has_two_factor(person)

    @admin.display(description=gettext_lazy("what can be done"))
    def what_can_be_done(self, person: User) -> SafeString | str:
        """The way to the page that takes it away and asks why."""
        if not has_two_factor(person):
            return _("Nothing: it is off. People switch it on in their account.")
        address = reverse("admin:auth_user_two_factor", args=[person.pk])
        return format_html(
            '<span class="desk-ways"><a href="{}">{}</a></span>',
            address,
            _("Take it away, where phone and recovery codes are lost"),
        )

    def get_urls(self) -> list[URLPattern]:
        """The page that takes it away, beside the usual ones."""
        view = self.admin_site.admin_view(self.take_two_factor_away)
        return [path("<int:number>/two-factor/", view, name="auth_user_two_factor"), *super().get_urls()]

    def _may_take(self, request: HttpRequest, person: User) -> bool:
        """Of oneself, it takes the password and a code, in one's account."""
        return person.pk != request.user.pk and self.has_change_permission(request, person)

    def take_two_factor_away(self, request: HttpRequest, number: int) -> HttpResponse:
        """Have a password alone sign somebody in again, with a reason that stays in the log of the desk."""
        person = get_object_or_404(User, pk=number)
        if not self._may_take(request, person):
            raise PermissionDenied
        if not has_two_factor(person):
            raise Http404(f"{person} has no two-factor sign-in.")

        def carry_out(reason: str) -> str:
            if not remove_two_factor(person):
                raise NothingToTakeAway(_("It is off already."))
            self.log_change(request, person, f"Took two-factor sign-in away: {reason}")
            return _("Taken away. A password alone signs %(name)s in, who can set it up anew.") % {"name": person}

        return ask_for_reason(
            self,
            request,
            title=_("Take two-factor sign-in away from %(name)s?") % {"name": person},
            told=(
                _("Their app and their recovery codes stop working; a password alone signs them in."),
                _("Be sure that it is they who ask: whoever knows the password may be somebody else."),
            ),
            button=_("Take it away"),
            back=reverse("admin:auth_user_change", args=[person.pk]),
            carry_out=carry_out,
            refused=NothingToTakeAway,
            hint=_("Kept in the log of the desk, with your name."),
        )
