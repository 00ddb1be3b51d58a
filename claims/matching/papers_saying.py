"""Papers that say some words, by the terms that claims are matched by: of the title, the abstract and the text."""

from django.db.models import BooleanField, Func, Q, Value

from claims.matching.probes import lexeme
from claims.matching.terms import terms


class _HasTerms(Func):
    """Whether a vector of terms answers to a `tsquery` in text form."""

    arity = 2
    arg_joiner = " @@ "
    template = "(%(expressions)s::tsquery)"
    output_field = BooleanField()


def papers_saying(words: str) -> Q | None:
    """Papers whose newest version has all terms of these words; None where there is no term in them."""
    wanted = sorted(set(terms(words)))
    return Q(_HasTerms("terms__vector", Value(" & ".join(map(lexeme, wanted))))) if wanted else None
