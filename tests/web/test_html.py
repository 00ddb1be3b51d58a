"""Every page in both languages is sound HTML, and says nothing in English where it speaks Chinese."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from pytest_django import Settings

from tests.web.stocked_site import REFERENCE, sessions, stock_the_site
from tests.web.strict_html import VOID, faults_of

pytestmark = pytest.mark.django_db

# Names, and words that stand in the address, the code and the mail of any language.
NAMES = re.compile(
    r"Claim Tracker|OpenAPI|JSON-LD|CSL-JSON|Hacker News|Wayback Machine|Semantic Scholar|Hugging Face|Atom|Nimbus Labs"
    # A claim that an issue is headed by.
    r"|Training Zephyr-9 took 1% of the energy of Borealis"
    # Cities that time zones are named for.
    r"|Dar es Salaam|Port of Spain|Isle of Man"
)
TWO_WORDS = re.compile(r"[A-Za-z]{2,} [a-z]{2,}")
# What people and documents said, and how things are named: it has no language of ours.
_NOT_OURS = frozenset({"code", "pre", "script", "title", "q", "time"})


class WordsOfThePage(HTMLParser):
    """Gathers the words that stand in the page's own language, and in attributes that are read out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.around: list[tuple[str, bool]] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        ours = self.around[-1][1] if self.around else True
        if "lang" in given:
            ours = given["lang"].startswith("zh-")
        ours = ours and tag not in _NOT_OURS
        if ours:
            self.words += [given[name] for name in ("aria-label", "title", "placeholder") if name in given]
        if tag not in VOID:
            self.around.append((tag, ours))

    def handle_endtag(self, tag: str) -> None:
        while self.around and self.around.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.around and self.around[-1][1]:
            self.words.append(" ".join(data.split()))


@pytest.fixture(autouse=True)
def watched_sources(settings: Settings) -> None:
    settings.SOURCES = frozenset({"arxiv", "openalex", "crossref", "datacite", "feed"})


def pages(client: Client, language: str) -> dict[str, str]:
    """The HTML of every page, those of a person who has signed in among them."""
    public = [*stock_the_site(), *REFERENCE]
    told = {one: client.get(one, headers={"accept-language": language}).content.decode() for one in public}
    for signed_in, own in sessions():
        for one in own:
            # The same page is another one to somebody else.
            name = f"{one} of {signed_in.session.session_key}"
            told[name] = signed_in.get(one, headers={"accept-language": language}).content.decode()
    return told


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_page_is_sound_html(client: Client, language: str) -> None:
    faults = {address: faults_of(html) for address, html in pages(client, language).items()}
    assert {address: found for address, found in faults.items() if found} == {}


def test_no_page_speaks_english_where_it_speaks_chinese(client: Client) -> None:
    left: dict[str, list[str]] = {}
    for address, html in pages(client, "zh-CN").items():
        reader = WordsOfThePage()
        reader.feed(html)
        left[address] = [words for words in reader.words if TWO_WORDS.search(NAMES.sub("", words))]
    assert {address: words for address, words in left.items() if words} == {}


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<h1>x</h1><p><div>x</div></p>", "line 1: <div> in <p>"),
        ("<h1>x</h1><b><i>x</b></i>", "line 1: </b> closes ['i']"),
        ('<h1 id="a">x</h1><p id="a">x</p>', "line 1: the id 'a' again, or none"),
        ('<h1>x</h1><a href="/"><button>x</button></a>', "line 1: <button> in <a>"),
        ('<h1>x</h1><input id="a">', "<input id='a'> has no label"),
        ('<h1>x</h1><p style="color:red">x</p>', "line 1: <p> brings a style or a script along"),
        ("<h1>x</h1><script>x</script>", "line 1: <script>"),
        ("<h1>x</h1><ul><p>x</p></ul>", "line 1: <p> in <ul>"),
        ("<h1>x</h1><h3>x</h3>", "a heading of level 3 after one of level 1"),
        ('<h1>x</h1><a href="#b">x</a>', "href leads to 'b', which is nowhere"),
    ],
)
def test_what_is_unsound_is_found(html: str, fault: str) -> None:
    assert faults_of(f"<!doctype html>{html}")[0] == fault


def test_what_is_sound_is_let_by() -> None:
    assert faults_of('<!doctype html><h1>x</h1><label for="a">x</label><input id="a"><ul><li>x</li></ul>') == []
