"""A claim in brief: claimed against reckoned, and what counts on which side, in both languages."""

import pytest
from django.test import Client
from django.utils import translation

from claims.judging.findings import Grade, Stance
from claims.models import EvidenceState
from claims.queries import claim_with_everything as read_claim
from claims.queries import settling
from claims.receipts import receipts
from claims.web.answer import Sentence
from claims.web.claim_page import ClaimPage, show_claim
from claims.web.foreign import tongue
from claims.web.in_brief import Side, show_brief
from claims.wording import GRADE_WORDS
from tests.web.made_up_claims import ENERGY_QUOTE, NOW, announcement, claim, claim_with_everything, evidence, paper

pytestmark = pytest.mark.django_db


def page_of(number: int) -> ClaimPage:
    made = read_claim(number)
    return show_claim(made, receipts(made, watched=(), now=NOW), wanted=settling(made))


def test_the_card_holds_the_claim_against_the_arithmetic_and_counts_each_side() -> None:
    brief = show_brief(page_of(claim_with_everything().pk))

    assert brief is not None
    assert brief.held is not None
    assert (brief.held.claimed, brief.held.result) == ("1%", "2.86% – 6.02%")
    assert brief.held.lies == "What was claimed lies below what the arithmetic gives."
    assert brief.sides == (
        Side(code="for", title="For", count=0, best=None, waiting=0),
        Side(code="part", title="In part", count=1, best=GRADE_WORDS["E1"], waiting=0),
        Side(code="against", title="Against", count=1, best=GRADE_WORDS["E4"], waiting=0),
    )
    assert brief.missing > 0


def test_what_is_only_proposed_is_told_apart() -> None:
    made, report = claim(ENERGY_QUOTE, said_in=announcement()), paper("Counting", abstract="It drew 9 MWh. It ran.")
    evidence(
        made,
        report,
        stance=Stance.SUPPORTS,
        quote="It drew 9 MWh.",
        grade=Grade.E5,
        state=EvidenceState.PROPOSED,
    )

    brief = show_brief(page_of(made.pk))

    assert brief is not None
    assert (brief.held, brief.sides[0]) == (None, Side(code="for", title="For", count=0, best=None, waiting=1))


def test_a_claim_of_which_nothing_is_known_has_no_card(client: Client) -> None:
    made = claim(ENERGY_QUOTE, said_in=announcement())
    assert show_brief(page_of(made.pk)) is None
    assert 'class="brief"' not in client.get(f"/claims/{made.pk}/").content.decode()


def test_the_card_is_on_the_page_in_both_languages(client: Client) -> None:
    path = f"/claims/{claim_with_everything().pk}/"
    english, chinese = client.get(path).content.decode(), client.get(f"{path}?lang=zh-hans").content.decode()
    assert "at best E4, independent analysis" in english
    assert [
        words for words in ("所宣称的数值低于推算结果。", "最高 E4：独立分析", "尚缺") if words not in chinese
    ] == []


def test_words_of_another_language_are_marked_within_an_answer() -> None:
    told = Sentence(text="Backed by “十天” (E1), but only “同等规模”.", foreign=(("十天", "zh"), ("同等规模", "zh")))
    assert told.runs == (
        ("Backed by “", ""),
        ("十天", "zh"),
        ("” (E1), but only “", ""),
        ("同等规模", "zh"),
        ("”.", ""),
    )


def test_an_answer_says_in_which_language_a_condition_is(client: Client) -> None:
    path = f"/claims/{claim_with_everything().pk}/?lang=zh-hans"
    page = client.get(path).content.decode()
    assert '但有条件：“<span lang="en">at the same parameter scale</span>”（英文）' in page
    assert '<span lang="en">at the same parameter scale</span> <span class="tongue">英文</span>' in page


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("at the same scale", "", ' <span class="tongue">英文</span>'),
        ("同等规模", ' <span class="tongue">in Chinese</span>', ""),
        ("it names M6", "", ""),
    ],
)
def test_what_stays_in_another_language_says_so(text: str, english: str, chinese: str) -> None:
    with translation.override("en"):
        assert tongue(text) == english
    with translation.override("zh-hans"):
        assert tongue(text) == chinese
