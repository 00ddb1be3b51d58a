"""How strictly and in which manner OAI-PMH is spoken: by the letter, as arXiv does, as Zenodo does."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TokenForm(StrEnum):
    """What a resumption token is made of."""

    # An opaque number of a list that the server keeps, with its size and place.
    KEPT = "kept"
    # The question itself with a day and how many records of that day were told, percent-encoded; nothing is kept.
    QUESTION = "question"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One manner of speaking OAI-PMH.

    `token_seconds` is the life of a token, None: to the next midnight (UTC). `expiry_attribute` names it in the answer.
    `ends_with_empty_token`: the last page of several has an empty one, as the protocol wants. `error_status` is that of
    answers with an error. `deleted_record` is what it promises of deleted records and `tells_deleted` whether it keeps
    that. `seconds` is the granularity of datestamps, else days. Identifiers begin with `namespace`. Pages hold
    `page_records` records or `page_headers` headers.
    """

    name: str
    repository: str
    tokens: TokenForm
    token_seconds: float | None
    expiry_attribute: str
    ends_with_empty_token: bool
    error_status: int
    content_type: str
    namespace: str = "oai:arXiv.org:"
    deleted_record: str = "persistent"
    tells_deleted: bool = True
    has_sets: bool = True
    seconds: bool = False
    earliest: date = date(2005, 9, 16)
    page_records: int = 2000
    page_headers: int = 5000


SPEC = Profile(
    name="spec",
    repository="Made-up repository",
    tokens=TokenForm.KEPT,
    token_seconds=86_400.0,
    expiry_attribute="expirationDate",
    ends_with_empty_token=True,
    error_status=200,
    content_type="text/xml; charset=utf-8",
    namespace="oai:made-up.example:",
)
# As arXiv's own server code answers (github.com/arXiv/arxiv-oaipmh at 5fa91ab), with its sizes of pages.
ARXIV = Profile(
    name="arxiv",
    repository="arXiv",
    tokens=TokenForm.QUESTION,
    token_seconds=None,
    expiry_attribute="expires",
    ends_with_empty_token=False,
    error_status=200,
    content_type="application/xml",
    # Promised, but no record is ever told as deleted there.
    tells_deleted=False,
)
# As zenodo.org/oai2d answered in 2026-08.
ZENODO = Profile(
    name="zenodo",
    repository="Zenodo",
    tokens=TokenForm.KEPT,
    token_seconds=120.0,
    expiry_attribute="expirationDate",
    ends_with_empty_token=False,
    error_status=422,
    content_type="text/xml; charset=utf-8",
    namespace="oai:zenodo.org:",
    deleted_record="no",
    tells_deleted=False,
    seconds=True,
    page_records=50,
    page_headers=50,
)
