"""The menu of the desk: by what people do, in the order in which they do it, with what waits."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext

from claims.admin.waiting import badges


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """An entry: its page, and what one has to be allowed to see. It shows the number of what is done there."""

    title: Any
    icon: str
    page: str
    permission: str = ""


DESK = (
    Way(title=gettext_lazy("Dashboard"), icon="dashboard", page="index"),
    Way(title=gettext_lazy("Reading desk"), icon="menu_book", page="claims_desk", permission="claims.change_claim"),
    Way(
        title=gettext_lazy("Review queue"),
        icon="fact_check",
        page="claims_evidence_queue",
        permission="claims.review_evidence",
    ),
    Way(
        title=gettext_lazy("Status proposals"),
        icon="gavel",
        page="claims_statusproposal_changelist",
        permission="claims.view_statusproposal",
    ),
    Way(
        title=gettext_lazy("Repeats"),
        icon="join_inner",
        page="claims_repeatpair_desk",
        permission="claims.change_repeatpair",
    ),
    Way(
        title=gettext_lazy("Doubted figures"),
        icon="difference",
        page="claims_figuredoubt_changelist",
        permission="claims.view_figuredoubt",
    ),
    Way(title=gettext_lazy("Leads"), icon="link", page="claims_lead_changelist", permission="claims.view_lead"),
    Way(
        title=gettext_lazy("Comments"),
        icon="chat",
        page="claims_claimcomment_changelist",
        permission="claims.view_claimcomment",
    ),
)
# The tables of each group by their names; what is in none stands in the last.
TABLES: dict[str, tuple[str, ...]] = {
    gettext_noop("Claims"): ("claim", "announcement", "subject", "organisation", "ruling", "question", "subjectalias"),
    gettext_noop("Evidence"): (
        "evidence", "waitingevidence", "evidencereview", "recomputation", "ownarithmetic", "paper", "paperversion",
        "papernotice", "citation",
    ),
    gettext_noop("Sources"): (
        "feed", "harvest", "watchedpage", "silentedit", "paperwatch", "sourceturn", "waitingpaper", "rawrecord",
        "snapshot",
    ),
    gettext_noop("Readers"): ("digestissue", "delivery", "subscriber", "ownmail", "webhookendpoint", "webhookdelivery"),
    gettext_noop("Log"): (
        "statuschange", "claimmerge", "repeatpair", "lineagepair", "visit", "visitschedule", "fetch", "pagecheck",
    ),
}  # fmt: skip
_IN_THE_DESK = ("lead", "claimcomment", "figuredoubt", "statusproposal")


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The menu for who asks, as the skin takes it. Numbers may be a minute old; asks for nothing else."""
    user = request.user
    if not isinstance(user, User):
        return []
    numbers = badges()
    entries = [_entry(way, numbers) for way in DESK if not way.permission or user.has_perm(way.permission)]
    groups: list[dict[str, Any]] = [{"title": pgettext("of a menu", "Desk"), "items": entries}]
    tables = {
        model._meta.model_name or "": model
        for model in admin.site._registry
        if user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}")
    }
    named = {name for names in TABLES.values() for name in names} | set(_IN_THE_DESK)
    for title, names in TABLES.items():
        rest = tuple(sorted(set(tables) - named)) if title == "Log" else ()
        items = [_table(tables[name]) for name in (*names, *rest) if name in tables]
        groups.append({"title": _(title), "collapsible": True, "items": items})
    return [group for group in groups if group["items"]]


def _entry(way: Way, numbers: dict[str, str]) -> dict[str, Any]:
    """An entry for the skin."""
    badge = {"badge": numbers[way.page], "badge_variant": "primary"} if numbers.get(way.page) else {}
    return {"title": way.title, "icon": way.icon, "link": reverse(f"admin:{way.page}"), **badge}


def _table(model: type[Any]) -> dict[str, Any]:
    meta = model._meta
    link = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    return {"title": capfirst(meta.verbose_name_plural), "link": link}
