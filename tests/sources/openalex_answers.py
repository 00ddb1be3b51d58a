"""Answers as OpenAlex gives them, made up."""

from typing import Any

from claims.core.sources import Page, SourceRecord
from claims.sources.connectors import Answer
from tests.sources.scripted_client import told


def work(number: int = 1, **more: Any) -> dict[str, Any]:
    """A work as OpenAlex tells it; `more` are fields of it."""
    told_work: dict[str, Any] = {
        "id": f"https://openalex.org/W{number}",
        "doi": f"https://doi.org/10.1000/Z.{number}",
        "title": "Zephyr-9:\n a small  model",
        "publication_date": "2024-03-05",
        "ids": {"openalex": f"https://openalex.org/W{number}", "pmid": "https://pubmed.ncbi.nlm.nih.gov/123"},
        "authorships": [
            {
                "author": {"display_name": "Ada Lund"},
                "raw_author_name": "Lund, Ada",
                "institutions": [{"display_name": "Nimbus Labs"}, {"display_name": "Kite University"}],
            },
            {"author": {"display_name": None}, "raw_author_name": "Mwangi, Joy", "institutions": []},
            {"author": {}, "institutions": [{"display_name": "Nimbus Labs"}]},
        ],
        "primary_location": {"landing_page_url": "https://journal.example/z", "source": {"display_name": "Winds"}},
        "locations": [{"landing_page_url": "http://arxiv.org/abs/2402.00001v2"}, {"landing_page_url": None}],
        "abstract_inverted_index": {"has": [1], "Zephyr-9": [0, 5], "3B": [2], "parameters.": [3], "We\n": [4]},
        "is_retracted": False,
        "updated_date": "2026-11-19T01:02:03",
    }
    return {**told_work, **more}


def listed(*works: dict[str, Any], count: int | None = None, cursor: str | None = None) -> Answer:
    """A list of works, by default of all that there are."""
    meta = {"count": len(works) if count is None else count, "next_cursor": cursor}
    return told({"meta": meta, "results": works}, date="Fri, 20 Nov 2026 11:00:00 GMT")


def only(page: Page) -> SourceRecord:
    """The one record of a page that has nothing else."""
    (record,) = page.records
    assert not page.unreadable
    return record


def why(page: Page) -> list[tuple[str, str]]:
    """Whose records could not be read, and why."""
    return [(each.native_id, each.reason) for each in page.unreadable]
