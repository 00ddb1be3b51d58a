"""Pictures of every page with the demo data: desktop and phone, light and dark, English and Chinese, into a folder.

`make screenshots` runs it against a site of its own: `python -m tests.browser.screenshots FOLDER`. `claim-page.png`
there is the picture of the README.
"""

import os
import shutil
import sys
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

PAGES = {
    "home": "/",
    "claims": "/claims/",
    "claim": "/claims/{claim}/",
    "past-day": "/claims/{claim}/?as_of=2023-01-31",
    "receipts": "/claims/{claim}/receipts/",
    "announcements": "/announcements/",
    "announcement": "/announcements/{announcement}/",
    "paper": "/papers/{paper}/",
    "subjects": "/subjects/",
    "organisations": "/organisations/",
    "statistics": "/statistics/",
    "methodology": "/methodology/",
    "corrections": "/corrections/",
    "coverage": "/coverage/",
    "digests": "/digests/",
    "follow": "/follow/",
    "sign-in": "/account/sign-in/",
    "api": "/api/docs/problems/",
    "not-found": "/nothing/",
}
# Pages of the demo's editor, who has signed in.
OWN_PAGES = {
    "account": "/account/",
    "two-factor": "/account/two-factor/",
    "two-factor-set-up": "/account/two-factor/set-up/",
    "change-password": "/account/password/",
}
# The editors' desk, for the same editor; its menu stands beside its pages from this width on.
DESK_PAGES = {
    "desk": "/admin/",
    "desk-texts": "/admin/claims/claimact/desk/?show=all",
    "desk-text": "/admin/claims/claimact/desk/{announcement}/",
    "desk-new-text": "/admin/claims/claimact/desk/new/",
    "desk-review": "/admin/claims/waitingevidence/queue/",
    "desk-repeats": "/admin/claims/repeatpair/desk/",
    "desk-rule": "/admin/claims/ruling/rule/{claim}/",
    "desk-proposals": "/admin/claims/statusproposal/?closed=all",
    "desk-claims": "/admin/claims/claim/",
    "desk-claim": "/admin/claims/claim/{claim}/change/",
    "desk-evidence": "/admin/claims/evidence/",
    "desk-import": "/admin/claims/importrun/new/",
    "desk-jobs": "/admin/claims/importrun/jobs/",
}
DESK_WIDTH = 1440
# The energy claim of the demo: evidence, arithmetic and a status that is neither yes nor no.
SHOWN = "1% of the energy"
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
LANGUAGES = {"en": "en-GB", "zh": "zh-CN"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


class Quiet(WSGIRequestHandler):
    """Serves without a line for each request."""

    def log_message(self, format: str, *arguments: object) -> None:
        pass


def addresses() -> dict[str, str]:
    """Each page with its address in the demo data."""
    from claims.models import Announcement, Claim, Paper

    shown = Claim.objects.filter(text__contains=SHOWN).order_by("pk").first() or Claim.objects.earliest("pk")
    numbers = {
        "claim": shown.pk,
        "announcement": Announcement.objects.earliest("pk").pk,
        "paper": Paper.objects.earliest("pk").pk,
    }
    return {name: pattern.format(**numbers) for name, pattern in {**PAGES, **OWN_PAGES, **DESK_PAGES}.items()}


def session_of_the_editor() -> str:
    """The cookie of a session of the demo's editor, who has begun to set up two-factor sign-in."""
    from django.contrib.auth.models import User
    from django.test import Client

    from claims.management.commands.load_demo import EDITOR
    from claims.workflows.keep_two_factor import begin_two_factor

    client, editor = Client(), User.objects.get(username=EDITOR)
    begin_two_factor(editor)
    client.force_login(editor)
    return client.cookies["sessionid"].value


def take(site: str, pages: dict[str, str], folder: Path, *, session: str) -> int:
    """Take all pictures, those of `OWN_PAGES` and of the desk with a session; returns how many."""
    from playwright.sync_api import ViewportSize, sync_playwright

    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    taken = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for language, locale in LANGUAGES.items():
            for theme in ("light", "dark"):
                for size, (width, height) in SIZES.items():
                    context = browser.new_context(
                        viewport=ViewportSize(width=width, height=height),
                        locale=locale,
                        color_scheme="dark" if theme == "dark" else "light",
                    )
                    page = context.new_page()
                    for name, address in pages.items():
                        if name not in PAGES:
                            context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
                        if name in DESK_PAGES and size == "desktop":
                            page.set_viewport_size({"width": DESK_WIDTH, "height": height})
                        page.goto(f"{site}{address}")
                        page.screenshot(path=folder / f"{name}-{language}-{theme}-{size}.png", full_page=True)
                        taken += 1
                        if (name, language, theme, size) == ("claim", "en", "light", "desktop"):
                            page.screenshot(path=folder / "claim-page.png")
                    context.close()
        browser.close()
    return taken


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    # The server runs in a thread beside Playwright's loop.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".state/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    pages = addresses()
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    site = f"http://127.0.0.1:{server.server_port}"
    taken = take(site, pages, folder, session=session_of_the_editor())
    server.shutdown()
    sys.stdout.write(f"{taken} pictures of {len(pages)} pages in {folder}\n")


if __name__ == "__main__":
    main()
