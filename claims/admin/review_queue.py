"""Evidence that waits, one at a time and by keys: the claim, the passage in its text, and what would follow."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from claims.admin.reason_page import number_in
from claims.admin.reviewing import for_or_against, reviewer, with_all
from claims.admin.sittings import MOST_AT_HAND, Queue, Sitting, reason_given
from claims.core.quoting import QuotableText
from claims.judging.findings import Stance
from claims.judging.side_by_side import SideBySide, side_by_side
from claims.models import Appearance, Evidence, EvidenceState, ReviewAct
from claims.wording import GRADE_WORDS
from claims.workflows.foresee_review import Foreseen, foresee_review
from claims.workflows.review_evidence import ReviewRefused, review_evidence
from claims.workflows.undo_review import undo_review

# Reasons that most decisions have, by the key that gives them.
REASONS = {
    "1": _("It says the same of the same system, in the same measure."),
    "2": _("It says otherwise of the same system, in the same measure."),
    "3": _("It holds only under the condition that is named."),
    "4": _("It speaks of another system, or of another version."),
    "5": _("It speaks of another quantity."),
    "6": _("It only repeats what others said."),
}
TAKEN_BACK = _("Taken back at once.")
AROUND = 320
NAME = "review queue"


@dataclass(frozen=True, slots=True, kw_only=True)
class InContext:
    """A quote in the text that it stands in; `before` and `after` are cut, `words` is "" where it is not found."""

    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a reviewer sees of one piece of evidence."""

    row: Evidence
    said: Appearance | None
    context: InContext
    figures: SideBySide
    grade: str
    same_team: int
    if_accepted: Foreseen
    if_rejected: Foreseen


def review_queue(desk: admin.ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    """The page of the queue, and what its forms send: decide, put off, undo. Raises `PermissionDenied`."""
    actor = reviewer(request)
    chosen = _chosen(request)
    if request.method == "POST":
        return _carry_out(request, actor, chosen)
    return _page(desk, request, actor, chosen)


def _page(desk: admin.ModelAdmin[Any], request: HttpRequest, actor: User, chosen: dict[str, str]) -> HttpResponse:
    sitting = Sitting(request, NAME)
    queue = sitting.queue(_waiting(actor, chosen), at=number_in(request.GET.get("at", "")))
    card = _card(queue.shown, actor) if queue.shown else None
    done, refused = sitting.done, sitting.refused
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": _("Evidence to review, one at a time"),
        "card": card,
        "reasons": REASONS,
        "chosen": chosen,
        "query": urlencode(chosen),
        "done": done,
        "place": done + queue.place + 1,
        "total": done + len(queue.numbers),
        "more": len(queue.numbers) == MOST_AT_HAND,
        "next": _beside(chosen, queue, 1),
        "next_number": queue.beside(1),
        "previous": _beside(chosen, queue, -1),
        "last": sitting.decided[-1] if sitting.decided else None,
        # What could not be carried out is not lost.
        "refused": refused if refused.get("evidence") == queue.shown else {},
    }
    return TemplateResponse(request, "admin/claims/review_queue.html", context)


def _carry_out(request: HttpRequest, actor: User, chosen: dict[str, str]) -> HttpResponse:
    sitting, form = Sitting(request, NAME), request.POST
    number = number_in(form.get("evidence", ""))
    sitting.refused, at = {}, 0
    if form.get("do") == "undo":
        at = _undo(request, sitting, actor)
    elif form.get("do") == "begin":
        sitting.begin_again()
    elif form.get("do") == "skip":
        sitting.put_off_to_the_end(number)
    elif form.get("do") in (ReviewAct.ACCEPTED, ReviewAct.REJECTED):
        at = _decide(request, sitting, actor, number, ReviewAct(form["do"]))
    sitting.keep()
    return redirect(_address(chosen, at) or reverse("admin:claims_evidence_queue"))


def _decide(request: HttpRequest, sitting: Sitting, actor: User, number: int, act: ReviewAct) -> int:
    """Decide on one; the number of what is shown next, 0 for whatever is next."""
    form = request.POST
    reason = reason_given(form, REASONS)
    row = Evidence.objects.filter(pk=number).first()
    if row is None:
        return 0
    try:
        seen = number_in(form.get("seen", ""))
        done = review_evidence(number, act, reason=reason, actor=actor, seen=seen, now=timezone.now())
    except ReviewRefused as refusal:
        messages.warning(request, str(refusal))
        sitting.refused = {"evidence": number, "because": form.get("because", ""), "reason": form.get("reason", "")}
        return number
    told = {"review": done.review_id, "evidence": number, "act": str(act.label), "quote": row.quote[:120]}
    told |= {"claim": done.claim_id, "status": done.status, "moved": done.status != done.status_before}
    sitting.add(told)
    sitting.put_off = [one for one in sitting.put_off if one != number]
    return number_in(form.get("next", ""))


def _undo(request: HttpRequest, sitting: Sitting, actor: User) -> int:
    """Take the newest decision of this sitting back; the number of the evidence, which is shown again."""
    last = sitting.take_back()
    if last is None:
        return 0
    try:
        undo_review(last["review"], reason=str(TAKEN_BACK), actor=actor, now=timezone.now())
    except ReviewRefused as refusal:
        messages.warning(request, str(refusal))
        return 0
    return int(last["evidence"])


def _chosen(request: HttpRequest) -> dict[str, str]:
    """The part of the queue that is looked at: of one claim, of one stance, of claims that the reviewer sees to."""
    given: QueryDict = request.GET
    claim, stance = given.get("claim", ""), given.get("stance", "")
    return {
        **({"claim": str(number_in(claim))} if number_in(claim) else {}),
        **({"stance": stance} if stance in list(Stance) else {}),
        **({"mine": "1"} if given.get("mine") == "1" else {}),
    }


def _waiting(actor: User, chosen: dict[str, str]) -> list[int]:
    """What waits, the weightiest first as in the list; one's own proposals are for others."""
    rows = for_or_against()
    if not settings.SINGLE_EDITOR:
        rows = rows.exclude(proposed_by=actor.get_username())
    if "claim" in chosen:
        rows = rows.filter(claim=int(chosen["claim"]))
    if "stance" in chosen:
        rows = rows.filter(stance=chosen["stance"])
    if "mine" in chosen:
        rows = rows.filter(claim__assignment__editor=actor)
    return list(rows.order_by("-grade", "-confidence", "pk").values_list("pk", flat=True)[:MOST_AT_HAND])


def _card(number: int, actor: User) -> Card:
    """All that is told of one piece of evidence, in a fixed number of queries."""
    row = with_all(Evidence.objects.filter(pk=number)).select_related("claim__assignment__editor").get()
    amounts = sorted(row.claim.quantities.all(), key=lambda amount: amount.pk)
    counted = Evidence.objects.filter(claim=row.claim_id, state=EvidenceState.ACCEPTED).exclude(pk=number)
    team = row.independence_group
    return Card(
        row=row,
        said=row.claim.appearances.select_related("announcement__publisher").order_by("pk").first(),
        context=in_context(row),
        figures=side_by_side(amounts[0].to_core() if amounts else None, row.quote),
        grade=GRADE_WORDS[row.grade].label,
        same_team=counted.filter(independence_group=team).count() if team else 0,
        if_accepted=foresee_review([row], ReviewAct.ACCEPTED, actor=actor)[0],
        if_rejected=foresee_review([row], ReviewAct.REJECTED, actor=actor)[0],
    )


def in_context(row: Evidence) -> InContext:
    """The quote in the text that it was taken from, with about `AROUND` characters on either side."""
    for location, text in row.paper_version.texts():
        place = QuotableText(text).place(row.quote) if location == row.location else None
        if place and place.found:
            before, after = text[max(0, place.start - AROUND) : place.start], text[place.end : place.end + AROUND]
            return InContext(
                before=f"…{before.partition(' ')[2]}" if place.start > AROUND else before,
                words=text[place.start : place.end],
                after=f"{after.rpartition(' ')[0]}…" if len(text) - place.end > AROUND else after,
            )
    return InContext(before="", words="", after="")


def _beside(chosen: dict[str, str], queue: Queue, step: int) -> str:
    return _address(chosen, queue.beside(step)) if queue.beside(step) else ""


def _address(chosen: dict[str, str], at: int) -> str:
    """The queue from one piece of evidence on; "" for none."""
    query = urlencode({**chosen, **({"at": str(at)} if at else {})})
    return f"{reverse('admin:claims_evidence_queue')}?{query}" if query else ""
