"""Pages of digests: the archive of public issues, one issue, and the copy of one's own mail."""

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from claims.digest.changes import Change
from claims.digest.told import ChangesTold, public_changes
from claims.models import Delivery, DigestIssue, IssueState
from claims.reader_links import READER, LinkRefused, read_link
from claims.searches import UnknownChoice
from claims.web.claim_list import read_page
from claims.web.digest_page import ISSUES, NoSuchPage, count_words, name_of, page_of, show_digest, show_issue

# In seconds, what a public digest tells is not composed again: so long a claim that is dismissed may still stand there.
KEPT = 600


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """All public issues, the newest first, each with what it told in a line."""
    try:
        page = page_of(Paginator(_public().order_by("-due_at", "-pk"), ISSUES), _number(request))
    except NoSuchPage as missing:
        raise Http404(str(missing)) from missing
    return render(request, "digests/archive.html", {"page": page, "issues": [show_issue(issue) for issue in page]})


@require_safe
def public_issue(request: HttpRequest, slug: str) -> HttpResponse:
    """A public issue with everything that it tells, but what is of claims that were dismissed since."""
    issue = get_object_or_404(_public(), slug=slug)
    changes = _kept_changes(issue)
    try:
        shown = show_digest(changes, _number(request))
    except NoSuchPage as missing:
        raise Http404(str(missing)) from missing
    older = _public().filter(due_at__lt=issue.due_at).order_by("-due_at").first()
    newer = _public().filter(due_at__gt=issue.due_at).order_by("due_at").first()
    told = {
        "issue": show_issue(issue),
        "digest": shown,
        "entries": count_words(len(changes)),
        "older": show_issue(older) if older else None,
        "newer": show_issue(newer) if newer else None,
    }
    return render(request, "digests/issue.html", told)


@never_cache
@require_safe
def own_copy(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """The whole of a mail that the owner of the token got; nobody else can open it, and no search engine keeps it."""
    try:
        subscriber, _ = read_link(READER, token)
    except LinkRefused as refused:
        raise Http404(str(refused)) from refused
    delivery = get_object_or_404(Delivery.objects.select_related("issue"), pk=number, subscriber=subscriber)
    changes = ChangesTold().of([delivery])[delivery.pk]
    try:
        shown = show_digest(changes, _number(request))
    except NoSuchPage as missing:
        raise Http404(str(missing)) from missing
    told = {
        "name": name_of(delivery.issue),
        "day": delivery.issue.due_at,
        "digest": shown,
        "entries": count_words(len(changes)),
        "token": token,
    }
    response = render(request, "digests/own_copy.html", told)
    response["X-Robots-Tag"] = "noindex, nofollow"
    # The address is as good as a key to the reader's preferences.
    response["Referrer-Policy"] = "no-referrer"
    return response


def _kept_changes(issue: DigestIssue) -> tuple[Change, ...]:
    """What an issue tells. A week may have thousands of events, and the page of it is open to everybody."""
    key = f"digest:{issue.pk}"
    kept: tuple[Change, ...] | None = cache.get(key)
    if kept is None:
        kept = public_changes(issue)
        cache.set(key, kept, KEPT)
    return kept


def _public() -> QuerySet[DigestIssue]:
    return DigestIssue.objects.exclude(slug="").exclude(state=IssueState.CANCELLED)


def _number(request: HttpRequest) -> int:
    """The page that is asked for, the first without a word."""
    try:
        return read_page(request.GET.dict())
    except UnknownChoice as unknown:
        raise Http404(str(unknown)) from unknown
