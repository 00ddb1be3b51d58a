"""A claim's page: what was said, what is known, how we know it, what happens next."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.core.han import language_by_script
from claims.core.marked_text import Excerpt
from claims.judging.findings import Grade, Stance, Status
from claims.models import Claim, EvidenceState, StatusChange, Workflow
from claims.queries import claim_with_everything as read_claim
from claims.queries import settling
from claims.receipts import receipts
from claims.web.answer import Sentence, short_title
from claims.web.answer_words import ANSWER_WORDS
from claims.web.claim_page import ClaimPage, ReasonShown, show_claim
from claims.wording import STATUS_WORDS
from tests.web.made_up_claims import (
    ENERGY_QUOTE,
    NOW,
    announcement,
    arithmetic,
    change,
    claim,
    claim_with_everything,
    comment,
    evidence,
    own_arithmetic,
    paper,
    subject,
    visit,
)

pytestmark = pytest.mark.django_db


def shown(made: Claim) -> ClaimPage:
    return show_claim(read_claim(made.pk), receipts(made, watched=(), now=NOW))


def missing_from(page: str, *wanted: str) -> list[str]:
    return [words for words in wanted if words not in page]


def test_the_page_tells_the_whole_story_of_a_claim(client: Client) -> None:
    made = claim_with_everything()

    response = client.get(f"/claims/{made.pk}/")

    assert response.status_code == 200
    assert (
        missing_from(
            response.content.decode(),
            "Qualified",
            "moderate certainty",
            f'<h1 lang="en">{ENERGY_QUOTE}</h1>',
            "Nimbus Labs",
            "15 January 2024",
            "The 1% was said of models of equal size.",
            "<mark>Zephyr-9 used 45 MWh.</mark>",
            "independent analysis",
            "at the same parameter scale",
            "proposed by machine",
            "arXiv:2401.00001",
            "1,290 MWh",
            "V100 to A100, as no chip was named",
            "512 × 240 h = 122,880 GPU-hours",
            "2.86% – 6.02%",
            "The claimed 1% lies below that interval.",
            '<dt><span lang="en">power an accelerator, cooling included</span></dt>',
            "105 W",
            'What moves the result: <span lang="en">power</span> by a factor of 1.33.',
            "Its numbers do not fit",
            "3 trillion ÷ 300 trillion = 1%",
            "What would settle it",
            "17 May 2026",
            "Looked 2 times",
            f"http://testserver/claims/{made.pk}/",
        )
        == []
    )


def test_an_articles_own_numbers_are_shown_with_their_words() -> None:
    (own,) = shown(claim_with_everything()).own_numbers
    assert (own.code, own.label, own.steps) == (
        "differs",
        "its numbers do not fit",
        ("3 trillion ÷ 300 trillion = 1 %", "the text says differs"),
    )
    assert [excerpt.quote for excerpt in own.excerpts] == ["3 trillion parameters. Training Zephyr-9 took 1%"]


def test_a_reason_spells_its_grade_out_and_folds_what_it_quotes_in_chinese() -> None:
    made = claim(ENERGY_QUOTE, said_in=announcement())
    drawn = change(made, to=Status.SUPPORTED)
    english, chinese = "Supported: Counting (E4), “4 % of it” — so 4 %", "Supported: 十天训练十万亿参数 (E1)"
    StatusChange.objects.create(
        claim=made,
        from_status=drawn.to_status,
        to_status=Status.ATTESTED,
        certainty=drawn.certainty,
        recorded_at=NOW,
        reasons=[{"code": "supported", "text": english}, {"code": "supported", "text": chinese}],
    )

    told = next(step.reasons for step in shown(made).history if step.after.code == "attested")

    assert told == (
        ReasonShown(words="Supported: Counting (E4, independent analysis), “4 % of it” — so 4%"),
        ReasonShown(
            words="An independent source backs it.",
            detail="Supported: 十天训练十万亿参数 (E1, the claimant's statement)",
        ),
    )


def test_what_would_settle_an_open_claim_is_asked_for_and_what_is_known_is_ticked() -> None:
    made = claim_with_everything()
    assert [(one.what, one.is_open) for one in settling(read_claim(made.pk))] == [
        ("training energy of Zephyr-9", False),
        ("a source independent of Nimbus Labs that says so", True),
    ]


def test_nothing_is_asked_for_of_a_decided_claim(client: Client) -> None:
    made = claim("Zephyr-9 has 3 trillion parameters.", about=subject(), status=Status.SUPPORTED)
    assert "What would settle it" not in client.get(f"/claims/{made.pk}/").content.decode()


def test_what_would_settle_a_claim_is_told_in_the_language_of_the_page(client: Client) -> None:
    made = claim("Zephyr-9 拥有 3 万亿参数。", about=subject(), language="zh")
    pages = {one: client.get(f"/claims/{made.pk}/", headers={"accept-language": one}) for one in ("en", "zh-CN")}
    assert missing_from(pages["en"].content.decode(), "A source independent of Nimbus Labs") == []
    assert missing_from(pages["zh-CN"].content.decode(), "独立于 Nimbus Labs 的来源的证实") == []


def test_evidence_is_grouped_by_stance_and_numbered_through() -> None:
    page = shown(claim_with_everything())

    assert [(group.code, [card.number for card in group.cards]) for group in page.groups] == [
        ("against", [1]),
        ("part", [2]),
        ("mentions", [3]),
    ]


def test_the_answer_says_in_a_few_sentences_what_is_known_and_why() -> None:
    assert shown(claim_with_everything()).answers[0].sentences == (
        Sentence(text="This holds in part, or only under a condition that the announcement left out."),
        Sentence(
            text="Backed in part by “Counting Borealis” (the claimant's statement), "
            "but only at the same parameter scale.",
            evidence=(2,),
        ),
        Sentence(text="Contradicted by “Counting Borealis” (independent analysis).", evidence=(1,)),
        Sentence(text="The arithmetic gives 2.86% – 6.02%, where 1% was claimed."),
    )


def test_the_answer_is_given_in_the_other_language_too() -> None:
    english, chinese = shown(claim_with_everything()).answers
    assert (english.language, chinese.language) == ("en", "zh")
    assert chinese.sentences == (
        Sentence(text="这一说法只在部分范围内，或只在原文略去的条件下成立。"),
        Sentence(
            text="《Counting Borealis》（宣称方的陈述）部分支持这一说法，"
            "但有条件：“at the same parameter scale”（英文）。",
            evidence=(2,),
            foreign=(("Counting Borealis", "en"), ("at the same parameter scale", "en")),
        ),
        Sentence(
            text="《Counting Borealis》（独立分析）与这一说法相矛盾。",
            evidence=(1,),
            foreign=(("Counting Borealis", "en"),),
        ),
        Sentence(text="按算式得出 2.86% – 6.02%，而宣称的是 1%。"),
    )


def test_every_status_and_grade_has_its_words_in_both_languages() -> None:
    for words in ANSWER_WORDS.values():
        assert set(words.meanings) == {status.value for status in Status}
        assert set(words.grades) == {grade.value for grade in Grade}
        assert set(words.leads) == {"overtaken", "for", "against", "part"}


def test_the_answer_counts_what_it_does_not_name() -> None:
    made = claim("A", about=subject(), status=Status.SUPPORTED)
    source = paper("Source", abstract="One. Two. Three.")
    for quote, grade in (("One.", Grade.E5), ("Two.", Grade.E4), ("Three.", Grade.E2)):
        evidence(made, source, stance=Stance.SUPPORTS, quote=quote, grade=grade)

    assert shown(made).answers[0].sentences[1:] == (
        Sentence(text="Backed by “Source” (independent reproduction) and 2 more.", evidence=(1, 2, 3)),
    )


def test_the_answer_rests_only_on_evidence_that_counts() -> None:
    made = claim("A", about=subject())
    source = paper("Source", abstract="One. Two.")
    evidence(made, source, stance=Stance.SUPPORTS, quote="One.", state=EvidenceState.PROPOSED)
    evidence(made, source, stance=Stance.MENTIONS, quote="Two.", state=EvidenceState.PROPOSED)

    assert shown(made).answers[0].sentences[1:] == (
        Sentence(text="One passage bears on it, but none decides it.", evidence=(2,)),
    )


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("M6-T: Exploring Experts", "M6-T"),
        ("A plain title", "A plain title"),
        ("西风九号：三万亿", "西风九号"),
        ("x" * 90, "x" * 79 + "…"),
    ],
)
def test_a_title_is_shortened_to_its_name(title: str, short: str) -> None:
    assert short_title(title) == short


def test_the_strongest_evidence_comes_first_in_its_group() -> None:
    made = claim("A", about=subject())
    source = paper("Source", abstract="Weak words. Strong words.")
    evidence(made, source, stance=Stance.SUPPORTS, quote="Weak words.", grade=Grade.E2)
    evidence(made, source, stance=Stance.SUPPORTS, quote="Strong words.", grade=Grade.E5)

    (group,) = shown(made).groups

    assert [card.grade.code for card in group.cards] == ["E5", "E2"]


def test_of_equal_evidence_that_in_the_language_of_the_claim_comes_first() -> None:
    made = claim("A", about=subject())
    source = paper("Source", abstract="西风用了四十五兆瓦时。 It used 45 MWh.")
    evidence(made, source, stance=Stance.SUPPORTS, quote="西风用了四十五兆瓦时。")
    evidence(made, source, stance=Stance.SUPPORTS, quote="It used 45 MWh.")

    (group,) = shown(made).groups

    assert [card.language for card in group.cards] == ["en", "zh"]


def test_a_passage_stands_in_the_text_of_its_place() -> None:
    page = shown(claim_with_everything())

    assert page.groups[2].cards[0].passage == Excerpt(
        before="In our own count, ", quote="Borealis took 1290 MWh to train.", after=" We used meters."
    )


def test_the_quote_stands_in_its_paragraph_as_readers_see_it() -> None:
    (place,) = shown(claim_with_everything()).places

    assert place.passage == Excerpt(
        before="Nimbus Labs says that Zephyr-9 has 3 trillion parameters. ",
        quote=ENERGY_QUOTE,
        after=", see the report.",
    )


def test_a_claim_without_evidence_says_how_often_we_looked(client: Client) -> None:
    made = claim("Nobody wrote about this")
    visit(made, days_ago=3)
    visit(made, days_ago=0)

    page = client.get(f"/claims/{made.pk}/").content.decode()

    assert missing_from(page, "Nothing beyond the announcement is known yet.", "Looked 2 times, last on") == []
    assert "and found nothing that bears on it" in page


def test_a_proposal_is_shown_as_a_question_to_a_person(client: Client) -> None:
    made = claim("Wrong by far", status=Status.DISPUTED)
    Claim.objects.filter(pk=made.pk).update(proposal=Status.REFUTED)

    page = client.get(f"/claims/{made.pk}/").content.decode()

    assert missing_from(page, "The evidence points to “refuted”. Only a person may say so; one has been asked.") == []


def test_what_machine_read_is_marked_until_a_person_confirms(client: Client) -> None:
    made = claim("Read by machine")
    before = client.get(f"/claims/{made.pk}/").content.decode()
    Claim.objects.filter(pk=made.pk).update(workflow=Workflow.TRACKED)
    after = client.get(f"/claims/{made.pk}/").content.decode()

    words = "read by machine, not yet confirmed by a person"
    assert (words in before, words in after) == (True, False)


def test_a_merged_claim_leads_to_the_one_it_went_into_for_good(client: Client) -> None:
    kept, merged = claim("Kept"), claim("Merged")
    Claim.objects.filter(pk=merged.pk).update(workflow=Workflow.MERGED, merged_into=kept)

    response = client.get(f"/claims/{merged.pk}/")

    assert (response.status_code, response["Location"]) == (301, f"/claims/{kept.pk}/")


def test_a_dismissed_claim_keeps_its_address_and_says_so(client: Client) -> None:
    made = claim("An opinion, after all")
    Claim.objects.filter(pk=made.pk).update(workflow=Workflow.DISMISSED)

    response = client.get(f"/claims/{made.pk}/")

    assert (response.status_code, "An editor has set this claim aside" in response.content.decode()) == (200, True)


@pytest.mark.parametrize("address", ["/claims/987654/", "/claims/99999999999999999999999/", "/announcements/9/"])
def test_what_is_not_there_is_a_friendly_404(client: Client, address: str) -> None:
    response = client.get(address)

    assert (response.status_code, "There is nothing at this address." in response.content.decode()) == (404, True)


def test_pages_are_for_reading_only(client: Client) -> None:
    made = claim("A")

    assert [client.post(address).status_code for address in ("/", f"/claims/{made.pk}/")] == [405, 405]


def test_what_the_claimant_answers_is_shown_once_it_is_published_also_on_past_days(client: Client) -> None:
    made = claim_with_everything()
    comment(made, "Not yet to be read.", published=False)
    comment(made, "First <b>this</b>.\n\nThen that.")
    page = client.get(f"/claims/{made.pk}/").content.decode()
    part = page.split("What the claimant answers")[1].split("</section>")[0]
    assert part.index("the energy of the last run") < part.index("First &lt;b&gt;this&lt;/b&gt;.")
    assert ("<p>Then that.</p>" in part, "for Nimbus Labs" in part, "nimbus-press" in part) == (True, True, True)
    assert "Not yet to be read." not in page
    days = {day: client.get(f"/claims/{made.pk}/?as_of={day}").content.decode() for day in ("2026-05-02", "2026-05-03")}
    assert ["What the claimant answers" in one for one in days.values()] == [False, True]


def test_what_others_wrote_is_never_taken_for_html(client: Client) -> None:
    story = announcement("Said <img src=x onerror=alert(1)> of 3 trillion.", title="<script>1</script>")
    made = claim("<img src=x onerror=alert(1)> of 3 trillion", about=subject("<i>Z</i>"), said_in=story)
    source = paper("<script>2</script>", abstract="It is <u>so</u>.", arxiv_id="2401.00002")
    evidence(made, source, stance=Stance.SUPPORTS, quote="<u>so</u>", condition="<script>3</script>")

    page = client.get(f"/claims/{made.pk}/").content.decode()

    assert [hostile for hostile in ("<img", "<script>", "<i>Z", "<u>so") if hostile in page] == []


def test_the_page_asks_as_often_with_three_of_everything_as_with_one(client: Client) -> None:
    made = claim_with_everything()
    counts = [queries_for(client, made)]
    for number in (2, 3):
        source = paper(f"More {number}", abstract=f"It says {number}. Truly.", arxiv_id=f"2402.0000{number}")
        row = evidence(made, source, stance=Stance.SUPPORTS, quote=f"It says {number}.")
        done = arithmetic(claim(f"other {number}"), source)
        type(done).objects.filter(pk=done.pk).update(claim=made)
        change(made, row, to=Status.DISPUTED)
        visit(made, days_ago=0)
        comment(made)
        own_arithmetic(made, made.appearances.order_by("pk")[0].announcement, outcome=("agrees", "rounded")[number - 2])
        story = announcement(f"{ENERGY_QUOTE} {number}", url=f"https://example.org/{number}")
        made.appearances.create(announcement=story, exact=ENERGY_QUOTE, start=0, end=len(ENERGY_QUOTE), repeated=True)

    counts.append(queries_for(client, made))
    assert counts[0] == counts[1]


def queries_for(client: Client, made: Claim) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/claims/{made.pk}/").status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Its energy consumption is 1287 MWh.", "en"),
        ("能耗仅为其 1%。", "zh"),
        ("M6 用 512 GPU 训练完成", "zh"),
        ("", "en"),
    ],
)
def test_the_language_of_a_quote_is_told_by_its_script(text: str, language: str) -> None:
    assert language_by_script(text) == language


@pytest.mark.parametrize("status", list(Status))
def test_every_status_can_be_shown(client: Client, status: Status) -> None:
    made = claim("Some claim", status=status)

    assert STATUS_WORDS[status].label in client.get(f"/claims/{made.pk}/").content.decode()
