"""What each answer tells browsers to refuse; the policy of the pages themselves is in the settings."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# The desk's skin evaluates the expressions in its attributes, and places its bars by styles that it writes itself.
# Everything still comes from this site.
_AT_THE_DESK = {
    "script-src": ["'self'", "'unsafe-eval'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
}
# No page uses any of these, so no page may.
_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


def refuse_what_no_page_needs(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, below that of django-csp: the desk's own policy, and the permissions that no page has."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.path_info.startswith("/admin/"):
            response._csp_replace = _AT_THE_DESK  # type: ignore[attr-defined]  # Where django-csp looks for it.
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response

    return answer
