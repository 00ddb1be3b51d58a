"""Unite two subjects that are one thing: claims, members, names and followers go to the one that stays."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from claims.matching.index import index_claims
from claims.models import Claim, MergedSubject, Subject, SubjectAlias
from claims.workflows.move_follows import follow_successor


class SubjectsDiffer(Exception):
    """The subjects cannot be one; the message says why. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How many claims were given to the subject that stays, and whether there was anything to unite."""

    claims: int
    merged: bool


def merge_subjects(subject_id: int, into: int) -> Outcome:
    """Give all that belongs to `subject_id` to `into`, its name as an alias and its followers too, and remove it.

    Its number, and those that led to it, lead to `into` from then on. Repeating it finds nothing left and changes
    nothing. Raises `SubjectsDiffer` for one and the same subject and for subjects of two kinds, and
    `Subject.DoesNotExist` when there is no `into`.
    """
    with transaction.atomic():
        rows = {row.pk: row for row in Subject.objects.select_for_update().filter(pk__in=(subject_id, into))}
        stays, leaves = rows.get(into), rows.get(subject_id)
        if stays is None:
            raise Subject.DoesNotExist(f"There is no subject {into}.")
        if leaves is None:
            return Outcome(claims=0, merged=False)
        _check(leaves, stays)
        claims = Claim.objects.filter(subject=leaves).update(subject=stays)
        Subject.objects.filter(family=leaves).exclude(pk=stays.pk).update(family=stays)
        Subject.objects.filter(pk=stays.pk, family=leaves).update(family=None)
        SubjectAlias.objects.bulk_create(
            (SubjectAlias(subject=stays, name=name) for name in leaves.all_names() if name != stays.name),
            ignore_conflicts=True,
        )
        follow_successor(leaves.pk, stays.pk)
        MergedSubject.objects.filter(successor=leaves).update(successor=stays)
        MergedSubject.objects.create(number=leaves.pk, successor=stays)
        leaves.delete()
    learn_names(stays.pk)
    return Outcome(claims=claims, merged=True)


def _check(leaves: Subject, stays: Subject) -> None:
    if leaves.pk == stays.pk:
        raise SubjectsDiffer(_("%(name)s cannot be united with itself.") % {"name": stays.name})
    if leaves.kind != stays.kind:
        told = _("%(leaves)s is a %(kind)s and %(stays)s a %(other)s: they are two things.")
        kinds = {"kind": leaves.get_kind_display(), "other": stays.get_kind_display()}
        raise SubjectsDiffer(told % {"leaves": leaves.name, "stays": stays.name, **kinds})


def learn_names(subject_id: int) -> None:
    """Index the claims about a subject anew, so that papers are searched under its names as they are. Repeatable."""
    index_claims(Claim.objects.with_statement().filter(subject_id=subject_id).order_by("pk"))
