"""Who sees to which claims, and the views of lists that people save."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from claims.admin.reason_page import number_in
from claims.models import Appearance, Assignment, Claim, SavedView
from claims.workflows.assign_claims import assign_claims
from claims.workflows.save_view import ViewRefused, forget_view, save_view

ASSIGNS = "claims.change_claim"
MOST_AT_ONCE = 100


class AssignedFilter(admin.SimpleListFilter):
    """By who sees to a claim, or to the claims that a row belongs to."""

    title = gettext_lazy("assigned")
    parameter_name = "assigned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("me", _("To me")), ("others", _("To others")), ("nobody", _("To nobody"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        everybodys = Assignment.objects.order_by()
        mine = everybodys.filter(editor=request.user.pk)
        match self.value():
            case "me":
                return queryset.filter(self.of(mine.values("claim")))
            case "others":
                return queryset.filter(self.of(everybodys.values("claim"))).exclude(self.of(mine.values("claim")))
            case "nobody":
                return queryset.exclude(self.of(everybodys.values("claim")))
            case _:
                return queryset

    def of(self, claims: QuerySet[Any, Any]) -> Q:
        """The rows that these claims are, or that belong to them."""
        return Q(pk__in=claims)


class AssignedByClaim(AssignedFilter):
    """For what is about one claim: evidence, proposals."""

    def of(self, claims: QuerySet[Any, Any]) -> Q:
        return Q(claim__in=claims)


class AssignedByEither(AssignedFilter):
    """For pairs of claims."""

    def of(self, claims: QuerySet[Any, Any]) -> Q:
        return Q(later__in=claims) | Q(earlier__in=claims)


class AssignedByText(AssignedFilter):
    """For leads, by the claims of the text that they led to."""

    def of(self, claims: QuerySet[Any, Any]) -> Q:
        return Q(announcement__in=Appearance.objects.filter(claim__in=claims).order_by().values("announcement"))


def urls(site: admin.AdminSite, desk: admin.ModelAdmin[Any]) -> list[URLPattern]:
    """The pages of assigning and of views."""
    return [
        path("assign/", site.admin_view(lambda request: assign(desk, request)), name="claims_assign"),
        path("views/save/", site.admin_view(require_POST(keep)), name="claims_save_view"),
        path("views/<int:number>/forget/", site.admin_view(require_POST(forget)), name="claims_forget_view"),
    ]


def ask_whom(chosen: QuerySet[Claim]) -> HttpResponse:
    """To the page that asks who is to see to them."""
    query = QueryDict(mutable=True)
    query.setlist("claim", [str(pk) for pk in chosen.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE]])
    return redirect(f"{reverse('admin:claims_assign')}?{query.urlencode()}")


def assign(desk: admin.ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    """Ask who is to see to some claims, and carry it out."""
    actor = _editor(request)
    given = request.POST if request.method == "POST" else request.GET
    numbers = [number_in(one) for one in given.getlist("claim")[:MOST_AT_ONCE]]
    chosen = list(Claim.objects.filter(pk__in=numbers).select_related("assignment__editor").order_by("pk"))
    people = list(User.objects.filter(is_staff=True, is_active=True).order_by("username"))
    if request.method == "POST":
        to = next((one for one in people if one.pk == number_in(request.POST.get("to", ""))), None)
        changed = assign_claims([claim.pk for claim in chosen], to, actor=actor, now=timezone.now())
        told = {"changed": changed, "of": len(chosen), "whom": to.get_username() if to else _("nobody")}
        messages.success(request, _("%(changed)s of %(of)s changed hands: %(whom)s sees to them now.") % told)
        return redirect("admin:claims_claim_changelist")
    count = len(chosen)
    title = ngettext("Assign a claim", "Assign %(count)s claims", count) % {"count": count}
    context = {"opts": desk.opts, "title": title, "chosen": chosen, "people": people}
    return TemplateResponse(request, "admin/claims/assign.html", desk.admin_site.each_context(request) | context)


def keep(request: HttpRequest) -> HttpResponse:
    """Save the list that the form was on as a view, and go back to it."""
    owner, form = _who(request), request.POST
    path_of_list, query = form.get("path", ""), form.get("query", "")
    try:
        save_view(form.get("name", ""), path=path_of_list, query=query, owner=owner, now=timezone.now())
    except ViewRefused as refusal:
        messages.error(request, str(refusal))
    back = f"{path_of_list}?{query}" if query else path_of_list
    return redirect(back if _is_here(back) else reverse("admin:index"))


def forget(request: HttpRequest, number: int) -> HttpResponse:
    """Forget a view of one's own, and go back to the list that it was of."""
    owner = _who(request)
    view = SavedView.objects.filter(pk=number, owner=owner).first()
    forget_view(number, owner=owner)
    return redirect(view.path if view else reverse("admin:index"))


def views_of(request: HttpRequest) -> dict[str, Any]:
    """For every page of the desk: the views of this list that are one's own. Asked only where they are shown."""
    return {"saved_views": SavedView.objects.filter(owner=request.user.pk, path=request.path).order_by("name", "pk")}


def _is_here(address: str) -> bool:
    return address.startswith("/admin/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def _who(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def _editor(request: HttpRequest) -> User:
    actor = _who(request)
    if not actor.has_perm(ASSIGNS):
        raise PermissionDenied
    return actor
