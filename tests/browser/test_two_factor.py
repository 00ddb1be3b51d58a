"""Two-factor sign-in in a browser that runs no script: set up, asked for, and nothing refused by our own policy."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import stay_here
from tests.web.made_up_devices import PASSWORD, code_of, somebody

pytestmark = pytest.mark.django_db(transaction=True)


def give_password(page: Page, site: str) -> None:
    page.goto(f"{site}/account/sign-in/?next=/account/tokens/")
    page.get_by_label("Name or e-mail address").fill("ada")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()


def test_it_is_set_up_and_signed_in_with_on_a_phone_without_a_script(browser: Browser, live_server: object) -> None:
    ada = somebody()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    context.route("**/*", stay_here)
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)

    give_password(page, str(live_server))
    assert page.url == f"{live_server}/account/tokens/"
    page.goto(f"{live_server}/account/two-factor/")
    page.get_by_role("button", name="Set it up").click()
    picture = page.get_by_role("img", name="A QR code with the secret for your app").bounding_box()
    assert picture is not None
    assert (round(picture["width"]) == round(picture["height"]), picture["width"] > 200) == (True, True)
    page.get_by_role("textbox", name="Code").fill(code_of(ada, steps=-1))
    page.get_by_role("button", name="Switch it on").click()
    codes = re.findall(r"\d{5} \d{5}", page.locator(".codes").inner_text())
    assert len(codes) == 10
    page.get_by_role("link", name="I have kept them").click()
    assert page.get_by_text("Recovery codes left").is_visible()

    for code in (code_of(ada), codes[0]):
        context.clear_cookies()
        give_password(page, str(live_server))
        assert page.url == f"{live_server}/account/sign-in/code/"
        page.get_by_role("textbox", name="Code").fill(code)
        page.get_by_role("main").get_by_role("button", name="Sign in").click()
        assert page.url == f"{live_server}/account/tokens/"

    context.close()
    assert refused == []
