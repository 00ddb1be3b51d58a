"""An announcement's page as its template shows it: the text with its claims in place, and where its links lead."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from claims.core.marked_text import Block, Mark, marked_blocks
from claims.models import Announcement, Paper
from claims.page_states import PageStates, without_fragment
from claims.web.own_numbers import OwnNumbers, show_own_numbers
from claims.web.page_states import Edit, LinkState, show_edits, show_link
from claims.wording import STATUS_WORDS, StatusWord

_HIDDEN = frozenset({"dismissed", "merged"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedClaim:
    """A claim of the announcement, in text order."""

    number: int
    text: str
    language: str
    status: StatusWord


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkLine:
    """A link of the announcement. `address` is "" where it is not plain http(s) and is then shown as text only."""

    address: str
    shown: str
    anchor_text: str
    fragment_quote: str
    paper: Paper | None
    identifier: str
    state: LinkState | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementPage:
    """The whole page; `tally` counts the claims by status, in the order of the words.

    `state` is that of its own page; `said_again_on` is when that was seen to be back at what we read, after `edits`.
    """

    announcement: Announcement
    blocks: tuple[Block, ...]
    claims: tuple[MarkedClaim, ...]
    links: tuple[LinkLine, ...]
    tally: tuple[tuple[StatusWord, int], ...]
    own_numbers: tuple[OwnNumbers, ...]
    state: LinkState | None
    edits: tuple[Edit, ...]
    said_again_on: datetime | None


def show_announcement(announcement: Announcement, states: PageStates) -> AnnouncementPage:
    """The page of an announcement that `announcement_with_claims` read; `states` are of its page and of its links."""
    appearances = [seen for seen in announcement.appearances.all() if seen.claim.workflow not in _HIDDEN]
    marks = (
        Mark(start=seen.start, end=seen.end, number=seen.claim_id, status=seen.claim.status) for seen in appearances
    )
    claims = {
        seen.claim_id: MarkedClaim(
            number=seen.claim_id,
            text=seen.claim.text,
            language=seen.claim.language,
            status=STATUS_WORDS[seen.claim.status],
        )
        for seen in appearances
    }
    own = states.own
    counts = Counter(claim.status.code for claim in claims.values())
    return AnnouncementPage(
        announcement=announcement,
        blocks=_without_title(marked_blocks(announcement.text, marks), announcement.title),
        claims=tuple(claims.values()),
        links=tuple(_links(announcement, states)),
        tally=tuple((word, counts[code]) for code, word in STATUS_WORDS.items() if counts[code]),
        own_numbers=show_own_numbers(announcement.own_arithmetic.all(), announcement=announcement),
        state=show_link(own),
        edits=show_edits(states.edits, own),
        said_again_on=own.ok_at if own and own.edit_id is None else None,
    )


def _without_title(blocks: tuple[Block, ...], title: str) -> tuple[Block, ...]:
    """The blocks but for a first heading that says the title again, unless a claim is marked in it."""
    said = "".join(run.text for run in blocks[0].runs) if blocks else ""
    marked = any(run.status for run in blocks[0].runs) if blocks else True
    return blocks if marked or said.strip() != title.strip() else blocks[1:]


def _links(announcement: Announcement, states: PageStates) -> list[LinkLine]:
    return [
        LinkLine(
            address=link.url if link.url.startswith(("https://", "http://")) else "",
            shown=link.url.split("#:~:", 1)[0],
            anchor_text=link.anchor_text,
            fragment_quote=link.fragment_quote,
            paper=link.paper,
            identifier=f"arXiv:{link.arxiv_id}" if link.arxiv_id else f"doi:{link.doi}" if link.doi else "",
            state=show_link(states.links.get(without_fragment(link.url))),
        )
        for link in announcement.source_links.all()
    ]
