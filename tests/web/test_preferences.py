"""The language of a page, light and dark: which is chosen, what is remembered, and what each answer refuses."""

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db

PAGE = "/methodology/"


def shown(client: Client, address: str = PAGE, **headers: str) -> tuple[str, str]:
    """The language of the page, by its own word and by the header."""
    answer = client.get(address, headers=headers)
    told = "zh-Hans" if '<html lang="zh-Hans"' in answer.content.decode() else "en"
    return told, answer["Content-Language"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("", ("en", "en")),
        ("zh-CN,zh;q=0.9", ("zh-Hans", "zh-hans")),
        ("zh", ("zh-Hans", "zh-hans")),
        ("fr", ("en", "en")),
    ],
)
def test_a_page_is_in_the_language_that_the_browser_asks_for(client: Client, asked: str, told: tuple[str, str]) -> None:
    assert shown(client, **{"accept-language": asked}) == told


def test_a_chosen_language_goes_before_that_of_the_browser_and_leads_back(client: Client) -> None:
    answer = client.post("/preferences/", {"language": "zh-hans", "next": "/claims/?q=a"})
    assert (answer.status_code, answer["Location"], shown(client, **{"accept-language": "en"})) == (
        302,
        "/claims/?q=a",
        ("zh-Hans", "zh-hans"),
    )


def test_a_language_in_the_address_is_shown_remembered_and_no_filter(client: Client) -> None:
    answer = client.get("/claims/?lang=zh-hans&q=M6")
    assert (answer.status_code, answer.context["list"].kept, client.cookies["language"].value) == (200, (), "zh-hans")
    assert shown(client) == ("zh-Hans", "zh-hans")


def test_a_language_that_there_is_not_is_passed_over(client: Client) -> None:
    assert (shown(client, f"{PAGE}?lang=tlh"), "language" in client.cookies) == (("en", "en"), False)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_stands_on_every_page_until_it_is_lifted(client: Client, theme: str) -> None:
    client.post("/preferences/", {"theme": theme})
    chosen = f'data-theme="{theme}"' in client.get(PAGE).content.decode()
    client.post("/preferences/", {"theme": "auto"})
    assert (chosen, "data-theme" in client.get(PAGE).content.decode()) == (True, False)


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_nobody_is_led_away(client: Client, next_page: str) -> None:
    assert client.post("/preferences/", {"theme": "dark", "next": next_page})["Location"] == "/"


@pytest.mark.parametrize("wish", [{"theme": "pink"}, {"language": "tlh"}])
def test_what_there_is_not_can_not_be_chosen(client: Client, wish: dict[str, str]) -> None:
    assert (client.post("/preferences/", wish).status_code, client.get("/preferences/").status_code) == (400, 405)


def test_copies_for_one_reader_are_not_kept_for_another(client: Client) -> None:
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in client.get(PAGE)["Vary"].split(",")}


def test_programs_are_answered_in_english_whatever_they_ask_for(client: Client) -> None:
    asked = {"accept-language": "zh-CN"}
    answers = [client.get("/api/v1/claims/999999/", headers=each).json() for each in (asked, {})]
    assert answers[0] == answers[1]


def test_pages_may_run_fetch_and_frame_nothing(client: Client, settings: Settings) -> None:
    headers = client.get(PAGE).headers
    assert {name: headers[name] for name in ("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy")} == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
    }
    assert sorted(headers["Content-Security-Policy"].split("; ")) == [
        "base-uri 'none'",
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self'",
        "style-src 'self'",
    ]
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_desk_runs_its_own_scripts_and_no_others(client: Client) -> None:
    policy = client.get("/admin/login/")["Content-Security-Policy"].split("; ")
    assert ("script-src 'self' 'unsafe-eval'" in policy, "default-src 'none'" in policy) == (True, True)
