"""arXiv: harvested by OAI-PMH, asked for words and for single works by its query interface."""

from dataclasses import dataclass

from claims.core.sources import Aim, Look, Page, Source
from claims.sources.arxiv_harvest import harvest_parameters, parse_harvest
from claims.sources.arxiv_queries import LONGEST_LIST, SLICE, id_list, parse_list, parse_works, search_query
from claims.sources.connectors import Client, Expected, Request
from claims.sources.troubles import ResumeLost, SourceRefused

# A wrong question is answered with 400 and a feed that says what is wrong with it.
_TELLS_ERROR = frozenset({400})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arxiv:
    """See `Connector`. `oai_url` is the harvest's address, `api_url` that of the query interface."""

    client: Client
    oai_url: str
    api_url: str

    @property
    def source(self) -> Source:
        """arXiv."""
        return Source.ARXIV

    @property
    def aims(self) -> frozenset[Aim]:
        """It can be harvested, and asked for words and for works."""
        return frozenset({Aim.CHANGED, Aim.WORDS, Aim.WORKS})

    def page(self, look: Look, resume: str = "") -> Page:
        """See `Connector`. `resume` is a token of the harvest, else a place in the list of records or of ids."""
        match look.aim:
            case Aim.CHANGED:
                return self._changed(look, resume)
            case Aim.WORDS:
                return self._words(look, _place(resume))
            case Aim.WORKS:
                return self._works(look, _place(resume))
            case _:
                raise SourceRefused(f"arXiv does not tell which works are {look.aim}.")

    def _changed(self, look: Look, token: str) -> Page:
        request = Request(
            source=self.source,
            url=self.oai_url,
            parameters=harvest_parameters(look, token),
            expects=Expected.XML,
        )
        return self.client.fetch(request, lambda answer: parse_harvest(answer, token))

    def _words(self, look: Look, start: int) -> Page:
        query = search_query(look)
        if not query:
            return Page()
        if start >= LONGEST_LIST:
            raise SourceRefused(f"arXiv tells no more than {LONGEST_LIST:,} records of a list; ask for fewer days.")
        # Newest first: what arrives meanwhile moves the list on, so that a record is told twice and none is missed. A
        # question about all times may not be read to its end, and has the best answers first.
        request = self._query(
            ("search_query", query),
            ("sortBy", "submittedDate" if look.since else "relevance"),
            ("sortOrder", "descending"),
            ("start", str(start)),
            ("max_results", str(min(SLICE, LONGEST_LIST - start))),
        )
        return self.client.fetch(request, lambda answer: parse_list(answer, start))

    def _works(self, look: Look, start: int) -> Page:
        ids = id_list(look.ids)
        asked, rest = ids[start : start + SLICE], ids[start + SLICE :]
        if not asked:
            return Page()
        request = self._query(("id_list", ",".join(asked)), ("start", "0"), ("max_results", str(SLICE)))
        resume = str(start + SLICE) if rest else ""
        return self.client.fetch(request, lambda answer: parse_works(answer, resume))

    def _query(self, *parameters: tuple[str, str]) -> Request:
        return Request(
            source=self.source,
            url=self.api_url,
            parameters=parameters,
            expects=Expected.XML,
            hands_over=_TELLS_ERROR,
        )


def _place(resume: str) -> int:
    if resume and not (resume.isascii() and resume.isdigit()):
        raise ResumeLost(f"{resume!r} is no place in a list of arXiv.")
    return int(resume or 0)
