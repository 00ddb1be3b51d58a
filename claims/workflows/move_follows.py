"""Have those who followed a subject, or saved a search for it, follow the one that it was united with."""

from urllib.parse import parse_qsl, urlencode

from claims.models import Follow, FollowKind


def follow_successor(subject_id: int, into: int) -> int:
    """Move the follows of `subject_id` to `into` and return how many there were.

    Whoever follows both keeps one, with the earlier beginning and, where it had none, the other's note. Must run in a
    transaction. Repeating it finds nothing left. Raises nothing.
    """
    moved = 0
    for row in Follow.objects.select_for_update().filter(kind=FollowKind.SUBJECT, subject=subject_id).order_by("pk"):
        _move(row, subject_id=into)
        moved += 1
    # An address names a number whole, so that 12 is not looked for in 123.
    searched = Follow.objects.select_for_update().filter(
        kind=FollowKind.SEARCH, search__regex=rf"(^|&)subject={int(subject_id)}(&|$)"
    )
    for row in searched.order_by("pk"):
        _move(row, search=_instead(row.search, into))
        moved += 1
    return moved


def _instead(search: str, into: int) -> str:
    """The same search for the other subject; the order of its parts is that of their names, and stays."""
    return urlencode([(name, str(into) if name == "subject" else value) for name, value in parse_qsl(search)])


def _move(row: Follow, **target: int | str) -> None:
    same = Follow.objects.filter(subscriber=row.subscriber_id, kind=row.kind, **target).first()
    if same is None:
        Follow.objects.filter(pk=row.pk).update(**target)
        return
    same.since, same.note = min(same.since, row.since), same.note or row.note
    same.renewed_at = max(same.renewed_at, row.renewed_at)
    same.save(update_fields=["since", "note", "renewed_at"])
    row.delete()
