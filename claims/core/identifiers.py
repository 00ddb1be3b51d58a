"""Identifiers of papers in addresses and in running text: arXiv ids (new and old, with versions) and DOIs.

Joining rules: the arXiv base id is the key, its version is kept apart; a DOI `10.48550/arXiv.<id>` is that arXiv id;
DOIs are compared in lower case.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

# Old ids name an archive and seven digits (hep-th/9901001), new ids a year and month and four or five digits.
_ARXIV_ID = r"(?P<id>(?:[a-z]{2,8}(?:-[a-z]{2,4})?(?:\.[A-Z]{2})?/\d{7})|(?:0[7-9]|[1-9]\d)(?:0[1-9]|1[0-2])\.\d{4,5})(?:v(?P<version>\d{1,3}))?"
_ARXIV_PLACES = (
    re.compile(
        r"(?:arxiv\.org|arxiv-vanity\.com|alphaxiv\.org|ar5iv\.(?:labs\.arxiv\.)?org|export\.arxiv\.org|huggingface\.co|"
        r"paperswithcode\.com)/(?:abs|pdf|html|papers?|format|e-print|ps|src|overview)/" + _ARXIV_ID,
        re.I,
    ),
    re.compile(r"10\.48550/arxiv\." + _ARXIV_ID, re.I),
    re.compile(r"\barxiv(?:\s?preprint)?(?:\s?arxiv)?\s?[:：]\s?" + _ARXIV_ID, re.I),
    re.compile(r"\barxiv\s" + _ARXIV_ID, re.I),
)
_BARE_ARXIV = re.compile(r"(?:arxiv:)?" + _ARXIV_ID, re.I)
_DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"'<>，。；、）》\]}|]+)", re.I)
_DOI_TAIL = ".,;:!?'\"*_"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArxivId:
    """`base` without its version ("2104.04473", "hep-th/9901001"); `version` as given, else None."""

    base: str
    version: int | None = None


def _arxiv(found: re.Match[str]) -> ArxivId:
    version = found["version"]
    archive, slash, number = found["id"].partition("/")
    base = f"{archive.lower().split('.')[0]}/{number}" if slash else found["id"]
    return ArxivId(base=base, version=int(version) if version else None)


def arxiv_id(text: str) -> ArxivId | None:
    """The first arXiv id named in an address or a text by its sign (arxiv.org/abs/…, arXiv:…, its DOI); else None."""
    decoded = unquote(text)
    places = [found for place in _ARXIV_PLACES if (found := place.search(decoded))]
    return _arxiv(min(places, key=lambda found: found.start())) if places else None


def normal_arxiv_id(text: str) -> ArxivId | None:
    """An identifier field as an arXiv id: "arXiv:2104.04473v5", "2104.04473" or an address; None when it is not one."""
    whole = _BARE_ARXIV.fullmatch(text.strip())
    return _arxiv(whole) if whole else arxiv_id(text)


def doi(text: str) -> str:
    """The first DOI in an address or text, in lower case; "" when there is none or it only wraps an arXiv id."""
    found = _DOI.search(unquote(text).split("#")[0].split("?")[0] if "://" in text else unquote(text))
    if not found:
        return ""
    value = found.group(1).rstrip(_DOI_TAIL)
    while value.endswith(")") and value.count("(") < value.count(")"):
        value = value[:-1].rstrip(_DOI_TAIL)
    value = value.lower().removesuffix("/full").removesuffix("/pdf").removesuffix(".pdf")
    return "" if value.startswith("10.48550/arxiv.") else value
