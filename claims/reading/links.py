"""Source links of an announcement: address, anchor text, place, the quote in a text fragment, the paper it names."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit

from claims.core.identifiers import arxiv_id, doi
from claims.core.plain_text import find_links, flatten
from claims.reading.drafts import DraftLink

_BARE = re.compile(r"https?://[^\s<>\"'）)】\]，。；、]+")
_DIRECTIVE = ":~:"
_TAIL = ".,;:!?*_"
# Longer ones carry data instead of leading somewhere, and no server takes them.
_LONGEST_ADDRESS = 4000
# The longest DOI that Crossref registers is 2,048 characters in theory; in use they stay far below this.
_LONGEST_DOI = 300


def fragment_quote(url: str) -> str:
    """The quote of a text fragment (`#:~:text=[prefix-,]start[,end][,-suffix]`), decoded; "" without one.

    A range "start,end" is given as "start … end"; several directives are joined by " … ". Syntax: WICG scroll-to-text.
    """
    _, directive, parts = url.partition(_DIRECTIVE)
    if not directive:
        return ""
    texts = [part.removeprefix("text=") for part in parts.split("&") if part.startswith("text=")]
    return " … ".join(quote for text in texts if (quote := _decoded(text)))


def _decoded(text: str) -> str:
    pieces = text.split(",")
    if len(pieces) > 1 and pieces[0].endswith("-"):
        pieces = pieces[1:]
    if len(pieces) > 1 and pieces[-1].startswith("-"):
        pieces = pieces[:-1]
    return " … ".join(unquote(piece) for piece in pieces[:2] if piece)


def resolved(target: str, base: str) -> str:
    """`target` as an absolute address where `base` is one; as written where it cannot be joined."""
    if not base:
        return target
    try:
        return urljoin(base, target)
    except ValueError:
        return target


def _is_address(target: str) -> bool:
    try:
        scheme = urlsplit(target).scheme
    except ValueError:
        return False
    return scheme in {"", "http", "https"} and bool(target) and not target.startswith("#")


def _draft(target: str, span: tuple[int, int], anchor: str, base: str, *, is_image: bool) -> DraftLink:
    url = resolved(target, base)
    paper, other = arxiv_id(url), doi(url)
    return DraftLink(
        url=url,
        anchor_text=anchor,
        start=span[0],
        end=span[1],
        fragment_quote=fragment_quote(target),
        arxiv_id=paper.base if paper else "",
        arxiv_version=paper.version if paper else None,
        doi=other if len(other) <= _LONGEST_DOI else "",
        is_image=is_image,
    )


def _written(raw: str, base: str) -> Iterator[DraftLink]:
    for link in find_links(raw):
        if not _is_address(link.target):
            continue
        own = raw[link.anchor_start : link.anchor_end]
        anchor = "" if own == link.target else flatten(own).text.strip(" *_")
        yield _draft(link.target, (link.start, link.end), anchor, base, is_image=link.is_image)


def read_links(raw: str, base: str = "") -> tuple[DraftLink, ...]:
    """Every link of a text in order: Markdown, `<address>` and bare addresses. Relative ones are joined to `base`."""
    links = list(_written(raw, base))
    covered = bytearray(len(raw) + 1)
    for link in links:
        covered[link.start : link.end] = b"\x01" * (link.end - link.start)
    for found in _BARE.finditer(raw):
        if not covered[found.start()]:
            url = found.group().rstrip(_TAIL)
            end = found.start() + len(url)
            links.append(_draft(url, (found.start(), end), "", base, is_image=False))
    kept = (link for link in links if len(link.url) <= _LONGEST_ADDRESS)
    return tuple(sorted(kept, key=lambda link: (link.start, -link.end)))
