"""The names that people have given the reader to look for, as far as a text has them."""

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import StrIndex

from claims.core.known_subjects import KnownSubject
from claims.models import Subject, SubjectAlias
from claims.models.spelling import Spelling


def known_names_in(text: str) -> tuple[KnownSubject, ...]:
    """The subjects of which `text` has the name or an alias in any spelling, if they have aliases or are read by name.

    Changes nothing. Subjects that were only read somewhere are not among them: what a reader took for a name once is no
    reason to find it everywhere.
    """
    spelt = Spelling(Value(text))
    found = Q(_place__gt=0)
    aliased = SubjectAlias.objects.filter(subject=OuterRef("pk"))
    named = aliased.annotate(_place=StrIndex(spelt, F("spelling"))).filter(found)
    taking_part = Subject.objects.filter(Q(read_by_name=True) | Exists(aliased))
    subjects = (
        taking_part.annotate(_place=StrIndex(spelt, F("spelling")))
        .filter(found | Exists(named))
        .select_related("maker")
        .prefetch_related("aliases")
        .order_by("pk")
    )
    return tuple(subject.to_core() for subject in subjects)
