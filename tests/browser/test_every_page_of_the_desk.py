"""Every page of the editors' desk, light and dark: accessible by axe-core, and on a phone no wider than its window."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse
from playwright.sync_api import Browser, Page, ProxySettings

from claims.models import Announcement, Claim, Evidence, ImportRun, StatusProposal
from tests.admin.stocked_desk import stock_the_desk
from tests.browser.test_every_page import DESKTOP, axe  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)

PHONE_WIDTH = 390
# Nobody answers there. Routes would keep others out as well, but then a browser loads everything anew on each page.
NOWHERE = ProxySettings(server="http://127.0.0.1:9", bypass="localhost,127.0.0.1")
# The menu is the same on all pages: it is tried on the first.
FINDINGS = """async ({menu, only}) => {
    const parts = menu ? document : {exclude: ["#nav-sidebar"]};
    const told = await axe.run(parts, {resultTypes: ["violations"], ...(only ? {runOnly: [only]} : {})});
    return told.violations.filter(found => ["serious", "critical"].includes(found.impact))
        .flatMap(found => found.nodes.map(node => `${found.id}: ${node.target.join(" ")}: ${node.html.slice(0, 200)}`));
}"""
TOO_WIDE = "document.documentElement.scrollWidth > window.innerWidth"


def pages_of_tables(chief: User) -> Iterator[str]:
    """The list of each table, a row of it where there is one, and the form that adds one, where it may be added."""
    request = RequestFactory().get("/admin/")
    request.user = chief
    for model, desk in admin.site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        if desk.has_add_permission(request):
            yield reverse(f"{name}_add")
        row: Model | None = model._default_manager.order_by("pk").first()
        if row is not None:
            yield reverse(f"{name}_change", args=[row.pk])


def pages_of_desks(made: Claim) -> tuple[str, ...]:
    """The pages that are no table's, the dashboard first."""
    evidence, run = Evidence.objects.earliest("pk"), ImportRun.objects.earliest("pk")
    other = Claim.objects.public().exclude(pk=made.pk).earliest("pk")
    return (
        reverse("admin:index"),
        reverse("admin:claims_desk"),
        reverse("admin:claims_desk_new"),
        reverse("admin:claims_desk_article", args=[Announcement.objects.earliest("pk").pk]),
        reverse("admin:claims_evidence_queue"),
        reverse("admin:claims_evidence_requote", args=[evidence.pk]),
        reverse("admin:claims_repeatpair_desk"),
        reverse("admin:claims_ruling_rule", args=[made.pk]),
        reverse("admin:claims_ruling_lift", args=[made.pk]),
        reverse("admin:claims_statusproposal_decline", args=[StatusProposal.objects.earliest("pk").pk]),
        f"{reverse('admin:claims_assign')}?claim={made.pk}",
        f"{reverse('admin:claims_claim_merge')}?claim={made.pk}&claim={other.pk}",
        reverse("admin:claims_claim_history", args=[made.pk]),
        reverse("admin:claims_importrun_new"),
        f"{reverse('admin:claims_importrun_change', args=[run.pk])}?show=error",
        reverse("admin:claims_jobs"),
    )


def faults_of(page: Page, axe: str, *, menu: bool) -> list[str]:  # noqa: F811
    """What is wrong with the page that is open: as it came, in the dark, and on a phone."""
    page.evaluate(axe)
    found = [f"light: {one}" for one in page.evaluate(FINDINGS, {"menu": menu, "only": ""})]
    page.evaluate("document.documentElement.classList.add('dark')")
    found += [f"dark: {one}" for one in page.evaluate(FINDINGS, {"menu": menu, "only": "color-contrast"})]
    page.set_viewport_size({"width": PHONE_WIDTH, "height": 844})
    found += ["too wide for a phone"] if page.evaluate(TOO_WIDE) else []
    page.set_viewport_size(DESKTOP)
    return found


def test_a_checker_of_accessibility_finds_nothing_serious_on_any_page_of_the_desk(
    browser: Browser,
    live_server: object,
    axe: str,  # noqa: F811
) -> None:
    made, chief, client = stock_the_desk(), User.objects.create_superuser("chief"), Client()
    client.force_login(chief)
    context = browser.new_context(locale="en-GB", viewport=DESKTOP, proxy=NOWHERE)
    page = context.new_page()
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": str(live_server)}])
    faults: dict[str, object] = {}

    for address in (*pages_of_desks(made), *pages_of_tables(chief)):
        answer = page.goto(f"{live_server}{address}")
        found = faults_of(page, axe, menu=address == reverse("admin:index"))
        if answer is None or answer.status != 200 or found:
            faults[address] = (answer and answer.status, found)

    context.close()
    assert faults == {}
