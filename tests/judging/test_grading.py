"""Grades: who speaks, was it reviewed, what was done; and who belongs to one team."""

from dataclasses import replace

import pytest

from claims.core.papers import PaperRecord, Standing
from claims.judging.findings import Grade
from claims.judging.grading import (
    CLAIMANT_GROUP,
    Method,
    Provenance,
    independence_groups,
    is_reviewed,
    method_of,
    provenance,
    weigh_document,
)
from claims.judging.organisations import house, houses_in

PAPER = PaperRecord(id="a", title="Herons at scale", arxiv_id="2401.00001", organisations=("Alibaba DAMO Academy",))
OTHER = PaperRecord(id="b", title="A look at herons", arxiv_id="2402.00002", authors=("Ada Byron",))
PAGE = PaperRecord(id="c", title="Lab unveils Heron", url="https://news.example/heron")


def grade_of(paper: PaperRecord, passage: str = "", *, introduces: bool = False) -> Grade:
    weight = weigh_document(
        paper, claimant="Alibaba", makers=frozenset({"alibaba"}), introduces_subject=introduces, passage=passage
    )
    return weight.grade


def test_houses_are_one_under_all_their_names() -> None:
    assert house("DAMO Academy") == house("阿里巴巴达摩院") == "alibaba"
    assert house("Some University of Herons") == house("some herons")
    assert houses_in("Google and NVIDIA trained it; metaphors did not") == {"google", "nvidia"}


@pytest.mark.parametrize(
    ("paper", "introduces", "who"),
    [
        (PAPER, False, Provenance.CLAIMANT),
        (OTHER, True, Provenance.CLAIMANT),
        (replace(OTHER, organisations=("Google DeepMind",)), False, Provenance.AFFILIATED),
        (OTHER, False, Provenance.INDEPENDENT),
        (PAGE, False, Provenance.RELAY),
    ],
)
def test_provenance_is_seen_from_the_claim(paper: PaperRecord, introduces: bool, who: Provenance) -> None:
    found = provenance(paper, claimant="Alibaba", makers=frozenset({"google"}), introduces_subject=introduces)
    assert found is who


def test_grades_rise_from_statement_to_replication() -> None:
    assert grade_of(PAGE, "The company announced Heron.") is Grade.E1
    assert grade_of(PAPER) is Grade.E2
    assert grade_of(replace(PAPER, venue="ACL 2024")) is Grade.E3
    assert grade_of(OTHER, "We estimate its energy.") is Grade.E4
    assert grade_of(OTHER, "We reproduce the training run.") is Grade.E5
    assert grade_of(OTHER, "This is an independent audit of the run.") is Grade.E6


def test_a_grade_is_that_of_the_document_whatever_notice_it_carries() -> None:
    assert grade_of(replace(OTHER, standing=Standing.RETRACTED), "We estimate it.") is Grade.E4


@pytest.mark.parametrize(
    ("doi", "venue", "reviewed"),
    [
        ("", "", False),
        ("10.48550/arXiv.2401.00001", "", False),
        ("10.1038/s41586-000-00000-0", "", True),
        ("", "USENIX ATC 2022", True),
        ("", "arXiv preprint", False),
    ],
)
def test_review_is_told_by_venue_and_doi(doi: str, venue: str, reviewed: bool) -> None:
    assert is_reviewed(replace(OTHER, doi=doi, venue=venue)) is reviewed


def test_the_method_is_read_from_the_words() -> None:
    assert [method_of(text) for text in ("They say so.", "We measure it.", "我们复现了该结果")] == [
        Method.STATEMENT,
        Method.ANALYSIS,
        Method.REPRODUCTION,
    ]


def test_everything_from_the_claimants_side_is_one_team() -> None:
    weights = [
        weigh_document(paper, claimant="Alibaba", makers=frozenset(), introduces_subject=False, passage="announced")
        for paper in (PAPER, PAGE)
    ]
    assert {weight.group for weight in weights} == {CLAIMANT_GROUP}


def test_papers_that_share_an_author_are_one_team_through_others_too() -> None:
    papers = [
        replace(OTHER, id="1", authors=("Ada Byron", "Carl Gauss")),
        replace(OTHER, id="2", authors=("Carl Gauss", "Emmy Noether")),
        replace(OTHER, id="3", authors=("Emmy Noether",)),
        replace(OTHER, id="4", authors=("Smith et al.",)),
        replace(OTHER, id="5", authors=("Jones et al.",)),
    ]
    teams = independence_groups(papers)
    assert teams == independence_groups(papers[::-1])
    assert teams["1"] == teams["2"] == teams["3"]
    assert len({teams["1"], teams["4"], teams["5"]}) == 3
