"""Count tries to sign in, so that passwords cannot be guessed by trying many."""

from datetime import datetime

from claims.workflows.count_request import Rate, count_request
from claims.workflows.want_mail import AskedTooOften

# Somebody who forgot which of their passwords it was needs a few tries; a program needs millions.
A_NAME_FROM_ONE_PLACE = Rate(name="sign-in-name-from-one-place", requests=10, seconds=900)
ONE_PLACE = Rate(name="sign-in-one-place", requests=60, seconds=900)
# High enough that nobody is kept out by a stranger for long, low enough for a weak password to hold out.
A_NAME = Rate(name="sign-in-name", requests=100, seconds=3600)


def count_sign_in(name: str, caller: str, *, now: datetime) -> None:
    """Count one more try for a name from a place, whether it succeeds or not. Raises `AskedTooOften`."""
    tried = name.strip().lower()[:254]
    counted = (
        count_request(f"{caller} {tried}", A_NAME_FROM_ONE_PLACE, now=now),
        count_request(caller, ONE_PLACE, now=now),
        count_request(tried, A_NAME, now=now),
    )
    for used in counted:
        if used.is_too_often:
            raise AskedTooOften(used)
