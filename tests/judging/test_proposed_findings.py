"""A model may point at words of a document; grade and team are ours, and whatever is not in the document is dropped."""

from collections import Counter

import pytest

from claims.core.model_answers import Row
from claims.core.papers import DocumentPassage, PaperRecord
from claims.core.statements import ClaimStatement
from claims.judging.assessor_prompt import LONGEST, material
from claims.judging.findings import Finding, Grade, Stance
from claims.judging.grading import CLAIMANT_GROUP
from claims.judging.proposed_findings import CONFIDENCE, Fault, Proposals, findings_from

CLAIM = ClaimStatement(id="1", text="Zephyr-9 has 3 trillion parameters.", subject="Zephyr-9", claimant="Nimbus Labs")
OWN = PaperRecord(
    id="7",
    title="Zephyr-9: A Giant for Less",
    authors=("Ada Lund", "Bo Chen"),
    organisations=("Nimbus Labs",),
    abstract=(
        "We present Zephyr-9, which has “three trillion” parameters. "
        "Here results vary from run to run, and there results vary from run to run."
    ),
    arxiv_id="2401.00001",
    passages=(DocumentPassage(text="It was trained on 256 GPUs in 12 days.", location="section 3"),),
)
OTHER = PaperRecord(
    id="8",
    title="Sizes of Models",
    authors=("Di Park", "Eve Ito"),
    abstract="It is far smaller than that.",
    arxiv_id="2402.00001",
)
MODEL = "large-model (prompt 1)"


def proposals(*rows: Row, record: PaperRecord = OWN) -> Proposals:
    return findings_from(rows, CLAIM, record, [OWN, OTHER], MODEL)


def test_a_proposal_becomes_a_finding_in_the_document_s_words_graded_by_the_rules() -> None:
    told: Row = {"quote": 'Zephyr-9, which has "three trillion" parameters', "stance": "Supports", "grade": "E6"}
    assert proposals(told, told) == Proposals(
        findings=(
            Finding(
                paper_id="7",
                stance=Stance.SUPPORTS,
                quote="Zephyr-9, which has “three trillion” parameters",
                location="abstract",
                grade=Grade.E2,
                reading="proposed by large-model (prompt 1)",
                confidence=CONFIDENCE,
                independence_group=CLAIMANT_GROUP,
            ),
        ),
        faults=Counter(),
    )


def test_other_people_s_papers_are_their_own_team() -> None:
    (finding,) = proposals({"quote": "It is far smaller than that.", "stance": "contradicts"}, record=OTHER).findings
    assert (finding.grade, finding.location) == (Grade.E4, "abstract")
    assert finding.independence_group != CLAIMANT_GROUP


def test_a_passage_has_the_place_that_it_stands_in() -> None:
    (finding,) = proposals({"quote": "It was trained on 256 GPUs", "stance": "supports"}).findings
    assert finding.location == "section 3"


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ({"quote": "Zephyr-9 has 3 trillion parameters.", "stance": "supports"}, Fault.NOT_IN_TEXT),
        ({"quote": "It was trained on 256 GPUs", "stance": "refutes"}, Fault.NO_STANCE),
        ({"quote": "It was trained on 256 GPUs", "stance": "mentions"}, Fault.NO_STANCE),
        ({"quote": "It was trained on 256 GPUs", "stance": None}, Fault.MISSHAPEN),
        ({"quote": ["It was trained"], "stance": "supports"}, Fault.MISSHAPEN),
        ({"quote": "  ", "stance": "supports"}, Fault.MISSHAPEN),
        ({}, Fault.MISSHAPEN),
        ({"quote": "results vary  from run to run", "stance": "supports"}, Fault.SEVERAL_PLACES),
        ({"quote": "256 GPUs", "stance": "supports"}, Fault.WRONG_LENGTH),
        ({"quote": "x" * 1000, "stance": "supports"}, Fault.WRONG_LENGTH),
    ],
)
def test_what_is_wrong_with_a_proposal_is_named(row: Row, fault: Fault) -> None:
    assert proposals(row) == Proposals(findings=(), faults=Counter({fault: 1}))


def test_of_a_long_document_the_beginning_is_sent() -> None:
    long = PaperRecord(id="9", title="Long", abstract="x" * 100_000)
    assert len(material(CLAIM, long)) < LONGEST + 200
    assert material(CLAIM, OTHER) == (
        "Claim: Zephyr-9 has 3 trillion parameters.\nAbout: Zephyr-9\n\n"
        "Document:\n[title] Sizes of Models\n\n[abstract] It is far smaller than that."
    )
