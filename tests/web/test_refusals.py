"""What people see where the site refuses or fails: whole pages of ours in both languages, never a bare word."""

from collections.abc import Callable

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from django.views.defaults import bad_request, permission_denied, server_error

from tests.web.strict_html import faults_of

pytestmark = pytest.mark.django_db

REFUSALS: dict[str, tuple[Callable[[HttpRequest], HttpResponse], int, str, str]] = {
    "not understood": (lambda asked: bad_request(asked, BadRequest()), 400, "make sense of that address", "无法理解"),
    "not allowed": (lambda asked: permission_denied(asked, PermissionDenied()), 403, "You may not do this", "您无权"),
    "broken": (server_error, 500, "Something broke on our side", "出了故障"),
}


@pytest.mark.parametrize("name", REFUSALS)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_refusal_is_a_whole_page_of_ours(name: str, language: str) -> None:
    refuse, status, english, chinese = REFUSALS[name]
    with translation.override(language):
        answer = refuse(RequestFactory().get("/"))
    page = answer.content.decode()
    assert (answer.status_code, faults_of(page), "claims/site.css" in page) == (status, [], True)
    assert (english in page, chinese in page) == (language == "en", language == "zh-hans")


def test_a_form_without_its_cookie_is_told_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/account/sign-in/?lang=en", {"username": "ada"})
    page = answer.content.decode()
    assert (answer.status_code, faults_of(page)) == (403, [])
    assert "Nothing was changed. Go back, load the page anew" in page
