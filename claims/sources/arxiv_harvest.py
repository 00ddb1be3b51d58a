"""arXiv's harvest (OAI-PMH 2.0, format arXivRaw), page by page: https://oaipmh.arxiv.org/oai.

arXivRaw is the only format that tells the number and the day of every version and which of them are withdrawn; the
format arXiv has the authors apart, but neither. Its line of authors is taken apart by `arxiv_authors`.
"""

from collections.abc import Iterator
from datetime import date
from email.utils import parsedate_to_datetime

from lxml import etree

from claims.core.identifiers import ArxivId, normal_arxiv_id
from claims.core.sources import Look, Page, SourceRecord, Unreadable
from claims.sources.arxiv_authors import authors_and_organisations
from claims.sources.arxiv_records import Told, Version, instant, source_record, text_of
from claims.sources.bodies import xml_of
from claims.sources.connectors import Answer
from claims.sources.records import InvalidRecord
from claims.sources.troubles import BrokenAnswer, ResumeLost, SourceRefused

FORMAT = "arXivRaw"

_OAI = "{http://www.openarchives.org/OAI/2.0/}"
_RAW = "{http://arxiv.org/OAI/arXivRaw/}"
_PREFIX = "oai:arXiv.org:"
_NOTHING = "noRecordsMatch"
_LOST = "badResumptionToken"


def harvest_parameters(look: Look, resume: str) -> tuple[tuple[str, str], ...]:
    """What is asked: a token goes alone, as the protocol wants, and as it is; encoding it is the client's work."""
    if resume:
        return (("verb", "ListRecords"), ("resumptionToken", resume))
    asked = (
        ("verb", "ListRecords"),
        ("metadataPrefix", FORMAT),
        ("set", look.collection),
        ("from", look.since.isoformat() if look.since else ""),
        ("until", look.until.isoformat() if look.until else ""),
    )
    return tuple((name, value) for name, value in asked if value)


def parse_harvest(answer: Answer, resume: str = "") -> Page:
    """The page that the token `resume` ("" for the first) was answered with.

    The question that the server repeats is not read, for arXiv's is wrong in it. Raises `BrokenAnswer`, `ResumeLost`
    for a token that is not known any more, and `SourceRefused` with the server's words.
    """
    root = xml_of(answer)
    if root.tag != f"{_OAI}OAI-PMH":
        raise BrokenAnswer(f"{answer.url} sent XML that is no answer of OAI-PMH.")
    responded_at = instant(text_of(root, f"{_OAI}responseDate"))
    if responded_at is None:
        raise BrokenAnswer(f"{answer.url} does not tell its time, from which the next harvest starts.")
    errors = root.findall(f"{_OAI}error")
    if errors:
        _refuse(errors, answer, resume)
        return Page(responded_at=responded_at)
    records = root.findall(f"{_OAI}ListRecords/{_OAI}record")
    if not records:
        raise BrokenAnswer(f"{answer.url} sent neither a record nor an error.")
    told = [_told(record, answer) for record in records]
    token = root.find(f"{_OAI}ListRecords/{_OAI}resumptionToken")
    following = " ".join((token.text or "").split()) if token is not None else ""
    if following and following == resume:
        raise BrokenAnswer(f"{answer.url} sent the token that it was asked with.")
    return Page(
        records=tuple(one for one in told if isinstance(one, SourceRecord)),
        unreadable=tuple(one for one in told if isinstance(one, Unreadable)),
        resume=following,
        # The protocol names the attribute expirationDate, arXiv's code expires.
        expires_at=instant(token.get("expirationDate") or token.get("expires") or "") if token is not None else None,
        responded_at=responded_at,
        total=_count(token),
    )


def _refuse(errors: list[etree._Element], answer: Answer, resume: str) -> None:
    """Raises what the errors mean, unless they only say that nothing matches."""
    codes = {error.get("code", "") for error in errors}
    told = " ".join(f"{error.get('code')}: {' '.join((error.text or '').split())}".rstrip(": ") for error in errors)
    if resume and codes & {_LOST, _NOTHING}:
        # A list that has a token has records: if none match now, it has changed under the token.
        raise ResumeLost(f"{answer.url} cannot go on: {told}")
    if codes != {_NOTHING}:
        raise SourceRefused(f"{answer.url} refused: {told}")


def _told(record: etree._Element, answer: Answer) -> SourceRecord | Unreadable:
    payload = etree.tostring(record, encoding="unicode", with_tail=False)
    header = record.find(f"{_OAI}header")
    native_id = text_of(header, f"{_OAI}identifier").removeprefix(_PREFIX) if header is not None else ""
    datestamp = text_of(header, f"{_OAI}datestamp") if header is not None else ""
    try:
        known = normal_arxiv_id(native_id)
        if header is None or known is None:
            raise InvalidRecord(f"{native_id!r} is no arXiv id.")
        if header.get("status") == "deleted":
            # arXiv does not do so (withdrawals are versions). Without metadata there is nothing to store a notice on.
            raise InvalidRecord("It was deleted at the source, which tells no more of it.")
        raw = record.find(f"{_OAI}metadata/{_RAW}{FORMAT}")
        if raw is None:
            _refuse_other_format(record, answer)
            raise InvalidRecord("It has no metadata.")
        return source_record(_paper(known, raw), payload)
    except InvalidRecord as fault:
        return Unreadable(native_id=native_id, version=datestamp, reason=str(fault), payload=payload)


def _refuse_other_format(record: etree._Element, answer: Answer) -> None:
    other = record.find(f"{_OAI}metadata/*")
    if other is not None:
        raise BrokenAnswer(f"{answer.url} sent {etree.QName(other).localname}, not {FORMAT}.")


def _paper(known: ArxivId, raw: etree._Element) -> Told:
    authors, organisations = authors_and_organisations(text_of(raw, f"{_RAW}authors"))
    versions = tuple(sorted(_versions(raw), key=lambda version: version.number))
    return Told(
        known=known,
        title=text_of(raw, f"{_RAW}title"),
        abstract=text_of(raw, f"{_RAW}abstract"),
        authors=authors,
        organisations=organisations,
        comments=text_of(raw, f"{_RAW}comments"),
        journal=text_of(raw, f"{_RAW}journal-ref"),
        doi=text_of(raw, f"{_RAW}doi"),
        versions=versions,
        published_on=versions[0].submitted_on if versions else None,
    )


def _versions(raw: etree._Element) -> Iterator[Version]:
    for told in raw.iterfind(f"{_RAW}version"):
        number = told.get("version", "").removeprefix("v")
        if not (number.isascii() and number.isdigit()):
            raise InvalidRecord(f"{told.get('version')!r} is no version.")
        yield Version(
            number=int(number),
            submitted_on=_day(text_of(told, f"{_RAW}date")),
            # Source type I: all files are ignored. arXiv files a withdrawal as such a version.
            is_empty="I" in text_of(told, f"{_RAW}source_type") or text_of(told, f"{_RAW}size") == "0kb",
        )


def _day(text: str) -> date:
    """The day of "Sun, 28 Jun 2009 11:24:35 GMT"."""
    try:
        return parsedate_to_datetime(text).date()
    except ValueError as error:
        raise InvalidRecord(f"{text!r} is no date.") from error


def _count(token: etree._Element | None) -> int | None:
    """How many records the whole list has, which the protocol lets be an estimate; arXiv does not tell."""
    size = token.get("completeListSize", "") if token is not None else ""
    return int(size) if size.isascii() and size.isdigit() else None
