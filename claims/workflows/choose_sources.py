"""The sources that this installation watches, as its settings say; without settings, none."""

from django.conf import settings
from django.utils import timezone

from claims.core.sources import Source
from claims.sources.arxiv import Arxiv
from claims.sources.client import StrictClient
from claims.sources.connectors import Connector
from claims.sources.crossref import Crossref
from claims.sources.datacite import DataCite
from claims.sources.hugging_face import HuggingFace
from claims.sources.openalex import OpenAlex
from claims.sources.semantic_scholar import SemanticScholar
from claims.workflows.log_fetch import DatabaseLog
from claims.workflows.take_source_turn import DatabaseGate


def chosen_client() -> StrictClient:
    """The client that all sources are asked with: it keeps their paces over all workers and writes the fetch log."""
    return StrictClient(
        contact=settings.CONTACT_EMAIL,
        gate=DatabaseGate(),
        log=DatabaseLog(),
        clock=timezone.now,
        allow_private=settings.FETCH_PRIVATE_ADDRESSES,
    )


def chosen_connectors() -> dict[Source, Connector]:
    """The paper services that are watched, in the order in which a claim asks them."""
    client, at = chosen_client(), settings.SOURCE_ADDRESSES
    offered: tuple[Connector, ...] = (
        Arxiv(client=client, oai_url=at.arxiv_oai_url, api_url=at.arxiv_api_url),
        OpenAlex(client=client, url=at.openalex_url, key=settings.OPENALEX_KEY),
        Crossref(client=client, url=at.crossref_url),
        DataCite(client=client, url=at.datacite_url),
        SemanticScholar(client=client, url=at.semantic_scholar_url, key=settings.SEMANTIC_SCHOLAR_KEY),
        HuggingFace(client=client, url=at.hugging_face_url),
    )
    return {one.source: one for one in offered if one.source in settings.SOURCES}


def is_watched(source: Source) -> bool:
    """Whether the settings switch it on."""
    return source in settings.SOURCES
