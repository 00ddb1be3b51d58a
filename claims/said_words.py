"""Claims that say what somebody searches for: in their text, in a quote, or by the names of what they are about."""

import re
from collections import defaultdict
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, Count, Func, Q, TextField, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Contains

from claims.models import Claim, Subject

_SUBJECT_NAMES_SEARCHED = 400
_WORDS_SEARCHED = 8
_TOO_LONG_FOR_A_NUMBER = 10
_TRIGRAM = 3
# A short word that fewer of the newest claims have is looked up before, unless older ones make it more than `_FEW`; for
# others a walk from the newest on is quicker.
_NEWEST, _SELDOM, _FEW = 2000, 20, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsKnown:
    """What was looked up of the words of a search: the subjects that each names, and all claims that a rare one has.

    Rare are words of one or two characters that no more than `_FEW` claims have.
    """

    subjects: dict[str, tuple[int, ...]] = field(default_factory=dict)
    rare: dict[str, tuple[int, ...]] = field(default_factory=dict)


class _HasPairs(Func):
    """Whether a text has a word of one or two characters, in small letters, as the index over pairs tells."""

    arity = 2
    arg_joiner = ") @> ("
    template = "(claims_pairs(%(expressions)s))"
    output_field = BooleanField()


def claims_that_say(words: str) -> Q:
    """Claims with every word in the text, a quote or a name of the subject, or with the number that is searched for.

    One to three queries are asked for the words.
    """
    return saying_all(words, look_up(words))


def _search_words(words: str) -> list[str]:
    return words.split()[:_WORDS_SEARCHED]


def look_up(words: str) -> WordsKnown:
    """For each word, the subjects that carry it in a name: a search for 悟道 finds claims that say Wu Dao."""
    searched = _search_words(words)
    if not searched:
        return WordsKnown()
    named = Q()
    for word in searched:
        named |= Q(name__iregex=re.escape(word)) | Q(aliases__name__iregex=re.escape(word))
    rows = list(
        Subject.objects.filter(named)
        .order_by("id")
        .values_list("id", "name", "aliases__name")[:_SUBJECT_NAMES_SEARCHED]
    )
    return WordsKnown(
        subjects={
            word: tuple({row[0] for row in rows if word.casefold() in f"{row[1]}\n{row[2]}".casefold()})
            for word in searched
        },
        rare=_rare({word for word in searched if len(word) < _TRIGRAM}),
    )


def _rare(words: AbstractSet[str]) -> dict[str, tuple[int, ...]]:
    """All claims that have one of the words, for those that few have. Two queries, none where there are no words."""
    seldom = sorted(words - _common(words)) if words else ()
    if not seldom:
        return {}
    having = [Claim.objects.filter(_has_pairs(word)).values_list(Value(word), "pk")[: _FEW + 1] for word in seldom]
    found = defaultdict[str, list[int]](list)
    for word, number in having[0].union(*having[1:], all=True):
        found[word].append(number)
    return {word: tuple(found[word]) for word in seldom if len(found[word]) <= _FEW}


def _common(words: AbstractSet[str]) -> set[str]:
    """Those of the words that many of the newest claims have."""
    places = {f"word_{place}": word for place, word in enumerate(sorted(words))}
    counts = {name: Count("pk", filter=Q(said__contains=word.lower())) for name, word in places.items()}
    found = Claim.objects.order_by("-pk").only("pk", "said")[:_NEWEST].aggregate(**counts)
    return {word for name, word in places.items() if found[name] >= _SELDOM}


def saying_all(words: str, known: WordsKnown) -> Q:
    """Every word in the text, a quote or a name of the subject; a number alone also finds the claim of that number."""
    found = Q()
    for word in _search_words(words):
        found &= _saying(word, known) | Q(subject_id__in=known.subjects.get(word, ()))
    number = words.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < _TOO_LONG_FOR_A_NUMBER:
        found |= Q(pk=int(number))
    return found


def _saying(word: str, known: WordsKnown) -> Q:
    """The word in the text or in a quote.

    One of two characters has no trigram, so that their index would be read whole, row by row: there is an index of
    pairs. Of letters and figures that stand in many claims, the newest are found sooner by a walk, from which the index
    of trigrams is hidden.
    """
    if word in known.rare:
        return Q(pk__in=known.rare[word])
    if len(word) >= _TRIGRAM:
        return Q(said__contains=word.lower())
    if word.isascii():
        return Q(Contains(Coalesce("said", Value(""), output_field=TextField()), word.lower()))
    return Q(_has_pairs(word))


def _has_pairs(word: str) -> _HasPairs:
    return _HasPairs("said", Value([word.lower()], output_field=ArrayField(TextField())))
