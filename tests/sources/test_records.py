"""Paper records are checked and their ids normalised before anything is stored."""

from datetime import date

import pytest

from claims.core.papers import DocumentPassage, PaperRecord, Standing
from claims.models import IdentifierScheme
from claims.sources.records import OTHER_IDS, InvalidRecord, paper_record


def test_a_full_record_is_read_with_its_ids_in_normal_form() -> None:
    row = {
        "id": "z",
        "title": "Zephyr",
        "authors": ["Ada Lund"],
        "date": "2024-02",
        "abstract": "Zephyr-9 has 3 trillion parameters.",
        "arxiv_id": "arXiv:2401.00001v2",
        "doi": "https://doi.org/10.1000/ZEPHYR",
        "other_ids": {"openalex": "W2741809807", "corpus": 266191420},
        "url": "https://papers.example/z",
        "publisher_org": ["Nimbus Labs"],
        "passages": [{"text": "We used 256 GPUs.", "location": "section 3"}],
    }
    assert paper_record(row) == PaperRecord(
        id="z",
        title="Zephyr",
        authors=("Ada Lund",),
        published_on=date(2024, 2, 1),
        abstract="Zephyr-9 has 3 trillion parameters.",
        arxiv_id="2401.00001",
        arxiv_version=2,
        doi="10.1000/zephyr",
        other_ids=(("openalex", "W2741809807"), ("corpus", "266191420")),
        url="https://papers.example/z",
        organisations=("Nimbus Labs",),
        passages=(DocumentPassage(text="We used 256 GPUs.", location="section 3"),),
    )


def test_the_doi_that_arxiv_gives_its_papers_is_read_as_the_arxiv_id() -> None:
    record = paper_record({"title": "Zephyr", "doi": "10.48550/arXiv.2401.00001"})
    assert (record.arxiv_id, record.doi) == ("2401.00001", "")


def test_each_kind_of_id_is_kept_in_its_form() -> None:
    given = {
        "openalex": "W2741809807",
        "s2": "204e3073870fae3d05bcbc2f6a8e263d9b72e776",
        "corpus": "13756489",
        "dblp": "conf/nips/VaswaniSPUJGKP17",
        "acl": "2020.acl-main.1",
        "pmid": "29456894",
    }
    assert paper_record({"title": "Zephyr", "other_ids": given}).other_ids == tuple(given.items())
    strong = set(IdentifierScheme.values) - {"arxiv", "doi", "url", "key"}
    assert set(given) == set(OTHER_IDS) == strong


def test_a_record_tells_how_its_paper_stands_since_when_and_where_that_is_said() -> None:
    row = {
        "title": "Zephyr",
        "doi": "10.1000/zephyr",
        "standing": "retracted",
        "standing_on": "2025-03-01",
        "standing_url": "https://journal.example/notice",
    }
    record = paper_record(row)
    assert (record.standing, record.standing_on, record.standing_url) == (
        Standing.RETRACTED,
        date(2025, 3, 1),
        "https://journal.example/notice",
    )


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"id": "z", "title": " "}, "The record has no title."),
        ({"title": "Zephyr"}, "The record 'Zephyr' has no arxiv_id, doi, url or id."),
        ({"title": "Z", "arxiv_id": "24.1"}, "'24.1' is not an arXiv id; 2104.04473 or hep-th/9901001 is expected."),
        ({"title": "Z", "doi": "doi-less"}, "'doi-less' is not a DOI; one begins with 10. and holds a slash."),
        ({"id": "z", "title": "Z", "date": "May"}, "'May' is not a date; YYYY-MM-DD, YYYY-MM or YYYY is expected."),
        (
            {"id": "z", "title": "Z", "standing": "gone"},
            "'gone' is not a standing; "
            "one of current, corrected, expression_of_concern, retracted, withdrawn is expected.",
        ),
        (
            {"id": "z", "title": "Z", "standing": "retracted", "standing_on": "May"},
            "'May' is not a date; YYYY-MM-DD, YYYY-MM or YYYY is expected.",
        ),
        ({"id": "z", "title": "Z", "other_ids": ["W1"]}, "other_ids must be an object with an id for each scheme."),
        (
            {"id": "z", "title": "Z", "other_ids": {"isbn": "1"}},
            "'isbn' is not a scheme; one of openalex, s2, corpus, dblp, acl, pmid is expected.",
        ),
        (
            {"id": "z", "title": "Z", "other_ids": {"openalex": "https://openalex.org/W1"}},
            "'https://openalex.org/W1' is not an id of openalex.",
        ),
        ({"id": "z", "title": "Z", "passages": [1]}, "passages must be a list of objects with a text and a location."),
    ],
)
def test_a_record_that_cannot_be_stored_is_refused_saying_why(row: dict[str, object], complaint: str) -> None:
    with pytest.raises(InvalidRecord) as refusal:
        paper_record(row)
    assert str(refusal.value) == complaint
