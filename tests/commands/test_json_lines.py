"""JSON lines: what is wrong is named by file, line and column."""

from pathlib import Path

import pytest
from django.core.management.base import CommandError

from claims.management.json_lines import read_objects, write_objects


def test_objects_are_read_line_by_line_and_blank_lines_skipped(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"a": 1}\n\n{"a": "\u2028"}\n', encoding="utf-8")
    assert read_objects(str(file)) == [{"a": 1}, {"a": "\u2028"}]


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"quote": "能耗仅为其 1%"}, {"n": 1.5, "none": None}]
    write_objects(str(tmp_path / "out.jsonl"), rows)
    assert read_objects(str(tmp_path / "out.jsonl")) == rows


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b'{"a": 1}\n{oops}\n', "line 2: not JSON (Expecting property name enclosed in double quotes at column 2)."),
        (b"[1]\n", "line 1: a JSON object is expected, not list."),
        (b"\xff\xfe\x00", "is not UTF-8 text; JSON lines are expected."),
    ],
)
def test_a_bad_file_is_refused_saying_where(tmp_path: Path, content: bytes, complaint: str) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_bytes(content)
    with pytest.raises(CommandError) as refusal:
        read_objects(str(file))
    assert str(refusal.value).endswith(complaint)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.jsonl cannot be read: No such file or directory\."):
        read_objects(str(tmp_path / "nowhere.jsonl"))


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        write_objects(str(tmp_path / "no" / "folder.jsonl"), [])
