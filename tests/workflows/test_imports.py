"""Files that people bring: checked without a trace, imported as checked, twice as once, stopped and gone on with."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.core.given_tables import TableRefused
from claims.models import (
    Announcement,
    Appearance,
    ClaimAct,
    ImportKind,
    ImportRow,
    ImportRun,
    ImportState,
    Organisation,
    OutboxEvent,
    Paper,
    RowFate,
    Subject,
    SubjectAlias,
    WaitingPaper,
)
from claims.workflows import carry_on_import as carrying
from claims.workflows.carry_on_import import carry_on_import
from claims.workflows.open_import import GivenFile, Opened, open_import
from claims.workflows.steer_import import ImportRefused, confirm_import, resume_import, retry_import, stop_import

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 3, tzinfo=UTC)
SUBJECTS = 'name,kind,maker,aliases\nWind-2,,Nimbus Labs,"大风 2\nWind 2.0"\nGale,ship,,\nStorm,chip,,\n'
PAPERS = (
    "title,authors,date,arxiv_id,abstract\n"
    "Wind in Numbers,Ada Author,2024-01-15,2401.00001,We count.\n"
    "No Numbers,Bo Binder,15 January,2401.00002,\n"
    "Wind in Numbers,Ada Author,2024-01-15,2401.00001,We count.\n"
)
TEXT = "Wind-2 has 3 billion parameters. Its makers are pleased. It was trained on 64 GPUs."
TALES = [
    {"url": "https://nimbus.example/wind", "title": "Wind", "text": TEXT, "quotes": ["Its makers are pleased."]},
    {"url": "https://nimbus.example/gale", "text": TEXT + " More.", "quotes": ["It was trained on 64 TPUs."]},
    {"url": "https://nimbus.example/none", "quotes": ["It was trained on 64 GPUs."]},
]


@pytest.fixture
def editor() -> User:
    return User.objects.create(username="ed")


def opened(content: str, kind: ImportKind, editor: User) -> Opened:
    return open_import(GivenFile(name="given.csv", content=content.encode()), kind, actor=editor, now=NOW)


def checked(content: str, kind: ImportKind, editor: User) -> int:
    number = opened(content, kind, editor).run_id
    assert carry_on_import(number, clock=lambda: NOW, seconds=60) is ImportState.CHECKED
    return number


def imported(content: str, kind: ImportKind, editor: User) -> int:
    number = checked(content, kind, editor)
    confirm_import(number, reason="Our own list.", actor=editor, now=NOW)
    assert carry_on_import(number, clock=lambda: NOW, seconds=60) is ImportState.DONE
    return number


def fates(number: int, field: str = "foreseen") -> list[tuple[int, str]]:
    return list(ImportRow.objects.filter(run=number).order_by("line").values_list("line", field))


def everything() -> tuple[int, ...]:
    tables = (Subject, SubjectAlias, Organisation, Paper, WaitingPaper, Announcement, Appearance, ClaimAct, OutboxEvent)
    return tuple(table.objects.count() for table in tables)


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        (ImportKind.SUBJECTS, SUBJECTS, [(2, "new"), (4, "error"), (5, "new")]),
        (ImportKind.PAPERS, PAPERS, [(2, "new"), (3, "error"), (4, "error")]),
        (ImportKind.ANNOUNCEMENTS, json.dumps(TALES), [(1, "new"), (2, "error"), (3, "error")]),
    ],
)
def test_a_file_is_checked_without_a_trace_and_imported_once(
    kind: ImportKind, content: str, expected: list[tuple[int, str]], editor: User
) -> None:
    before = everything()
    number = checked(content, kind, editor)
    assert fates(number) == expected
    assert everything() == before

    confirm_import(number, reason="Our own list.", actor=editor, now=NOW)
    carry_on_import(number, clock=lambda: NOW, seconds=60)
    told = [(line, "" if fate == "error" else fate) for line, fate in expected]
    assert fates(number, "outcome") == told

    after = everything()
    assert after != before
    again = imported(content, kind, editor)
    same = [(line, fate if fate == "error" else "same") for line, fate in expected]
    assert fates(again) == same
    assert everything() == after


def test_errors_tell_the_line_the_column_and_what_to_do(editor: User) -> None:
    row = ImportRow.objects.get(run=checked(SUBJECTS, ImportKind.SUBJECTS, editor), foreseen=RowFate.ERROR)
    assert (row.line, row.column, row.told, row.advice) == (
        4,
        "kind",
        "“ship” is no kind.",
        "Write one of: system, maker, chip, benchmark.",
    )


def test_errors_of_papers_name_the_cell(editor: User) -> None:
    rows = ImportRow.objects.filter(run=checked(PAPERS, ImportKind.PAPERS, editor), foreseen=RowFate.ERROR)
    assert list(rows.order_by("line").values_list("line", "column", "told")) == [
        (3, "date", "'15 January' is not a date; YYYY-MM-DD, YYYY-MM or YYYY is expected."),
        (4, "", "It tells once more what line 2 tells."),
    ]


def test_a_row_adds_names_and_a_maker_and_takes_none_away(editor: User) -> None:
    wind = Subject.objects.create(name="Wind-2")
    SubjectAlias.objects.create(subject=wind, name="Gust")
    number = imported(SUBJECTS, ImportKind.SUBJECTS, editor)
    wind.refresh_from_db()
    assert (str(wind.maker), wind.all_names()) == ("Nimbus Labs", ("Wind-2", "Gust", "Wind 2.0", "大风 2"))
    assert fates(number, "outcome") == [(2, "changed"), (4, ""), (5, "new")]


def test_a_name_that_several_have_needs_its_maker(editor: User) -> None:
    for maker in ("Nimbus Labs", "Cumulus Labs"):
        Subject.objects.create(name="Wind-2", maker=Organisation.objects.create(name=maker))
    row = ImportRow.objects.get(run=checked("name\nwind 2\n", ImportKind.SUBJECTS, editor))
    assert (row.column, row.advice) == ("maker", "Say whose it is: Nimbus Labs, Cumulus Labs.")


def test_claims_told_by_hand_have_their_place_and_who_and_why(editor: User) -> None:
    imported(json.dumps(TALES), ImportKind.ANNOUNCEMENTS, editor)
    act = ClaimAct.objects.get()
    place = act.claim.appearances.get()
    assert (act.actor, act.reason, place.exact) == (editor, "Our own list.", "Its makers are pleased.")
    assert place.announcement.text[place.start : place.end] == place.exact
    more = [{"url": "https://nimbus.example/wind", "quotes": ["Its makers are pleased.", "makers are pleased"]}]
    again = imported(json.dumps(more), ImportKind.ANNOUNCEMENTS, editor)
    assert fates(again, "outcome") == [(1, "changed")]
    assert ClaimAct.objects.count() == 2


def test_papers_that_came_wait_to_be_held_against_the_claims(editor: User) -> None:
    imported(PAPERS, ImportKind.PAPERS, editor)
    assert list(WaitingPaper.objects.values_list("paper__title", "due_at")) == [("Wind in Numbers", NOW)]


def test_an_import_is_stopped_between_steps_and_goes_on_where_it_was(editor: User) -> None:
    content = "name\n" + "".join(f"Wind {number}\n" for number in range(250))
    number = checked(content, ImportKind.SUBJECTS, editor)
    confirm_import(number, reason="", actor=editor, now=NOW)
    assert carry_on_import(number, clock=lambda: NOW, seconds=0) is ImportState.IMPORTING
    assert Subject.objects.count() == 100
    stop_import(number)
    assert carry_on_import(number, clock=lambda: NOW, seconds=60) is ImportState.STOPPED
    assert Subject.objects.count() == 100
    resume_import(number, now=NOW)
    assert carry_on_import(number, clock=lambda: NOW, seconds=60) is ImportState.DONE
    assert Subject.objects.count() == 250
    assert set(fates(number, "outcome")) == {(line, "new") for line in range(2, 252)}


def test_a_step_that_never_ends_fails_the_run_until_somebody_goes_on_with_it(editor: User) -> None:
    number = checked(SUBJECTS, ImportKind.SUBJECTS, editor)
    confirm_import(number, reason="", actor=editor, now=NOW)
    ImportRun.objects.update(tries=carrying.MAX_TRIES)
    assert carry_on_import(number, clock=lambda: NOW, seconds=60) is ImportState.FAILED
    run = ImportRun.objects.get()
    assert (run.going_on, run.due_at, run.failure) == (
        ImportState.IMPORTING,
        None,
        "A step was begun 3 times and never came to an end.",
    )
    resume_import(number, now=NOW)
    assert carry_on_import(number, clock=lambda: NOW, seconds=60) is ImportState.DONE


def test_rows_that_failed_meanwhile_are_tried_again(editor: User) -> None:
    number = checked("name\nWind-2\n", ImportKind.SUBJECTS, editor)
    makers = [Organisation.objects.create(name=name) for name in ("Nimbus Labs", "Cumulus Labs")]
    both = [Subject.objects.create(name="Wind-2", maker=maker) for maker in makers]
    confirm_import(number, reason="", actor=editor, now=NOW)
    carry_on_import(number, clock=lambda: NOW, seconds=60)
    assert fates(number, "outcome") == [(2, "error")]
    both[1].delete()
    assert retry_import(number, now=NOW) == 1
    carry_on_import(number, clock=lambda: NOW, seconds=60)
    assert fates(number, "outcome") == [(2, "same")]
    with pytest.raises(ImportRefused, match="No row failed"):
        retry_import(number, now=NOW)


def test_what_does_not_fit_how_it_stands_is_refused(editor: User) -> None:
    number = opened(SUBJECTS, ImportKind.SUBJECTS, editor).run_id
    with pytest.raises(ImportRefused, match="only what was checked can be confirmed"):
        confirm_import(number, reason="", actor=editor, now=NOW)
    with pytest.raises(ImportRefused, match="only what rests goes on"):
        resume_import(number, now=NOW)
    carry_on_import(number, clock=lambda: NOW, seconds=60)
    with pytest.raises(ImportRefused, match="there is nothing to stop"):
        stop_import(number)
    nothing = checked("name,kind\nGale,ship\n", ImportKind.SUBJECTS, editor)
    with pytest.raises(ImportRefused, match="No row can be imported"):
        confirm_import(nothing, reason="", actor=editor, now=NOW)


def test_the_same_file_is_known_again_and_columns_that_nobody_reads_are_told(editor: User) -> None:
    first = opened("name,colour\nWind-2,blue\n", ImportKind.SUBJECTS, editor)
    again = opened("name,colour\nWind-2,blue\n", ImportKind.SUBJECTS, editor)
    assert (first.unread, first.earlier_id, again.earlier_id) == (("colour",), None, first.run_id)


@pytest.mark.parametrize("content", ["nome,kind\nWind-2,chip\n", "kind\nchip\n"])
def test_a_table_without_names_is_refused_with_the_columns_that_there_are(content: str, editor: User) -> None:
    with pytest.raises(TableRefused, match=r"There is no column name\. .* name, kind, maker, aliases, read_by_name\."):
        opened(content, ImportKind.SUBJECTS, editor)


def test_time_that_is_up_leaves_the_rest_to_the_next_job(editor: User) -> None:
    number = opened("name\n" + "".join(f"Wind {n}\n" for n in range(300)), ImportKind.SUBJECTS, editor).run_id
    hours = iter(NOW + timedelta(hours=n) for n in range(9))
    assert carry_on_import(number, clock=lambda: next(hours), seconds=60) is ImportState.CHECKING
    assert ImportRow.objects.exclude(foreseen="").count() == 100
    assert ImportRun.objects.get().due_at == NOW


def test_a_step_of_papers_asks_as_much_for_three_as_for_one(editor: User) -> None:
    counts = []
    for many in (1, 3):
        rows = "".join(f"Paper {many} {n},2401.{many}000{n}\n" for n in range(many))
        number = opened("title,arxiv_id\n" + rows, ImportKind.PAPERS, editor).run_id
        with CaptureQueriesContext(connection) as asked:
            carry_on_import(number, clock=lambda: NOW, seconds=60)
        counts.append(len(asked))
    assert counts[0] == counts[1]
