"""Which state of the public data, and of the code, an answer is made from: what `ETag` and 304 rest on.

Each transaction that changes a public table leaves a row (a trigger does it, once a transaction). The state of the data
is the set of the newest rows that are committed, which one cheap look tells: it changes whenever one more commits, also
when that began earlier than one which has committed before. A clock or the greatest number would miss that one.
"""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.db import connection
from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from rest_framework.request import Request
from rest_framework.response import Response

# A transaction that commits after so many that began later would go unseen; jobs keep theirs far shorter.
NEWEST = 500

# A sum of hashes does not depend on the order, so nothing has to be sorted. Events are told once they have a position.
_REVISION = """
SELECT COALESCE(sum(hashint8extended(id, 0)), 0)
       || ' ' || (SELECT COALESCE(max(position), 0) FROM claims_outboxevent)
       || ' ' || (SELECT count(*) FROM claims_digestissue WHERE slug <> '' AND state <> 'cancelled'),
       max(recorded_at)
FROM (SELECT id, recorded_at FROM claims_publicchange ORDER BY id DESC LIMIT %s) newest
"""

_CODE = Path(__file__).parents[1]


def revision() -> tuple[str, datetime | None]:
    """A text that differs for each state, and when the last change began. One query on the end of an index."""
    with connection.cursor() as cursor:
        cursor.execute(_REVISION, [NEWEST])
        told: tuple[str, datetime | None] = cursor.fetchone()
    return told


@cache
def release(code: Path = _CODE) -> str:
    """A text that differs for each state of the code. All of it: shapes, renderings and rules each make answers."""
    told = sha256()
    for file in sorted(code.rglob("*.py")):
        told.update(f"{file.relative_to(code)}\n".encode() + file.read_bytes())
    return told.hexdigest()


def unless_known[Answer: HttpResponseBase](request: Request, answer: Callable[[], Answer]) -> Answer | Response:
    """304 where the client has the answer of this state already, else the answer with what to ask again by.

    The state is read before the answer: what changes in between is told under the older mark, and told again.
    """
    state, changed_at = revision()
    told = f"{release()} {state} {request.build_absolute_uri()} {request.META.get('HTTP_ACCEPT', '')}"
    tag = f'"{sha256(told.encode()).hexdigest()[:32]}"'
    known = get_conditional_response(request._request, etag=tag)
    response = Response(status=known.status_code) if known else answer()
    response["ETag"] = tag
    if changed_at:
        response["Last-Modified"] = http_date(changed_at.timestamp())
    whose = "private" if request.user.is_authenticated else "public"
    response["Cache-Control"] = f"{whose}, max-age=0, must-revalidate"
    patch_vary_headers(response, ["Accept", "Authorization", "Cookie"])
    return response
