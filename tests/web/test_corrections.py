"""A page says of its evidence and its arithmetic what was said of their documents since, in the claim's language."""

from datetime import date

import pytest
from django.test import Client

from claims.core.papers import Standing
from claims.judging.findings import Stance, Status
from claims.models import Claim, PaperNotice, PaperVersion
from claims.workflows.note_standing import Told, note_standing
from claims.workflows.reopen_claims import reopen_claims
from tests.web.made_up_claims import NOW, arithmetic, change, claim, evidence, paper

pytestmark = pytest.mark.django_db

NOTICE = "https://journal.example/notice"


def noted(version: PaperVersion, standing: Standing) -> None:
    told = Told(standing=standing, issued_on=date(2025, 3, 1), source_url=NOTICE)
    note_standing(version.paper_id, told, actor=None, now=NOW)
    reopen_claims([version.paper_id], now=NOW)


def backed(language: str = "en") -> tuple[Claim, PaperVersion]:
    made = claim("Zephyr-9 used 45 MWh.", language=language)
    report = paper("Counting Borealis", abstract="Zephyr-9 used 45 MWh.")
    change(made, evidence(made, report, stance=Stance.SUPPORTS, quote="Zephyr-9 used 45 MWh."), to=Status.SUPPORTED)
    return made, report


@pytest.mark.parametrize(
    ("standing", "language", "words"),
    [
        (Standing.RETRACTED, "en", "Retracted on 1 March 2025, no longer counted."),
        (Standing.WITHDRAWN, "en", "Withdrawn on 1 March 2025, no longer counted."),
        (Standing.CORRECTED, "en", "Corrected on 1 March 2025; it counts with less certainty."),
        (
            Standing.EXPRESSION_OF_CONCERN,
            "en",
            "Under an expression of concern since 1 March 2025, so it counts less.",
        ),
        (Standing.RETRACTED, "zh", "该文献已于2025年3月1日撤稿，不再计入。"),
    ],
)
def test_the_card_says_what_was_said_of_its_paper_and_where(
    client: Client, standing: Standing, language: str, words: str
) -> None:
    made, report = backed()
    noted(report, standing)
    page = client.get(f"/claims/{made.pk}/", headers={"accept-language": language}).content.decode()
    assert f'<p class="correction">{words} <a href="{NOTICE}"' in page
    assert 'class="not-counted"' not in page


def test_a_paper_that_was_given_back_its_standing_says_nothing(client: Client) -> None:
    made, report = backed()
    noted(report, Standing.RETRACTED)
    told = Told(standing=Standing.CURRENT, issued_on=date(2025, 6, 1), source_url=NOTICE)
    note_standing(report.paper_id, told, actor=None, now=NOW)
    reopen_claims([report.paper_id], now=NOW)
    page = client.get(f"/claims/{made.pk}/")
    history = client.get(f"/papers/{report.paper_id}/").content.decode()
    assert [words in history for words in ("1 March 2025</time>: retracted", "1 June 2025</time>: taken back")] == [
        True,
        True,
    ]
    assert 'class="correction"' not in page.content.decode()
    assert (page.context["page"].status.code, PaperNotice.objects.count()) == ("supported", 2)


def test_arithmetic_on_a_retracted_figure_says_so_and_is_left_out_of_the_answer(client: Client) -> None:
    made, report = backed()
    arithmetic(made, report)
    before = client.get(f"/claims/{made.pk}/").context["page"]
    noted(report, Standing.RETRACTED)
    after = client.get(f"/claims/{made.pk}/").context["page"]
    assert (
        "The arithmetic gives" in before.answers[0].sentences[-1].text,
        "The arithmetic gives" in after.answers[0].sentences[-1].text,
    ) == (
        True,
        False,
    )
    assert [correction.words for correction in after.recipes[0].corrections] == [
        "Retracted on 1 March 2025, no longer counted."
    ]
