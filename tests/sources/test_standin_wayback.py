"""The stand-in's Wayback Machine: its index and where it goes on, mementos nearest in time, pages that are saved."""

import base64
import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests

from tests.sources.recorded_shapes import recorded_rows
from tests.standin import Capture, Clock, Library, Page, Service, StandIn, standing_in
from tests.standin.terms import set_terms
from tests.standin.wayback import WaybackTerms
from tests.standin.wayback_index import urlkey

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
KEY = {"Authorization": "LOW access:secret"}


def captured(day: int, body: str = "", *, url: str = "https://lab.example/news", status: int = 200) -> Capture:
    return Capture(url=url, at=datetime(2026, 1, day, tzinfo=UTC), body=body or f"<p>Day {day}</p>", status=status)


@pytest.fixture
def service() -> Iterator[StandIn]:
    library = Library(
        [
            *(captured(day, body="<p>Same</p>" if day in (3, 4) else "") for day in range(1, 6)),
            captured(7, url="http://www.lab.example:80/news/old?page=2", status=404),
            captured(8, url="https://blog.lab.example/"),
            Page(path="announcement", body="<p>Ten times better.</p>"),
            Page(path="gone", status=410),
        ]
    )
    with standing_in(library, clock=Clock(NOW)) as running:
        yield running


def ask(service: StandIn, path: str, **parameters: str) -> requests.Response:
    """Ask when the limits allow it again."""
    service.clock.advance(2.5)
    told = {name.rstrip("_"): value for name, value in parameters.items()}
    address = service.url(Service.WAYBACK) + path
    return requests.get(address, params=told, timeout=10, allow_redirects=False)


def index(service: StandIn, **parameters: str) -> list[str]:
    """The moments and addresses that the index tells."""
    lines = ask(service, "/cdx/search/cdx", fl="timestamp,original", **parameters).text.splitlines()
    return [line.replace("000000 ", " ") for line in lines]


def save(service: StandIn, url: str, headers: dict[str, str] = KEY) -> requests.Response:
    return requests.post(service.url(Service.WAYBACK) + "/save", data={"url": url}, headers=headers, timeout=10)


def test_the_index_goes_on_at_its_resume_key_until_a_page_is_not_full(service: StandIn) -> None:
    asked = {"url": "lab.example/news", "limit": "2", "showResumeKey": "true"}
    pages: list[list[str]] = []
    key = ""
    while len(pages) < 5:
        lines = ask(service, "/cdx/search/cdx", **asked, **({"resumeKey": key} if key else {})).text.splitlines()
        pages.append([line.split()[1][:8] for line in lines[:2] if line])
        if "" not in lines:
            break
        key = lines[-1]
    assert pages == [["20260101", "20260102"], ["20260103", "20260104"], ["20260105"]]
    assert key == "example%2Clab%29%2Fnews+20260104000001"


def test_the_index_in_json_parts_rows_from_the_key_by_an_empty_row(service: StandIn) -> None:
    told = ask(
        service, "/cdx/search/cdx", url="lab.example/news", limit="1", showResumeKey="true", output="json"
    ).json()
    digest = base64.b32encode(hashlib.sha1(b"<p>Day 1</p>", usedforsecurity=False).digest()).decode()
    assert told == [
        ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"],
        ["example,lab)/news", "20260101000000", "https://lab.example/news", "text/html", "200", digest, "312"],
        [],
        ["example%2Clab%29%2Fnews+20260101000001"],
    ]
    assert ask(service, "/cdx/search/cdx", url="lab.example/none", output="json").json() == []


def test_the_index_is_cut_by_days_states_and_reach(service: StandIn) -> None:
    old = "20260107 http://www.lab.example:80/news/old?page=2"
    news = [f"2026010{day} https://lab.example/news" for day in range(1, 6)]
    blog = "20260108 https://blog.lab.example/"
    assert index(service, url="lab.example/news", from_="20260102", to="20260103") == news[1:3]
    assert index(service, url="lab.example/news", limit="-2") == news[3:]
    assert index(service, url="lab.example/news", collapse="digest") == [*news[:3], news[4]]
    assert index(service, url="lab.example/news", collapse="timestamp:6") == news[:1]
    assert index(service, url="lab.example/news*") == [*news, old]
    assert index(service, url="lab.example/news", matchType="prefix", filter="statuscode:404") == [old]
    assert index(service, url="lab.example", matchType="host", filter="!statuscode:404") == news
    assert index(service, url="lab.example", matchType="domain") == [*news, old, blog]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"url": "x", "from_": "soon"},
        {"url": "x", "to": "20261399"},
        {"url": "x", "limit": "all"},
        {"url": "x", "fl": "colour"},
        {"url": "x", "filter": "colour:red"},
        {"url": "x", "matchType": "near"},
    ],
)
def test_a_question_that_the_index_does_not_understand_is_refused(service: StandIn, asked: dict[str, str]) -> None:
    assert ask(service, "/cdx/search/cdx", **asked).status_code == 400


def test_what_is_blocked_is_told_as_recorded(service: StandIn, data: Path) -> None:
    folder = data / "fixtures" / "wayback_cdx"
    row = next(row for row in recorded_rows(folder) if row["status"] == 403)
    name = "x-archive-wayback-runtime-error"
    set_terms(service.world, WaybackTerms(blocked=("lab.example",)))
    answer = ask(service, "/cdx/search/cdx", url="https://lab.example/news")
    assert (answer.status_code, answer.headers["Content-Type"], answer.headers[name], answer.content.strip()) == (
        403,
        row["headers"]["content-type"],
        row["headers"][name],
        (folder / row["file"]).read_bytes().strip(),
    )
    memento = ask(service, "/web/20260101000000id_/https://lab.example/news")
    assert (memento.status_code, "Memento-Datetime" in memento.headers) == (200, False)
    assert ask(service, "/wayback/available", url="lab.example/news").json()["archived_snapshots"] == {}


def test_the_index_sorts_and_goes_on_as_recorded(service: StandIn, data: Path) -> None:
    """Every recorded capture that the index tells, put into the archive and asked for in the same pages."""
    folder = data / "fixtures" / "wayback_cdx"
    rows = [row for row in recorded_rows(folder) if row["file"].startswith("test_search_multipage")]
    pages = [(folder / row["file"]).read_text().splitlines() for row in rows]
    lines = [line.split() for page in pages for line in page if len(line.split()) == 7]
    moments = {(told[2], told[1]): told for told in lines}
    for url, moment in moments:
        at = datetime.strptime(moment, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        service.library.add(Capture(url=url, at=at))
    assert (len(pages), {told[0] for told in lines}, {urlkey(told[2]) for told in lines}) == (
        15,
        {"com,cnn)/"},
        {"com,cnn)/"},
    )
    # The real index repeats rows, which cannot be foreseen: what follows a key and how a key is made can.
    keys = [page[-1] for page in pages if page]
    for key, page, following in zip(keys, pages, pages[1:], strict=False):
        last = page[-3].split()[1]
        asked = {"url": "cnn.com", "limit": "1", "showResumeKey": "true"}
        ours = ask(service, "/cdx/search/cdx", **asked, from_=last, to=last).text.splitlines()
        assert ours[-1] == key
        then = ask(service, "/cdx/search/cdx", **asked, to="20010510000000", resumeKey=key).text.splitlines()
        assert [line.split()[1] for line in then[:1]] == [line.split()[1] for line in following[:1]]


def test_a_memento_is_the_nearest_in_time_and_tells_its_moment(service: StandIn) -> None:
    base = service.url(Service.WAYBACK)
    near = ask(service, "/web/20260102110000id_/https://lab.example/news")
    exact = requests.get(near.headers["Location"], timeout=10)
    assert (near.status_code, near.headers["Location"], near.headers["x-archive-redirect-reason"]) == (
        302,
        f"{base}/web/20260102000000id_/https://lab.example/news",
        "found capture at 20260102000000",
    )
    assert (exact.text, exact.headers["Memento-Datetime"]) == ("<p>Day 2</p>", "Fri, 02 Jan 2026 00:00:00 GMT")
    names = [part.partition('rel="')[2].partition('"')[0] for part in exact.headers["Link"].split(", <")]
    assert names == ["original", "timegate", "first memento", "prev memento", "memento", "next memento", "last memento"]
    archived = ask(service, "/web/20260107000000id_/http://www.lab.example:80/news/old?page=2")
    assert (archived.status_code, "Memento-Datetime" in archived.headers) == (404, True)
    none = ask(service, "/web/2026id_/https://lab.example/none")
    assert (none.status_code, "Memento-Datetime" in none.headers) == (404, False)


def test_the_nearest_capture_is_told(service: StandIn) -> None:
    told = ask(service, "/wayback/available", url="lab.example/news", timestamp="20260104").json()
    assert told == {
        "url": "lab.example/news",
        "archived_snapshots": {
            "closest": {
                "status": "200",
                "available": True,
                "url": f"{service.url(Service.WAYBACK)}/web/20260104000000/https://lab.example/news",
                "timestamp": "20260104000000",
            }
        },
        "timestamp": "20260104",
    }


def test_thirty_look_ups_a_minute_and_a_minute_of_rest(service: StandIn) -> None:
    address = service.url(Service.WAYBACK) + "/cdx/search/cdx?url=lab.example/news"
    answers = [requests.get(address, timeout=10) for _ in range(31)]
    service.clock.advance(60)
    healed = requests.get(address, timeout=10)
    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert ("Retry-After" in answers[30].headers, healed.status_code) == (False, 200)


def test_a_saved_page_is_there_when_its_job_says_so(service: StandIn) -> None:
    url = service.url(Service.PAGES) + "/announcement"
    job = save(service, url).json()
    status = f"/save/status/{job['job_id']}"
    pending = ask(service, status).json()
    before = index(service, url=url)
    service.clock.advance(20)
    done = ask(service, status).json()
    memento = ask(service, f"/web/{done['timestamp']}id_/{url}")
    assert (job["url"], pending["status"], before) == (url, "pending", [])
    assert (done["status"], done["original_url"], memento.text) == ("success", url, "<p>Ten times better.</p>")
    moment = datetime.strptime(done["timestamp"], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    assert moment == NOW + timedelta(seconds=20)


def test_a_page_that_moved_is_archived_as_it_was(service: StandIn) -> None:
    service.library.add(Page(path="moved", moved_to="/announcement"))
    pages, base = service.url(Service.PAGES), service.url(Service.WAYBACK)
    save(service, f"{pages}/moved")
    service.clock.advance(20)
    memento = ask(service, f"/web/20261125120020id_/{pages}/moved")
    assert (memento.status_code, "Memento-Datetime" in memento.headers, memento.headers["Location"]) == (
        301,
        True,
        f"{base}/web/20261125120020id_/{pages}/announcement",
    )


def test_mementos_have_the_headers_of_recorded_ones(service: StandIn, data: Path) -> None:
    recorded = [
        row for row in recorded_rows(data / "fixtures" / "wayback_memento") if "memento-datetime" in row["headers"]
    ]
    ours = ask(service, "/web/20260103000000id_/https://lab.example/news").headers
    # What tells their machines and how long an answer may be kept, and where a redirect led to.
    theirs = {name for row in recorded for name in row["headers"]} - {
        "cache-control", "date", "server", "x-app-server", "x-ts", "x-na", "x-rl", "location",
    }  # fmt: skip
    links = {rel for row in recorded for rel in re.findall(r'rel="([^"]+)"', row["headers"]["link"])}
    assert (len(recorded), [name for name in theirs if name not in ours]) == (13, [])
    assert set(re.findall(r'rel="([^"]+)"', ours["Link"])) <= links


def test_a_page_that_cannot_be_saved_ends_in_its_error(service: StandIn) -> None:
    refused = "https://lab.example/refused"
    set_terms(service.world, WaybackTerms(job_seconds=1, failures=((refused, "error:no-browsers-available"),)))
    pages = service.url(Service.PAGES)
    jobs = [save(service, url).json()["job_id"] for url in (f"{pages}/gone", f"{pages}/none", refused)]
    told = [ask(service, f"/save/status/{job}").json() for job in jobs]
    assert [(one["status"], one["status_ext"]) for one in told] == [
        ("error", "error:gone"),
        ("error", "error:not-found"),
        ("error", "error:no-browsers-available"),
    ]
    assert ask(service, "/save/status/spn2-none").status_code == 404


def test_saving_has_limits_by_key(service: StandIn) -> None:
    url = "https://lab.example/news"
    keyed = [save(service, url).status_code for _ in range(8)]
    keyless = [save(service, url, headers={}).status_code for _ in range(4)]
    assert (keyed, keyless) == ([200] * 7 + [429], [200] * 3 + [429])
    assert save(service, url, headers={"Authorization": "LOW wrong:key"}).status_code == 401
    service.clock.advance(60)
    assert save(service, "news").json()["status_ext"] == "error:invalid-url-syntax"


def test_the_manifest_asks_what_the_stand_in_understands(service: StandIn, data: Path) -> None:
    questions = [row["url"] for row in recorded_rows(data / "fixtures" / "wayback_cdx")]
    set_terms(service.world, WaybackTerms(index=1_000))
    asked = [parse_qsl(urlsplit(url).query) for url in questions]
    address = service.url(Service.WAYBACK) + "/cdx/search/cdx"
    assert [requests.get(address, params=one, timeout=10).status_code for one in asked] == [200] * 37
