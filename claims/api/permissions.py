"""Who may do what over the API: one table, which the permission class reads, tests go through, and the docs print."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from claims.models import ApiToken, Scope
from claims.workflows.make_roles import APP, HOLDS, Role

if TYPE_CHECKING:
    # At run time that module reads the settings, which name this one.
    from rest_framework.views import APIView


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """What an act takes: a permission that the person holds, by the role, and a scope that the token covers."""

    permission: str
    scope: Scope


# Endpoint (the name of its route) and verb → what it takes. What is not named here can be read by everybody, and
# written by nobody.
TABLE: dict[tuple[str, str], Need] = {
    ("submissions", "GET"): Need(permission="add_lead", scope=Scope.SUBMIT),
    ("submissions", "POST"): Need(permission="add_lead", scope=Scope.SUBMIT),
    ("submission", "GET"): Need(permission="add_lead", scope=Scope.SUBMIT),
    ("claim-evidence", "POST"): Need(permission="add_evidence", scope=Scope.PROPOSE),
    ("propose-ruling", "POST"): Need(permission="propose_ruling", scope=Scope.PROPOSE),
    ("comment-on-claim", "POST"): Need(permission="add_claimcomment", scope=Scope.PROPOSE),
    ("review-evidence", "POST"): Need(permission="review_evidence", scope=Scope.REVIEW),
    ("look-for-claim", "POST"): Need(permission="review_evidence", scope=Scope.REVIEW),
    ("rule-claim", "POST"): Need(permission="rule_claim", scope=Scope.RULE),
    ("lift-ruling", "POST"): Need(permission="rule_claim", scope=Scope.RULE),
    ("decline-proposal", "POST"): Need(permission="rule_claim", scope=Scope.RULE),
    ("merge-claim", "POST"): Need(permission="change_repeatpair", scope=Scope.RULE),
    ("unmerge-claim", "POST"): Need(permission="change_repeatpair", scope=Scope.RULE),
    ("decide-repeat", "POST"): Need(permission="change_repeatpair", scope=Scope.RULE),
    ("publish-comment", "POST"): Need(permission="publish_claimcomment", scope=Scope.RULE),
    **{
        act: Need(permission="view_claim", scope=Scope.FOLLOW)
        for act in (
            ("follows", "GET"),
            ("follows", "POST"),
            ("follow", "GET"),
            ("follow", "PATCH"),
            ("follow", "DELETE"),
            ("webhooks", "GET"),
            ("webhooks", "POST"),
            ("webhook", "GET"),
            ("webhook", "PATCH"),
            ("webhook", "DELETE"),
            ("switch-webhook", "POST"),
            ("rotate-webhook", "POST"),
            ("test-webhook", "POST"),
            ("redeliver-failed", "POST"),
            ("webhook-deliveries", "GET"),
            ("redeliver", "POST"),
        )
    },
}

# What is asked by POST, for it is long, and changes nothing: everybody may.
ASKED_BY_POST = frozenset({("lookup", "POST")})


def need_of(route: str, verb: str) -> Need | None:
    """What a request takes, None for nothing; HEAD and OPTIONS take what GET does."""
    return TABLE.get((route, "GET" if verb in SAFE_METHODS else verb))


def is_open(route: str, verb: str) -> bool:
    """Whether everybody may do what takes nothing."""
    return verb in SAFE_METHODS or (route, verb) in ASKED_BY_POST


def may(role: Role | None, route: str, verb: str) -> bool:
    """Whether the table lets a role do it with a token that covers everything; None is whoever is signed out."""
    need = need_of(route, verb)
    if need is None:
        return is_open(route, verb)
    if role is None:
        return False
    return HOLDS[role](Permission(codename=need.permission, content_type=ContentType(app_label=APP)))


def told_table() -> Iterator[tuple[str, str, str, str]]:
    """(endpoint, verb, scope, roles) of every act, as the docs print them."""
    for (route, verb), need in TABLE.items():
        yield route, verb, need.scope.value, ", ".join(role for role in Role if may(role, route, verb))


class AsTheTableSays(BasePermission):
    """See the module. A verb that an endpoint has not is let through, to be answered with 405."""

    message = "Your role does not allow this."

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """Whether the table lets this person, with this token."""
        route, verb = route_of(request), request.method or ""
        need = need_of(route, verb)
        if need is None:
            return is_open(route, verb) or not hasattr(view, verb.lower())
        if isinstance(request.auth, ApiToken) and not request.auth.covers(need.scope):
            self.message = f"This token lacks the scope “{need.scope.value}”."
            return False
        return bool(request.user and request.user.has_perm(f"{APP}.{need.permission}"))


def route_of(request: Request) -> str:
    """The name of the route that the request took."""
    match = request._request.resolver_match
    return (match.url_name or "") if match else ""
