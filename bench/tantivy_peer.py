"""The search engine that ours is held against: tantivy, Lucene's kin in Rust, in this process and in memory."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from claims.core.statements import ClaimStatement
from claims.matching.probes import names_of, query_terms
from claims.matching.terms import terms

if TYPE_CHECKING:
    import tantivy


class Tantivy:
    """An index of documents whose text is given as our terms, so that the two engines cut text alike.

    Raises `ImportError` where tantivy is not installed.
    """

    def __init__(self) -> None:
        import tantivy

        self._query, self._occur, self._document = tantivy.Query, tantivy.Occur, tantivy.Document
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("key", stored=True)
        builder.add_text_field("names", tokenizer_name="whitespace", index_option="freq")
        builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._writer = self._index.writer(heap_size=200_000_000, num_threads=1)

    def add(self, key: int, *, names: Iterable[str], words: Iterable[str]) -> None:
        """Add a document; it is found once `finish` was called."""
        self._writer.add_document(self._document(key=key, names=" ".join(names), words=" ".join(words)))

    def finish(self) -> None:
        """Write what was added, and make it ready to be searched."""
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def claims_for(self, said: list[str], best: int) -> list[int]:
        """Claims as documents: of those that share a name with the paper and a word too, the best by BM25."""
        names, words = self._any("names", said), self._any("words", said)
        return self._best([(self._occur.Must, names), (self._occur.Must, words)], best)

    def papers_for(self, statement: ClaimStatement, best: int) -> list[int]:
        """Papers as documents: of those that say a name of the claim in full, the best by BM25 over all it asks."""
        named = [
            self._query.boolean_query([(self._occur.Must, self._term("words", term)) for term in terms(name)])
            for name in names_of(statement)
        ]
        must = self._query.boolean_query([(self._occur.Should, name) for name in named])
        return self._best(
            [(self._occur.Must, must), (self._occur.Should, self._any("words", query_terms(statement)))], best
        )

    def _term(self, field: str, term: str) -> "tantivy.Query":
        return self._query.term_query(self._schema, field, term, "freq")

    def _any(self, field: str, said: Iterable[str]) -> "tantivy.Query":
        return self._query.boolean_query(
            [(self._occur.Should, self._term(field, term)) for term in dict.fromkeys(said)]
        )

    def _best(self, parts: list[tuple["tantivy.Occur", "tantivy.Query"]], best: int) -> list[int]:
        found = self._searcher.search(self._query.boolean_query(parts), best, count=False).hits
        return [self._searcher.doc(address)["key"][0] for _, address in found]


def tantivy_where_installed() -> Tantivy | None:
    """An empty index; where tantivy is missing, none, and it is said."""
    try:
        return Tantivy()
    except ImportError:
        print("tantivy is not installed: .venv/bin/uv sync --frozen --inexact --group bench")
        return None
