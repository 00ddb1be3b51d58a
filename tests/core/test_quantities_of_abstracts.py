"""The finder of quantities on real abstracts: nothing is raised, and every quote stands where it says."""

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from claims.core.measures import find_quantities

ABSTRACTS = 2000
# Abstracts follow one another by day; taking every so many-th spreads the sample over the year.
STEP = 25
# The share of abstracts with a quantity; far below it the finder would be blind, not careful.
LEAST_SHARE = 0.5


def abstracts(data: Path) -> Iterator[str]:
    with gzip.open(data / "papers" / "arxiv_2025-03_2026-03.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from (json.loads(line)["abstract"] for line in islice(lines, 0, ABSTRACTS * STEP, STEP))


def test_every_quantity_of_two_thousand_abstracts_stands_where_it_says(data: Path) -> None:
    read = [(abstract, find_quantities(abstract)) for abstract in abstracts(data)]
    astray = [
        (one.raw, abstract[one.start : one.end])
        for abstract, found in read
        for one in found
        if one.raw != abstract[one.start : one.end] or not one.raw.strip()
    ]
    assert (len(read), astray) == (ABSTRACTS, [])
    assert sum(bool(found) for _, found in read) > LEAST_SHARE * ABSTRACTS
    assert all(
        one.value is not None or (one.low is not None and one.high is not None) for _, them in read for one in them
    )
