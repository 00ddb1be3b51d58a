"""The line of authors, taken apart."""

import gzip
import json
import time
from pathlib import Path

import pytest
from lxml import etree

from claims.sources.arxiv_authors import authors_and_organisations, tidy_name, without_tex

ARXIV = "{http://arxiv.org/OAI/arXiv/}"
RAW = "{http://arxiv.org/OAI/arXivRaw/}"


@pytest.mark.parametrize(
    ("line", "names", "organisations"),
    [
        ("Plato", ("Plato",), ()),
        ("Ann Bee, C. Dee, and Eve Fox", ("Ann Bee", "C. Dee", "Eve Fox"), ()),
        ("Ann Bee and and Eve Fox", ("Ann Bee", "Eve Fox"), ()),
        ("A.B.Cee, J. -P. Dee", ("A. B. Cee", "J.-P. Dee"), ()),
        ("Ann Bee, Jr. and C. Dee, III", ("Ann Bee Jr.", "C. Dee III"), ()),
        ("The Heron Collaboration: Ann Bee, C. Dee, et al.", ("The Heron Collaboration", "Ann Bee", "C. Dee"), ()),
        ("Ann Bee (Lab X, Town), C. Dee (Lab X, Town)", ("Ann Bee", "C. Dee"), ("Lab X, Town",)),
        ("Ann Bee (1), C. Dee (1 and 2) ((1) Lab X, (2) Lab Y, Town)", ("Ann Bee", "C. Dee"), ("Lab X", "Lab Y, Town")),
        ("Ann Bee (Lab X (Town)) and C. Dee", ("Ann Bee", "C. Dee"), ("Lab X",)),
        ("Xiaoming (Tom) Li, Ann Bee", ("Xiaoming Li", "Ann Bee"), ()),
        ("Ann Bee (Lab X, C. Dee", ("Ann Bee Lab X", "C. Dee"), ()),
        (r"Mart\'{\i}nez~B., {\L}ukasz K and J\"{u}rgen S", ("Martínez B.", "Łukasz K", "Jürgen S"), ()),
        (
            r"\v{Z}ivko P, Erd\H os, S\o ren A, Fran\c{c}ois \& Co",
            ("Živko P", "Erdős", "Søren A", "François", "Co"),
            (),
        ),
        (r"Nguy\~{\^e}n An", ("Nguyễn An",), ()),
        ("", (), ()),
        (" , ; ", (), ()),
    ],
)
def test_names_come_apart_and_affiliations_go_with_them(
    line: str, names: tuple[str, ...], organisations: tuple[str, ...]
) -> None:
    assert authors_and_organisations(line) == (names, organisations)


def test_the_recorded_lines_give_the_names_that_arxiv_tells_apart_in_its_other_format(data: Path) -> None:
    folder = data / "fixtures" / "oai_pmh" / "arxiv_server"
    apart = {
        paper.findtext(f"{ARXIV}id"): tuple(_name(author) for author in paper.iter(f"{ARXIV}author"))
        for path in folder.glob("*.xml")
        for paper in etree.parse(path).iter(f"{ARXIV}arXiv")
    }
    lines = {
        paper.findtext(f"{RAW}id"): paper.findtext(f"{RAW}authors") or ""
        for path in folder.glob("ListRecords_arXivRaw*.xml")
        for paper in etree.parse(path).iter(f"{RAW}arXivRaw")
    }
    wrong = {key: names for key, line in lines.items() if (names := authors_and_organisations(line)[0]) != apart[key]}

    assert len(lines) == 60
    # There arXiv keeps a comma and an "and" that are no part of the name.
    assert sorted(wrong.values()) == [
        ("G. David Forney Jr.", "Pascal O. Vontobel"),
        ("Naihong Hu", "Dong Liu", "Linsheng Zhu"),
    ]


def _name(author: etree._Element) -> str:
    parts = (author.findtext(f"{ARXIV}{part}") for part in ("forenames", "keyname", "suffix"))
    return tidy_name(without_tex(" ".join(part for part in parts if part)))


def test_ten_thousand_lines_of_real_names_come_apart_as_they_were_put_together(data: Path) -> None:
    right = told = 0
    with gzip.open(data / "papers" / "arxiv_2025-03_2026-03.jsonl.gz", "rt", encoding="utf-8") as rows:
        for _, row in zip(range(10_000), rows, strict=False):
            given = json.loads(row)["authors"]
            told += 1
            right += authors_and_organisations(", ".join(given))[0] == tuple(
                tidy_name(without_tex(one)) for one in given
            )

    assert told == 10_000
    assert right >= 9_990


@pytest.mark.parametrize("odd", ["(", "(a)", "a, ", r"\'{", r"\c{ ", " and", ", and "])
def test_what_is_no_line_of_authors_costs_no_more_than_its_length(odd: str) -> None:
    started = time.perf_counter()

    authors_and_organisations(odd * 30_000)

    # Some hundredths of a second; the square of the length would be ten and more.
    assert time.perf_counter() - started < 3
