"""A work in the metadata formats of arXiv's OAI-PMH: `oai_dc`, `arXiv`, `arXivOld` and `arXivRaw`.

Elements and their order are those of arXiv's own server code (github.com/arXiv/arxiv-oaipmh at 5fa91ab). A surprise
of it is kept: in `arXiv`, `created` is the day of the *newest* version and `updated` the datestamp of the record.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from tests.standin.arxiv_categories import CATEGORIES
from tests.standin.library import Author, Work
from tests.standin.markup import element, leaf, leaves

XSI = "http://www.w3.org/2001/XMLSchema-instance"
DC = "http://purl.org/dc/elements/1.1/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A metadata format and how a work is told in it."""

    prefix: str
    schema: str
    namespace: str
    tell: Callable[[Work], str]

    @property
    def location(self) -> str:
        """The value of `xsi:schemaLocation`."""
        return f"{self.namespace} {self.schema}"


def _sent(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)


def _author(author: Author) -> str:
    parts = leaves(("keyname", author.family), ("forenames", author.given), ("suffix", author.suffix))
    return element("author", [*parts, *(leaf("affiliation", place) for place in author.affiliations)])


def _arxiv(work: Work) -> str:
    newest = work.versions[-1].date.astimezone(UTC).date() if work.versions else work.first_public
    told = work.at_version()
    return element(
        "arXiv",
        [
            *leaves(
                ("id", work.arxiv_id),
                ("created", newest.isoformat()),
                ("updated", work.datestamp.isoformat()),
            ),
            element("authors", [_author(author) for author in work.authors]),
            leaf("title", told.title),
            *_shared(told),
        ],
        _namespaces(ARXIV_FORMAT),
    )


def _old(work: Work) -> str:
    told = work.at_version()
    return element(
        "arXivOld",
        [
            *leaves(("id", work.arxiv_id), ("title", told.title)),
            leaf("authors", ", ".join(author.name for author in work.authors)),
            *_shared(told),
        ],
        _namespaces(OLD_FORMAT),
    )


def _raw(work: Work) -> str:
    told = work.at_version()
    return element(
        "arXivRaw",
        [
            *leaves(("id", work.arxiv_id), ("submitter", work.submitter)),
            *(
                element(
                    "version",
                    leaves(("date", _sent(version.date)), ("size", version.size)),
                    {"version": f"v{version.number}"},
                )
                for version in work.versions
            ),
            leaf("title", told.title),
            leaf("authors", ", ".join(author.name for author in work.authors)),
            *_shared(told),
        ],
        _namespaces(RAW_FORMAT),
    )


def _shared(told: Work) -> list[str]:
    return [
        *leaves(
            ("categories", " ".join(told.categories)),
            ("comments", told.comment),
            ("proxy", told.proxy),
            ("report-no", told.report_no),
            ("msc-class", told.msc_class),
            ("acm-class", told.acm_class),
            ("journal-ref", told.journal_ref),
            ("doi", told.doi),
            ("license", told.license),
        ),
        leaf("abstract", told.abstract),
    ]


def _dublin_core(work: Work) -> str:
    told = work.at_version()
    days = dict.fromkeys(version.date.astimezone(UTC).date().isoformat() for version in work.versions)
    subjects = (CATEGORIES.get(category, category) for category in work.categories)
    return element(
        "oai_dc:dc",
        leaves(
            ("dc:title", told.title),
            *(("dc:creator", _family_first(author)) for author in work.authors),
            *(("dc:subject", subject) for subject in subjects),
            ("dc:description", told.abstract),
            ("dc:description", told.comment),
            *(("dc:date", day) for day in dict.fromkeys((*list(days)[:1], *list(days)[-1:]))),
            ("dc:type", "text"),
            ("dc:identifier", f"http://arxiv.org/abs/{work.arxiv_id}"),
            ("dc:identifier", told.journal_ref),
            ("dc:identifier", f"doi:{told.doi}" if told.doi else ""),
        ),
        {
            "xmlns:oai_dc": DC_FORMAT.namespace,
            "xmlns:dc": DC,
            "xmlns:xsi": XSI,
            "xsi:schemaLocation": DC_FORMAT.location,
        },
    )


def _family_first(author: Author) -> str:
    return ", ".join(part for part in (author.family, author.given, author.suffix) if part)


def _namespaces(form: Format) -> Mapping[str, str]:
    return {"xmlns": form.namespace, "xmlns:xsi": XSI, "xsi:schemaLocation": form.location}


DC_FORMAT = Format(
    prefix="oai_dc",
    schema="http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
    namespace="http://www.openarchives.org/OAI/2.0/oai_dc/",
    tell=_dublin_core,
)
ARXIV_FORMAT = Format(
    prefix="arXiv",
    schema="http://arxiv.org/OAI/arXiv.xsd",
    namespace="http://arxiv.org/OAI/arXiv/",
    tell=_arxiv,
)
RAW_FORMAT = Format(
    prefix="arXivRaw",
    schema="http://arxiv.org/OAI/arXivRaw.xsd",
    namespace="http://arxiv.org/OAI/arXivRaw/",
    tell=_raw,
)
OLD_FORMAT = Format(
    prefix="arXivOld",
    schema="http://arxiv.org/OAI/arXivOld.xsd",
    namespace="http://arxiv.org/OAI/arXivOld/",
    tell=_old,
)
FORMATS: Mapping[str, Format] = {form.prefix: form for form in (DC_FORMAT, ARXIV_FORMAT, OLD_FORMAT, RAW_FORMAT)}
