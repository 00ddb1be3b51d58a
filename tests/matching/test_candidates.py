"""The anchor gate in both directions finds what a full scan finds, and lets nothing else through."""

from datetime import UTC, datetime
from itertools import combinations

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.core.papers import PaperRecord
from claims.matching.candidates import NEAREST, claims_for, gated, papers_for
from claims.matching.index import index_claims, index_papers
from claims.matching.paper_vectors import store_vectors
from claims.matching.probes import two_of
from claims.models import Claim, ClaimProbe, Paper, Workflow
from claims.workflows.import_papers import import_papers
from tests.matching.stand_in_encoder import LetterEncoder
from tests.workflows.made_up_claims import zephyr_claim

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 3, tzinfo=UTC)
SCAN = """
SELECT DISTINCT terms.paper_id, probe.claim_id FROM claims_paperterms terms, claims_claimprobe probe
WHERE terms.vector @@ probe.name AND terms.vector @@ probe.context
"""


def store(*texts: str) -> list[Paper]:
    """Papers with these abstracts, indexed."""
    named = enumerate(texts)
    records = [PaperRecord(id=f"p{number}", title=f"Report {number}", abstract=text) for number, text in named]
    ids = import_papers(records, now=NOW).paper_ids
    papers = list(Paper.objects.with_text().filter(pk__in=ids).order_by("pk"))
    index_papers(papers)
    return papers


def filed(*claims: Claim) -> None:
    index_claims(Claim.objects.with_statement().filter(pk__in=[claim.pk for claim in claims]).order_by("pk"))


def test_a_paper_that_names_the_subject_and_its_size_finds_the_claim_and_the_other_way_round() -> None:
    claim = zephyr_claim()
    filed(claim)
    on_it, off_it, names_it = store(
        "We train Zephyr-9 with 3 trillion parameters.",
        "Borealis has 3 trillion parameters.",
        "Zephyr-9 was on the front page.",
    )
    assert claims_for([on_it.pk, off_it.pk, names_it.pk]) == {on_it.pk: [claim.pk]}
    assert papers_for(claim) == [on_it]


def test_a_chinese_claim_finds_an_english_paper_by_name_and_metric() -> None:
    claim = zephyr_claim("Zephyr-9 拥有 3 万亿个参数。")
    filed(claim)
    paper, _ = store("Zephyr-9 has over three trillion parameters.", "能耗降低了八成。")
    assert papers_for(claim) == [paper]


def test_claims_that_rest_are_not_found() -> None:
    filed(zephyr_claim(workflow=Workflow.DISMISSED))
    (paper,) = store("Zephyr-9 with 3 trillion parameters.")
    assert claims_for([paper.pk]) == {}


def test_a_claim_that_goes_to_rest_leaves_the_index_and_finds_its_papers_still() -> None:
    claim = zephyr_claim()
    filed(claim)
    (paper,) = store("Zephyr-9 with 3 trillion parameters.")
    claim.workflow = Workflow.ARCHIVED
    claim.save(update_fields=["workflow"])
    assert (claims_for([paper.pk]), papers_for(claim)) == ({}, [paper])


def test_filing_and_indexing_again_changes_nothing() -> None:
    claim = zephyr_claim()
    filed(claim)
    before = list(ClaimProbe.objects.order_by("pk").values())
    papers = store("Zephyr-9 with 3 trillion parameters.")
    filed(claim)
    index_papers(papers)
    assert list(ClaimProbe.objects.order_by("pk").values()) == before
    assert papers_for(claim) == papers


def test_names_with_quotes_and_operators_are_only_text() -> None:
    claim = zephyr_claim("O'Brien & Co's model !x | y has 5 parameters", name="O'Brien & Co:*")
    filed(claim)
    (paper,) = store("The O'Brien & Co model has five parameters.")
    assert papers_for(claim) == [paper]


def test_a_paper_gets_the_claims_of_whose_context_it_says_most_the_newest_of_equals() -> None:
    texts = ("Zephyr-9 handles weather.", "Zephyr-9 handles storms.", "Zephyr-9 handles storms and glaciers.")
    weather, storms, both = (zephyr_claim(text) for text in texts)
    filed(weather, storms, both)
    (paper,) = store("Zephyr-9, whose parameters number in billions, handles storms and glaciers.")
    assert claims_for([paper.pk]) == {paper.pk: [both.pk, storms.pk, weather.pk]}
    assert claims_for([paper.pk], called=2) == {paper.pk: [both.pk, storms.pk]}
    assert claims_for([paper.pk], read_per_name=2) == {paper.pk: [both.pk, storms.pk]}


def test_the_longest_names_and_words_can_be_filed() -> None:
    words = [f"{letter * 55}{number:05}" for letter in "abc" for number in range(7)]
    claim = zephyr_claim(" ".join(words), name=" ".join(words[:3]))
    filed(claim)
    (paper,) = store(" ".join(words))
    assert claims_for([paper.pk]) == {paper.pk: [claim.pk]}


def test_two_of_asks_for_two_whatever_the_words() -> None:
    words = list("abcdef")
    sets = [list(chosen) for count in range(len(words) + 1) for chosen in combinations(words, count)]
    wanted = [(asked, met) for asked in range(1, len(words) + 1) for met in sets]
    with connection.cursor() as cursor:
        for asked, met in wanted:
            cursor.execute("SELECT array_to_tsvector(%s::text[]) @@ %s::tsquery", [met, two_of(words[:asked])])
            assert cursor.fetchone() == (len(set(met).intersection(words[:asked])) >= min(2, asked),)


NAMES = st.sampled_from(["", "Zephyr-9", "Zephyr", "Borealis 7B", "Borealis", "悟道 2.0", "M6-10T", "M6", "Wu Dao Air"])
SAID = st.lists(
    st.sampled_from(["parameters", "scale", "万亿参数", "storms", "glacier", "sleeps", "能耗", "9", "trillions"]),
    max_size=5,
).map(" ".join)


@settings(max_examples=25)
@given(claims=st.lists(st.tuples(NAMES, SAID), max_size=6), papers=st.lists(st.tuples(NAMES, NAMES, SAID), max_size=6))
def test_the_gate_finds_exactly_what_a_full_scan_finds_both_ways(
    claims: list[tuple[str, str]], papers: list[tuple[str, str, str]]
) -> None:
    with transaction.atomic():
        made = [zephyr_claim(f"{name} {said}", name=name or "号") for name, said in claims]
        filed(*made)
        stored = [paper.pk for paper in store(*map(" ".join, papers))]
        with connection.cursor() as cursor:
            cursor.execute(SCAN)
            scanned = set(cursor.fetchall())
        called = {(paper, claim) for paper, found in claims_for(stored).items() for claim in found}
        looked_for = {(paper, claim.pk) for claim in made for paper in gated(claim.to_core())}
        transaction.set_rollback(True)
    assert called == looked_for == scanned


def embedded(*texts: str) -> list[Paper]:
    papers = store(*texts)
    store_vectors(papers, LetterEncoder())
    return papers


def test_with_an_encoder_papers_that_mean_something_close_join_those_that_name_the_subject() -> None:
    claim = zephyr_claim()
    filed(claim)
    names_it, close, _ = embedded(
        "Among others, we train Zephyr-9, whose size is 3 trillion parameters.",
        "Their Zephyr, number 9, has three trillion parameters.",
        "Jjjj kkkk qqqq wwww bbbb ddd vvvv uuuu xxxx cccc.",
    )
    assert papers_for(claim) == [names_it]
    assert papers_for(claim, encoder=LetterEncoder()) == [names_it, close]


def test_papers_without_a_vector_are_found_by_terms() -> None:
    claim = zephyr_claim()
    filed(claim)
    (paper,) = store("Zephyr-9 with 3 trillion parameters.")
    assert papers_for(claim, encoder=LetterEncoder()) == [paper]


def test_a_claim_in_a_language_that_the_encoder_cannot_read_goes_by_terms_alone() -> None:
    claim = zephyr_claim("Zephyr-9 拥有 3 万亿个参数，规模超过了去年公布的所有模型。")
    filed(claim)
    paper, _ = embedded("Zephyr-9 has over three trillion parameters.", "A zephyr is a wind of three parameters.")
    assert papers_for(claim, encoder=LetterEncoder()) == papers_for(claim) == [paper]


def test_what_joins_by_meaning_is_bounded() -> None:
    claim = zephyr_claim()
    filed(claim)
    embedded(*(f"Their model, number {number}, has three trillion parameters." for number in range(NEAREST + 5)))
    assert len(papers_for(claim, encoder=LetterEncoder())) == NEAREST
