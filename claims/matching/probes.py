"""How a claim is filed for search: under names that a paper must mention, with terms of which it must meet some.

A probe is an anchor (one required term) and two `tsquery`s over terms: the whole name, and the context. The claim's own
names ask for one term of the context, wider names (the family, the baseline) for two, since they stand in many papers
that say nothing of the claim.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claims.core.quantities import Metric
from claims.core.statements import ClaimStatement
from claims.core.subjects import family_of
from claims.matching.terms import STOP_WORDS, terms
from claims.matching.vocabulary import METRIC_WORDS

CONTEXT_TERMS = 6
# Bounds what one probe holds (with the context at most 1,900 bytes), so that an index can hold it.
NAME_TERMS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """`anchor` is a term; `name` and `context` are `tsquery`s in text form, both of which a paper's terms must satisfy.

    A paper that satisfies `name` has the anchor. The share of `context`'s terms that a paper has tells how well it
    answers.
    """

    anchor: str
    name: str
    context: str


def lexeme(term: str) -> str:
    """A term as a `tsquery`."""
    return "'" + term.replace("\\", "\\\\").replace("'", "''") + "'"


def any_of(queries: Iterable[str]) -> str:
    """Of several `tsquery`s that bind at least as closely, the one that is met by what meets any."""
    return " | ".join(queries)


def one_of(words: list[str]) -> str:
    """At least one of the words, which are one or more."""
    return any_of(map(lexeme, words))


def two_of(words: list[str]) -> str:
    """At least two of the words, or one where there is but one.

    Two are met when one is in either half, or both are in the same: shorter than to list all pairs.
    """
    if len(words) < 2:
        return one_of(words)
    halves = words[: len(words) // 2], words[len(words) // 2 :]
    both = " & ".join(f"({one_of(half)})" for half in halves)
    return any_of([both, *(two_of(half) for half in halves if len(half) > 1)])


@lru_cache
def _metric_terms(metric: Metric) -> tuple[str, ...]:
    return tuple(terms(METRIC_WORDS[metric]))


# A search asks for them more than once for the claim at hand.
@lru_cache(maxsize=1)
def context_terms(statement: ClaimStatement) -> tuple[str, ...]:
    """The terms by which a paper can answer the claim: those of its metric, then the claim's own rare-looking words."""
    metric = _metric_terms(statement.quantity.metric if statement.quantity else Metric.OTHER)
    names = {term for name in names_of(statement) for term in terms(name)}
    own = {term for term in terms(statement.text) if not term.isdigit()} - names
    return tuple(dict.fromkeys([*metric, *sorted(own, key=lambda term: (-len(term), term))]))


def names_of(statement: ClaimStatement) -> tuple[str, ...]:
    """The names that are the claim's own: its subject and the subject's aliases."""
    return tuple(name for name in dict.fromkeys((statement.subject, *statement.subject_aliases)) if terms(name))


def query_terms(statement: ClaimStatement) -> list[str]:
    """What a claim asks of a text: its names, its metric's words and its own."""
    return [*(term for name in names_of(statement) for term in terms(name)), *context_terms(statement)]


def _wider_names(statement: ClaimStatement) -> Iterator[str]:
    baseline = statement.quantity.baseline if statement.quantity else ""
    for name in (family_of(statement.subject), baseline):
        if name and terms(name):
            yield name


def _probe(name: str, context: Sequence[str], some_of: Callable[[list[str]], str]) -> Probe:
    required = list(dict.fromkeys(terms(name)))
    anchor = max(required, key=lambda term: (len(term), term))
    rest = [term for term in required if term != anchor]
    # A compound such as "M6-10T" yields its joined form, which the parts only repeat.
    rest = [] if anchor == "".join(rest) else rest[: NAME_TERMS - 1]
    asked = [term for term in context if term not in required]
    return Probe(
        anchor=anchor,
        name=" & ".join(map(lexeme, [anchor, *rest])),
        context=some_of(asked) if asked else lexeme(anchor),
    )


def probes_of(statement: ClaimStatement) -> tuple[Probe, ...]:
    """Every probe of a claim, without repeats. A claim without any name is filed under its longest word."""
    context = context_terms(statement)
    own, wider = names_of(statement), tuple(_wider_names(statement))
    probes = [
        *(_probe(name, context[: 2 * CONTEXT_TERMS], one_of) for name in own),
        *(_probe(name, context[:CONTEXT_TERMS], two_of) for name in wider if name not in own),
    ]
    return tuple(dict.fromkeys(probes or _nameless(context)))


def _nameless(context: Iterable[str]) -> list[Probe]:
    words = sorted((term for term in context if term not in STOP_WORDS), key=lambda term: (-len(term), term))
    return [_probe(words[0], words[:CONTEXT_TERMS], two_of)] if words else []
