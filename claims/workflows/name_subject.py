"""Find or make the subject and the organisation behind a name, under whichever of its names a text uses."""

from django.db.models import Q, QuerySet, Value

from claims.core.known_subjects import SubjectKind
from claims.core.subjects import canonical_name, family_of, known_subject
from claims.judging.organisations import house
from claims.models import Organisation, Subject, SubjectAlias
from claims.models.spelling import Spelling

LONGEST = 200


def organisation_named(name: str) -> Organisation | None:
    """The organisation of this name, made when new; None for "". Repeating it makes none."""
    return Organisation.objects.get_or_create(name=name[:LONGEST])[0] if name else None


def subject_named(name: str, *, maker: str = "", kind: SubjectKind = SubjectKind.SYSTEM) -> Subject | None:
    """The subject of this name or alias in any spelling, made with what is known of it when new; None for "".

    Of several that share the name it is the one by `maker`, the maker that the text tells; one without a maker gets it
    then. Where none is by that maker, and where the text tells none and several share the name, it is a subject apart,
    for people to unite. Repeating it makes none, and two at once make one.
    """
    wanted = canonical_name(name)[:LONGEST]
    if not wanted:
        return None
    sharing = list(_called(wanted) or _called(name[:LONGEST]))
    return _chosen(sharing, maker, seeded=known_subject(wanted) is not None) or _made(wanted, maker, kind)


def _called(name: str) -> QuerySet[Subject]:
    spelt = Spelling(Value(name))
    return (
        Subject.objects.filter(Q(spelling=spelt) | Q(aliases__spelling=spelt))
        .select_related("maker")
        .order_by("pk")
        .distinct()
    )


def _chosen(sharing: list[Subject], maker: str, *, seeded: bool) -> Subject | None:
    """The one that is meant of those that share a name; None where it must be another, or nobody can say."""
    without = [subject for subject in sharing if subject.maker is None]
    if not maker:
        return sharing[0] if len(sharing) == 1 else next(iter(without), None)
    same = [subject for subject in sharing if subject.maker and house(subject.maker.name) == house(maker)]
    if same:
        return same[0]
    if without:
        return _with_maker(without[0], maker)
    # Of what the seed knows people know more: a maker that they changed is no reason for a second subject.
    return sharing[0] if seeded and sharing else None


def _with_maker(subject: Subject, maker: str) -> Subject:
    Subject.objects.filter(pk=subject.pk, maker=None).update(maker=organisation_named(maker))
    subject.refresh_from_db()
    return subject


def _made(name: str, maker: str, kind: SubjectKind) -> Subject:
    known = known_subject(name)
    stem = family_of(name)
    family = subject_named(stem, maker=maker) if stem and stem != name else None
    organisation = organisation_named(maker or (known.maker if known else "")) or (family.maker if family else None)
    made = Subject(name=name, kind=(known.kind if known else kind).value, maker=organisation, family=family)
    # Two workers at once: the second finds what the first has made.
    Subject.objects.bulk_create([made], ignore_conflicts=True)
    subject = Subject.objects.get(spelling=Spelling(Value(name)), maker=organisation, kind=made.kind)
    SubjectAlias.objects.bulk_create(
        (SubjectAlias(subject=subject, name=alias) for alias in (known.aliases if known else ()) if alias != name),
        ignore_conflicts=True,
    )
    return subject
