"""Two claims or two texts beside each other, for an editor to compare, and an editor's word on many rows at once."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from claims.models import Announcement, Claim
from claims.workflows.merge_claims import MergeRefused


def claim_told(claim: Claim) -> SafeString:
    """The claim's words in its language, what it is about, and where and when it was said."""
    places = [place for place in claim.appearances.all() if place.came_from_id is None]
    return format_html(
        '<a href="{}" lang="{}">{}: {}</a><br><small>{}</small>',
        reverse("admin:claims_claim_change", args=[claim.pk]),
        claim.language,
        claim.pk,
        claim.text,
        " · ".join(filter(None, (*_about(claim), *(said_where(place.announcement) for place in places[:3])))),
    )


def _about(claim: Claim) -> tuple[str, ...]:
    amounts = (f"{amount.get_metric_display()} {amount.raw}".strip() for amount in claim.quantities.all())
    return (str(claim.subject or "no subject"), *amounts)


def text_told(announcement: Announcement) -> SafeString:
    """The announcement's title in its language, its publisher and its date."""
    return format_html(
        '<a href="{}" lang="{}">{}</a><br><small>{} · {}</small>',
        reverse("admin:claims_announcement_change", args=[announcement.pk]),
        announcement.language,
        announcement.title,
        announcement.language_name,
        said_where(announcement),
    )


def said_where(announcement: Announcement) -> str:
    """ "The Daily Model, 2024-01-15", as far as it is known."""
    publisher = announcement.publisher.name if announcement.publisher else "publisher not known"
    return f"{publisher}, {announcement.published_on or 'date not known'}"


def reasons_told(reasons: list[str]) -> SafeString:
    """The reasons as a list."""
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((reason,) for reason in reasons)))


def decide_each[Row: Model](
    request: HttpRequest, chosen: QuerySet[Row], decide: Callable[[Row, User], object], done: str
) -> None:
    """Carry out an editor's word on each row, and tell how it went; a refusal leaves its row as it is."""
    if not isinstance(request.user, User):
        return
    decided = 0
    for row in chosen.order_by("pk"):
        try:
            decide(row, request.user)
            decided += 1
        except MergeRefused as refusal:
            messages.warning(request, str(refusal))
    messages.success(request, f"{decided} {done}.")
