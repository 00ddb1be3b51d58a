"""Who asks: the owner of a token, or a person who is signed in at the desk; whoever brings neither may read."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from knox.auth import TokenAuthentication
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from claims.models import ApiToken
from claims.workflows.keep_two_factor import must_set_up_two_factor

# That a token was used is written down at most so often.
_NOTED_EVERY = timedelta(minutes=1)


class ByToken(TokenAuthentication):  # type: ignore[misc] # knox has no types
    """`Authorization: Token …`."""

    def authenticate_credentials(self, token: bytes) -> tuple[Any, ApiToken]:
        """The owner and the token; raises `AuthenticationFailed`."""
        if not token.replace(b"_", b"").isalnum():
            raise AuthenticationFailed("Invalid token.")
        user, found = super().authenticate_credentials(token)
        now = timezone.now()
        unnoted = Q(last_used_at=None) | Q(last_used_at__lt=now - _NOTED_EVERY)
        if found.last_used_at is None or found.last_used_at < now - _NOTED_EVERY:
            ApiToken.objects.filter(unnoted, pk=found.pk).update(last_used_at=now)
        return user, found


class BySession(SessionAuthentication):
    """The session of the desk, which only staff have; writing takes the CSRF token as any form does."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """The person who is signed in, if it is one of the staff and needs no two-factor sign-in first."""
        user = getattr(request._request, "user", None)
        if user is None or not user.is_staff or must_set_up_two_factor(user):
            return None
        return super().authenticate(request)
