"""Crossref is asked within its bounds, and what it promises is held against what comes."""

import json
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from claims.core.papers import Standing
from claims.core.sources import Aim, Cited, Look, Page
from claims.sources.client import StrictClient
from claims.sources.connectors import Answer, Connector, pages_of
from claims.sources.crossref import DEPTH, ROWS, Crossref, parse_listing, parse_work, parse_works
from claims.sources.troubles import BrokenAnswer, ResumeLost, SourceRefused, SourceTrouble
from tests.sources.open_gate import KeptLog, OpenGate
from tests.sources.scripted_client import AT, ScriptedClient, told
from tests.sources.test_crossref_works import item, update
from tests.standin import Author, Clock, Library, Notice, Work, standing_in
from tests.standin.faults import Fault, FaultKind, Rule
from tests.standin.server import StandIn
from tests.standin.services import Service

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def listed(*items: object, total: int | None = None, rows: int = ROWS, cursor: str = "") -> Answer:
    """A page of a list, by default the whole of it."""
    message: dict[str, Any] = {
        "items": items,
        "total-results": len(items) if total is None else total,
        "items-per-page": rows,
    }
    message |= {"next-cursor": cursor} if cursor else {}
    body = {"status": "ok", "message-type": "work-list", "message": message}
    return told(body, date="Fri, 20 Nov 2026 11:00:00 GMT")


def single(work: object) -> Answer:
    """One work."""
    return told({"status": "ok", "message-type": "work", "message": work})


def refusal(kind: str, value: str, message: str, *, status: int) -> Answer:
    """A refusal with its reason."""
    told_reason = [{"type": kind, "value": value, "message": message}]
    return told({"status": "failed", "message-type": "failure", "message": told_reason}, status=status)


def some(count: int, **more: Any) -> list[dict[str, Any]]:
    """So many works."""
    return [item(DOI=f"10.1000/z.{number}", **more) for number in range(count)]


def asking(*answers: Answer) -> tuple[Crossref, ScriptedClient]:
    """Crossref, as it answers these."""
    client = ScriptedClient(answers=list(answers))
    return Crossref(client=client, url="https://crossref.example"), client


def dois(page: Page) -> list[str]:
    """The DOIs of a page."""
    return [each.record.doi for each in page.records]


ABSENT = told(b"Resource not found.", status=404)


def test_a_page_tells_its_works_and_those_that_cannot_be_read() -> None:
    page = parse_works(listed(item(), item(DOI="10.1000/z.2", title=[]), "no work"))
    assert (dois(page), page.total, page.responded_at) == (["10.1000/z.1"], 3, datetime(2026, 11, 20, 11, tzinfo=UTC))
    assert [(each.native_id, each.reason) for each in page.unreadable] == [
        ("10.1000/z.2", "The record has no title."),
        ("", "None is not a DOI."),
    ]
    assert json.loads(page.unreadable[0].payload)["DOI"] == "10.1000/z.2"


@pytest.mark.parametrize(
    "answer",
    [
        listed(total=7),
        listed(*some(2), total=5),
        told({"status": "ok", "message-type": "work-list", "message": {"items": [], "total-results": 0}}),
        told({"status": "ok", "message-type": "work-list", "message": {"total-results": 0, "items-per-page": 20}}),
        told({"status": "failed", "message-type": "work-list", "message": {}}),
        told({"status": "ok", "message-type": "work-list"}),
        single(item()),
        told([]),
        told(b""),
        told(b"<html>Are you a robot?</html>"),
        told(b'{"status": "ok", "message'),
    ],
)
def test_what_is_no_whole_list_is_broken(answer: Answer) -> None:
    with pytest.raises(BrokenAnswer):
        parse_works(answer)


def test_a_refusal_is_told_in_its_own_words_and_a_spent_cursor_is_lost() -> None:
    refused = refusal("filter-not-available", "from-day", "There is no such filter", status=400)
    with pytest.raises(SourceRefused, match=r"answered 400: There is no such filter \(from-day\)\."):
        parse_works(refused)
    with pytest.raises(SourceRefused, match=r"answered 404: Resource not found\."):
        parse_works(ABSENT)
    with pytest.raises(ResumeLost):
        parse_works(refusal("cursor-invalid", "abc", "Cursor specified but it is invalid", status=404))


def test_a_work_that_it_does_not_have_is_absent_whatever_the_label() -> None:
    labelled = told(b"Resource not found.", status=404, **{"content-type": "application/json;charset=utf-8"})
    assert parse_work(ABSENT) == parse_work(labelled) == Page()
    for broken in (listed(item()), told(b"[]"), told(b"not json")):
        with pytest.raises(BrokenAnswer):
            parse_work(broken)


def test_every_recorded_answer_is_read_as_what_it_is(data: Path) -> None:
    folder = data / "fixtures" / "crossref"
    kinds: Counter[str] = Counter()
    for line in (folder / "manifest.jsonl").read_text().splitlines():
        known = json.loads(line)
        answer = Answer(
            url=known["url"],
            status=known["status"],
            headers=known["headers"],
            body=(folder / known["file"]).read_bytes(),
            received_at=AT,
        )
        alone = "/works/" in known["url"]
        kind = f"{'work' if alone else 'list'} {known['status']}: "
        try:
            page = (parse_work if alone else parse_works)(answer)
        except SourceTrouble as trouble:
            kinds[kind + type(trouble).__name__] += 1
        else:
            kinds[kind + ("absent" if alone and not page.records else "whole")] += 1
            kinds["records"] += len(page.records)
            kinds["unreadable"] += len(page.unreadable)
            assert all(each.record.title and each.record.doi == each.native_id for each in page.records)
            assert all(each.reason == "The record has no title." for each in page.unreadable)
    assert kinds == {
        # Works and lists of works; what else it tells (types, members, agencies, bibliographies) is neither.
        "list 200: whole": 38,
        "list 200: BrokenAnswer": 8,
        "list 400: SourceRefused": 1,
        "list 404: ResumeLost": 1,
        "list 404: SourceRefused": 4,
        "work 200: whole": 24,
        "work 200: BrokenAnswer": 11,
        "work 301: BrokenAnswer": 1,
        "work 400: SourceRefused": 1,
        "work 404: absent": 5,
        "records": 368,
        "unreadable": 3,
    }


def test_a_recorded_work_has_its_people_days_and_what_it_cites(data: Path) -> None:
    folder = data / "fixtures" / "crossref"
    (work,) = parse_work(told((folder / "test_bulk_doi_search__08.json").read_bytes())).records
    assert (work.native_id, work.version, work.record.published_on, work.record.venue) == (
        "10.1038/s42256-024-00832-8",
        "2025-09-23T21:51:36Z",
        date(2024, 5, 8),
        "Nature Machine Intelligence",
    )
    assert (work.record.authors[0], len(work.record.authors), len(work.cites)) == ("Andres M. Bran", 6, 71)
    assert Cited(work=("arxiv", "2303.08774")) in work.cites
    (posted,) = parse_work(told((folder / "test_bulk_doi_search__06.json").read_bytes())).records
    assert (posted.record.venue, posted.record.published_on) == ("bioRxiv (preprint)", date(2024, 4, 1))


def test_recorded_cursors_stay_the_same_and_go_on_by_themselves(data: Path) -> None:
    folder = data / "fixtures" / "crossref"
    pages = [parse_listing(told((folder / f"test_cursor_max__0{number}.json").read_bytes())) for number in (0, 1, 2)]
    shown = [each["DOI"] for page in pages for each in page.items]
    assert len({page.cursor for page in pages}) == 1
    assert len(set(shown)) == len(shown) == 60


def test_names_are_asked_one_by_one_with_the_words_that_help_to_rank() -> None:
    speaking = item(title=["A look at Zephyr 9"], abstract=None)
    other = item(DOI="10.1000/z.2", title=["Zephyrs of 9 lands"])
    connector, client = asking(listed(speaking, other, total=2), listed(total=0))
    look = Look(
        aim=Aim.WORDS, names=("Zephyr-9", "青云"), words=("speed",), since=date(2026, 1, 20), until=date(2026, 5, 6)
    )
    pages = list(pages_of(connector, look, most=5))
    assert [dois(page) for page in pages] == [["10.1000/z.1"], []]
    assert [page.total for page in pages] == [None, None]
    assert client.parameters() == [
        {
            "query.bibliographic": f"{name} speed",
            # A work of which only the year is known counts from its first day, and all come late.
            "filter": "from-pub-date:2025-01-01,until-pub-date:2026-05-06",
            "rows": "100",
            "offset": "0",
        }
        for name in ("Zephyr-9", "青云")
    ]


@pytest.mark.parametrize(
    ("title", "abstract", "speaks"),
    [
        ("On Zephyr-9", "Its speed is high.", True),
        ("On ZEPHYR 9", "", True),
        ("On winds", "Zephyr-9 has speed.", True),
        ("On Zephyr-9", "It is large.", False),
        ("On Zephyr-90", "Its speed is high.", False),
        ("论青云大模型", "", True),
        ("On winds", "Its speed is high.", False),
    ],
)
def test_what_is_told_speaks_of_a_name_and_of_a_word_where_there_is_an_abstract(
    title: str, abstract: str, speaks: bool
) -> None:
    connector, _ = asking(listed(item(title=[title], abstract=abstract)))
    page = connector.page(Look(aim=Aim.WORDS, names=("Zephyr-9", "青云"), words=("speed", "cost")))
    assert bool(page.records) is speaks


def test_a_search_goes_on_while_the_best_speak_of_it_and_not_without_end() -> None:
    full = [listed(*some(ROWS), total=12_808_299) for _ in range(9)]
    connector, client = asking(*full)
    pages = list(pages_of(connector, Look(aim=Aim.WORDS, names=("Zephyr-9",)), most=20))
    assert (len(pages), sum(len(page.records) for page in pages)) == (DEPTH // ROWS, DEPTH)
    assert [asked["offset"] for asked in client.parameters()] == ["0", "100", "200"]

    silent = listed(*some(ROWS, title=["Winds"], abstract=None), total=12_808_299)
    connector, client = asking(full[0], silent)
    assert len(list(pages_of(connector, Look(aim=Aim.WORDS, names=("Zephyr-9",)), most=20))) == 2


def test_a_search_leaves_out_junk_containers_and_notices_and_tells_what_cannot_be_read() -> None:
    connector, _ = asking(
        listed(
            item(),
            item(DOI="10.65215/z.1"),
            item(DOI="10.1000/issue", type="journal-issue", title=[]),
            item(DOI="10.1000/n.1", update_to=[update("correction", "10.1000/z.1", 2025, 1, 1)]),
            item(DOI="10.1000/z.2", issued={"date-parts": [[2026, 13]]}, published_online=None, published_print=None),
        )
    )
    page = connector.page(Look(aim=Aim.WORDS, names=("Zephyr-9",)))
    assert (dois(page), [each.native_id for each in page.unreadable]) == (["10.1000/z.1"], ["10.1000/z.2"])


def test_an_empty_page_in_the_middle_of_a_search_is_broken() -> None:
    connector, _ = asking(listed(*some(ROWS), total=250), listed(total=250))
    look = Look(aim=Aim.WORDS, names=("Zephyr-9",))
    with pytest.raises(BrokenAnswer, match="lacks 100 works after 100 of 250"):
        list(pages_of(connector, look, most=5))


def test_works_are_asked_for_in_lists_and_the_unknown_are_absent() -> None:
    names = [f"10.1000/z.{number}" for number in range(51)]
    connector, client = asking(listed(*some(49), rows=50), single(item(DOI=names[50])), ABSENT)
    look = Look(aim=Aim.WORKS, ids=(("arxiv", "2402.00001"), *(("doi", name) for name in names)))
    pages = list(pages_of(connector, look, most=5))
    assert [len(page.records) for page in pages] == [49, 1]
    assert client.parameters()[0] == {"filter": ",".join(f"doi:{name}" for name in names[:50]), "rows": "50"}
    assert client.asked[1].url == "https://crossref.example/works/10.1000%2Fz.50"

    connector, client = asking(ABSENT)
    comma = Look(aim=Aim.WORKS, ids=(("doi", "10.1000/z,1"),))
    assert connector.page(comma) == Page()
    assert client.asked[0].url == "https://crossref.example/works/10.1000%2Fz%2C1"


def notice(number: int, *about: str, kind: str = "retraction") -> dict[str, Any]:
    """A notice about works."""
    told_of = [update(kind, doi, 2026, 11, 18) for doi in about]
    return item(DOI=f"10.1000/n.{number}", title=[f"Notice {number}"], update_to=told_of)


def test_notices_lead_to_the_works_that_they_are_about() -> None:
    connector, client = asking(
        listed(notice(1, "10.1000/Z.1", "10.1000/z.2"), notice(2, "10.1000/z.3", kind="correction")),
        listed(item(), item(DOI="10.1000/z.3"), rows=3),
    )
    page = connector.page(Look(aim=Aim.CHANGED, since=date(2026, 11, 17), until=date(2026, 11, 20)))
    assert [(each.native_id, each.record.standing, each.record.standing_url) for each in page.records] == [
        ("10.1000/z.1", Standing.RETRACTED, "https://doi.org/10.1000/n.1"),
        ("10.1000/z.3", Standing.CORRECTED, "https://doi.org/10.1000/n.2"),
    ]
    # The second work is not at Crossref: that is told, with the notice.
    (absent,) = page.unreadable
    assert (absent.native_id, absent.reason) == ("10.1000/z.2", "Crossref has no work that this notice is about.")
    assert json.loads(absent.payload)["DOI"] == "10.1000/n.1"
    assert (page.resume, page.expires_at) == ("", None)
    assert client.parameters() == [
        {
            "filter": "update-type:retraction,update-type:withdrawal,update-type:removal,"
            "update-type:expression_of_concern,update-type:partial_retraction,update-type:correction,"
            "update-type:corrigendum,update-type:erratum,update-type:reinstatement"
            ",from-index-date:2026-11-17,until-index-date:2026-11-20",
            "rows": "100",
            "cursor": "*",
        },
        {"filter": "doi:10.1000/z.1,doi:10.1000/z.2,doi:10.1000/z.3", "rows": "3"},
    ]


def test_some_kinds_of_notice_can_be_asked_for_and_others_do_not_exist() -> None:
    connector, client = asking(listed())
    assert connector.page(Look(aim=Aim.CHANGED, collection="retraction, removal")) == Page(
        responded_at=datetime(2026, 11, 20, 11, tzinfo=UTC)
    )
    assert client.parameters()[0]["filter"] == "update-type:retraction,update-type:removal"
    with pytest.raises(SourceRefused, match="regret is no kind of notice"):
        connector.page(Look(aim=Aim.CHANGED, collection="retraction,regret"))


def test_what_the_work_itself_tells_is_held_together_with_the_notice() -> None:
    known = item(updated_by=[update("retraction", "10.1000/n.9", 2026, 1, 1)])
    connector, _ = asking(listed(notice(2, "10.1000/z.1", kind="correction")), single(known))
    (record,) = connector.page(Look(aim=Aim.CHANGED)).records
    assert (record.record.standing, record.record.standing_on) == (Standing.RETRACTED, date(2026, 1, 1))


def test_a_cursor_goes_on_to_the_end_and_says_until_when_it_is_good() -> None:
    notices = [notice(number, "10.1000/z.1") for number in range(150)]
    connector, client = asking(
        listed(*notices[:100], total=150, cursor="same"), single(item()),
        listed(*notices[100:], total=150, cursor="same"), single(item()),
    )  # fmt: skip
    pages = list(pages_of(connector, Look(aim=Aim.CHANGED), most=5))
    assert [(page.resume, page.expires_at) for page in pages] == [
        ("100 same", AT + timedelta(minutes=5)),
        ("", None),
    ]
    assert [asked["cursor"] for asked in client.parameters() if "cursor" in asked] == ["*", "same"]


def test_a_page_that_was_lost_shows_in_the_count_and_the_list_starts_over() -> None:
    notices = [notice(number, "10.1000/z.1") for number in range(150)]
    look = Look(aim=Aim.CHANGED)
    with pytest.raises(ResumeLost, match="lacks 50 works after 100 of 150"):
        asking(listed(total=150, cursor="same"))[0].page(look, "100 same")
    with pytest.raises(BrokenAnswer, match="lacks 50 works after 50 of 150"):
        asking(listed(*notices[:50], total=150, cursor="same"))[0].page(look)
    with pytest.raises(BrokenAnswer, match="no cursor"):
        asking(listed(*notices[:100], total=150))[0].page(look)


@pytest.mark.parametrize(
    "look",
    [
        Look(aim=Aim.CITING, ids=(("doi", "10.1000/z.1"),)),
        Look(aim=Aim.WORDS),
        Look(aim=Aim.WORKS, ids=(("arxiv", "2402.00001"),)),
    ],
)
def test_what_cannot_be_asked_is_refused(look: Look) -> None:
    connector, client = asking()
    with pytest.raises(SourceRefused, match="Crossref is"):
        connector.page(look)
    assert not client.asked


@pytest.mark.parametrize(
    ("aim", "resume"),
    [
        (Aim.WORDS, "1 0"),
        (Aim.WORDS, "x"),
        (Aim.WORDS, "0"),
        (Aim.WORKS, "7 0"),
        (Aim.CHANGED, "same"),
        (Aim.CHANGED, "1 "),
    ],
)
def test_a_place_that_is_none_of_its_own_is_lost(aim: Aim, resume: str) -> None:
    connector, _ = asking()
    with pytest.raises(ResumeLost):
        connector.page(Look(aim=aim, names=("Zephyr-9",), ids=(("doi", "10.1000/z.1"),)), resume)


def connected(stand_in: StandIn) -> tuple[Connector, KeptLog]:
    """Crossref as the product asks it, and its log; waiting moves the stand-in's clock."""
    log, clock = KeptLog(), stand_in.clock
    client = StrictClient(
        contact="tests@claims.example", gate=OpenGate(), log=log, clock=clock.now, sleep=clock.advance
    )
    return Crossref(client=client, url=stand_in.url(Service.CROSSREF)), log


def retracted(number: int) -> Work:
    """A work with a notice of its own."""
    return Work(
        title=f"Zephyr-9 in town {number}",
        doi=f"10.1000/t.{number}",
        datestamp=date(2026, 11, 18),
        published=date(2026, 3, 1),
        authors=(Author(family="Lund", given="Ada"),),
        venue="Winds",
        notices=(Notice(type="retraction", doi=f"10.1000/tn.{number}", updated=date(2026, 11, 18)),),
    )


LIBRARY = Library(map(retracted, range(130)))


def test_over_the_network_words_and_works_come_whole_in_spite_of_faults() -> None:
    with standing_in(LIBRARY, clock=Clock(NOW), lenient=True) as stand_in:
        source, log = connected(stand_in)
        for at, kind in ((1, FaultKind.STATUS), (3, FaultKind.EMPTY_PAGE), (5, FaultKind.BODY_CUT)):
            stand_in.faults.add(Rule(service=Service.CROSSREF, fault=Fault(kind=kind), at=(at,)))
        words = [
            each for page in pages_of(source, Look(aim=Aim.WORDS, names=("Zephyr-9",)), most=9) for each in page.records
        ]
        look = Look(aim=Aim.WORKS, ids=tuple(("doi", f"10.1000/t.{number}") for number in (*range(51), 999)))
        works = [each for page in pages_of(source, look, most=9) for each in page.records]
    assert {each.native_id for each in words} == {f"10.1000/t.{number}" for number in range(130)}
    assert {each.native_id for each in works} == {f"10.1000/t.{number}" for number in range(51)}
    assert {each.record.standing for each in (*words, *works)} == {Standing.RETRACTED}
    assert [each.failure for each in log.tries if each.failure]
    assert {each.record.title for each in words} == {f"Zephyr-9 in town {number}" for number in range(130)}


def test_over_the_network_notices_come_whole_and_a_page_lost_on_its_way_is_noticed() -> None:
    look = Look(aim=Aim.CHANGED, since=date(2026, 11, 18))
    with standing_in(LIBRARY, clock=Clock(NOW), lenient=True) as stand_in:
        source, _ = connected(stand_in)
        found = [each for page in pages_of(source, look, most=9) for each in page.records]
        first = source.page(look)
        # The second page gets lost, and asking again brings the one after it.
        stand_in.faults.add(Rule(service=Service.CROSSREF, fault=Fault(kind=FaultKind.CONNECTION_CUT), at=(1,)))
        with pytest.raises(ResumeLost, match="a page was lost on its way"):
            source.page(look, first.resume)
        again = source.page(look)
        stand_in.clock.advance(301)
        with pytest.raises(ResumeLost, match="no longer knows the cursor"):
            source.page(look, again.resume)
    assert {each.native_id for each in found} == {f"10.1000/t.{number}" for number in range(130)}
    assert {(each.record.standing, each.record.standing_on) for each in found} == {
        (Standing.RETRACTED, date(2026, 11, 18))
    }
