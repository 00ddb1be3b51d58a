"""A record's page says from when to when it was so, and by what it was overtaken, in the claim's language."""

from datetime import date

import pytest
from django.test import Client

from claims.judging.findings import Stance, Status
from claims.models import Claim, Evidence
from claims.web.answer import Sentence
from tests.web.made_up_claims import change, claim, evidence, paper, subject

pytestmark = pytest.mark.django_db

TEXTS = {
    "en": "Zephyr-9 is the largest language model, with 3 trillion parameters.",
    "zh": "Zephyr-9 是最大的语言模型，拥有 3 万亿参数。",
}


def record(language: str, *, ended: bool) -> Claim:
    made = claim(TEXTS[language], about=subject(), language=language)
    backing = evidence(made, paper("Counting Zephyr", abstract="So it is."), stance=Stance.SUPPORTS, quote="So it is.")
    if not ended:
        change(made, backing, to=Status.SUPPORTED)
        return made
    giant = paper("Boreal-2: A Giant", abstract="Boreal-2 is the largest.")
    row = evidence(made, giant, stance=Stance.CONTRADICTS, quote="Boreal-2 is the largest.")
    Evidence.objects.filter(pk=row.pk).update(supersedes=True, known_on=date(2025, 3, 1))
    change(made, backing, row, to=Status.SUPERSEDED)
    return made


@pytest.mark.parametrize(
    ("language", "ended", "words"),
    [
        ("en", True, "So when said: from 15 January 2024 until 1 March 2025, when “Boreal-2: A Giant” came out."),
        ("en", False, "So since 15 January 2024; nothing on record has overtaken it."),
        ("zh", True, "说出时属实：自2024年1月15日起，至2025年3月1日《Boreal-2: A Giant》发表为止。"),
        ("zh", False, "自2024年1月15日起如此，尚无超过它的记录。"),
    ],
)
def test_both_dates_are_told_in_the_language_of_the_page(
    client: Client, language: str, ended: bool, words: str
) -> None:
    made = record("en", ended=ended)
    page = client.get(f"/claims/{made.pk}/", headers={"accept-language": language}).content.decode()
    assert f"<dd>{words}</dd>" in page


def test_what_overtook_it_is_not_shown_as_being_against_it(client: Client) -> None:
    page = client.get(f"/claims/{record('en', ended=True).pk}/").context["page"]
    assert [(group.title, len(group.cards)) for group in page.groups] == [("Overtaken by", 1), ("For", 1)]
    assert page.answers[0].sentences == (
        Sentence(text="This was so when it was said; something later has overtaken it."),
        Sentence(text="Overtaken by “Boreal-2” (independent analysis).", evidence=(1,)),
        Sentence(text="Backed by “Counting Zephyr” (independent analysis).", evidence=(2,)),
    )


def test_before_it_was_overtaken_the_record_still_lasts(client: Client) -> None:
    made = record("en", ended=True)
    page = client.get(f"/claims/{made.pk}/?as_of=2025-02-28").context["page"]
    assert (page.status.code, page.lasting) == (
        "supported",
        "So since 15 January 2024; nothing on record has overtaken it.",
    )
