"""What a list of the desk shows, with its filters, as CSV that no spreadsheet runs, or as JSON lines.

Subjects and papers come in the columns that an import reads, so that a table can be mended and brought again.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBadRequest, HttpResponseBase, StreamingHttpResponse

from claims.core.given_tables import csv_line
from claims.models import Claim, Evidence, Paper, PaperVersion, StatusChange, Subject

BATCH = 500

type Document = dict[str, object]


class Told:
    """How the rows of a table are told: `columns`, what is read with the rows, and each as a document."""

    def __init__(
        self,
        model: type[Model],
        columns: str,
        tell: Callable[[Any], Document],
        *,
        joined: tuple[str, ...] = (),
        prefetched: tuple[str, ...] = (),
    ) -> None:
        self.model, self.columns, self.tell = model, columns.split(), tell
        self.joined, self.prefetched = joined, prefetched

    def rows(self, chosen: QuerySet[Any]) -> Iterator[Document]:
        """The documents by number, a batch at a time: no cursor stays open for whoever reads slowly."""
        rows = self.model._default_manager.select_related(*self.joined).prefetch_related(*self.prefetched)
        numbers = chosen.order_by("pk").values_list("pk", flat=True)
        last = 0
        while batch := list(numbers.filter(pk__gt=last)[:BATCH]):
            yield from (self.tell(row) for row in rows.filter(pk__in=batch).order_by("pk"))
            last = batch[-1]


def _claim(claim: Claim) -> Document:
    places = sorted(claim.appearances.all(), key=lambda place: place.pk)
    return {
        "id": claim.pk,
        "text": claim.text,
        "language": claim.language,
        "kind": claim.kind,
        "subject": claim.subject.name if claim.subject else "",
        "claimant": claim.claimant.name if claim.claimant else "",
        "workflow": claim.workflow,
        "status": claim.status,
        "certainty": claim.certainty,
        "proposal": claim.proposal,
        "claimed_on": claim.claimed_on,
        "recorded_at": claim.recorded_at,
        "figures": [amount.raw for amount in sorted(claim.quantities.all(), key=lambda amount: amount.pk)],
        "quotes": [place.exact for place in places],
        "announcements": [place.announcement.url or place.announcement.title for place in places],
    }


def _evidence(row: Evidence) -> Document:
    paper = row.paper_version.paper
    return {
        "id": row.pk,
        "claim": row.claim_id,
        "claim_text": row.claim.text,
        "stance": row.stance,
        "grade": row.grade,
        "state": row.state,
        "quote": row.quote,
        "location": row.location,
        "reading": row.reading,
        "condition": row.condition,
        "paper": row.paper_version.title,
        "arxiv_id": paper.identifier("arxiv"),
        "doi": paper.identifier("doi"),
        "known_on": row.known_on,
        "proposed_by": row.proposed_by,
        "decided_by": row.decided_by.get_username() if row.decided_by else "",
        "recorded_at": row.recorded_at,
    }


def _change(row: StatusChange) -> Document:
    return {
        "id": row.pk,
        "claim": row.claim_id,
        "claim_text": row.claim.text,
        "from_status": row.from_status,
        "to_status": row.to_status,
        "certainty": row.certainty,
        "reasons": [reason.get("text", "") for reason in row.reasons],
        "actor": row.actor.get_username() if row.actor else "",
        "rule_version": row.rule_version,
        "known_on": row.known_on,
        "recorded_at": row.recorded_at,
    }


def _subject(subject: Subject) -> Document:
    return {
        "name": subject.name,
        "kind": subject.kind,
        "maker": subject.maker.name if subject.maker else "",
        "aliases": list(subject.all_names()[1:]),
        "read_by_name": "yes" if subject.read_by_name else "no",
    }


def _paper(paper: Paper) -> Document:
    """As its newest version says it: that is what an import would compare."""
    version: PaperVersion = paper.newest_version()
    ids = {known.scheme: known.value for known in sorted(paper.identifiers.all(), key=lambda known: known.pk)}
    others = {name: value for name, value in ids.items() if name not in ("arxiv", "doi", "url", "key")}
    arxiv = ids.get("arxiv", "")
    return {
        "title": version.title,
        "authors": list(paper.authors),
        "date": paper.published_on,
        "abstract": version.abstract,
        "arxiv_id": f"{arxiv}v{version.arxiv_version}" if arxiv and version.arxiv_version else arxiv,
        "doi": ids.get("doi", ""),
        "url": paper.url,
        "publisher_org": list(paper.organisations),
        "venue": paper.venue,
        "passages": [
            {"text": part.text, "location": part.location}
            for part in sorted(version.passages.all(), key=lambda part: part.pk)
        ],
        "other_ids": others,
        "id": ids.get("key", ""),
    }


TABLES: Mapping[str, Told] = {
    "claim": Told(
        Claim,
        "id text language kind subject claimant workflow status certainty proposal claimed_on recorded_at figures"
        " quotes announcements",
        _claim,
        joined=("subject", "claimant"),
        prefetched=("quantities", "appearances__announcement"),
    ),
    "evidence": Told(
        Evidence,
        "id claim claim_text stance grade state quote location reading condition paper arxiv_id doi known_on"
        " proposed_by decided_by recorded_at",
        _evidence,
        joined=("claim", "paper_version__paper", "decided_by"),
        prefetched=("paper_version__paper__identifiers",),
    ),
    "statuschange": Told(
        StatusChange,
        "id claim claim_text from_status to_status certainty reasons actor rule_version known_on recorded_at",
        _change,
        joined=("claim", "actor"),
    ),
    "subject": Told(
        Subject, "name kind maker aliases read_by_name", _subject, joined=("maker",), prefetched=("aliases",)
    ),
    "paper": Told(
        Paper,
        "title authors date abstract arxiv_id doi url publisher_org venue passages other_ids id",
        _paper,
        prefetched=("identifiers", "versions__passages"),
    ),
}


def exported(request: HttpRequest, table: str, form: str) -> HttpResponseBase:
    """The rows of a list as a file, by the same query string as the list. Raises `PermissionDenied` and `Http404`."""
    told = TABLES.get(table)
    if told is None or form not in ("csv", "jsonl"):
        raise Http404
    desk: Any = admin.site._registry[told.model]
    if not desk.has_view_permission(request):
        raise PermissionDenied
    try:
        chosen = desk.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters:
        return HttpResponseBadRequest("The list has no such filters.")
    if form == "csv":
        return _as_file(_csv(told, told.rows(chosen)), f"{table}.csv", "text/csv")
    lines = (json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n" for row in told.rows(chosen))
    return _as_file(lines, f"{table}.jsonl", "application/jsonl")


def _csv(told: Told, rows: Iterator[Document]) -> Iterator[str]:
    """With a mark in front, by which spreadsheets know UTF-8."""
    yield "\ufeff" + csv_line(told.columns)
    for row in rows:
        yield csv_line([_cell(row[column]) for column in told.columns])


def _cell(value: object) -> object:
    """Lists of texts are lines in a cell; what has parts of its own is JSON."""
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(part, dict) for part in value)):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return value


def _as_file(lines: Iterator[str], name: str, kind: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(lines, content_type=f"{kind}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
