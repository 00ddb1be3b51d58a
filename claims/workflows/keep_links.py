"""Keep the source links of an announcement, tied to the papers that are stored already."""

from collections import defaultdict

from django.db.models import Q

from claims.models import Announcement, IdentifierScheme, PaperIdentifier, SourceLink
from claims.reading.drafts import DraftLink


def keep_links(announcement: Announcement, links: tuple[DraftLink, ...]) -> int:
    """Store all links but images and return how many. Two queries, however many links; call it once a text."""
    sources = [link for link in links if not link.is_image]
    papers = _papers_of(sources)
    rows = [
        SourceLink(
            announcement=announcement,
            url=link.url,
            anchor_text=link.anchor_text,
            start=link.start,
            end=link.end,
            fragment_quote=link.fragment_quote,
            arxiv_id=link.arxiv_id,
            arxiv_version=link.arxiv_version,
            doi=link.doi,
            paper_id=next((papers[name] for name in _names(link) if name in papers), None),
        )
        for link in sources
    ]
    return len(SourceLink.objects.bulk_create(rows))


def _names(link: DraftLink) -> list[tuple[str, str]]:
    """What the linked paper could be stored under, the surest first."""
    page = link.url.partition("#")[0]
    names = ((IdentifierScheme.ARXIV, link.arxiv_id), (IdentifierScheme.DOI, link.doi), (IdentifierScheme.URL, page))
    return [(scheme.value, value) for scheme, value in names if value]


def _papers_of(links: list[DraftLink]) -> dict[tuple[str, str], int]:
    wanted = defaultdict[str, set[str]](set)
    for link in links:
        for scheme, value in _names(link):
            wanted[scheme].add(value)
    if not wanted:
        return {}
    named = Q(pk__in=())
    for scheme, values in wanted.items():
        named |= Q(scheme=scheme, value__in=values)
    known = PaperIdentifier.objects.filter(named).values_list("scheme", "value", "paper_id")
    return {(scheme, value): paper for scheme, value, paper in known}
