"""Why a webhook got no good answer, in words that are stored; pages put them into sentences."""

from enum import StrEnum


class PostFailure(StrEnum):
    """What kept an answer from us. What was answered, but not with 2xx, is told by its status instead."""

    TOO_SLOW = "too_slow"
    UNKNOWN_HOST = "unknown_host"
    POINTS_INSIDE = "points_inside"
    NOT_ALLOWED = "not_allowed"
    UNREACHABLE = "unreachable"
    BAD_TLS = "bad_tls"
    HUNG_UP = "hung_up"
    NOT_HTTP = "not_http"
    # The worker ended before an answer came; it may have arrived.
    INTERRUPTED = "interrupted"
    # What it tells is not there any more.
    UNTELLABLE = "untellable"
