"""The services that the stand-in speaks for, and which of them are one host to their owner."""

from enum import StrEnum


class Service(StrEnum):
    """The services, as the first part of an address names them."""

    ARXIV_OAI = "arxiv-oai"
    ARXIV_API = "arxiv-api"
    ARXIV_RSS = "arxiv-rss"
    OPENALEX = "openalex"
    CROSSREF = "crossref"
    DATACITE = "datacite"
    S2 = "s2"
    HF = "hf"
    HN = "hn"
    FEEDS = "feeds"
    WAYBACK = "wayback"
    PAGES = "pages"

    @property
    def host(self) -> str:
        """Whom its rates are counted for: arXiv counts its three interfaces together (terms of use, 2025-08)."""
        return "arxiv" if self.value.startswith("arxiv-") else self.value
