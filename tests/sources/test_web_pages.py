"""Fetching a page: bounded, complete or refused, and never from inside."""

import gzip
import time
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from claims.sources import web_pages
from claims.sources.marks import Marks
from claims.sources.paces import Pace, Turn, Wait
from claims.sources.troubles import SourceUnavailable
from claims.sources.web_pages import MAX_BYTES, FetchedPage, HardenedFetcher, PacedFetcher, PageBusy, PageUnavailable
from tests.sources.open_gate import Left, OpenGate
from tests.sources.stand_in_server import Answer, serving

FETCHER = HardenedFetcher(contact="desk@example.org", allow_private=True)

BY_HAND = "Open it in a browser, save it as HTML or PDF, and give that file with --url."


def refusal(path: str, **answers: Answer) -> str:
    with serving({f"/{name}": answer for name, answer in answers.items()}) as address:
        with pytest.raises(PageUnavailable) as caught:
            FETCHER.fetch(f"{address}/{path}")
        return str(caught.value).replace(address, "http://site")


def test_a_page_is_brought_with_its_type_its_final_address_and_how_it_came() -> None:
    page = Answer(
        body=gzip.compress(b"<p>Hello</p>"), headers={"Content-Type": "text/html", "Content-Encoding": "gzip"}
    )
    moved = Answer(status=301, body=b"moved", headers={"Location": "/new"})
    with serving({"/old?a=1": moved, "/new": page}) as address:
        fetched = FETCHER.fetch(f"{address}/old?a=1#part")
    told = [(kept.url, kept.request_line, kept.status, kept.body) for kept in fetched.exchanges]
    assert told == [
        (f"{address}/old?a=1", "GET /old?a=1 HTTP/1.1", "301 Moved Permanently", b"moved"),
        (f"{address}/new", "GET /new HTTP/1.1", "200 OK", b"<p>Hello</p>"),
    ]
    assert ("Host", address.removeprefix("http://")) in fetched.exchanges[0].request_headers
    assert fetched == FetchedPage(
        asked=f"{address}/old?a=1#part",
        url=f"{address}/new",
        status=200,
        content_type="text/html",
        body=b"<p>Hello</p>",
        exchanges=fetched.exchanges,
    )


@pytest.mark.parametrize(
    ("status", "advice"),
    [
        (404, "404 Not Found; nothing was stored. Check the address, or look for an archived copy."),
        (410, "410 Gone; nothing was stored. It was taken down; look for an archived copy."),
        (401, f"401 Unauthorized; nothing was stored. It asks for a login. {BY_HAND}"),
        (403, f"403 Forbidden; nothing was stored. It lets no program in. {BY_HAND}"),
        (429, "429 Too Many Requests; nothing was stored. It has been asked too often; try again in some minutes."),
        (503, "503 Service Unavailable; nothing was stored. It has a fault of its own; try again later."),
        (204, "204 No Content; nothing was stored. It is no page to read."),
    ],
)
def test_an_answer_that_is_no_page_says_what_to_do(status: int, advice: str) -> None:
    assert refusal("x", x=Answer(status=status)) == f"http://site/x answered {advice}"


@pytest.mark.parametrize("kind", ["image/png", "video/mp4", "application/zip", "audio/mpeg; rate=8"])
def test_what_can_hold_no_text_is_not_brought(kind: str) -> None:
    answer = Answer(body=b"x" * (MAX_BYTES + 1), headers={"Content-Type": kind})
    told = f"http://site/x is {kind.partition(';')[0]}, not text. Give the page, a PDF, or the text."
    assert refusal("x", x=answer) == told


def test_a_server_that_keeps_quiet_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_pages, "READ_SECONDS", 0.1)
    quiet = Answer(body=b"at last", delay=0.5)
    assert refusal("quiet", quiet=quiet) == "http://site/quiet did not answer within 0.1 s; try again later."


def test_a_page_that_takes_its_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_pages, "TOTAL_SECONDS", 0.3)
    slow = Answer(body=b"x" * 300, drips="body")
    assert refusal("slow", slow=slow) == "http://site/slow was not complete after 0.3 s; try again later."


def test_a_page_whose_head_has_no_end_is_given_up_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_pages, "TOTAL_SECONDS", 0.3)
    began = time.monotonic()
    assert refusal("slow", slow=Answer(drips="head")).startswith("http://site/slow was not complete after 0.3 s")
    assert time.monotonic() - began < 2


def test_redirects_that_take_their_time_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_pages, "TOTAL_SECONDS", 0.3)
    moved = Answer(status=302, headers={"Location": "/b"}, delay=0.2)
    assert "/b " in refusal("a", a=moved, b=Answer(body=b"at last", delay=0.2))


def test_redirects_count_towards_the_size() -> None:
    half = b"x" * (MAX_BYTES // 2 + 1)
    moved = Answer(status=302, body=half, headers={"Location": "/b"})
    assert refusal("a", a=moved, b=Answer(body=half)) == "http://site/b is larger than 10 MB; it was not stored."


def test_of_a_redirect_no_more_is_read_than_of_a_page() -> None:
    moved = Answer(status=302, body=b"x" * (MAX_BYTES + 1), headers={"Location": "/b"})
    assert refusal("a", a=moved, b=Answer(body=b"it")) == "http://site/a is larger than 10 MB; it was not stored."


def test_a_redirect_to_another_kind_of_address_is_refused() -> None:
    moved = Answer(status=302, headers={"Location": "ftp://files.example/x"})
    assert refusal("a", a=moved).startswith("ftp://files.example/x is not an address to fetch")


def test_a_page_that_is_too_large_is_cut_off() -> None:
    big = Answer(body=b"x" * (MAX_BYTES + 1))
    assert refusal("big", big=big) == "http://site/big is larger than 10 MB; it was not stored."


def test_a_page_that_ends_before_its_declared_length_is_an_error() -> None:
    assert "http://site/cut" in refusal("cut", cut=Answer(body=b"<p>Hel", declared=12))


def test_endless_redirects_are_an_error() -> None:
    loop = Answer(status=302, headers={"Location": "/loop"})
    assert refusal("loop", loop=loop) == f"http://site/loop redirects more than 5 times. {BY_HAND}"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://[::1]/", "http://10.0.0.8/", "http://169.254.169.254/"])
def test_addresses_inside_are_refused_without_a_connection(url: str) -> None:
    with pytest.raises(PageUnavailable) as caught:
        HardenedFetcher(contact="desk@example.org").fetch(url)
    assert str(caught.value) == f"{url} points inside a private network; it was not fetched."


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "example.org"])
def test_other_kinds_of_address_are_refused(url: str) -> None:
    with pytest.raises(PageUnavailable, match="must begin with http:// or https://"):
        FETCHER.fetch(url)


def test_an_address_with_a_password_is_refused() -> None:
    with pytest.raises(PageUnavailable, match="carries a name or a password"):
        FETCHER.fetch("https://ada:secret@news.example/a")


@pytest.mark.parametrize("url", ["http://[broken", "http://", f"http://{'a' * 70}.example/", "http://.example/"])
def test_an_address_that_leads_nowhere_is_refused(url: str) -> None:
    with pytest.raises(PageUnavailable, match="Check the address"):
        HardenedFetcher(contact="desk@example.org").fetch(url)


def test_nobody_listening_is_said_in_words() -> None:
    with serving({}) as address:
        pass
    with pytest.raises(PageUnavailable, match=r"could not be fetched: .*refused"):
        FETCHER.fetch(f"{address}/x")


@pytest.mark.parametrize(
    ("answer", "heals"),
    [
        (Answer(status=404), False),
        (Answer(status=403), False),
        (Answer(body=b"x", headers={"Content-Type": "image/png"}), False),
        (Answer(status=408), True),
        (Answer(status=429), True),
        (Answer(status=500), True),
        (Answer(status=503), True),
        (Answer(body=b"<p>Hel", declared=12), True),
    ],
)
def test_what_may_heal_is_told_from_what_will_not(answer: Answer, heals: bool) -> None:
    with serving({"/x": answer}) as address, pytest.raises(PageUnavailable) as caught:
        FETCHER.fetch(f"{address}/x")
    assert isinstance(caught.value, PageBusy) == heals


def test_nobody_listening_may_heal_and_a_broken_address_will_not() -> None:
    with serving({}) as address:
        pass
    with pytest.raises(PageBusy):
        FETCHER.fetch(f"{address}/x")
    with pytest.raises(PageUnavailable) as caught:
        FETCHER.fetch("http://[broken")
    assert not isinstance(caught.value, PageBusy)


def test_a_job_takes_a_turn_at_the_host_and_gives_it_back_whatever_comes() -> None:
    gate = OpenGate()
    fetcher = PacedFetcher(fetcher=FETCHER, gate=gate)
    answers = {"/a": Answer(body=b"<p>Hello</p>"), "/b": Answer(status=404), "/c": Answer(status=429)}
    with serving(answers) as address:
        assert fetcher.fetch(f"{address}/a").body == b"<p>Hello</p>"
        for path in ("b", "c"):
            with pytest.raises(PageUnavailable):
                fetcher.fetch(f"{address}/{path}")
    crowded = (
        f"{address}/c answered 429 Too Many Requests; nothing was stored. "
        "It has been asked too often; try again in some minutes."
    )
    assert gate.left == [
        Left(pace="site 127.0.0.1", quiet=2.0, closed=""),
        Left(pace="site 127.0.0.1", quiet=2.0, closed=""),
        Left(pace="site 127.0.0.1", quiet=60.0, closed=crowded),
    ]


@dataclass(frozen=True)
class ClosedGate:
    """Nobody gets a turn before long."""

    until: datetime

    def ask(self, pace: Pace) -> Turn | Wait:
        return Wait(seconds=3600, until=self.until, closed="it asked for quiet")

    def leave(self, turn: Turn, *, quiet: float, closed: str = "") -> datetime:
        raise AssertionError("There was no turn.")


def test_a_host_that_is_to_be_left_alone_is_not_asked() -> None:
    until = datetime(2026, 5, 3, 10, tzinfo=UTC)
    with serving({}) as address, pytest.raises(SourceUnavailable) as caught:
        PacedFetcher(fetcher=FETCHER, gate=ClosedGate(until)).fetch(f"{address}/x")
    told = "site 127.0.0.1 is left alone: it asked for quiet; it is asked again later."
    assert (str(caught.value), caught.value.not_before) == (told, until)


def test_a_page_that_is_as_it_was_is_not_sent_again_and_a_redirect_hears_no_marks_of_its_target() -> None:
    page = Answer(body=b"<p>Hello</p>", headers={"Content-Type": "text/html", "ETag": '"1"'})
    moved = Answer(status=301, headers={"Location": "/new"})
    with serving({"/new": page, "/old": moved}) as address:
        with pytest.raises(PageUnavailable) as caught:
            FETCHER.fetch(f"{address}/new", marks=Marks(etag='"1"'))
        statuses = [
            FETCHER.fetch(f"{address}{path}", marks=Marks(etag=etag)).status
            for path, etag in (("/new", '"2"'), ("/old", '"1"'))
        ]
    assert (caught.value.status, isinstance(caught.value, PageBusy), statuses) == (304, False, [200, 200])


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (Answer(status=410), 410),
        (Answer(status=503), 503),
        (Answer(headers={"Content-Type": "image/png"}), 200),
        (Answer(body=b"x" * (MAX_BYTES + 1)), 200),
        (Answer(body=b"x", declared=9), None),
    ],
)
def test_what_keeps_a_page_from_us_says_how_the_server_answered(answer: Answer, status: int | None) -> None:
    with serving({"/x": answer}) as address, pytest.raises(PageUnavailable) as caught:
        FETCHER.fetch(f"{address}/x")
    assert caught.value.status == status
