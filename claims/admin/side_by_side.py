"""Two claims or two texts beside each other, for an editor to compare, and an editor's word on many rows at once."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import Count, Model, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from claims.figures import amount
from claims.models import Announcement, Appearance, Claim, EvidenceState, Follow, FollowKind, Quantity
from claims.wording import CERTAINTY_WORDS, STATUS_WORDS, page_language
from claims.workflows.merge_claims import MergeRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that is told of both claims; `differs` where it is not the same."""

    name: str
    later: str
    earlier: str

    @property
    def differs(self) -> bool:
        """Whether the two are told otherwise."""
        return self.later != self.earlier


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """A claim that would be merged, line by line beside the one that stays.

    Its `followers` would be told of the other; of its evidence `counted` pieces count, and stay with it.
    """

    claim: Claim
    lines: tuple[Line, ...]
    followers: int
    counted: int


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
    amounts = (f"{one.get_metric_display()} {_told(one)}".strip() for one in claim.quantities.all())
    return (str(claim.subject or _("no subject")), *amounts)


def _told(figure: Quantity) -> str:
    """In words, since an editor may have corrected what the text's own words were read as."""
    return amount(figure.to_core(), language=page_language()) or figure.raw


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


def with_lines(numbers: Collection[int]) -> QuerySet[Claim]:
    """These claims with what `going` reads, in a fixed number of queries."""
    places = Appearance.objects.select_related("announcement__publisher").order_by("pk")
    shown = Q(evidence__state__in=(EvidenceState.ACCEPTED, EvidenceState.PROPOSED))
    return (
        Claim.objects.filter(pk__in=numbers)
        .select_related("subject", "claimant")
        .prefetch_related("quantities", Prefetch("appearances", places))
        .annotate(
            evidence_count=Count("evidence", filter=shown),
            counted=Count("evidence", filter=Q(evidence__state=EvidenceState.ACCEPTED)),
        )
    )


def going(claim: Any, stays: Claim) -> Going:
    """A claim beside the one that it would be merged into, both of `with_lines`. One query."""
    one, other = _lines(claim), _lines(stays)
    return Going(
        claim=claim,
        lines=tuple(Line(name=name, later=one[name], earlier=other[name]) for name in one),
        followers=Follow.objects.filter(kind=FollowKind.CLAIM, claim=claim).count(),
        counted=claim.counted,
    )


def _lines(claim: Any) -> dict[str, str]:
    """What is told of a claim line by line, in the order of the page."""
    places = [place for place in claim.appearances.all() if place.came_from_id is None]
    figures = (f"{one.get_metric_display()}: {_told(one)}" for one in claim.quantities.all())
    return {
        _("about"): str(claim.subject or _("no subject")),
        _("claimed by"): str(claim.claimant or _("not known")),
        _("figures"): "; ".join(figures) or _("none"),
        _("claimed on"): str(claim.claimed_on or _("not known")),
        _("said in"): "; ".join(str(place.announcement.publisher or _("not known")) for place in places[:3])
        or _("nowhere"),
        _("language"): claim.get_language_display(),
        _("status"): _("%(status)s, %(certainty)s")
        % {"status": STATUS_WORDS[claim.status].label.lower(), "certainty": CERTAINTY_WORDS[claim.certainty]},
        _("evidence"): str(claim.evidence_count),
        _("desk"): claim.get_workflow_display(),
    }


def said_where(announcement: Announcement) -> str:
    """ "The Daily Model, 2024-01-15", as far as it is known."""
    publisher = announcement.publisher.name if announcement.publisher else _("publisher not known")
    return f"{publisher}, {announcement.published_on or _('date not known')}"


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
    messages.success(request, _("%(number)s %(done)s.") % {"number": decided, "done": done})
