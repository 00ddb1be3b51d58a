"""`manage.py evaluate reading|evidence|retrieval`: run the product's own code over JSON lines, to be scored.

Nothing is stored and no database is started: the same reader, judge and ranking work on values in memory.
"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from claims.core.paper_rows import date_from_text, paper_from_row
from claims.judging.assessing import assess
from claims.judging.statements import evidence_rows, statement_from_row, status_row
from claims.management.json_lines import STANDARD, read_objects, write_objects
from claims.matching.embeddings import EncoderUnavailable, shipped_encoder
from claims.matching.retrieval import retrieve, retrieve_by_terms_and_meaning
from claims.reading.drafts import DraftClaim
from claims.reading.merging import merge
from claims.reading.reader import read
from claims.reading.rows import draft_row
from claims.sources.chat_completions import ChatModel
from claims.workflows.ask_reader import ask_reader
from claims.workflows.choose_model import chosen_reader

type Row = dict[str, Any]

# What the rows of a file hold: what they must, and what they may.
_ARTICLES = "rows with id, text; also title, publisher, date, lang, url"
_CLAIMS = (
    "rows with id, claim; also quote, subject, metric, value, unit, comparator, compared_to, claimed_on, claimant, lang"
)
_PAPERS = "rows with id, title; also abstract, authors, date, passages, arxiv_id, doi, url, venue"


class Command(BaseCommand):
    help = "Read, judge or search rows given as JSON lines; '-', the default, is standard input or output."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own way to say it

    def add_arguments(self, parser: ArgumentParser) -> None:
        tasks = parser.add_subparsers(dest="task", required=True, metavar="reading|evidence|retrieval")
        reading = tasks.add_parser("reading", help="articles in, claims out")
        evidence = tasks.add_parser("evidence", help="claims and papers in, evidence and statuses out")
        retrieval = tasks.add_parser("retrieval", help="a corpus and queries in, ranked documents out")
        reading.add_argument("--articles", default=STANDARD, help=_ARTICLES)
        reading.add_argument(
            "--reader", choices=("rules", "model", "both"), default="rules", help="who reads; the model of READER_URL"
        )
        evidence.add_argument("--claims", default=STANDARD, help=_CLAIMS)
        evidence.add_argument("--papers", required=True, help=_PAPERS)
        evidence.add_argument("--statuses", default=STANDARD, help="where to write a status a claim")
        retrieval.add_argument("--corpus", required=True, help="rows with _id, text; also title")
        retrieval.add_argument("--queries", default=STANDARD, help="rows with _id, text")
        retrieval.add_argument("--depth", type=int, default=100, help="documents a query at most")
        retrieval.add_argument("--embeddings", action="store_true", help="by meaning too; needs the extra embeddings")
        for task in (reading, evidence, retrieval):
            task.add_argument("--out", default=STANDARD, help="where to write the rows")

    def handle(self, *, task: str, **options: Any) -> None:
        {"reading": self._reading, "evidence": self._evidence, "retrieval": self._retrieval}[task](options)

    def _reading(self, options: Row) -> None:
        articles = _with_keys(read_objects(options["articles"]), "id", "text")
        readers: str = options["reader"]
        model = None if readers == "rules" else _reader_of_settings()
        rows = (
            draft_row(article["id"], draft)
            for article in tqdm(articles, disable=None)
            for draft in self._drafts(article, model, alone=readers == "model")
        )
        write_objects(options["out"], rows)

    def _drafts(self, article: Row, model: ChatModel | None, *, alone: bool) -> Sequence[DraftClaim]:
        """The drafts of the rules, those of the model, or, unless it reads `alone`, of both."""
        title, publisher = article.get("title") or "", article.get("publisher") or ""
        published_on = date_from_text(article.get("date"))
        reading = read(
            article["text"],
            title=title,
            language=article.get("lang") or "",
            publisher=publisher,
            published_on=published_on,
            url=article.get("url") or "",
        )
        if model is None:
            return reading.claims
        asked = ask_reader(
            model,
            article["text"],
            title=title,
            language=reading.language,
            publisher=publisher,
            published_on=published_on,
        )
        for remark in asked.remarks:
            self.stderr.write(self.style.WARNING(f"{article['id']}: {remark}"))
        if alone:
            return asked.drafts
        merged = merge(reading.claims, asked.drafts)
        return sorted((*merged.claims, *merged.fresh), key=lambda draft: (draft.start, draft.end))

    def _evidence(self, options: Row) -> None:
        claims = [statement_from_row(row) for row in _with_keys(read_objects(options["claims"]), "id", "claim")]
        papers = [paper_from_row(row) for row in _with_keys(read_objects(options["papers"]), "id", "title")]
        assessed = [(claim.id, assess(claim, papers)) for claim in tqdm(claims, disable=None)]
        write_objects(options["out"], (row for claim_id, found in assessed for row in evidence_rows(claim_id, found)))
        write_objects(options["statuses"], (status_row(claim_id, found) for claim_id, found in assessed))

    def _retrieval(self, options: Row) -> None:
        corpus = _with_keys(read_objects(options["corpus"]), "_id", "text")
        queries = _with_keys(read_objects(options["queries"]), "_id", "text")
        texts = [(str(row["_id"]), f"{row.get('title') or ''} {row['text']}") for row in corpus]
        asked = [(str(row["_id"]), str(row["text"])) for row in queries]
        found = (_searched_by_meaning_too if options["embeddings"] else retrieve)(
            texts, tqdm(asked, disable=None), depth=options["depth"]
        )
        # Fused scores lie close together.
        digits = 6 if options["embeddings"] else 4
        write_objects(
            options["out"],
            (
                {
                    "query_id": key,
                    "doc_ids": [doc for doc, _ in best],
                    "scores": [round(score, digits) for _, score in best],
                }
                for key, best in found
            ),
        )


def _searched_by_meaning_too(
    corpus: Sequence[tuple[str, str]], queries: Iterable[tuple[str, str]], *, depth: int
) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    try:
        encoder = shipped_encoder()
    except EncoderUnavailable as error:
        raise CommandError(str(error)) from error
    vectors = [vector for _, text in tqdm(corpus, disable=None) for vector in encoder.encode([text])]
    return retrieve_by_terms_and_meaning(corpus, queries, vectors=vectors, encoder=encoder, depth=depth)


def _reader_of_settings() -> ChatModel:
    model = chosen_reader()
    if model is None:
        raise CommandError("There is no model to measure: set READER_URL and READER_MODEL.")
    return model


def _with_keys(rows: list[Row], *keys: str) -> list[Row]:
    """The rows, once each is known to have what its task cannot do without."""
    for number, row in enumerate(rows, start=1):
        missing = [key for key in keys if row.get(key) is None]
        if missing:
            raise CommandError(f"Row {number} has no {' and no '.join(missing)}.")
    return rows
