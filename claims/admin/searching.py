"""What the search boxes of the desk look at: rows of big tables are looked up first, each in its own table."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.admin.utils import get_fields_from_path, lookup_spawns_duplicates
from django.db.models import Model, Q, QuerySet

from claims.matching.papers_saying import papers_saying
from claims.models import Claim, Evidence, Paper, PaperIdentifier, PaperVersion
from claims.said_words import claims_that_say

# So many rows are named one by one; where more are found, the newest are found sooner by a walk through all.
MOST_NAMED = 1000


def searched[Row: Model](rows: QuerySet[Row], words: str, *, saying: Callable[[str], Q]) -> QuerySet[Row]:
    """Of the rows those that have each of the words, in the order that they were in.

    Where few are found, they are named by their keys, so that counting and showing them does not search once more.
    """
    found = rows
    for word in words.split():
        found = found.filter(saying(word))
    numbers = _few(found)
    return found if numbers is None else rows.filter(pk__in=numbers)


def saying_in(model: type[Model], fields: Iterable[str], word: str) -> Q:
    """Whether a row has the word in one of the fields. One that ends at a claim or a paper stands for all its words."""
    ways = sorted({_way_to_words(model, field) for field in fields})
    return reduce(or_, (_has(model, way, word) for way in ways))


def evidence_saying(word: str) -> Q:
    """Evidence by its claim, by its quote or by the title of its paper.

    Where few claims and few papers have the word, two indexes are looked into; an "or" would read all evidence.
    """
    said = Claim.objects.filter(claims_that_say(word))
    claims, papers = _few(said), _few(Paper.objects.filter(_papers_having(word)))
    if claims is None or papers is None:
        titled = PaperVersion.objects.filter(title__icontains=word)
        return _among(said, "claim") | Q(quote__icontains=word) | _among(titled, "paper_version")
    on_claims = Evidence.objects.filter(claim__in=claims)
    of_papers = Evidence.objects.filter(
        Q(quote__icontains=word) | Q(paper_version__title__icontains=word), paper_version__paper__in=papers
    )
    return Q(pk__in=on_claims.order_by().values("pk").union(of_papers.order_by().values("pk")))


def _way_to_words(model: type[Model], field: str) -> str:
    """The part of a path that leads to a row which has its own words ("pk" for the row itself), else the whole path."""
    if _concrete(model) in _WORDS_OF:
        return "pk"
    parts = field.split("__")
    for end in range(1, len(parts)):
        way = "__".join(parts[:end])
        if _reached(model, way) in _WORDS_OF:
            return way
    return field


def _has(model: type[Model], way: str, word: str) -> Q:
    """Whether a row has the word there; what is beyond a relation is looked up by itself."""
    if way == "pk":
        having = _WORDS_OF[_concrete(model)](word)
        numbers = _few(_concrete(model)._default_manager.filter(having))
        return having if numbers is None else Q(pk__in=numbers)
    if (target := _reached(model, way)) in _WORDS_OF:
        found, relation = target._default_manager.filter(_WORDS_OF[target](word)), way
    else:
        relation, _, name = way.rpartition("__")
        if not relation:
            return Q(**{f"{name}__icontains": word})
        found = _reached(model, relation)._default_manager.filter(**{f"{name}__icontains": word})
    if lookup_spawns_duplicates(model._meta, relation):
        return Q(pk__in=model._default_manager.filter(_among(found, relation)).order_by().values("pk"))
    return _among(found, relation)


def _among(found: QuerySet[Any], way: str) -> Q:
    numbers = _few(found)
    return Q(**{f"{way}__in": found.order_by().values("pk") if numbers is None else numbers})


def _few(found: QuerySet[Any]) -> list[Any] | None:
    """The keys of what was found, None where that is more than `MOST_NAMED`."""
    numbers = list(found.order_by().values_list("pk", flat=True)[: MOST_NAMED + 1])
    return numbers if len(numbers) <= MOST_NAMED else None


def _reached(model: type[Model], way: str) -> type[Model]:
    """The table at the end of a path of relations; of a field that is none, the table it is in."""
    field = get_fields_from_path(model, way)[-1]
    return _concrete(field.related_model or field.model)


def _concrete(model: type[Model]) -> type[Model]:
    return model._meta.concrete_model or model


def _papers_having(word: str) -> Q:
    """By their terms or under one of their ids, which is given whole."""
    known = PaperIdentifier.objects.filter(value__in={word, word.lower()})
    named, saying = Q(pk__in=list(known.values_list("paper", flat=True))), papers_saying(word)
    return named if saying is None else named | saying


_WORDS_OF: dict[type[Model], Callable[[str], Q]] = {Claim: claims_that_say, Paper: _papers_having}
