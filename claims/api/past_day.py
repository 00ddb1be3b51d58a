"""`?as_of=2023-01-31&by=known`: claims with the status of a past day."""

import json
from collections.abc import Sequence

from django.utils import timezone
from rest_framework.request import Request

from claims.api.problems import BadQuestion
from claims.models import Claim
from claims.past import Past, UnknownDay, read_past, verdicts_then

PARAMETERS = ("as_of", "by")


def past_of(request: Request) -> Past | None:
    """The day that an address asks for, None for today. Raises `BadQuestion`."""
    try:
        return read_past(request.query_params.dict(), today=timezone.localdate())
    except UnknownDay as unknown:
        raise BadQuestion(str(unknown)) from unknown


def of_the_day(numbers: Sequence[int], documents: Sequence[str], past: Past) -> list[str]:
    """The documents of these claims, those of their fields that follow from a status set back to the day.

    In a fixed number of queries. A status by what was known is a replay of the rules, which no SQL can tell.
    """
    claims = Claim.objects.in_bulk(numbers)
    verdicts = verdicts_then(list(claims.values()), past)
    told = []
    for number, document in zip(numbers, documents, strict=True):
        then = {
            "status": verdicts[number].status.value,
            "certainty": verdicts[number].certainty.value,
            "proposed_status": "",
            "next_visit_at": None,
        }
        now = json.loads(document)
        told.append(json.dumps({name: then.get(name, value) for name, value in now.items()}, ensure_ascii=False))
    return told
