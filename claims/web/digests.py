"""Pages of digests: the archive of public issues, one issue, and the copy of one's own mail."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from claims.models import Delivery
from claims.reader_links import READER, LinkRefused, read_link


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """All public issues, the newest first."""
    return render(request, "digests/archive.html", {})


@never_cache
@require_safe
def own_copy(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """The whole of a mail that the owner of the token got."""
    try:
        subscriber, _ = read_link(READER, token)
    except LinkRefused as refused:
        raise Http404(str(refused)) from refused
    delivery = get_object_or_404(Delivery.objects.select_related("issue"), pk=number, subscriber=subscriber)
    return render(request, "digests/issue.html", {"delivery": delivery})
