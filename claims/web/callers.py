"""Who asks, as far as an address tells it: to count how often they do."""

from django.conf import settings
from django.http import HttpRequest


def caller_of(request: HttpRequest) -> str:
    """The network address of whoever asks; behind https there is one proxy, which tells it last."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.REST_FRAMEWORK["NUM_PROXIES"] else ""
    return f"address {told.split(',')[-1].strip() or request.META.get('REMOTE_ADDR', '')}"
