"""An announcement with its claims in place, and a paper with the evidence it gives."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.judging.findings import Stance, Status
from claims.models import Announcement, Claim, Paper, SourceLink, Workflow
from tests.web.made_up_claims import announcement, claim, claim_with_everything, evidence, paper, subject

pytestmark = pytest.mark.django_db


def missing_from(page: str, *wanted: str) -> list[str]:
    return [words for words in wanted if words not in page]


def test_claims_are_marked_in_place_and_lead_to_their_pages(client: Client) -> None:
    made = claim_with_everything()
    story = Announcement.objects.get()

    page = client.get(f"/announcements/{story.pk}/").content.decode()

    assert (
        missing_from(
            page,
            '<mark class="said status-qualified">Training Zephyr-9 took 1% of the energy of Borealis</mark>',
            f'href="/claims/{made.pk}/"',
            f'id="claim-{made.pk}"',
            "1 qualified",
            'points at <q lang="en">Borealis took 1290 MWh</q>',
            "Counting Borealis",
            "Its numbers do not fit",
            f'<a href="/claims/{made.pk}/">claim {made.pk}</a>',
            '<a href="https://arxiv.org/abs/2401.00001" rel="nofollow noopener noreferrer">the report</a>',
        )
        == []
    )


def test_dismissed_and_merged_claims_are_not_marked(client: Client) -> None:
    story = announcement("One thing. Two things.")
    kept = claim("One thing", said_in=story)
    claim("Two things", said_in=story)
    Claim.objects.filter(text="Two things").update(workflow=Workflow.MERGED, merged_into=kept)

    response = client.get(f"/announcements/{story.pk}/")

    assert [row.number for row in response.context["page"].claims] == [kept.pk]
    assert response.content.decode().count("<mark") == 1


def test_a_translation_and_its_original_name_each_other(client: Client) -> None:
    original = announcement("Words.", title="Original", url="https://example.org/en")
    translation = announcement("文字。", title="译文", url="https://example.org/zh", language="zh")
    Announcement.objects.filter(pk=translation.pk).update(translation_of=original)

    assert missing_from(client.get(f"/announcements/{original.pk}/").content.decode(), "Translated:", "译文") == []
    assert missing_from(client.get(f"/announcements/{translation.pk}/").content.decode(), "Translation of") == []
    assert missing_from(client.get("/announcements/").content.decode(), "Original", "译文", "translation of") == []


def test_hostile_text_and_links_stay_words(client: Client) -> None:
    story = announcement("# <script>1</script>\n\n[go](javascript:alert(1)) <img src=x>", title="<b>t</b>")
    SourceLink.objects.create(announcement=story, url="javascript:alert(1)", anchor_text="<i>go</i>", start=0, end=2)

    page = client.get(f"/announcements/{story.pk}/").content.decode()

    hostile = ("<script>1", "<img src", "<b>t", "<i>go", 'href="javascript')
    assert [words for words in hostile if words in page] == []


def test_a_chinese_text_is_marked_up_as_chinese(client: Client) -> None:
    story = announcement("西风九号拥有 3 万亿参数。", title="西风", language="zh")
    claim("西风九号拥有 3 万亿参数", said_in=story, language="zh", status=Status.SUPPORTED)

    page = client.get(f"/announcements/{story.pk}/").content.decode()

    assert missing_from(page, '<h1 lang="zh">西风</h1>', '<div class="story" lang="zh">', "1 supported") == []


def test_an_announcement_without_claims_says_so(client: Client) -> None:
    story = announcement("Hello there.")

    page = client.get(f"/announcements/{story.pk}/").content.decode()

    assert missing_from(page, "No checkable claim was found in it.", "It links to nothing.") == []


def test_an_empty_list_of_announcements_says_how_to_fill_it(client: Client) -> None:
    assert missing_from(client.get("/announcements/").content.decode(), "No announcements yet.") == []


def test_a_paper_shows_its_record_and_the_evidence_it_gives(client: Client) -> None:
    made = claim_with_everything()
    source = Paper.objects.get()

    page = client.get(f"/papers/{source.pk}/").content.decode()

    assert (
        missing_from(
            page,
            "Counting Borealis",
            "Ada Lund, Bo Chen, Cy Mora, Di Park",
            "Fjord University",
            "1 February 2024",
            "https://arxiv.org/abs/2401.00001",
            "Version 2",
            "speaks against the claim",
            f'href="/claims/{made.pk}/"',
            "Zephyr grows",
        )
        == []
    )


def test_a_retracted_paper_says_so(client: Client) -> None:
    source = paper("Gone", abstract="It was.").paper
    Paper.objects.filter(pk=source.pk).update(standing="retracted")

    assert missing_from(client.get(f"/papers/{source.pk}/").content.decode(), "retracted") == []


@pytest.mark.parametrize("kind", ["announcements", "papers"])
def test_a_page_asks_as_often_for_three_claims_as_for_one(client: Client, kind: str) -> None:
    story = announcement("One. Two. Three.")
    source = paper("Source", abstract="One. Two. Three.", arxiv_id="2401.00003")
    number = story.pk if kind == "announcements" else source.paper_id
    counts = []
    for words in ("One", "Two", "Three"):
        made = claim(words, about=subject(words), said_in=story)
        evidence(made, source, stance=Stance.SUPPORTS, quote=f"{words}.")
        place = story.text.index(words)
        link = SourceLink(announcement=story, url="https://example.org/", start=place, end=place + 2)
        link.paper = source.paper
        link.save()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/{kind}/{number}/").status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[2]


def test_what_one_passage_does_to_several_claims_is_told_once(client: Client) -> None:
    first, second = claim("The first claim."), claim("The second claim.")
    report = paper("Counting", abstract="It drew 9 MWh. It ran for ten days.")
    for made in (first, second):
        evidence(made, report, stance=Stance.MENTIONS, quote="It drew 9 MWh.")

    page = client.get(f"/papers/{report.paper_id}/").content.decode()

    assert page.count("<mark>It drew 9 MWh.</mark>") == 1
    assert [f'href="/claims/{made.pk}/"' in page for made in (first, second)] == [True, True]
