"""What a reader has chosen of the looks of the site: the language of its words, and light or dark.

Both are plain cookies, set by a form that works without JavaScript. The language is first that of the address
(`?lang=zh-hans`), then that of the cookie, then what the browser asks for.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")
_A_YEAR = 365 * 24 * 60 * 60
# What programs read must not depend on who asks.
_IN_ENGLISH = "/api/v1/"
# What other sites and programs fetch is in the language of the address alone: everybody is served the same copy.
_FOR_OTHER_SITES = re.compile(r"/(feeds/|oembed$|claims/\d+/(badge\.svg|embed/)$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A language of the site: its code, its own name, and this page's address in it."""

    code: str
    name: str
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What the frame of each page shows. `here` is where the form leads back to."""

    theme: str
    languages: tuple[Offered, ...]
    here: str

    @property
    def others(self) -> tuple[Offered, ...]:
        """The languages that the page is not in."""
        return tuple(one for one in self.languages if not one.chosen)


def in_the_readers_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: each page in the reader's language; a language in the address is remembered."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(_IN_ENGLISH):
            with translation.override("en"):
                return get_response(request)
        asked = _taken_from_address(request)
        if _FOR_OTHER_SITES.match(request.path_info):
            with translation.override(asked or "en"):
                return get_response(request)
        with translation.override(asked or translation.get_language_from_request(request)):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        if asked:
            _remember(response, settings.LANGUAGE_COOKIE_NAME, asked)
        return response

    return answer


def of_the_reader(request: HttpRequest) -> dict[str, object]:
    """Context processor: `preferences`, and `language`, which is for `<html lang>`."""
    theme = request.COOKIES.get(THEME_COOKIE, "auto")
    code = translation.get_language() or "en"
    return {
        "preferences": Preferences(
            theme=theme if theme in THEMES else "auto",
            languages=tuple(
                Offered(code=one, name=str(name), address=_address(request, one), chosen=one == code)
                for one, name in settings.LANGUAGES
            ),
            here=request.get_full_path(),
        ),
        "page_language": translation.to_locale(code).replace("_", "-"),
    }


@csrf_exempt  # Only the looks change, so pages need no token, and can be kept and shown to several readers.
@require_POST
def prefer(request: HttpRequest) -> HttpResponse:
    """Remember a language, a theme or both, and lead back to the page that asked."""
    language, theme = request.POST.get("language", ""), request.POST.get("theme", "")
    if (language and language not in dict(settings.LANGUAGES)) or (theme and theme not in THEMES):
        return HttpResponseBadRequest("There is no such language or theme.", content_type="text/plain")
    back = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    response = HttpResponseRedirect(back if is_ours else "/")
    if language:
        _remember(response, settings.LANGUAGE_COOKIE_NAME, language)
    if theme:
        _remember(response, THEME_COOKIE, theme)
    return response


def _taken_from_address(request: HttpRequest) -> str:
    """The language that the address asks for, "" for none; taken out, as views read the rest as choices of theirs."""
    asked = request.GET.get("lang", "").lower()
    if "lang" in request.GET:
        rest = request.GET.copy()
        del rest["lang"]
        request.GET = rest  # type: ignore[assignment]  # A copy of it is of the same kind.
        request.META["QUERY_STRING"] = rest.urlencode()
    return asked if asked in dict(settings.LANGUAGES) else ""


def _address(request: HttpRequest, code: str) -> str:
    query = [(name, value) for name, values in request.GET.lists() for value in values]
    return request.build_absolute_uri(f"{request.path}?{urlencode([*query, ('lang', code)])}")


def _remember(response: HttpResponse, name: str, value: str) -> None:
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(name, value, max_age=_A_YEAR, samesite="Lax", secure=secure, httponly=True)
