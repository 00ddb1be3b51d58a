"""Take an editor's word on whether two claims are one back: the pair waits for a decision again."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from claims.models import PairState, RepeatPair
from claims.models.lineage import DECIDED
from claims.workflows.gather_appearances import successor_of
from claims.workflows.take_turns import take_turn
from claims.workflows.unmerge_claim import unmerge_claim


class NotLatest(Exception):
    """Somebody has decided otherwise since; the message says what. Nothing was changed."""


def reopen_repeat(pair_id: int, decided: PairState, *, reason: str, actor: User, now: datetime) -> bool:
    """Take the decision `decided` on the pair back, and a merge that came of it; whether there was one to take back.

    A pair that waits already is left as it is, so repeating it changes nothing. Raises `NotLatest` where the pair is
    decided otherwise by now, and `RepeatPair.DoesNotExist`.
    """
    with transaction.atomic():
        take_turn()
        pair = RepeatPair.objects.select_related("later", "earlier").get(pk=pair_id)
        if pair.state not in DECIDED:
            return False
        if pair.state != decided:
            raise NotLatest(
                _("The pair is %(state)s by now; nothing was changed.") % {"state": pair.get_state_display()}
            )
        merged_into = pair.later.merged_into
        if merged_into is not None and merged_into.pk == successor_of(pair.earlier).pk:
            unmerge_claim(pair.later_id, actor=actor, reason=reason, now=now)
        RepeatPair.objects.filter(pk=pair_id).update(state=PairState.SUGGESTED, decided_by=None)
    return True
