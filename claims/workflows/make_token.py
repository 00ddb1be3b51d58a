"""Give a person a token for the REST API, or take one back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from knox.models import get_digest_token
from knox.settings import CONSTANTS

from claims.models import ApiToken, Scope
from claims.models.api_tokens import LONGEST_TOKEN_NAME

MOST_TOKENS, MOST_DAYS = 20, 365


class TokenRefused(ValueError):
    """No token was made; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeToken:
    """`secret` is the token itself: it is known here and never again."""

    row: ApiToken
    secret: str


def make_token(user: User, *, name: str, scopes: Collection[Scope], days: int, now: datetime) -> MadeToken:
    """Make a token that runs out after so many days, and remove those of the person that have run out.

    Each call makes another one. Raises `TokenRefused` for a name that another one has, and for too many.
    """
    name = name.strip()
    if not name or len(name) > LONGEST_TOKEN_NAME:
        raise TokenRefused(_("A token needs a name of at most %(most)s characters.") % {"most": LONGEST_TOKEN_NAME})
    if not scopes:
        raise TokenRefused(_("Say what it may be used for: %(scopes)s.") % {"scopes": ", ".join(Scope)})
    if not 1 <= days <= MOST_DAYS:
        raise TokenRefused(_("A token lasts 1 to %(most)s days, not %(days)s.") % {"most": MOST_DAYS, "days": days})
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        ApiToken.objects.filter(user=user, expiry__lt=now).delete()
        standing = list(ApiToken.objects.filter(user=user).values_list("name", flat=True))
        if name in standing:
            raise TokenRefused(
                _("%(user)s has a token “%(name)s” already.") % {"user": user.get_username(), "name": name}
            )
        if len(standing) >= MOST_TOKENS:
            raise TokenRefused(
                _("%(user)s has %(most)s tokens; withdraw one first.")
                % {"user": user.get_username(), "most": MOST_TOKENS}
            )
        ordered = [scope.value for scope in Scope if scope in scopes]
        digest, secret = get_digest_token()
        row = ApiToken.objects.create(
            user=user,
            digest=digest,
            token_key=secret[: CONSTANTS.TOKEN_KEY_LENGTH],
            expiry=now + timedelta(days=days),
            name=name,
            scopes=ordered,
        )
    return MadeToken(row=row, secret=secret)


def withdraw_token(token_id: int, *, user: User) -> bool:
    """Make a token of this person useless at once; whether there was one. Repeating it changes nothing."""
    return bool(ApiToken.objects.filter(pk=token_id, user=user).delete()[0])
