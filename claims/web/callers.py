"""Who asks, as far as an address tells it: to count how often they do."""

from django.http import HttpRequest
from rest_framework.throttling import BaseThrottle


def caller_of(request: HttpRequest) -> str:
    """The network address of whoever asks, as the API's throttle finds it: behind https the one proxy tells it."""
    return f"address {BaseThrottle().get_ident(request)}"  # type: ignore[arg-type] # reads META and headers alone
