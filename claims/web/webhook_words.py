"""The words of webhooks on their pages: what happened, how a delivery goes, and why a try failed."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.core.post_failures import PostFailure
from claims.models import EndpointState, EventKind, HookState, WebhookAttempt

KIND_WORDS: dict[EventKind, Promise] = {
    EventKind.CLAIM_TRACKED: gettext_lazy("A claim was confirmed and is looked for"),
    EventKind.STATUS_CHANGED: gettext_lazy("A status, or its certainty, changed"),
    EventKind.CLAIM_MERGED: gettext_lazy("A claim was merged into another"),
    EventKind.CLAIM_UNMERGED: gettext_lazy("A claim was taken out of another again"),
    EventKind.CLAIM_DISMISSED: gettext_lazy("A claim was dismissed"),
    EventKind.COMMENT_PUBLISHED: gettext_lazy("A comment on a claim was published"),
    EventKind.EVIDENCE_ACCEPTED: gettext_lazy("Evidence counts from now on"),
    EventKind.EVIDENCE_DROPPED: gettext_lazy("Evidence counts no longer"),
    EventKind.PAPER_NOTICE: gettext_lazy("A paper was corrected or retracted"),
    EventKind.ANNOUNCEMENT_ADDED: gettext_lazy("An announcement was read"),
    EventKind.ANNOUNCEMENT_EDITED: gettext_lazy("The page of an announcement was changed silently"),
}
TEST_WORDS = gettext_lazy("Test")
# Word and shape; the style sheet colours the same classes.
STATE_WORDS: dict[HookState, tuple[str, Promise]] = {
    HookState.WAITING: ("○", gettext_lazy("waiting")),
    HookState.DELIVERED: ("●", gettext_lazy("delivered")),
    HookState.GIVEN_UP: ("✕", gettext_lazy("given up")),
    HookState.CANCELLED: ("⊘", gettext_lazy("cancelled")),
}
ENDPOINT_WORDS: dict[EndpointState, tuple[str, Promise]] = {
    EndpointState.ON: ("●", gettext_lazy("on")),
    EndpointState.OFF: ("⊘", gettext_lazy("switched off")),
    EndpointState.FAILING_OFF: ("✕", gettext_lazy("switched off for failing")),
}
_FAILURES: dict[str, Promise] = {
    PostFailure.TOO_SLOW: gettext_lazy("no answer in time"),
    PostFailure.UNKNOWN_HOST: gettext_lazy("host not found"),
    PostFailure.POINTS_INSIDE: gettext_lazy("the host leads to a private address; nothing was posted"),
    PostFailure.NOT_ALLOWED: gettext_lazy("the address is not allowed; nothing was posted"),
    PostFailure.UNREACHABLE: gettext_lazy("nobody listens there"),
    PostFailure.BAD_TLS: gettext_lazy("no trusted https"),
    PostFailure.HUNG_UP: gettext_lazy("the connection was closed before an answer"),
    PostFailure.NOT_HTTP: gettext_lazy("the answer is not HTTP"),
    PostFailure.INTERRUPTED: gettext_lazy("our worker ended in the middle; it may have arrived"),
    PostFailure.UNTELLABLE: gettext_lazy("what it tells of is not there any more"),
}


def told_try(attempt: WebhookAttempt) -> str:
    """What came of one try: "answered 503", or why there was no answer, with what noticed it."""
    if attempt.status is not None:
        return _("answered %(status)d") % {"status": attempt.status}
    code, _colon, detail = attempt.failure.partition(": ")
    words = str(_FAILURES.get(code, code))
    return f"{words} ({detail})" if detail else words
