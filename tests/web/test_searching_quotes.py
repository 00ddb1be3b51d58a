"""A search finds the words in which a claim was said, short ones too, through merges and back."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from claims import said_words
from claims.models import Appearance, Claim
from claims.said_words import claims_that_say
from claims.workflows.merge_claims import merge_claims
from claims.workflows.unmerge_claim import unmerge_claim
from tests.web.made_up_claims import ENERGY_QUOTE, NOW, announcement, claim, subject
from tests.web.made_up_relatives import TRANSLATED

pytestmark = pytest.mark.django_db


def told_twice() -> tuple[Claim, Claim]:
    """A claim, and what a translation makes of it, merged into it."""
    original = claim(ENERGY_QUOTE, about=subject(), said_in=announcement())
    story = announcement(f"# 西风\n\n{TRANSLATED}。\n", title="西风", language="zh")
    translated = claim(TRANSLATED, about=subject(), said_in=story, language="zh")
    merge_claims(translated.pk, original.pk, actor=None, reason="The same.", now=NOW)
    return original, translated


def found(words: str) -> list[int]:
    return list(Claim.objects.public().filter(claims_that_say(words)).order_by("pk").values_list("pk", flat=True))


def test_words_that_stand_only_in_a_merged_quote_find_the_claim(client: Client) -> None:
    original, translated = told_twice()
    assert [found(words) for words in ("能耗", "的能耗仅为", "能", "能耗 energy", "1%", "耗能")] == [
        *[[original.pk]] * 5,
        [],
    ]
    page = client.get("/claims/", {"q": "能耗"}).content.decode()
    answer: Any = client.get("/api/v1/claims/", {"q": "能耗"}).json()
    assert f"/claims/{original.pk}/" in page
    (told,) = answer["results"]
    place = TRANSLATED.index("能耗")
    assert told["highlights"] == []
    assert [one["highlights"] for one in told["appearances"] if one["exact"] == TRANSLATED] == [
        [{"start": place, "end": place + 2}]
    ]
    assert translated.pk != original.pk


def test_a_claim_that_is_taken_out_again_takes_its_words_along() -> None:
    original, translated = told_twice()
    unmerge_claim(translated.pk, actor=User.objects.create_user("ada"), reason="Not the same.", now=NOW)
    assert found("能耗") == [translated.pk]
    assert Claim.objects.get(pk=original.pk).said == ENERGY_QUOTE.lower()


def test_what_is_said_is_the_text_with_the_quotes_that_it_does_not_hold_once_each_in_small_letters() -> None:
    made = claim(ENERGY_QUOTE, said_in=announcement())
    before = Claim.objects.get(pk=made.pk).said
    stories = [announcement(f"Story {number}", title="Story") for number in range(2)]
    place = {"start": 0, "end": 9}
    Appearance.objects.bulk_create(
        Appearance(claim=made, announcement=story, exact="Other words", **place) for story in stories
    )
    both = Claim.objects.get(pk=made.pk).said
    Appearance.objects.filter(announcement=stories[0]).delete()
    one = Claim.objects.get(pk=made.pk).said
    Appearance.objects.filter(announcement=stories[1]).update(exact="Still others")
    words = ENERGY_QUOTE.lower()
    assert (before, both, one) == (words, *[f"{words}\nother words"] * 2)
    assert Claim.objects.get(pk=made.pk).said == f"{words}\nstill others"


def test_nobody_else_writes_what_is_said() -> None:
    made = claim(ENERGY_QUOTE)
    made.said = "Something else"
    made.save()
    Claim.objects.update(said="Something else")
    assert Claim.objects.get(pk=made.pk).said == ENERGY_QUOTE.lower()


@pytest.mark.parametrize("word", ["M6", "m6", "6B", "亿", "参数", "6"])
def test_a_short_word_is_found_wherever_it_stands_in_any_case(word: str) -> None:
    made = claim("M6B 拥有 100 亿个参数")
    claim("Another one")
    assert found(word) == [made.pk]


@pytest.mark.parametrize("word", ["zephyr-9", "ZEPHYR-9的能耗", "的能耗", "Éa1", "100%"])
def test_the_index_of_trigrams_answers_every_script_in_any_case(word: str) -> None:
    made = claim("Zephyr-9的能耗 is éa1, 100% of it")
    claim("Another one")
    with connection.cursor() as cursor:
        # Of a handful of rows PostgreSQL reads all, if it may.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    plan = Claim.objects.filter(said_words.saying_all(word, said_words.WordsKnown())).order_by().explain(analyze=True)
    assert "Bitmap Index Scan on claim_said_trigrams" in plan
    assert "Rows Removed" not in plan
    assert found(word) == [made.pk]


@pytest.mark.parametrize("word", ["6b", "b拥", "ab", "数参", "有1"])
def test_pairs_do_not_reach_over_spaces_and_are_not_turned_round(word: str) -> None:
    claim("M6 B 拥有 100 亿个参数")
    with connection.cursor() as cursor:
        cursor.execute("SELECT claims_pairs('M6 B 拥有 100 亿个参数') @> ARRAY[%s]", [word])
        row = cursor.fetchone()
    assert row == (False,)


@pytest.mark.parametrize(("seldom", "few"), [(0, 1), (1, 1), (2, 0), (2, 1), (2, 2)])
def test_a_short_word_finds_the_same_by_the_index_and_by_a_walk(
    seldom: int, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(said_words, "_SELDOM", seldom)
    monkeypatch.setattr(said_words, "_FEW", few)
    made = claim("M6B 拥有 100 亿个参数")
    claim("Another one")
    assert (found("m6"), found("zz"), found("m6 00"), found("00 亿")) == ([made.pk], [], [made.pk], [made.pk])


def test_pairs_are_all_letters_and_all_twos_of_them() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT claims_pairs(''), claims_pairs('Aé参')")
        row = cursor.fetchone()
    assert row is not None
    assert [set(pairs) - {""} for pairs in row] == [set(), {"a", "é", "参", "aé", "é参"}]
