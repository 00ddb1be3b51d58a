"""Merging chosen claims: each beside the one that stays, what will lead where, and why; then it is carried out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.admin.decision_forms import ReasonForm
from claims.admin.reason_page import number_in
from claims.admin.rulings import editor
from claims.admin.side_by_side import going, with_lines
from claims.models import Claim, Workflow
from claims.workflows.merge_claims import MergeRefused, merge_claims

# More than that nobody compares on one page.
MOST_AT_ONCE = 20


def ask_to_merge(chosen: QuerySet[Claim]) -> HttpResponse:
    """To the page that shows them side by side."""
    query = QueryDict(mutable=True)
    query.setlist("claim", [str(pk) for pk in chosen.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1]])
    return redirect(f"{reverse('admin:claims_claim_merge')}?{query.urlencode()}")


def merge_page(desk: admin.ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    """Show which stays and what will lead there, ask why, and carry it out."""
    actor = editor(request, "claims.change_claim")
    given = request.POST if request.method == "POST" else request.GET
    numbers = [number_in(one) for one in given.getlist("claim")]
    claims = sorted(with_lines(numbers).exclude(workflow=Workflow.MERGED), key=_first_claimed)
    if not 2 <= len(claims) <= MOST_AT_ONCE:
        messages.warning(request, _("Choose two to %(most)s claims that are not merged yet.") % {"most": MOST_AT_ONCE})
        return redirect("admin:claims_claim_changelist")
    stays = next((claim for claim in claims if claim.pk == number_in(given.get("stays", ""))), claims[0])
    others = [claim for claim in claims if claim.pk != stays.pk]
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _merge_each(request, others, stays, form.cleaned_data["reason"], actor)
        return redirect("admin:claims_claim_change", stays.pk)
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": _("Merge into claim %(number)s?") % {"number": stays.pk},
        "claims": claims,
        "stays": stays,
        "going": [going(claim, stays) for claim in others],
        "form": form,
    }
    return TemplateResponse(request, "admin/claims/merge.html", context)


def _first_claimed(claim: Claim) -> tuple[date, int]:
    return claim.claimed_on or date.max, claim.pk


def _merge_each(request: HttpRequest, others: Sequence[Claim], stays: Claim, reason: str, actor: User) -> None:
    """A refusal leaves its claim as it is and is told."""
    merged = 0
    for claim in others:
        try:
            merged += merge_claims(claim.pk, stays.pk, actor=actor, reason=reason, now=timezone.now()).merged
        except MergeRefused as refusal:
            messages.warning(request, str(refusal))
    if merged:
        told = ngettext(
            "%(count)s claim merged into claim %(number)s.", "%(count)s claims merged into claim %(number)s.", merged
        )
        messages.success(request, told % {"count": merged, "number": stays.pk})
