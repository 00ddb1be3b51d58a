"""What jobs have before them, kind by kind, and a button that makes what failed due again."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.admin.bulk import NEEDS
from claims.admin.rulings import editor
from claims.models import BulkRun, BulkState
from claims.workflows.list_jobs import WORKS, Standing, list_jobs, retry_jobs

MOST_RUNS = 20


def jobs_page(desk: admin.ModelAdmin[Any]) -> Callable[[HttpRequest], HttpResponse]:
    """The view of the page, in the frame of the desk."""

    def view(request: HttpRequest) -> HttpResponse:
        editor(request, "claims.view_importrun")
        if request.method == "POST":
            return _retry(request)
        now = timezone.now()
        lines = [(one, _address(request, one), _may(request, one)) for one in list_jobs(now=now)]
        context = {"opts": desk.opts, "title": _("Jobs"), "lines": lines, "now": now, "runs": _open_runs(request)}
        return TemplateResponse(request, "admin/claims/jobs.html", {**desk.admin_site.each_context(request), **context})

    return view


def _open_runs(request: HttpRequest) -> list[BulkRun]:
    """Acts over many rows that are not over, with how far they are, for whoever may do them."""
    may = [act for act, permission in NEEDS.items() if request.user.has_perm(permission)]
    runs = BulkRun.objects.filter(act__in=may).exclude(state__in=(BulkState.ASKED, BulkState.DONE))
    counted = runs.annotate(done_count=Count("rows", filter=~Q(rows__outcome=""))).select_related("actor")
    return list(counted.order_by("-pk")[:MOST_RUNS])


def _retry(request: HttpRequest) -> HttpResponse:
    slug = request.POST.get("work", "")
    work = next((one for one in WORKS if one.slug == slug and one.retry), None)
    if work is None:
        raise PermissionDenied
    editor(request, work.permission)
    again = retry_jobs(slug, now=timezone.now())
    told = {"number": again, "work": _(work.name)}
    messages.success(request, _("%(work)s: %(number)s are tried again within minutes.") % told)
    return redirect("admin:claims_jobs")


def _address(request: HttpRequest, one: Standing) -> str:
    """The list of these rows, for whoever may read it."""
    if not one.work.table or not request.user.has_perm(f"claims.view_{one.work.table}"):
        return ""
    query = f"?{one.work.query}" if one.work.query and one.failing else ""
    return reverse(f"admin:claims_{one.work.table}_changelist") + query


def _may(request: HttpRequest, one: Standing) -> bool:
    return bool(one.failing and one.work.retry and request.user.has_perm(one.work.permission))
