"""A claim on other people's pages: a badge, a card in a frame, and how programs find the card."""

import json
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client
from lxml import etree

from claims.judging.findings import Status
from claims.models import Claim, Workflow
from claims.web.embeds import oembed_address
from claims.workflows.merge_claims import merge_claims
from tests.web.made_up_claims import NOW, announcement, claim, claim_with_everything
from tests.workflows.test_merge_claims import said_claim

pytestmark = pytest.mark.django_db
SVG = {"s": "http://www.w3.org/2000/svg"}


def asked(client: Client, url: str, **more: str) -> object:
    return json.loads(client.get(f"/oembed?{urlencode({'url': url, **more})}").content)


@pytest.mark.parametrize(("language", "words"), [("en", ["Claim {number}", "◒ Qualified"]), ("zh-hans", [])])
def test_a_badge_tells_the_status_in_a_word_a_shape_and_a_colour(
    client: Client, language: str, words: list[str]
) -> None:
    made = claim_with_everything()
    answer = client.get(f"/claims/{made.pk}/badge.svg?lang={language}")
    picture = etree.fromstring(answer.content)
    told = [text.text for text in picture.findall(".//s:text", SVG)]
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/svg+xml", "public, max-age=300")
    assert len(told) == 2
    assert "◒" in (told[1] or "")
    assert not words or told == [word.format(number=made.pk) for word in words]
    assert picture.findtext("s:title", namespaces=SVG)
    assert picture.get("role") == "img"
    fields = [float(rect.get("width") or 0) for rect in picture.findall("s:g/s:rect", SVG)]
    assert sum(fields) == float(picture.get("width") or 0)


def test_a_badge_is_kept_until_the_status_changes(client: Client) -> None:
    made = claim("Zephyr-9 is large.")
    first = client.get(f"/claims/{made.pk}/badge.svg")
    known = {"If-None-Match": first["ETag"]}
    kept = client.get(f"/claims/{made.pk}/badge.svg", headers=known)
    Claim.objects.update(status=Status.SUPPORTED)
    changed = client.get(f"/claims/{made.pk}/badge.svg", headers=known)
    assert [answer.status_code for answer in (first, kept, changed)] == [200, 304, 200]


def test_every_status_has_a_badge(client: Client) -> None:
    made = claim("Zephyr-9 is large.")
    told = set()
    for status in Status:
        Claim.objects.update(status=status)
        told.add(client.get(f"/claims/{made.pk}/badge.svg").content)
    assert len(told) == len(Status)


def test_the_card_alone_may_be_framed_and_runs_nothing(client: Client) -> None:
    made = claim_with_everything()
    card, page = client.get(f"/claims/{made.pk}/embed/"), client.get(f"/claims/{made.pk}/")
    text = card.content.decode()
    assert "X-Frame-Options" not in card
    assert page["X-Frame-Options"] == "DENY"
    assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert "default-src 'none'" in card["Content-Security-Policy"]
    assert "<script" not in text
    assert "style=" not in text
    for words in (
        made.text,
        "Qualified",
        "moderate certainty",
        "The Daily Model",
        f"{settings.SITE_URL}/claims/{made.pk}/",
    ):
        assert words in text


def test_words_of_others_do_nothing_in_cards_and_embeddings(client: Client) -> None:
    made = claim('"><script>alert(1)</script>', said_in=announcement())
    assert "<script" not in client.get(f"/claims/{made.pk}/embed/").content.decode()
    told = asked(client, f"{settings.SITE_URL}/claims/{made.pk}/")
    assert isinstance(told, dict)
    assert "<script" not in told["html"]


def test_an_embedding_is_told_as_json_and_as_xml_alike(client: Client) -> None:
    made = claim_with_everything()
    page = f"{settings.SITE_URL}/claims/{made.pk}/"
    told = asked(client, page, maxwidth="400", maxheight="9999")
    title = f"Qualified: {made.text}"
    assert told == {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Claim Tracker",
        "provider_url": f"{settings.SITE_URL}/",
        "cache_age": 300,
        "html": f'<iframe src="{page}embed/?lang=en" width="400" height="280" title="{title}" frameborder="0"'
        ' loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>',
        "width": 400,
        "height": 280,
    }
    answer = client.get(f"/oembed?{urlencode({'url': page, 'format': 'xml', 'maxwidth': '400'})}")
    root = etree.fromstring(answer.content)
    assert {part.tag: part.text for part in root} == {name: str(value) for name, value in told.items()}


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("https://evil.example/claims/{number}/", 404),
        ("{site}/announcements/", 404),
        ("{site}/claims/987654/", 404),
        ("http://[", 404),
        ("", 404),
        ("{site}/claims/{number}/", 200),
    ],
)
def test_only_pages_of_claims_can_be_embedded(client: Client, url: str, status: int) -> None:
    address = url.format(site=settings.SITE_URL, number=claim("Zephyr-9 is large.").pk)
    assert client.get(f"/oembed?{urlencode({'url': address})}").status_code == status


def test_a_format_that_there_is_not_is_not_implemented(client: Client) -> None:
    assert client.get("/oembed?format=yaml&url=x").status_code == 501


def test_a_merged_claim_is_shown_by_its_successor_and_a_dismissed_one_not_at_all(client: Client) -> None:
    stays, merged = said_claim(), said_claim()
    merge_claims(merged.pk, stays.pk, actor=None, reason="The same.", now=NOW)
    page = f"{settings.SITE_URL}/claims/{merged.pk}/"
    badges = [client.get(f"/claims/{one.pk}/badge.svg").content for one in (stays, merged)]
    assert badges[0] == badges[1]
    assert asked(client, page) == asked(client, f"{settings.SITE_URL}/claims/{stays.pk}/")
    Claim.objects.filter(pk=stays.pk).update(workflow=Workflow.DISMISSED)
    for part in ("badge.svg", "embed/"):
        assert client.get(f"/claims/{stays.pk}/{part}").status_code == 404


def test_the_page_of_a_claim_leads_to_its_embedding(client: Client) -> None:
    made = claim_with_everything()
    address = oembed_address(made.pk).replace("&", "&amp;")
    assert (
        f'type="application/json+oembed" title="Embed this claim" href="{address}"'
        in client.get(f"/claims/{made.pk}/").content.decode()
    )
