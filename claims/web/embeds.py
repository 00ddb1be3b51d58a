"""A claim on the pages of others: a badge with its status, a card that may be framed, and oEmbed to find it by."""

import json
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import get_conditional_response
from django.utils.html import format_html
from django.utils.translation import get_language, gettext
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from lxml import etree

from claims.models import Claim, Workflow
from claims.wording import CERTAINTY_WORDS, STATUS_WORDS, told_day
from claims.workflows.gather_appearances import successor_of

# In pixels.
WIDTH, HEIGHT = 560, 280
_SMALLEST = 160
# In seconds: how long a copy may stand in for the newest.
_FRESH = 300
# Only the card may be framed by others; it runs nothing and loads our style sheet.
_CARD_POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors *"
# The light tints of the style sheet, which an image cannot read: ink and ground.
_COLOURS = {
    "supported": ("#0a6147", "#dcf1e7"),
    "attested": ("#0a4f7d", "#dcecf8"),
    "qualified": ("#6f4a00", "#fbecc8"),
    "disputed": ("#8a3a00", "#fde3d0"),
    "refuted": ("#8f1d1d", "#fadcdc"),
    "superseded": ("#5b3a80", "#ece2f6"),
}
_GREY = ("#48525a", "#e9ebec")
# In pixels, of 12 px letters: Chinese characters are square, others about half of that.
_WIDE, _NARROW, _PADDING = 12.0, 6.9, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """The picture: two fields with a text each, the second one in the colours of the status."""

    name: str
    status: str
    title: str
    ink: str
    ground: str
    name_width: int
    status_width: int

    @property
    def width(self) -> int:
        """Of the whole, in pixels."""
        return self.name_width + self.status_width

    @property
    def name_middle(self) -> float:
        """Where the first text is centred."""
        return self.name_width / 2

    @property
    def status_middle(self) -> float:
        """Where the second text is centred."""
        return self.name_width + self.status_width / 2


@require_safe
def badge(request: HttpRequest, number: int) -> HttpResponseBase:
    """The status as a picture: a word, a shape and a colour. A merged claim shows that of its successor."""
    shown = _badge(_claim(number))
    return _kept(request, render_to_string("claims/badge.svg", {"badge": shown}).encode(), "image/svg+xml")


@require_safe
@xframe_options_exempt
def card(request: HttpRequest, number: int) -> HttpResponse:
    """The claim in brief, without scripts, for a frame on the page of somebody else."""
    found = _claim(number)
    place = found.appearances.select_related("announcement__publisher").order_by("repeated", "pk").first()
    shown = {
        "claim": found,
        "status": STATUS_WORDS[found.status],
        "certainty": CERTAINTY_WORDS[found.certainty],
        "announcement": place.announcement if place else None,
        "day": told_day(found.claimed_on, "zh" if get_language() == "zh-hans" else "en") if found.claimed_on else "",
        "address": _address(found),
    }
    response = render(request, "claims/card.html", shown)
    response["Content-Security-Policy"] = _CARD_POLICY
    response["Cache-Control"] = f"public, max-age={_FRESH}"
    return response


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """What a page of ours can be embedded by (oembed.com): the card of the claim that `url` names, as JSON or XML."""
    kind = request.GET.get("format", "json")
    if kind not in ("json", "xml"):
        return HttpResponse("Formats are json and xml.\n", status=501, content_type="text/plain")
    told = _embedding(_claim(_number_in(request.GET.get("url", ""))), request.GET.dict())
    response = HttpResponse(_as_xml(told) if kind == "xml" else json.dumps(told, ensure_ascii=False))
    response["Content-Type"] = "text/xml; charset=utf-8" if kind == "xml" else "application/json"
    response["Cache-Control"] = f"public, max-age={_FRESH}"
    # Editors look a card up from the pages of others.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def oembed_address(number: int, kind: str = "json") -> str:
    """Where the embedding of a claim is told."""
    page = f"{settings.SITE_URL}{reverse('web:claim', args=[number])}"
    asked = {"url": page, "format": kind, "lang": get_language() or "en"}
    return f"{settings.SITE_URL}{reverse('web:oembed')}?{urlencode(asked)}"


def _claim(number: int) -> Claim:
    """The claim, the successor of a merged one. Raises `Http404`, also for one that was dismissed."""
    found = Claim.objects.exclude(workflow=Workflow.DISMISSED).filter(pk=number).first()
    if found is None:
        raise Http404(f"There is no claim {number}.")
    return successor_of(found) if found.merged_into_id else found


def _address(claim: Claim) -> str:
    return f"{settings.SITE_URL}{reverse('web:claim', args=[claim.pk])}"


def _badge(claim: Claim) -> Badge:
    word = STATUS_WORDS[claim.status]
    name = gettext("Claim %(number)d") % {"number": claim.pk}
    status = f"{word.shape} {word.label}"
    ink, ground = _COLOURS.get(claim.status, _GREY)
    title = f"{name}: {word.label}, {CERTAINTY_WORDS[claim.certainty]}"
    return Badge(
        name=name,
        status=status,
        title=title,
        ink=ink,
        ground=ground,
        name_width=_width(name),
        status_width=_width(status),
    )


def _width(text: str) -> int:
    return round(sum(_NARROW if ord(letter) < ord("\u2190") else _WIDE for letter in text)) + 2 * _PADDING


def _number_in(address: str) -> int:
    """The number of the claim whose page an address is. Raises `Http404`."""
    try:
        parts, ours = urlsplit(address), urlsplit(settings.SITE_URL)
        found = resolve(parts.path)
    except (Resolver404, ValueError) as unknown:
        raise Http404("Only pages of claims can be embedded.") from unknown
    if parts.netloc != ours.netloc or found.view_name not in ("web:claim", "web:merged_claim"):
        raise Http404("Only pages of claims can be embedded.")
    return int(found.kwargs["number"])


def _embedding(claim: Claim, query: dict[str, str]) -> dict[str, str | int]:
    word = STATUS_WORDS[claim.status]
    width, height = _within(query.get("maxwidth", ""), WIDTH), _within(query.get("maxheight", ""), HEIGHT)
    title = f"{word.label}: {claim.text}"
    source = f"{settings.SITE_URL}{reverse('web:card', args=[claim.pk])}?lang={get_language() or 'en'}"
    frame = format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" frameborder="0" loading="lazy"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>',
        source,
        width,
        height,
        title,
    )
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Claim Tracker",
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": _FRESH,
        "html": frame,
        "width": width,
        "height": height,
    }


def _within(told: str, most: int) -> int:
    """The size that a page has room for; one that is no number is none."""
    return max(_SMALLEST, min(most, int(told))) if told.isascii() and told.isdecimal() and len(told) < 6 else most


def _as_xml(told: dict[str, str | int]) -> bytes:
    root = etree.Element("oembed")
    for name, value in told.items():
        etree.SubElement(root, name).text = str(value)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, standalone=True)
    return written


def _kept(request: HttpRequest, body: bytes, kind: str) -> HttpResponseBase:
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=tag) or HttpResponse(body, content_type=kind)
    response["ETag"] = tag
    response["Cache-Control"] = f"public, max-age={_FRESH}"
    return response
