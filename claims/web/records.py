"""The pages of subjects and organisations: what was claimed of or by them, and what became of it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from claims.models import FollowKind, MergedSubject, Organisation, Subject
from claims.models.claims import ClaimQuerySet
from claims.movements import moves_of
from claims.queries import newest_claims
from claims.searches import UnknownChoice
from claims.statistics import Lines, backing_of, organisation_lines, record_of, subject_lines
from claims.topics import Topic, claims_of
from claims.web.claim_list import read_page, show_rows
from claims.web.moved import show_moved
from claims.web.record_lines import show_lines
from claims.web.statistics_page import show_record

_CLAIMS_SHOWN, _MOVES_SHOWN = 20, 5
_LONGEST_SEARCH = 200


@require_safe
def subject_list(request: HttpRequest) -> HttpResponse:
    """What claims are about, those with most claims first; `?q=` chooses by name."""
    words, page = _asked(request)
    return _listing(request, subject_lines, words, page, of="subjects")


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Who claims, makes or publishes, those with most claims first; `?q=` chooses by name."""
    words, page = _asked(request)
    return _listing(request, organisation_lines, words, page, of="organisations")


@require_safe
def subject(request: HttpRequest, number: int) -> HttpResponse:
    """One subject with the record of the claims about it and about the members of its family.

    The number of one that was united with another leads to that one for good.
    """
    try:
        found = Subject.objects.select_related("maker", "family").prefetch_related("aliases", "members").get(pk=number)
    except Subject.DoesNotExist as missing:
        merged = MergedSubject.objects.filter(pk=number).first()
        if merged is None:
            raise Http404(f"There is no subject {number}.") from missing
        return redirect("web:subject", merged.successor_id, permanent=True)
    topic = Topic(kind=FollowKind.SUBJECT, id=number)
    shown = {"subject": found, "names": found.all_names()[1:], "topic": topic, **_record(claims_of(topic))}
    return render(request, "public/subject.html", shown)


@require_safe
def organisation(request: HttpRequest, number: int) -> HttpResponse:
    """One organisation: what it claims and what is claimed of its systems; and the record of what it published."""
    try:
        found = Organisation.objects.prefetch_related("subjects").get(pk=number)
    except Organisation.DoesNotExist as missing:
        raise Http404(f"There is no organisation {number}.") from missing
    topic = Topic(kind=FollowKind.ORGANISATION, id=number)
    published = claims_of(Topic(kind=FollowKind.PUBLISHER, id=number))
    shown = {
        "organisation": found,
        "systems": sorted(found.subjects.all(), key=lambda one: one.name),
        "topic": topic,
        "published": show_record(record_of(published)),
        **_record(claims_of(topic)),
    }
    return render(request, "public/organisation.html", shown)


def _record(claims: ClaimQuerySet) -> dict[str, object]:
    newest = newest_claims(claims, most=_CLAIMS_SHOWN)
    today = timezone.localdate()
    record = show_record(record_of(claims))
    waiting = record.record.waiting_since
    return {
        "record": record,
        "rows": show_rows(newest, backing_of(newest), today=today),
        "moved": show_moved(moves_of(claims, most=_MOVES_SHOWN)),
        "waiting_days": (today - waiting).days if waiting else None,
    }


def _asked(request: HttpRequest) -> tuple[str, int]:
    try:
        page = read_page(request.GET.dict())
    except UnknownChoice as unknown:
        raise Http404(str(unknown)) from unknown
    return " ".join(request.GET.get("q", "")[:_LONGEST_SEARCH].replace("\x00", "").split()), page


def _listing(request: HttpRequest, read: Callable[..., Lines], words: str, page: int, *, of: str) -> HttpResponse:
    now = timezone.now()
    lines = read(words=words, page=page, now=now)
    shown = {"list": show_lines(lines, words=words, page=page, now=now), "of": of}
    return render(request, f"public/{of}.html", shown)
