"""The pages about all claims: the first page, the figures, how we judge, and what had to be corrected."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.movements import (
    corrected_papers,
    latest_announcements,
    moves_of_the_week,
    newest_moves,
    reversals,
    weekly,
)
from claims.statistics import glance, statistics
from claims.web.corrections_page import show_corrected
from claims.web.kept_times import told_when_old
from claims.web.methodology_page import show_methodology
from claims.web.moved import show_moved
from claims.web.pictures.shares import draw_shares
from claims.web.statistics_page import show_statistics, show_weeks
from claims.wording import STATUS_WORDS
from claims.workflows.choose_policy import chosen_policy

_MOVES_SHOWN, _ANNOUNCEMENTS_SHOWN, _CORRECTIONS_SHOWN = 8, 5, 100
_WEEKS_ON_HOME, _WEEKS = 12, 26
# What the list of claims understood while it was the first page; old addresses with one of these lead to it.
_OF_THE_LIST = frozenset({"q", "status", "metric", "language", "subject", "page", "as_of", "by"})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, a search, and what moved in the last seven days; where nothing did, what moved last."""
    if not _OF_THE_LIST.isdisjoint(request.GET):
        return redirect(f"{reverse('web:claim_list')}?{request.GET.urlencode()}", permanent=True)
    now = timezone.now()
    moves, at_hand = moves_of_the_week(now=now, most=_MOVES_SHOWN), glance(now=now)
    shown = {
        "moved": show_moved(moves.changes or newest_moves(most=_MOVES_SHOWN)),
        "moved_this_week": moves.total,
        "announcements": latest_announcements(most=_ANNOUNCEMENTS_SHOWN),
        "glance": at_hand,
        "as_of": told_when_old(at_hand.counted_at, now=now),
        "shares": draw_shares(at_hand.statuses, tuple(STATUS_WORDS.values())),
        "weeks": show_weeks(weekly(now=now, weeks=_WEEKS_ON_HOME)),
    }
    return render(request, "public/home.html", shown)


@require_safe
def statistics_page(request: HttpRequest) -> HttpResponse:
    """All claims in figures."""
    now = timezone.now()
    page = show_statistics(statistics(now=now), weekly(now=now, weeks=_WEEKS))
    return render(request, "public/statistics.html", {"page": page})


@require_safe
def methodology(request: HttpRequest) -> HttpResponse:
    """How we read, judge and grade, with the tables that the code itself goes by."""
    page = show_methodology(chosen_policy(), sources=settings.SOURCES)
    return render(request, "public/methodology.html", {"page": page})


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """What we said otherwise before, and which papers that claims rest on were corrected."""
    back = reversals(most=_CORRECTIONS_SHOWN)
    shown = {
        "reversals": show_moved(back.changes),
        "total": back.total,
        "papers": show_corrected(corrected_papers(most=_CORRECTIONS_SHOWN)),
    }
    return render(request, "public/corrections.html", shown)
