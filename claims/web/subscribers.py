"""What readers of mails do without signing in: confirm, look at what they follow, and stop."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from claims.models import Subscriber
from claims.reader_links import READER, LinkRefused, read_link


def reader_of(token: str) -> Subscriber:
    """Whose mail a link was in; a link that is none is told as a page that is not there."""
    try:
        subscriber, _ = read_link(READER, token)
    except LinkRefused as refused:
        raise Http404(str(refused)) from refused
    return subscriber


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button that stops all mail."""
    return render(request, "subscribers/unsubscribe.html", {"subscriber": reader_of(token), "token": token})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """What a reader follows and how they are told of it."""
    return render(request, "subscribers/unsubscribe.html", {"subscriber": reader_of(token), "token": token})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button that says that an address is one's own."""
    return render(request, "subscribers/unsubscribe.html", {"token": token})


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unfollow_from_mail(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """A page with a button that stops one follow."""
    return render(request, "subscribers/unsubscribe.html", {"subscriber": reader_of(token), "token": token})
