"""The public pages: each view reads once, shapes the page, and renders it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.coverage import coverage
from claims.documents import announcement_listing, announcement_with_claims, paper_with_evidence
from claims.judging.as_of import By
from claims.linked_data import in_page
from claims.models import Announcement, Claim, Paper
from claims.page_states import page_states, shifting_edits
from claims.past import Past
from claims.queries import (
    ClaimFilters,
    claim_listing,
    claim_with_everything,
    settling,
)
from claims.receipts import A_PAGE, receipts
from claims.searches import UnknownChoice, read_filters
from claims.statistics import backing_of
from claims.web.announcement_page import show_announcement
from claims.web.claim_list import of_the_day, read_page, show_claims
from claims.web.claim_page import show_claim
from claims.web.claim_pictures import show_pictures
from claims.web.coverage_page import show_coverage
from claims.web.in_brief import show_brief
from claims.web.kin import show_differences, show_kin
from claims.web.paper_page import show_paper
from claims.web.past_day import of_a_day, show_day
from claims.web.receipts import show_receipts
from claims.web.saved_searches import saved_searches
from claims.wording import page_language
from claims.workflows.gather_appearances import successor_of


@require_safe
@of_a_day
def claim_list(request: HttpRequest, past: Past | None) -> HttpResponse:
    """All claims, or those of a search and a choice of facets; an unknown choice is named, with status 400."""
    query, now = request.GET.dict(), timezone.now()
    today = timezone.localdate()
    try:
        filters, page = of_the_day(read_filters(query), past), read_page(query)
    except UnknownChoice as unknown:
        everything = show_claims(claim_listing(ClaimFilters(), page=1, now=now), ClaimFilters(), now=now)
        told = {"list": everything, "problem": str(unknown), "time": show_day(None, {}, today=today)}
        return render(request, "claims/claim_list.html", told, status=400)
    listing = claim_listing(filters, page=page, now=now)
    listed = show_claims(listing, filters, backing=None if past else backing_of(listing.claims), now=now)
    told = {"list": listed, "time": show_day(past, query, today=today), "saved": saved_searches(request, filters)}
    return render(request, "claims/claim_list.html", told)


@require_safe
@of_a_day
def claim(request: HttpRequest, past: Past | None, number: int) -> HttpResponse:
    """One claim with everything that is known about it; a merged claim leads to the one it went into, for good."""
    found = _claim_or_404(number, past)
    if found.merged_into_id is not None:
        query = request.GET.urlencode()
        address = reverse("web:claim", args=[successor_of(found).pk])
        forth = redirect(f"{address}?{query}" if query else address, permanent=True)
        # An editor may take the claim out again; a browser must ask each time.
        forth["Cache-Control"] = "no-cache"
        return forth
    return _claim_page(request, found, past)


@require_safe
@of_a_day
def merged_claim(request: HttpRequest, past: Past | None, number: int) -> HttpResponse:
    """A merged claim as it stands under its own number, with its evidence and its history; any other leads home."""
    found = _claim_or_404(number, past)
    if found.merged_into_id is None:
        return redirect("web:claim", number=found.pk)
    return _claim_page(request, found, past)


def _claim_or_404(number: int, past: Past | None) -> Claim:
    try:
        return claim_with_everything(number, past=past)
    except Claim.DoesNotExist as missing:
        raise Http404(f"There is no claim {number}.") from missing


def _claim_page(request: HttpRequest, found: Claim, past: Past | None) -> HttpResponse:
    read = receipts(found, watched=settings.SOURCES, now=timezone.now(), past=past)
    wanted, edits = () if past else settling(found, language=page_language()), shifting_edits(found, past=past)
    page = show_claim(found, read, wanted=wanted, edits=edits, past=past)
    time = show_day(
        past,
        request.GET.dict(),
        today=timezone.localdate(),
        said_on=found.claimed_on,
        recorded_on=timezone.localdate(found.recorded_at),
    )
    address = request.build_absolute_uri(reverse("web:claim", args=[successor_of(found).pk]))
    # Machines are told of claims that stand, as they stand today.
    linked = "" if past or found.merged_into_id else in_page(found)
    shown = {
        "page": page,
        "pictures": show_pictures(page, until=past.day if past else timezone.localdate(), is_today=past is None),
        "brief": show_brief(page),
        "kin": show_kin(found),
        "address": address,
        "time": time,
        "linked_data": linked,
    }
    return render(request, "claims/claim.html", shown)


@require_safe
@of_a_day
def claim_receipts(request: HttpRequest, past: Past | None, number: int) -> HttpResponse:
    """All receipts of a claim under its own number, the newest look first; of a past day, those up to it."""
    query = request.GET.dict()
    try:
        found, page = Claim.objects.select_related("visit_schedule").get(pk=number), read_page(query)
    except (Claim.DoesNotExist, UnknownChoice) as unknown:
        raise Http404(str(unknown)) from unknown
    if past and past.by is By.KNOWN:
        return redirect(f"{reverse('web:claim', args=[number])}?{request.GET.urlencode()}")
    read = receipts(found, watched=settings.SOURCES, now=timezone.now(), past=past, page=page, size=A_PAGE)
    if page > read.pages:
        raise Http404(f"There is no page {page}: the last one is {read.pages}.")
    time = show_day(past, query, today=timezone.localdate())
    return render(request, "claims/receipts.html", {"claim": found, "receipts": show_receipts(read), "time": time})


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    """What is watched and how well: sources, harvests, feeds, and how many claims are looked at."""
    read = coverage(settings.SOURCES, now=timezone.now())
    return render(request, "claims/coverage.html", {"page": show_coverage(read)})


@require_safe
def announcement_list(request: HttpRequest) -> HttpResponse:
    """All announcements, the newest first."""
    try:
        number = read_page(request.GET.dict())
    except UnknownChoice as unknown:
        raise Http404(str(unknown)) from unknown
    rows, pages = announcement_listing(page=number)
    return render(request, "claims/announcement_list.html", {"announcements": rows, "number": number, "pages": pages})


@require_safe
@of_a_day
def announcement(request: HttpRequest, past: Past | None, number: int) -> HttpResponse:
    """One announcement: its text with the claims marked in place, and its links."""
    try:
        found = announcement_with_claims(number, past=past)
    except Announcement.DoesNotExist as missing:
        raise Http404(f"There is no announcement {number}.") from missing
    time = show_day(
        past,
        request.GET.dict(),
        today=timezone.localdate(),
        said_on=found.published_on,
        recorded_on=timezone.localdate(found.recorded_at),
    )
    page = show_announcement(found, page_states(found, past=past))
    shown = {"page": page, "differences": show_differences(found), "time": time}
    return render(request, "claims/announcement.html", shown)


@require_safe
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """One paper: its record, and what it does to which claims; a merged one leads to the work that it is, for good."""
    try:
        found, evidence = paper_with_evidence(number)
    except Paper.DoesNotExist as missing:
        raise Http404(f"There is no paper {number}.") from missing
    if found.merged_into_id is not None:
        return redirect("web:paper", number=found.merged_into_id, permanent=True)
    return render(request, "claims/paper.html", {"page": show_paper(found, evidence)})
