"""A strict reader of pages: what browsers mend in silence, a page of ours may not need mended.

It holds pages to what the HTML standard asks of authors and this site uses: tags that close in their order, an id once,
references that lead somewhere, names for what can be filled in, and nothing that the site's own policy would refuse.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "col", "wbr", "source"})
# What may not stand in a paragraph, which it would end.
BLOCKS = frozenset(
    "article aside blockquote div dl fieldset figure footer form h1 h2 h3 h4 header main nav ol p pre section table"
    " ul".split()
)
PHRASING = frozenset({"p", "h1", "h2", "h3", "h4", "span", "a", "strong", "em", "button", "summary", "label"})
# A heading may stand in a summary; a link may hold blocks, a span may not.
ALLOWED_IN = {"summary": frozenset({"h2", "h3", "h4"}), "a": BLOCKS}
INTERACTIVE = frozenset({"a", "button", "input", "select", "textarea", "label", "summary"})
CHILDREN = {"ul": {"li"}, "ol": {"li"}, "dl": {"div", "dt", "dd"}, "tr": {"th", "td"}, "select": {"option", "optgroup"}}
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls")
FIELDS = frozenset({"input", "select", "textarea"})
UNNAMED = frozenset({"hidden", "submit", "button"})


@dataclass(slots=True)
class Reader(HTMLParser):
    """Reads a page and gathers its `faults`, each with its line."""

    faults: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    wanted: list[tuple[str, str]] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)
    labelled: set[str] = field(default_factory=set)
    headings: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            self.fault(f"<{tag}> says an attribute twice")
        self._nesting(tag)
        self._policy(tag, given)
        self._references(tag, given)
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fault(f"<{tag}/> closes itself, which HTML does not know")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.fault(f"</{tag}> closes {self.open[-1:] or 'nothing'}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def fault(self, words: str) -> None:
        """Note what is wrong."""
        self.faults.append(f"line {self.getpos()[0]}: {words}")

    def _nesting(self, tag: str) -> None:
        parent = self.open[-1] if self.open else ""
        if tag in BLOCKS and parent in PHRASING and tag not in ALLOWED_IN.get(parent, ()):
            self.fault(f"<{tag}> in <{parent}>")
        if tag not in CHILDREN.get(parent, {tag}):
            self.fault(f"<{tag}> in <{parent}>")
        around = [name for name in self.open if name in INTERACTIVE]
        if tag in INTERACTIVE and around and not (around == ["label"] and tag in FIELDS):
            self.fault(f"<{tag}> in <{around[-1]}>")

    def _policy(self, tag: str, given: dict[str, str]) -> None:
        if tag == "style" or "style" in given or any(name.startswith("on") for name in given):
            self.fault(f"<{tag}> brings a style or a script along")
        if tag == "script" and given.get("type") != "application/ld+json":
            self.fault("<script>")
        if tag == "img" and "alt" not in given:
            self.fault("<img> without words")
        if "lang" in given and not given["lang"].replace("-", "").isalpha():
            self.fault(f"<{tag}> in the language {given['lang']!r}")

    def _references(self, tag: str, given: dict[str, str]) -> None:
        if "id" in given:
            if given["id"] in self.ids or not given["id"] or " " in given["id"]:
                self.fault(f"the id {given['id']!r} again, or none")
            self.ids.append(given["id"])
        for name in REFERENCES:
            self.wanted += [(name, one) for one in given.get(name, "").split()]
        if tag == "a" and given.get("href", "").startswith("#") and len(given["href"]) > 1:
            self.wanted.append(("href", given["href"][1:]))
        if tag == "label":
            self.labelled.add(given.get("for", ""))
        if tag in FIELDS and given.get("type") not in UNNAMED and not _is_named(given) and "label" not in self.open:
            self.fields.append((tag, given.get("id", "")))


def _is_named(given: dict[str, str]) -> bool:
    return "aria-label" in given or "aria-labelledby" in given


def faults_of(html: str) -> list[str]:
    """What is wrong with a page; [] where nothing is."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return [*reader.faults, *_of_the_whole(reader, html)]


def _of_the_whole(reader: Reader, html: str) -> Iterator[str]:
    if not html.startswith("<!doctype html>"):
        yield "no doctype"
    if reader.open:
        yield f"never closed: {reader.open}"
    yield from (f"{name} leads to {one!r}, which is nowhere" for name, one in reader.wanted if one not in reader.ids)
    yield from (f"<{tag} id={one!r}> has no label" for tag, one in reader.fields if one not in reader.labelled)
    if reader.headings.count(1) != 1 or reader.headings[:1] != [1]:
        yield f"the headings begin {reader.headings[:3]}, with {reader.headings.count(1)} of the first level"
    leaps = [(one, following) for one, following in pairwise(reader.headings) if following > one + 1]
    yield from (f"a heading of level {following} after one of level {one}" for one, following in leaps)
