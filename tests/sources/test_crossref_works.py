"""Works as Crossref tells them become records, with what publishers say of them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from claims.core.papers import PaperRecord, Standing
from claims.core.sources import Cited, SourceRecord
from claims.sources.crossref import parse_work
from claims.sources.crossref_works import Told, crossref_record, is_paper, notices_in
from claims.sources.records import InvalidRecord
from tests.sources.scripted_client import recorded


def item(**more: Any) -> dict[str, Any]:
    """A work as Crossref tells it; `more` are fields of it, with hyphens for underscores."""
    told: dict[str, Any] = {
        "DOI": "10.1000/Z.1",
        "type": "journal-article",
        "title": ["Zephyr-9: a <i>small</i>\n model"],
        "author": [
            {"given": "Ada", "family": "Lund", "suffix": "Jr", "affiliation": [{"name": "Nimbus Labs, Oslo"}]},
            {"name": "The Kite Team", "affiliation": [{"name": "Nimbus Labs, Oslo"}, {"id": []}]},
            {"sequence": "additional"},
        ],
        "container-title": ["Winds &amp; Tides"],
        "published-print": {"date-parts": [[2024, 6]]},
        "published-online": {"date-parts": [[2024, 3, 5]]},
        "issued": {"date-parts": [[2024]]},
        "abstract": "<jats:p>It has 10<jats:sup>9</jats:sup> parts.</jats:p>",
        "indexed": {"date-time": "2026-11-19T01:02:03Z"},
    }
    return {**told, **{name.replace("_", "-"): value for name, value in more.items()}}


def update(kind: str, doi: str, *day: int, source: str = "publisher") -> dict[str, Any]:
    """A line of `updated-by` or `update-to`."""
    return {"DOI": doi, "type": kind, "label": kind, "source": source, "updated": {"date-parts": [list(day)]}}


def paper(**more: Any) -> PaperRecord:
    """What is made of such a work."""
    return crossref_record(item(**more)).record


def standing(**more: Any) -> tuple[Standing, date | None, str]:
    """How such a work stands."""
    made = paper(**more)
    return made.standing, made.standing_on, made.standing_url


def test_a_work_is_told_in_its_normal_form() -> None:
    made = crossref_record(item())
    assert made == SourceRecord(
        native_id="10.1000/z.1",
        version="2026-11-19T01:02:03Z",
        payload=made.payload,
        record=PaperRecord(
            id="crossref:10.1000/z.1",
            title="Zephyr-9: a small model",
            authors=("Ada Lund Jr", "The Kite Team"),
            published_on=date(2024, 3, 5),
            abstract="It has 10^9 parts.",
            doi="10.1000/z.1",
            url="https://doi.org/10.1000/z.1",
            organisations=("Nimbus Labs, Oslo",),
            venue="Winds & Tides",
        ),
    )
    assert '"DOI":"10.1000/Z.1"' in made.payload


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"title": []}, "no title"),
        ({"title": [""]}, "no title"),
        ({"title": None}, "no title"),
        ({"DOI": "Z.1"}, "'Z.1' is not a DOI"),
        ({"issued": {"date-parts": [[2024, 2, 30]]}, "published_online": None, "published_print": None}, "2024-2-30"),
    ],
)
def test_a_work_that_cannot_be_read_says_why(more: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidRecord, match=reason):
        paper(**more)


def test_what_is_null_or_of_another_kind_is_left_out() -> None:
    bare = crossref_record(
        {"DOI": "10.1000/z.1", "title": "Zephyr", "author": "Lund", "issued": {"date-parts": [[None]]}}
    )
    assert (bare.record.authors, bare.record.published_on, bare.version, bare.cites) == ((), None, "", ())
    assert paper(relation=[], reference={}, updated_by="yes", abstract=3, container_title=None).venue == ""


@pytest.mark.parametrize(
    ("title", "subtitle", "told"),
    [
        (["Zephyr"], ["A small model"], "Zephyr: A small model"),
        (["Zephyr:"], ["A small model"], "Zephyr: A small model"),
        (["Zephyr: a small model"], ["A small model"], "Zephyr: a small model"),
        (["Zephyr", "Zefyr"], [""], "Zephyr"),
    ],
)
def test_a_subtitle_belongs_to_the_title_unless_it_stands_there(
    title: list[str], subtitle: list[str], told: str
) -> None:
    assert paper(title=title, subtitle=subtitle).title == told


def test_what_no_peers_reviewed_says_so_in_its_venue() -> None:
    posted = {
        "type": "posted-content",
        "container_title": [],
        "institution": [{"name": "Windrxiv"}],
        "publisher": "Kite",
    }
    assert paper(**posted).venue == "Windrxiv (preprint)"
    assert paper(**{**posted, "institution": []}).venue == "Kite (preprint)"
    assert paper(type="report", container_title=[], publisher="Nimbus").venue == "Nimbus (technical report)"
    assert paper(type="book-chapter").venue == "Winds & Tides"


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("retraction", Standing.RETRACTED),
        ("Retraction", Standing.RETRACTED),
        ("withdrawal", Standing.WITHDRAWN),
        ("removal", Standing.WITHDRAWN),
        ("expression_of_concern", Standing.EXPRESSION_OF_CONCERN),
        ("expression-of-concern", Standing.EXPRESSION_OF_CONCERN),
        ("partial_retraction", Standing.EXPRESSION_OF_CONCERN),
        ("correction", Standing.CORRECTED),
        ("corrigendum", Standing.CORRECTED),
        ("erratum", Standing.CORRECTED),
    ],
)
def test_a_notice_tells_how_a_work_stands_since_when_and_where(kind: str, told: Standing) -> None:
    assert standing(updated_by=[update(kind, "10.1000/N.1", 2025, 2, 3)]) == (
        told,
        date(2025, 2, 3),
        "https://doi.org/10.1000/n.1",
    )


@pytest.mark.parametrize("kind", ["addendum", "clarification", "new_version", "new_edition", "", "anything"])
def test_an_addition_says_nothing_against_a_work(kind: str) -> None:
    assert standing(updated_by=[update(kind, "10.1000/n.1", 2025, 2, 3)]) == (Standing.CURRENT, None, "")


def test_of_several_notices_the_weightiest_stands_and_of_two_such_the_newest() -> None:
    retracted = update("retraction", "10.1000/n.2", 2024, 9, 9)
    again = update("retraction", "10.1000/n.5", 2024, 9, 10, source="retraction-watch")
    later = update("correction", "10.1000/n.3", 2025, 1, 1)
    for order in ([retracted, later, again], [again, retracted, later]):
        assert standing(updated_by=order) == (Standing.RETRACTED, date(2024, 9, 10), "https://doi.org/10.1000/n.5")


def test_a_work_that_was_brought_back_is_current_until_something_new_is_said() -> None:
    back = update("reinstatement", "10.1000/n.4", 2025, 5, 5)
    updates = [update("retraction", "10.1000/n.2", 2024, 9, 9), back, dict(back)]
    assert standing(updated_by=updates, title=["RETRACTED: Zephyr"]) == (
        Standing.CURRENT,
        date(2025, 5, 5),
        "https://doi.org/10.1000/n.4",
    )
    new = update("erratum", "10.1000/n.6", 2025, 6, 6)
    assert standing(updated_by=[*updates, new])[:2] == (Standing.CORRECTED, date(2025, 6, 6))


def test_a_notice_counts_even_where_its_day_is_none() -> None:
    assert standing(updated_by=[update("retraction", "10.1000/n.1", 2025, 2, 31)])[:2] == (Standing.RETRACTED, None)
    assert standing(updated_by=[{"type": "retraction"}]) == (Standing.RETRACTED, None, "https://doi.org/10.1000/z.1")


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("RETRACTED: Zephyr", Standing.RETRACTED),
        ("RETRACTED ARTICLE: Zephyr", Standing.RETRACTED),
        ("Retracted: Zephyr", Standing.RETRACTED),
        ("[Retracted] Zephyr", Standing.RETRACTED),
        ("WITHDRAWN: Zephyr", Standing.WITHDRAWN),
        ("REMOVED: Zephyr", Standing.WITHDRAWN),
    ],
)
def test_a_marked_title_tells_it_too_and_is_told_without_the_mark(title: str, told: Standing) -> None:
    made = paper(title=[title])
    assert (made.title, made.standing, made.standing_on, made.standing_url) == (
        "Zephyr",
        told,
        None,
        "https://doi.org/10.1000/z.1",
    )


@pytest.mark.parametrize(
    "title",
    [
        "Withdrawn: how models leave",
        "Retracted papers and their readers",
        "Why it was RETRACTED: a study",
        "RETRACTED:",
    ],
)
def test_a_title_about_such_things_is_only_a_title(title: str) -> None:
    assert paper(title=[title]).title == title


def test_a_correction_does_not_hide_what_the_title_says() -> None:
    corrected = update("correction", "10.1000/n.3", 2025, 1, 1)
    assert standing(title=["RETRACTED: Zephyr"], updated_by=[corrected])[0] is Standing.RETRACTED


def test_a_notice_is_not_the_work_that_it_is_about() -> None:
    notice = item(title=["Retracted: Zephyr"], update_to=[update("retraction", "10.1000/z.9", 2025, 2, 3)])
    assert list(notices_in(notice)) == [
        ("10.1000/z.9", Told(standing=Standing.RETRACTED, on=date(2025, 2, 3), url="https://doi.org/10.1000/z.1"))
    ]
    made = crossref_record(notice).record
    assert (made.title, made.standing, is_paper(notice)) == ("Retracted: Zephyr", Standing.CURRENT, False)


def test_a_notice_that_was_written_over_its_work_is_about_itself() -> None:
    over = item(update_to=[update("removal", "10.1000/Z.1", 2025, 2, 3)])
    made = crossref_record(over).record
    assert (made.standing, made.standing_on, is_paper(over)) == (Standing.WITHDRAWN, date(2025, 2, 3), True)


@pytest.mark.parametrize(
    "more",
    [{"type": "journal-issue"}, {"type": "peer-review"}, {"type": "component"}, {"DOI": "10.65215/abc"}],
)
def test_what_is_no_paper_is_known(more: dict[str, Any]) -> None:
    assert is_paper(item())
    assert not is_paper(item(**more))


@pytest.mark.parametrize(
    ("relation", "arxiv"),
    [
        ({"has-preprint": [("10.48550/arXiv.2402.00001", "doi", "subject")]}, "2402.00001"),
        ({"is-identical-to": [("2402.00001v2", "arxiv", "subject")]}, "2402.00001"),
        # Somebody else says so.
        ({"has-preprint": [("10.48550/arXiv.2402.00001", "doi", "object")]}, ""),
        # Which of the two?
        (
            {
                "has-preprint": [
                    ("10.48550/arXiv.2402.00001", "doi", "subject"),
                    ("10.48550/arXiv.2402.00002", "doi", "subject"),
                ]
            },
            "",
        ),
        ({"has-preprint": [("10.1101/2024.04.01.587366", "doi", "subject")]}, ""),
        # Another text of the same people.
        ({"references": [("10.48550/arXiv.2402.00001", "doi", "subject")]}, ""),
        ({"is-preprint-of": [("10.48550/arXiv.2402.00001", "doi", "subject")]}, ""),
    ],
)
def test_an_arxiv_paper_is_the_same_work_only_where_the_publisher_names_one(
    relation: dict[str, list[tuple[str, str, str]]], arxiv: str
) -> None:
    told = {
        kind: [{"id": value, "id-type": scheme, "asserted-by": who} for value, scheme, who in each]
        for kind, each in relation.items()
    }
    assert paper(relation=told).arxiv_id == arxiv


def test_the_works_of_a_reference_list_are_told_once_each() -> None:
    cited = crossref_record(
        item(
            reference=[
                {"DOI": "10.1000/Y.1"},
                {"DOI": "10.48550/ARXIV.2301.00001"},
                {"unstructured": "Lund, A. Gales. arXiv preprint arXiv:2302.00002v3 (2023)"},
                {"journal-title": "arXiv preprint arXiv:2302.00002", "year": "2023"},
                {"unstructured": "Lund, A. Winds of 2301.99999 (2020)"},
                {"key": "ref6"},
            ]
        )
    ).cites
    works = (("doi", "10.1000/y.1"), ("arxiv", "2301.00001"), ("arxiv", "2302.00002"))
    assert cited == tuple(Cited(work=work) for work in works)


def test_a_transcribed_retraction_is_found_on_the_work_and_in_its_notice(data: Path) -> None:
    folder = data / "fixtures" / "transcribed"
    (work,) = parse_work(recorded(folder / "crossref_retracted_work.json")).records
    (notice,) = parse_work(recorded(folder / "crossref_retraction_notice.json")).records
    (added,) = parse_work(recorded(folder / "crossref_relation_has_preprint.json")).records
    assert (work.record.standing, work.record.standing_on, work.record.standing_url) == (
        Standing.RETRACTED,
        date(2010, 2, 6),
        "https://doi.org/10.1016/s0140-6736(10)60175-4",
    )
    assert work.record.title.startswith("Ileal")
    assert (notice.record.standing, notice.record.published_on) == (Standing.CURRENT, date(2010, 2, 1))
    # An addendum says nothing against it, and its preprint is not of arXiv.
    assert (added.record.standing, added.record.arxiv_id) == (Standing.CURRENT, "")
