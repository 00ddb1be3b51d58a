"""Answers of arXiv's interfaces, made up for tests."""

from datetime import UTC, datetime
from xml.sax.saxutils import escape

from claims.sources.connectors import Answer

TOLD_AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def answer(body: str | bytes, *, status: int = 200) -> Answer:
    """A body as the client hands it to a parser."""
    raw = body.encode() if isinstance(body, str) else body
    return Answer(url="https://arxiv.test", status=status, headers={}, body=raw, received_at=TOLD_AT)


def version(number: int, day: str = "Mon, 05 Jan 2026 10:00:00 GMT", *, size: str = "17kb", kind: str = "") -> str:
    """A version as arXivRaw tells it."""
    source = f"<source_type>{kind}</source_type>" if kind else ""
    return f'<version version="v{number}"><date>{day}</date><size>{size}</size>{source}</version>'


def raw_record(
    arxiv_id: str = "2601.00001",
    *,
    title: str = "Heron-2, a small model",
    authors: str = "Ann Bee and C. Dee",
    abstract: str = "We train Heron-2.",
    versions: str = "",
    more: str = "",
) -> str:
    """A record of the harvest; `more` are further elements of its metadata."""
    return (
        f"<record><header><identifier>oai:arXiv.org:{arxiv_id}</identifier><datestamp>2026-02-28</datestamp>"
        f'<setSpec>cs:cs:CL</setSpec></header><metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">'
        f"<id>{arxiv_id}</id><submitter>Ann Bee</submitter>{versions or version(1)}"
        f"<title>{escape(title)}</title><authors>{escape(authors)}</authors><categories>cs.CL</categories>"
        f"{more}<abstract>{escape(abstract)}</abstract></arXivRaw></metadata></record>"
    )


def harvest(inside: str, *, responded_at: str = "2026-03-01T09:30:00Z") -> str:
    """An answer of OAI-PMH; the question in it is wrong, as arXiv's is."""
    told = f"<responseDate>{responded_at}</responseDate>" if responded_at else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
        f'{told}<request verb="ListRecords" from="1999-01-01" resumptionToken="echoed">https://arxiv.test</request>'
        f"{inside}</OAI-PMH>"
    )


def listed(*records: str, token: str = "") -> str:
    """A page of records with the element of its token, where it has one."""
    return harvest(f"<ListRecords>{''.join(records)}{token}</ListRecords>")


def entry(
    arxiv_id: str = "2601.00001v2",
    *,
    title: str = "Heron-2, a small model",
    summary: str = "We train Heron-2.",
    published: str = "2026-01-05T10:00:00Z",
    updated: str = "2026-01-20T10:00:00Z",
    more: str = "",
) -> str:
    """An entry of a feed; what is "" is left out."""
    times = "".join(
        f"<{name}>{value}</{name}>" for name, value in (("published", published), ("updated", updated)) if value
    )
    return (
        f"<entry><id>http://arxiv.org/abs/{arxiv_id}</id><title>{escape(title)}</title>{times}"
        f"<summary>{escape(summary)}</summary>{more}</entry>"
    )


def feed(*entries: str, total: int | str = 1) -> str:
    """A feed of the query interface."""
    return (
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\" "
        'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">'
        f"<id>https://arxiv.test/1</id><updated>2026-03-01T09:30:00Z</updated>"
        f"<opensearch:totalResults>{total}</opensearch:totalResults>{''.join(entries)}</feed>"
    )


def error_feed(words: str) -> str:
    """A refusal as a feed."""
    return feed(
        f"<entry><id>https://arxiv.org/api/errors#{words.replace(' ', '_')}</id><title>Error</title>"
        f"<updated>2026-03-01T09:30:00Z</updated><summary>{words}</summary></entry>"
    )
