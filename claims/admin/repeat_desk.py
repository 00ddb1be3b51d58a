"""Claims that seem to say the same, one pair at a time and by keys: both sides, what would become of each, and why.

What was decided in this sitting, and can be undone, is kept in the session; pages work without JavaScript.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from claims.admin.reason_page import number_in
from claims.models import Appearance, Claim, Evidence, EvidenceState, Follow, FollowKind, PairState, RepeatPair
from claims.workflows.decide_repeat import confirm_repeat, reject_repeat
from claims.workflows.merge_claims import MergeRefused
from claims.workflows.reopen_repeat import NotLatest, reopen_repeat

PERMISSION = "claims.change_repeatpair"
REASONS = {
    "1": "The same figure of the same system.",
    "2": "One is a translation of the other.",
    "3": "One copies the other.",
    "4": "They speak of different systems or versions.",
    "5": "They speak of different quantities, or of different conditions.",
    "6": "One says more than the other.",
}
TAKEN_BACK = "An editor took the merge back at once."
MOST_AT_HAND, MOST_UNDOABLE = 500, 50
NAME = "repeat desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that is told of both claims; `differs` where it is not the same."""

    name: str
    later: str
    earlier: str

    @property
    def differs(self) -> bool:
        """Whether the two are told otherwise."""
        return self.later != self.earlier


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCard:
    """A pair with what is told of each side, and with what merging would move: followers and evidence that counts."""

    pair: RepeatPair
    lines: tuple[Line, ...]
    followers: int
    counted: int


def repeat_desk(desk: admin.ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    """The page of the pair that is next, and what its forms send: confirm, reject, put off, undo."""
    actor = _editor(request)
    if request.method == "POST":
        return _carry_out(request, actor)
    kept = _kept(request)
    numbers = _waiting(kept["put_off"])
    at = number_in(request.GET.get("at", ""))
    place = numbers.index(at) if at in numbers else 0
    beside = {step: numbers[place + step] if 0 <= place + step < len(numbers) else 0 for step in (-1, 1)}
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": "Repeats, one pair at a time",
        "card": _card(numbers[place]) if numbers else None,
        "reasons": REASONS,
        "done": kept["done"],
        "place": kept["done"] + place + 1,
        "total": kept["done"] + len(numbers),
        "next_number": beside[1],
        "previous_number": beside[-1],
        "last": kept["decided"][-1] if kept["decided"] else None,
    }
    return TemplateResponse(request, "admin/claims/repeat_desk.html", context)


def _editor(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    return request.user


def _carry_out(request: HttpRequest, actor: User) -> HttpResponse:
    kept, form = _kept(request), request.POST
    number, do, at = number_in(form.get("pair", "")), form.get("do", ""), 0
    if do == "undo":
        at = _undo(request, kept, actor)
    elif do == "skip":
        kept["put_off"] = [*(one for one in kept["put_off"] if one != number), number]
    elif do == "begin":
        kept |= {"done": 0, "decided": [], "put_off": []}
    elif do in (PairState.CONFIRMED, PairState.REJECTED):
        at = _decide(request, kept, actor, number, PairState(do))
    request.session[NAME] = kept
    return redirect(f"{reverse('admin:claims_repeatpair_desk')}{f'?at={at}' if at else ''}")


def _decide(request: HttpRequest, kept: dict[str, Any], actor: User, number: int, state: PairState) -> int:
    """Decide on a pair; the number of what is shown next, 0 for whatever is next."""
    form, now = request.POST, timezone.now()
    reason = " ".join(filter(None, (REASONS.get(form.get("because", ""), ""), form.get("reason", "").strip())))
    pair = RepeatPair.objects.filter(pk=number).select_related("decided_by").first()
    if pair is None:
        return 0
    if pair.decided_by is not None:
        messages.warning(request, f"{pair.decided_by} has decided on it already: {pair.get_state_display()}.")
        return number_in(form.get("next", ""))
    try:
        decide = confirm_repeat if state == PairState.CONFIRMED else reject_repeat
        decide(number, actor=actor, now=now, reason=reason)
    except MergeRefused as refusal:
        messages.warning(request, str(refusal))
        return number
    told = {"pair": number, "state": state.value, "later": pair.later_id, "earlier": pair.earlier_id}
    kept |= {"decided": [*kept["decided"], told][-MOST_UNDOABLE:], "done": kept["done"] + 1}
    return number_in(form.get("next", ""))


def _undo(request: HttpRequest, kept: dict[str, Any], actor: User) -> int:
    """Take the newest decision of this sitting back; the number of the pair, which is shown again."""
    if not kept["decided"]:
        return 0
    *others, last = kept["decided"]
    kept |= {"decided": others, "done": max(0, kept["done"] - 1)}
    try:
        now = timezone.now()
        reopen_repeat(last["pair"], PairState(last["state"]), reason=TAKEN_BACK, actor=actor, now=now)
    except NotLatest as refusal:
        messages.warning(request, str(refusal))
        return 0
    return int(last["pair"])


def _waiting(put_off: list[int]) -> list[int]:
    rows = RepeatPair.objects.filter(state=PairState.SUGGESTED).order_by("-pk").values_list("pk", flat=True)
    late = {number: place for place, number in enumerate(put_off)}
    return sorted(rows[:MOST_AT_HAND], key=lambda number: late.get(number, -1))


def _card(number: int) -> PairCard:
    pair = RepeatPair.objects.get(pk=number)
    sides = {claim.pk: claim for claim in _sides(pair)}
    pair.later, pair.earlier = sides[pair.later_id], sides[pair.earlier_id]
    told = (_told(pair.later), _told(pair.earlier))
    return PairCard(
        pair=pair,
        lines=tuple(Line(name=name, later=told[0][name], earlier=told[1][name]) for name in told[0]),
        followers=Follow.objects.filter(kind=FollowKind.CLAIM, claim=pair.later_id).count(),
        counted=Evidence.objects.filter(claim=pair.later_id, state=EvidenceState.ACCEPTED).count(),
    )


def _sides(pair: RepeatPair) -> QuerySet[Claim]:
    """Both claims, with their figures, their places and how much evidence they have."""
    places = Appearance.objects.select_related("announcement__publisher").order_by("pk")
    shown = Q(evidence__state__in=(EvidenceState.ACCEPTED, EvidenceState.PROPOSED))
    return (
        Claim.objects.filter(pk__in=(pair.later_id, pair.earlier_id))
        .select_related("subject", "claimant")
        .prefetch_related("quantities", Prefetch("appearances", places))
        .annotate(evidence_count=Count("evidence", filter=shown))
    )


def _told(claim: Any) -> dict[str, str]:
    """What is told of a claim line by line, in the order of the page."""
    places = [place for place in claim.appearances.all() if place.came_from_id is None]
    return {
        "about": str(claim.subject or "no subject"),
        "claimed by": str(claim.claimant or "not known"),
        "figures": "; ".join(f"{one.get_metric_display()}: {one.raw}" for one in claim.quantities.all()) or "none",
        "claimed on": str(claim.claimed_on or "not known"),
        "said in": "; ".join(str(place.announcement.publisher or "not known") for place in places[:3]) or "nowhere",
        "language": claim.get_language_display(),
        "status": f"{claim.status}, {claim.get_certainty_display()} certainty",
        "evidence": str(claim.evidence_count),
        "desk": claim.get_workflow_display(),
    }


def _kept(request: HttpRequest) -> dict[str, Any]:
    """What this sitting has done."""
    return {"done": 0, "decided": [], "put_off": [], **request.session.get(NAME, {})}
