"""Editors bring files in: what would happen first, errors beside their rows, then one word, and lists taken out."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from claims.core.papers import DocumentPassage, PaperRecord
from claims.models import ImportKind, ImportRow, ImportRun, Organisation, Paper, Subject, SubjectAlias
from claims.workflows.carry_on_import import carry_on_import
from claims.workflows.import_papers import import_papers
from claims.workflows.make_roles import make_roles
from claims.workflows.open_import import GivenFile, open_import
from tests.web.made_up_claims import claim, claim_with_everything

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 3, tzinfo=UTC)
NEW = reverse("admin:claims_importrun_new")
ROWS = 'name,kind,maker,aliases\nWind-2,,Nimbus Labs,"大风 2\nWind 2.0"\nGale,ship,,\n'


def uploaded(client: Client, content: bytes, *, encoding: str = "utf-8", kind: str = "subjects") -> str:
    file = SimpleUploadedFile("subjects.csv", content)
    form = {"kind": kind, "encoding": encoding, "file": file}
    return client.post(NEW, form, follow=True).content.decode()


def test_an_editor_sees_what_would_happen_then_confirms_it(admin_client: Client, admin_user: User) -> None:
    page = uploaded(admin_client, ROWS.encode())
    run = ImportRun.objects.get()
    assert "New system “Wind-2” by Nimbus Labs with 2 more names: 大风 2, Wind 2.0." in page
    assert "“ship” is no kind." in page
    assert "Write one of: system, maker, chip, benchmark." in page
    assert "Import 1 row" in page
    assert not Subject.objects.exists()

    confirm = reverse("admin:claims_importrun_confirm", args=[run.pk])
    assert "Say why" in admin_client.post(confirm, {"reason": " "}).content.decode()
    assert not Subject.objects.exists()
    page = admin_client.post(confirm, {"reason": "Our own list."}, follow=True).content.decode()
    assert Subject.objects.get().all_names() == ("Wind-2", "Wind 2.0", "大风 2")
    assert "Our own list." in page
    run.refresh_from_db()
    assert (run.state, run.actor, run.confirmed_by, run.name) == ("done", admin_user, admin_user, "subjects.csv")


def test_rows_with_errors_come_back_as_a_table_to_be_mended(admin_client: Client) -> None:
    uploaded(admin_client, ROWS.encode())
    answer = admin_client.get(reverse("admin:claims_importrun_errors", args=[ImportRun.objects.get().pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["name", "kind", "maker", "aliases", "read_by_name", "line", "column", "what is wrong", "what to do"],
        [
            "Gale",
            "ship",
            "",
            "",
            "",
            "4",
            "kind",
            "“ship” is no kind.",
            "Write one of: system, maker, chip, benchmark.",
        ],
    ]
    mended = uploaded(admin_client, text.replace("ship", "chip").encode())
    assert "Columns that are not read: line, column, what is wrong, what to do." in mended
    assert "New chip “Gale”." in mended


def test_what_cannot_be_read_is_told_at_the_form(admin_client: Client) -> None:
    content = "name\n悟道\n".encode("gb18030")
    assert "choose GB18030" in uploaded(admin_client, content)
    assert not ImportRun.objects.exists()
    assert "New system “悟道”." in uploaded(admin_client, content, encoding="gb18030")
    both = admin_client.post(NEW, {"kind": "subjects", "encoding": "utf-8", "pasted": ""}).content.decode()
    assert "Choose a file or paste rows: one of both." in both


def test_pasted_rows_are_taken_too_and_the_same_ones_are_known_again(admin_client: Client) -> None:
    form = {"kind": "subjects", "encoding": "utf-8", "pasted": "name\tkind\nWind-2\tchip\n"}
    assert "New chip “Wind-2”." in admin_client.post(NEW, form, follow=True).content.decode()
    first = ImportRun.objects.get().pk
    again = admin_client.post(NEW, form, follow=True).content.decode()
    assert f"These very rows came before, as import {first}." in again


def test_a_sample_of_each_kind_can_be_imported(admin_client: Client) -> None:
    for kind in ImportKind:
        answer = admin_client.get(reverse("admin:claims_importrun_sample", args=[kind]))
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        uploaded(admin_client, content, kind=kind)
    assert set(ImportRow.objects.values_list("foreseen", flat=True)) == {"new"}


def test_who_may_not_bring_anything_in_is_refused(client: Client) -> None:
    make_roles()
    reader = User.objects.create_user("reader", is_staff=True)
    reader.groups.add(Group.objects.get(name="reader"))
    client.force_login(reader)
    number = open_import(GivenFile(name="x", content=ROWS.encode()), ImportKind.SUBJECTS, actor=reader, now=NOW).run_id
    assert client.get(NEW).status_code == 403
    for act in ("stop", "resume", "retry"):
        assert client.post(reverse("admin:claims_importrun_steer", args=[number, act])).status_code == 403
    assert client.post(reverse("admin:claims_importrun_confirm", args=[number]), {"reason": "x"}).status_code == 403
    assert client.post(reverse("admin:claims_jobs"), {"work": "feeds"}).status_code == 403
    assert ImportRun.objects.get().state == "checking"


def test_an_import_under_way_looks_again_by_itself_and_can_be_stopped(admin_client: Client, admin_user: User) -> None:
    file = GivenFile(name="x", content=ROWS.encode())
    number = open_import(file, ImportKind.SUBJECTS, actor=admin_user, now=NOW).run_id
    address = reverse("admin:claims_importrun_change", args=[number])
    assert '<meta http-equiv="refresh" content="4">' in admin_client.get(address).content.decode()
    admin_client.post(reverse("admin:claims_importrun_steer", args=[number, "stop"]))
    page = admin_client.get(address).content.decode()
    assert "http-equiv" not in page
    assert "Go on" in page
    admin_client.post(reverse("admin:claims_importrun_steer", args=[number, "resume"]))
    assert ImportRun.objects.get().state == "checked"


def test_the_page_and_the_list_ask_as_much_for_three_as_for_one(
    admin_client: Client, admin_user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    pages = []
    for many in (1, 3):
        content = "name\n" + "".join(f"Wind {many}{n}\n" for n in range(many))
        run = open_import(GivenFile(name="x", content=content.encode()), ImportKind.SUBJECTS, actor=admin_user, now=NOW)
        carry_on_import(run.run_id, clock=lambda: NOW, seconds=60)
        pages.append(reverse("admin:claims_importrun_change", args=[run.run_id]))
    # What the menu counts is kept for a while.
    listed = reverse("admin:claims_importrun_changelist")
    admin_client.get(listed)
    counts = []
    for page in pages:
        with CaptureQueriesContext(connection) as asked:
            admin_client.get(page)
        counts.append(len(asked))
    assert counts == [6, 6]
    with django_assert_num_queries(6):
        admin_client.get(listed)


def exported(client: Client, table: str, form: str, query: str = "") -> bytes:
    answer = client.get(reverse("admin:claims_export", args=[table, form]) + query)
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def outcome(content: bytes, kind: ImportKind, actor: User) -> set[str]:
    number = open_import(GivenFile(name="x", content=content), kind, actor=actor, now=NOW).run_id
    carry_on_import(number, clock=lambda: NOW, seconds=600)
    return set(ImportRow.objects.filter(run=number).values_list("foreseen", flat=True))


NAMES = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12).filter(str.strip)
SUBJECTS = st.lists(
    st.tuples(NAMES, st.sampled_from(["system", "chip"]), st.sampled_from(["", "Nimbus"]), st.sets(NAMES, max_size=3)),
    min_size=1,
    max_size=4,
    unique_by=lambda told: told[0].casefold(),
)


@pytest.mark.parametrize("form", ["csv", "jsonl"])
@given(SUBJECTS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_subjects_that_are_exported_and_imported_change_nothing(
    admin_client: Client, admin_user: User, form: str, told: list[tuple[str, str, str, set[str]]]
) -> None:
    SubjectAlias.objects.all().delete()
    Subject.objects.all().delete()
    for name, kind, maker, aliases in told:
        by = Organisation.objects.get_or_create(name=maker)[0] if maker else None
        made = [Subject(name=name, kind=kind, maker=by)]
        Subject.objects.bulk_create(made, ignore_conflicts=True)
        subject = Subject.objects.filter(name=name, kind=kind, maker=by).first()
        if subject:
            SubjectAlias.objects.bulk_create(SubjectAlias(subject=subject, name=alias) for alias in sorted(aliases))
    assert outcome(exported(admin_client, "subject", form), ImportKind.SUBJECTS, admin_user) == {"same"}


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_papers_that_are_exported_and_imported_change_nothing(
    admin_client: Client, admin_user: User, form: str
) -> None:
    records = [
        PaperRecord(
            id="",
            title="=Wind in “Numbers”",
            authors=("Ada, Author", "Bo Binder"),
            published_on=datetime(2024, 1, 15, tzinfo=UTC).date(),
            abstract="We count,\nand count.",
            arxiv_id="2401.00001",
            arxiv_version=2,
            other_ids=(("openalex", "W12"),),
            organisations=("Nimbus Labs",),
            passages=(DocumentPassage(text="Here are 3, not 4.", location="section 2"),),
        ),
        PaperRecord(id="own-1", title="Gale", authors=("Cy Clone",)),
        PaperRecord(id="", title="Storm", url="https://papers.example/storm", doi="10.1000/182"),
    ]
    assert import_papers(records, now=NOW).new_papers == 3
    assert outcome(exported(admin_client, "paper", form), ImportKind.PAPERS, admin_user) == {"same"}
    assert Paper.objects.count() == 3


def test_a_list_is_exported_with_its_filters_and_runs_in_no_spreadsheet(admin_client: Client) -> None:
    wind = Subject.objects.create(name="Wind-2")
    claim("=1+1 is what Wind-2 computes.", about=wind)
    claim("Gale-2 has 7 billion parameters.")
    text = exported(admin_client, "claim", "csv", f"?subject__id__exact={wind.pk}").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [(row["text"], row["subject"]) for row in rows] == [("'=1+1 is what Wind-2 computes.", "Wind-2")]


def test_every_table_is_exported_in_both_forms(admin_client: Client) -> None:
    claim_with_everything()
    for table in ("claim", "evidence", "statuschange", "subject", "paper"):
        lines = exported(admin_client, table, "jsonl").decode().splitlines()
        rows = list(csv.reader(io.StringIO(exported(admin_client, table, "csv").decode("utf-8-sig"), newline="")))
        assert len(rows) == len(lines) + 1 > 1, table
        assert rows[0] == list(json.loads(lines[0])), table


def test_an_export_asks_as_much_for_three_as_for_one(
    admin_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    claim("Wind-0 has 7 billion parameters.")
    # The first one also counts what the menu keeps.
    exported(admin_client, "claim", "jsonl")
    for many in (1, 2):
        for number in range(many):
            claim(f"Wind-{many}{number} has 7 billion parameters.")
        # Who asks, what the list shows, a batch with what goes with it, and that there is no more.
        with django_assert_num_queries(8):
            exported(admin_client, "claim", "jsonl")


@pytest.mark.parametrize("address", ["export/user.csv", "export/claim.xls"])
def test_other_tables_and_forms_are_not_exported(admin_client: Client, address: str) -> None:
    assert admin_client.get(reverse("admin:claims_importrun_changelist") + address).status_code == 404


def test_a_worker_gives_the_file_back_when_its_time_is_up(admin_user: User) -> None:
    run = open_import(GivenFile(name="x", content=ROWS.encode()), ImportKind.SUBJECTS, actor=admin_user, now=NOW)
    ImportRun.objects.update(leased_until=NOW + timedelta(minutes=15))
    carry_on_import(run.run_id, clock=lambda: NOW, seconds=60)
    assert ImportRun.objects.get().leased_until is None
