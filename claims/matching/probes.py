"""How a claim is filed for search: under names that a paper must mention, with terms of which it must meet some.

A probe is an anchor (one required term) and a `tsquery` over terms. The claim's own names ask for one context term,
wider names (the family, the baseline) for two, since they stand in many papers that say nothing of the claim.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from claims.core.quantities import Metric
from claims.core.statements import ClaimStatement
from claims.core.subjects import family_of
from claims.matching.terms import STOP_WORDS, terms
from claims.matching.vocabulary import METRIC_WORDS

CONTEXT_TERMS = 6
ANCHOR_LENGTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """`anchor` is a term; `query` is a `tsquery` in text form that the paper's terms must satisfy as well."""

    anchor: str
    query: str


def _lexeme(term: str) -> str:
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def _at_least(needed: int, words: list[str]) -> str:
    groups = combinations(words, min(needed, len(words)))
    return " | ".join("(" + " & ".join(map(_lexeme, group)) + ")" for group in groups)


def context_terms(statement: ClaimStatement) -> list[str]:
    """The terms by which a paper can answer the claim: those of its metric, then the claim's own rare-looking words."""
    amount = statement.quantity
    metric = terms(METRIC_WORDS[amount.metric if amount else Metric.OTHER])
    names = {term for name in names_of(statement) for term in terms(name)}
    own = {term for term in terms(statement.text) if not term.isdigit()} - names
    return list(dict.fromkeys([*metric, *sorted(own, key=lambda term: (-len(term), term))]))


def names_of(statement: ClaimStatement) -> tuple[str, ...]:
    """The names that are the claim's own: its subject and the subject's aliases."""
    return tuple(name for name in dict.fromkeys((statement.subject, *statement.subject_aliases)) if terms(name))


def _wider_names(statement: ClaimStatement) -> Iterator[str]:
    baseline = statement.quantity.baseline if statement.quantity else ""
    for name in (family_of(statement.subject), baseline):
        if name and terms(name):
            yield name


def _probe(name: str, context: list[str], *, needed: int) -> Probe:
    required = list(dict.fromkeys(terms(name)))
    anchor = max(required, key=lambda term: (len(term), term))
    rest = [term for term in required if term != anchor]
    # A compound such as "M6-10T" yields its joined form, which the parts only repeat.
    rest = [] if anchor == "".join(rest) else rest
    asked = [term for term in context if term not in required]
    parts = [*map(_lexeme, rest), *([f"({_at_least(needed, asked)})"] if asked else [])]
    return Probe(anchor=anchor[:ANCHOR_LENGTH], query=" & ".join(parts) or _lexeme(anchor))


def probes_of(statement: ClaimStatement) -> tuple[Probe, ...]:
    """Every probe of a claim, without repeats. A claim without any name is filed under its two longest words."""
    context = context_terms(statement)
    own, wider = names_of(statement), tuple(_wider_names(statement))
    probes = [
        *(_probe(name, context[: 2 * CONTEXT_TERMS], needed=1) for name in own),
        *(_probe(name, context[:CONTEXT_TERMS], needed=2) for name in wider if name not in own),
    ]
    return tuple(dict.fromkeys(probes or _nameless(context)))


def _nameless(context: Iterable[str]) -> list[Probe]:
    words = sorted((term for term in context if term not in STOP_WORDS), key=lambda term: (-len(term), term))
    if not words:
        return []
    return [Probe(anchor=words[0][:ANCHOR_LENGTH], query=_at_least(2, words[1:CONTEXT_TERMS]) or _lexeme(words[0]))]
