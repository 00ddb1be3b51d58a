"""The article in an HTML page: its text as Markdown without navigation, and what the page says of itself."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import trafilatura
from htmldate import find_date
from lxml.html import HtmlElement

from claims.core.plain_text import find_links, flatten
from claims.reading.addresses import canonical_address, declared_address, site_of
from claims.reading.document import Document, UnreadableDocument

# An article has at least so many letters; less is "Loading …".
_FEWEST_LETTERS = 20
# A page that only asks or tells its visitor something is short; a long one with such words is an article about them.
_LONGEST_NOTICE = 700
_ASKS = re.compile(
    r"(?:enable|requires?|turn on|without) javascript|javascript (?:is )?(?:disabled|required)|checking your browser"
    r"|just a moment|verify (?:that )?you are|are you (?:a )?(?:human|robot)|unusual traffic|access denied|captcha"
    r"|(?:启用|开启|打开)\s?javascript|安全验证|访问验证|环境异常",
    re.I,
)
# What some servers say with a cheerful 200 (a "soft 404").
_MISSING = re.compile(
    r"\b404\b|(?:page|article) (?:not found|cannot be found)|页面不存在|找不到(?:该|此)?页面|文章不存在", re.I
)
# A page whose text is mostly the words of that many links or more lists articles and is none.
_LISTED, _LISTED_SHARE = 6, 0.6
# Where the text of a page that is not free is shorter, it is most likely its beginning only.
_STUB_CHARACTERS = 2000
_NOT_THE_ARTICLE = (
    "//nav | //aside | //footer | //noscript | //*[contains(@class, 'related') or contains(@class, 'comment')]"
)
_DATED = "//*[contains(@class, 'date') or contains(@class, 'time') or contains(@class, 'info') or contains(@class, 'publish')]"
_LONGEST_DATELINE = 80
_CHINESE_DATE = re.compile(r"((?:19|20)\d\d)\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
# Without their tags 10<sup>25</sup> would be read as 1025.
_RAISED = re.compile(r"<su(?P<place>[pb])>\s*(?P<digits>[+−-]?\d{1,6})\s*</su(?P=place)>")
_SIGNS = {
    "p": str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻"),
    "b": str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋"),
}
_AUTHOR_LABEL = re.compile(r"^(?:作者|撰文|记者|编辑|文|by)\s*[:：|/｜]\s*|^by\s+", re.I)


def read_html(html: str, address: str = "") -> Document:
    """The article of a page that was found at `address` ("" when unknown). Raises `UnreadableDocument`."""
    tree = trafilatura.load_html(html)
    if tree is None:
        raise UnreadableDocument(_nothing())
    text = _text(tree)
    _refuse_lists(tree, text)
    told = trafilatura.extract_metadata(deepcopy(tree), date_config={"extensive_search": False})
    if len(text) < _LONGEST_NOTICE and _MISSING.search(told.title or ""):
        raise UnreadableDocument(
            "The page says that it was not found. Check the address, or look for an archived copy."
        )
    published, modified = _dates(tree, address)
    declared = declared_address(address, _declared_addresses(tree))
    own = canonical_address(address, declared)
    return Document(
        text=text,
        title=" ".join(flatten(told.title or "").text.split()),
        author=_AUTHOR_LABEL.sub("", told.author or _meta(tree, "author")),
        publisher=_publisher(tree) or site_of(own or address),
        published_on=published,
        modified_on=modified,
        address=own,
        canonical_url=declared,
        remarks=tuple(_remarks(tree, text)),
    )


def _nothing() -> str:
    return (
        "The page has no readable text, only navigation or scripts. Open it in a browser, save it complete as HTML, and "
        "give that file with --url."
    )


def _text(tree: HtmlElement) -> str:
    found = trafilatura.extract(
        deepcopy(tree),
        output_format="markdown",
        include_links=True,
        include_tables=True,
        include_comments=False,
        prune_xpath="//noscript",
    )
    text = _RAISED.sub(lambda sign: sign["digits"].translate(_SIGNS[sign["place"]]), (found or "").strip())
    plain = flatten(text).text
    if sum(map(str.isalpha, plain)) < _FEWEST_LETTERS or (len(plain) < _LONGEST_NOTICE and _ASKS.search(plain)):
        raise UnreadableDocument(_nothing())
    return text


def _refuse_lists(tree: HtmlElement, text: str) -> None:
    """Refuse a page that lists articles: its lines are the words of links, whether or not the links were kept."""
    words = {" ".join(link.text_content().split()) for link in tree.iter("a")}
    lines = [" ".join(flatten(line).text.strip("#-• ").split()) for line in text.splitlines()]
    linked = [line for line in lines if line in words]
    within = [link.anchor_end - link.anchor_start for link in find_links(text)]
    listed = max(sum(map(len, linked)), sum(within))
    if max(len(linked), len(within)) >= _LISTED and listed > _LISTED_SHARE * len(flatten(text).text):
        raise UnreadableDocument("The page is a list of links to articles, not an article. Give the address of one.")


def _meta(tree: HtmlElement, *names: str) -> str:
    """The content of the first `<meta>` with one of these names or properties; "" without one."""
    for name in names:
        for element in tree.xpath("//meta[@name=$name or @property=$name or @itemprop=$name]/@content", name=name):
            if str(element).strip():
                return " ".join(str(element).split())
    return ""


def _declared_addresses(tree: HtmlElement) -> list[str]:
    links = tree.xpath("//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href")
    return [str(link).strip() for link in links] + [_meta(tree, "og:url")]


def _publisher(tree: HtmlElement) -> str:
    """The site's own spelling of its name: trafilatura writes "Xai" for "xAI"."""
    named = _meta(tree, "og:site_name", "application-name", "publisher", "dc.publisher")
    return named or next(filter(None, map(_name_of_publisher, _linked_data(tree))), "")


def _name_of_publisher(row: dict[str, Any]) -> str:
    publisher = row.get("publisher")
    name = publisher.get("name") if isinstance(publisher, dict) else publisher
    return " ".join(name.split()) if isinstance(name, str) else ""


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD; broken scripts are passed over, as browsers and search engines do."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            found = json.loads(str(script))
        except (ValueError, RecursionError):
            continue
        rows = found.get("@graph", [found]) if isinstance(found, dict) else found
        yield from (row for row in (rows if isinstance(rows, list) else []) if isinstance(row, dict))


def _dates(tree: HtmlElement, address: str) -> tuple[date | None, date | None]:
    """When the article was published and, where later, last modified.

    What the page says in schema.org's and Facebook's words goes first, then what it shows outside of related stories
    and comments. htmldate's search through running text is left out: it takes "© 2026" and the dates that an article
    tells of for its own.
    """
    told = [_meta(tree, "article:published_time", "datePublished"), *_in_linked_data(tree, "datePublished")]
    changed = [_meta(tree, "article:modified_time", "og:updated_time", "dateModified")]
    published = next(filter(None, map(_date, told)), None) or _shown(tree, address)
    changes = list(filter(None, map(_date, [*changed, *_in_linked_data(tree, "dateModified")])))
    modified = max(changes) if changes else None
    return published, modified if published and modified and modified > published else None


def _in_linked_data(tree: HtmlElement, name: str) -> Iterator[str]:
    return (row[name] for row in _linked_data(tree) if isinstance(row.get(name), str))


def _shown(tree: HtmlElement, address: str) -> date | None:
    shown = deepcopy(tree)
    for element in shown.xpath(_NOT_THE_ARTICLE):
        if element.getparent() is not None:
            element.drop_tree()
    dateline = _chinese_date(shown)
    return dateline or _date(find_date(shown, original_date=True, extensive_search=False, url=address or None))


def _chinese_date(tree: HtmlElement) -> date | None:
    """The date in a dateline such as "2024年1月15日 10:30", which htmldate reads as the first of the month, or not."""
    for element in tree.xpath(_DATED):
        line = element.text_content()
        found = _CHINESE_DATE.search(line) if len(line) <= _LONGEST_DATELINE else None
        if found:
            return _date("-".join(part.zfill(2) for part in found.groups()))
    return None


def _date(written: str | None) -> date | None:
    try:
        return date.fromisoformat((written or "")[:10])
    except ValueError:
        return None


def _remarks(tree: HtmlElement, text: str) -> Iterator[str]:
    free = [row.get("isAccessibleForFree") for row in _linked_data(tree)]
    if any(value is False or str(value).lower() == "false" for value in free) and len(text) < _STUB_CHARACTERS:
        yield "The page says that it is not free: this may be only the beginning of the article."
    language = str(tree.get("lang") or "").lower().partition("-")[0]
    if language not in {"", "en", "zh", "und", "mul"}:
        yield f"The page says that its language is {language!r}; English and Chinese are read."
