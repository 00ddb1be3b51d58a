"""Whether a paper on arXiv was withdrawn, by what is said and by how its versions are filed."""

from datetime import date

import pytest

from claims.core.identifiers import ArxivId
from claims.core.papers import Standing
from claims.sources.arxiv_records import Told, Version, says_withdrawn, source_record

WITHDRAWN = [
    "Withdrawn",
    "(withdrawn)",
    "Withdrawn: an error was found",
    "Withdrawn by the author, Lemma 3 is wrong",
    "Paper withdrawn",
    "Withdrawn from the arXiv",
    "This paper has been withdrawn by the author(s), due to an error in Theorem 2",
    "This article is withdrawn since it needs work",
    "The paper is temporarily withdrawn",
    "This version withdrawn by arXiv administrators",
    "This version of the paper has been withdrawn",
    "This paper was withdrawn from arXiv by its authors",
    "12 pages, 3 figures. This submission has been withdrawn by arXiv administrators",
    "arXiv admin note: submission has been withdrawn by arXiv administrators",
    "arXiv admin note: This paper has been withdrawn by arXiv due to unverifiable authorship",
    "I would like to withdraw the paper because I want to change the results",
    "The authors have withdrawn this paper",
]
STANDING = [
    "20 pages",
    "Accepted to a workshop (withdrawn before presentation for lack of funding)",
    "Withdrawn from ICLR 2024",
    "Withdrawn ICLR 2024 submission",
    "Submission withdrawn from NeurIPS",
    "Submission withdrawn after the rebuttal",
    "This paper was withdrawn from ICLR 2025 to be extended",
    "We withdraw this submission from ACL",
    "We do not withdraw this paper",
    "This paper has not been withdrawn",
    "An earlier version of this paper has been withdrawn, this one is corrected",
    "Replaces the paper withdrawn by its author",
    "This work reinstates a paper that was withdrawn",
    "Withdrawn samples are listed in an appendix",
]


@pytest.mark.parametrize("comments", WITHDRAWN)
def test_authors_and_arxiv_withdraw_in_many_words(comments: str) -> None:
    assert says_withdrawn(comments=comments, abstract="We train Heron-2.")


@pytest.mark.parametrize("comments", STANDING)
def test_what_a_conference_or_another_paper_lost_is_not_withdrawn(comments: str) -> None:
    assert not says_withdrawn(comments=comments, abstract="We train Heron-2.")


@pytest.mark.parametrize(
    ("abstract", "withdrawn"),
    [
        ("This paper has been withdrawn by the authors.", True),
        ("Withdrawn", True),
        ("We train Heron-2. This paper has been withdrawn due to an error in its tables.", True),
        ("Withdrawn drugs are a loss to everybody.", False),
        ("Withdrawn from the market in 2004, the drug is still studied.", False),
        ("We study why reports go. The report was withdrawn by the ministry.", False),
        ("We count notices. The paper was withdrawn by its authors in 40% of cases.", False),
    ],
)
def test_an_abstract_may_speak_of_others_that_were_withdrawn(abstract: str, withdrawn: bool) -> None:
    assert says_withdrawn(comments="", abstract=abstract) is withdrawn


def _standing(*versions: Version, comments: str = "") -> tuple[Standing, date | None, str]:
    told = Told(
        known=ArxivId(base="2601.00001"),
        title="Heron-2",
        abstract="",
        authors=(),
        organisations=(),
        comments=comments,
        journal="",
        doi="",
        versions=versions,
        published_on=None,
    )
    record = source_record(told, "").record
    return record.standing, record.standing_on, record.standing_url


ONE, TWO = Version(number=1, submitted_on=date(2026, 1, 5)), Version(number=2, submitted_on=date(2026, 1, 9))
TWO_EMPTY = Version(number=2, submitted_on=date(2026, 1, 9), is_empty=True)
THREE, FOUR = Version(number=3, submitted_on=date(2026, 2, 1)), Version(number=4, submitted_on=date(2026, 2, 8))


def test_a_withdrawal_stands_since_the_version_that_says_so() -> None:
    withdrawn = (Standing.WITHDRAWN, date(2026, 1, 9), "https://arxiv.org/abs/2601.00001v2")

    assert _standing(ONE, TWO_EMPTY) == withdrawn
    assert _standing(ONE, TWO, comments="Withdrawn") == withdrawn


def test_a_paper_that_came_back_takes_its_withdrawal_back_once() -> None:
    back = (Standing.CURRENT, date(2026, 2, 1), "https://arxiv.org/abs/2601.00001v3")

    assert _standing(ONE, TWO_EMPTY, THREE) == back
    assert _standing(ONE, TWO_EMPTY, THREE, FOUR) == back


def test_a_paper_that_was_never_withdrawn_says_nothing_of_its_standing() -> None:
    assert _standing(ONE, TWO) == (Standing.CURRENT, None, "")
