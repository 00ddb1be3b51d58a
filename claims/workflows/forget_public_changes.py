"""Forget that the outside saw changes, of those that are long past."""

from claims.models import PublicChange

# Twenty times as many as tell one state of the data from another (`claims.api.revision`).
KEPT = 10_000


def forget_public_changes(*, keep: int = KEPT) -> int:
    """Delete all but the newest `keep` changes and return how many. Repeating it changes nothing."""
    newest_to_go = PublicChange.objects.order_by("-pk").values_list("pk", flat=True)[keep : keep + 1].first()
    return PublicChange.objects.filter(pk__lte=newest_to_go).delete()[0] if newest_to_go else 0
