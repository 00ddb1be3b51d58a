"""Claims that seem to say the same, one pair at a time and by keys: both sides, what would become of each, and why."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from claims.admin.reason_page import number_in
from claims.admin.side_by_side import Going, going, with_lines
from claims.admin.sittings import MOST_AT_HAND, Sitting, reason_given
from claims.models import PairState, RepeatPair
from claims.workflows.decide_repeat import confirm_repeat, reject_repeat
from claims.workflows.merge_claims import MergeRefused
from claims.workflows.reopen_repeat import NotLatest, reopen_repeat

PERMISSION = "claims.change_repeatpair"
REASONS = {
    "1": _("The same figure of the same system."),
    "2": _("One is a translation of the other."),
    "3": _("One copies the other."),
    "4": _("They speak of different systems or versions."),
    "5": _("They speak of different quantities, or of different conditions."),
    "6": _("One says more than the other."),
}
TAKEN_BACK = _("An editor took the merge back at once.")
NAME = "repeat desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCard:
    """A pair with what merging it would move."""

    pair: RepeatPair
    going: Going


def repeat_desk(desk: admin.ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    """The page of the pair that is next, and what its forms send: confirm, reject, put off, undo."""
    actor = _editor(request)
    if request.method == "POST":
        return _carry_out(request, actor)
    sitting = Sitting(request, NAME)
    queue = sitting.queue(_waiting(), at=number_in(request.GET.get("at", "")))
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": _("Repeats, one pair at a time"),
        "card": _card(queue.shown) if queue.shown else None,
        "reasons": REASONS,
        "done": sitting.done,
        "place": sitting.done + queue.place + 1,
        "total": sitting.done + len(queue.numbers),
        "next_number": queue.beside(1),
        "previous_number": queue.beside(-1),
        "last": sitting.decided[-1] if sitting.decided else None,
    }
    return TemplateResponse(request, "admin/claims/repeat_desk.html", context)


def _editor(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    return request.user


def _carry_out(request: HttpRequest, actor: User) -> HttpResponse:
    sitting, form = Sitting(request, NAME), request.POST
    number, do, at = number_in(form.get("pair", "")), form.get("do", ""), 0
    if do == "undo":
        at = _undo(request, sitting, actor)
    elif do == "skip":
        sitting.put_off_to_the_end(number)
    elif do == "begin":
        sitting.begin_again()
    elif do in (PairState.CONFIRMED, PairState.REJECTED):
        at = _decide(request, sitting, actor, number, PairState(do))
    sitting.keep()
    return redirect(f"{reverse('admin:claims_repeatpair_desk')}{f'?at={at}' if at else ''}")


def _decide(request: HttpRequest, sitting: Sitting, actor: User, number: int, state: PairState) -> int:
    """Decide on a pair; the number of what is shown next, 0 for whatever is next."""
    form, now = request.POST, timezone.now()
    pair = RepeatPair.objects.filter(pk=number).select_related("decided_by").first()
    if pair is None:
        return 0
    if pair.decided_by is not None:
        told = {"name": pair.decided_by, "state": pair.get_state_display()}
        messages.warning(request, gettext("%(name)s has decided on it already: %(state)s.") % told)
        return number_in(form.get("next", ""))
    try:
        decide = confirm_repeat if state == PairState.CONFIRMED else reject_repeat
        decide(number, actor=actor, now=now, reason=reason_given(form, REASONS))
    except MergeRefused as refusal:
        messages.warning(request, str(refusal))
        return number
    sitting.add({"pair": number, "state": state.value, "later": pair.later_id, "earlier": pair.earlier_id})
    return number_in(form.get("next", ""))


def _undo(request: HttpRequest, sitting: Sitting, actor: User) -> int:
    """Take the newest decision of this sitting back; the number of the pair, which is shown again."""
    last = sitting.take_back()
    if last is None:
        return 0
    try:
        now = timezone.now()
        reopen_repeat(last["pair"], PairState(last["state"]), reason=str(TAKEN_BACK), actor=actor, now=now)
    except NotLatest as refusal:
        messages.warning(request, str(refusal))
        return 0
    return int(last["pair"])


def _waiting() -> list[int]:
    rows = RepeatPair.objects.filter(state=PairState.SUGGESTED).order_by("-pk").values_list("pk", flat=True)
    return list(rows[:MOST_AT_HAND])


def _card(number: int) -> PairCard:
    pair = RepeatPair.objects.get(pk=number)
    sides = {claim.pk: claim for claim in with_lines((pair.later_id, pair.earlier_id))}
    pair.later, pair.earlier = sides[pair.later_id], sides[pair.earlier_id]
    return PairCard(pair=pair, going=going(pair.later, pair.earlier))
