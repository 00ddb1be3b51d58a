"""Evidence that waits, one at a time and by keys: the claim, the passage in its text, both figures, what would follow.

How far a reviewer is, what was put off and what can be undone is kept in their session, so that pages can be loaded
again, and work without JavaScript.
"""

from collections.abc import Sequence
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

from claims.admin.reason_page import number_in
from claims.admin.reviewing import for_or_against, reviewer, with_all
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
    "1": "It says the same of the same system, in the same measure.",
    "2": "It says otherwise of the same system, in the same measure.",
    "3": "It holds only under the condition that is named.",
    "4": "It speaks of another system, or of another version.",
    "5": "It speaks of another quantity.",
    "6": "It only repeats what others said.",
}
TAKEN_BACK = "Taken back at once."
# Of a longer queue the rest comes when these are decided.
MOST_AT_HAND, MOST_UNDOABLE, MOST_PUT_OFF = 500, 50, 200
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The numbers of what waits, in its order, and where in it the card is that is shown."""

    numbers: tuple[int, ...]
    place: int

    @property
    def shown(self) -> int:
        """The number of the evidence that is shown; 0 where nothing waits."""
        return self.numbers[self.place] if self.numbers else 0

    def beside(self, step: int) -> int:
        """The number of the one before or behind it; 0 where there is none."""
        place = self.place + step
        return self.numbers[place] if 0 <= place < len(self.numbers) else 0


def review_queue(desk: admin.ModelAdmin[Any], request: HttpRequest) -> HttpResponse:
    """The page of the queue, and what its forms send: decide, put off, undo. Raises `PermissionDenied`."""
    actor = reviewer(request)
    chosen = _chosen(request)
    if request.method == "POST":
        return _carry_out(request, actor, chosen)
    return _page(desk, request, actor, chosen)


def _page(desk: admin.ModelAdmin[Any], request: HttpRequest, actor: User, chosen: dict[str, str]) -> HttpResponse:
    kept = _kept(request)
    queue = _queue(actor, chosen, put_off=kept["put_off"], at=number_in(request.GET.get("at", "")))
    card = _card(queue.shown, actor) if queue.shown else None
    done, refused = kept["done"], kept["refused"]
    context = {
        **desk.admin_site.each_context(request),
        "opts": desk.opts,
        "title": "Evidence to review, one at a time",
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
        "last": kept["decided"][-1] if kept["decided"] else None,
        # What could not be carried out is not lost.
        "refused": refused if refused.get("evidence") == queue.shown else {},
    }
    return TemplateResponse(request, "admin/claims/review_queue.html", context)


def _carry_out(request: HttpRequest, actor: User, chosen: dict[str, str]) -> HttpResponse:
    kept, form = _kept(request), request.POST
    number = number_in(form.get("evidence", ""))
    kept["refused"], at = {}, 0
    if form.get("do") == "undo":
        at = _undo(request, kept, actor)
    elif form.get("do") == "begin":
        kept |= {"done": 0, "decided": [], "put_off": []}
    elif form.get("do") == "skip":
        kept["put_off"] = [*(one for one in kept["put_off"] if one != number), number][-MOST_PUT_OFF:]
    elif form.get("do") in (ReviewAct.ACCEPTED, ReviewAct.REJECTED):
        at = _decide(request, kept, actor, number, ReviewAct(form["do"]))
    request.session[NAME] = kept
    return redirect(_address(chosen, at) or reverse("admin:claims_evidence_queue"))


def _decide(request: HttpRequest, kept: dict[str, Any], actor: User, number: int, act: ReviewAct) -> int:
    """Decide on one; the number of what is shown next, 0 for whatever is next."""
    form = request.POST
    reason = " ".join(filter(None, (REASONS.get(form.get("because", ""), ""), form.get("reason", "").strip())))
    row = Evidence.objects.filter(pk=number).first()
    if row is None:
        return 0
    try:
        seen = number_in(form.get("seen", ""))
        done = review_evidence(number, act, reason=reason, actor=actor, seen=seen, now=timezone.now())
    except ReviewRefused as refusal:
        messages.warning(request, str(refusal))
        kept["refused"] = {"evidence": number, "because": form.get("because", ""), "reason": form.get("reason", "")}
        return number
    told = {"review": done.review_id, "evidence": number, "act": act.label, "quote": row.quote[:120]}
    told |= {"claim": done.claim_id, "status": done.status, "moved": done.status != done.status_before}
    kept |= {"decided": [*kept["decided"], told][-MOST_UNDOABLE:], "done": kept["done"] + 1}
    kept["put_off"] = [one for one in kept["put_off"] if one != number]
    return number_in(form.get("next", ""))


def _undo(request: HttpRequest, kept: dict[str, Any], actor: User) -> int:
    """Take the newest decision of this sitting back; the number of the evidence, which is shown again."""
    if not kept["decided"]:
        return 0
    *others, last = kept["decided"]
    kept |= {"decided": others, "done": max(0, kept["done"] - 1)}
    try:
        undo_review(last["review"], reason=TAKEN_BACK, actor=actor, now=timezone.now())
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


def _queue(actor: User, chosen: dict[str, str], *, put_off: Sequence[int], at: int) -> Queue:
    """What waits, the weightiest first as in the list, what was put off last; one's own proposals are for others."""
    rows = for_or_against()
    if not settings.SINGLE_EDITOR:
        rows = rows.exclude(proposed_by=actor.get_username())
    if "claim" in chosen:
        rows = rows.filter(claim=int(chosen["claim"]))
    if "stance" in chosen:
        rows = rows.filter(stance=chosen["stance"])
    if "mine" in chosen:
        rows = rows.filter(claim__assignment__editor=actor)
    ordered = rows.order_by("-grade", "-confidence", "pk").values_list("pk", flat=True)[:MOST_AT_HAND]
    late = {number: place for place, number in enumerate(put_off)}
    numbers = tuple(sorted(ordered, key=lambda number: late.get(number, -1)))
    return Queue(numbers=numbers, place=numbers.index(at) if at in numbers else 0)


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


def _kept(request: HttpRequest) -> dict[str, Any]:
    """What this sitting has done: how many, the newest of them last, what was put off and what was refused."""
    return {"done": 0, "decided": [], "put_off": [], "refused": {}, **request.session.get(NAME, {})}


def _beside(chosen: dict[str, str], queue: Queue, step: int) -> str:
    return _address(chosen, queue.beside(step)) if queue.beside(step) else ""


def _address(chosen: dict[str, str], at: int) -> str:
    """The queue from one piece of evidence on; "" for none."""
    query = urlencode({**chosen, **({"at": str(at)} if at else {})})
    return f"{reverse('admin:claims_evidence_queue')}?{query}" if query else ""
