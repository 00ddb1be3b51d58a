"""Find or make the subject and the organisation behind a name, under whichever of its names a text uses."""

from claims.core.subjects import canonical_name, family_of, known_subject
from claims.models import Organisation, Subject, SubjectAlias


def organisation_named(name: str) -> Organisation | None:
    """The organisation of this name, made when new; None for "". Repeating it makes none."""
    return Organisation.objects.get_or_create(name=name[:200])[0] if name else None


def subject_named(name: str) -> Subject | None:
    """The subject of this name or alias, made with what is known of it when new; None for "". Repeating makes none."""
    if not name:
        return None
    wanted = canonical_name(name)[:200]
    found = Subject.objects.filter(name=wanted).order_by("pk").first()
    return found or Subject.objects.filter(aliases__name=name).order_by("pk").first() or _made(wanted)


def _made(name: str) -> Subject:
    known = known_subject(name)
    family = family_of(name)
    subject = Subject.objects.create(
        name=name,
        maker=organisation_named(known.maker) if known else None,
        family=subject_named(family) if family and family != name else None,
    )
    SubjectAlias.objects.bulk_create(
        SubjectAlias(subject=subject, name=alias) for alias in (known.aliases if known else ()) if alias != name
    )
    return subject
