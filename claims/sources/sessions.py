"""HTTP sessions that say who we are; for strangers' addresses, with the guard that keeps them from pointing inside."""

from collections.abc import Iterator
from typing import Any

import requests
from requests_hardened import Config, Manager

from claims.sources.bounded_answers import bound_answers

CONNECT_SECONDS, READ_SECONDS = 10, 20


def user_agent(contact: str) -> str:
    """Who asks, and whom to write to about it."""
    return f"ClaimTracker/0.1 (+mailto:{contact})"


def open_session(contact: str, *, total_seconds: float) -> requests.Session:
    """For addresses that the operator set, which may lie on this machine. No answer takes longer than that."""
    return _session(contact, guarded=False, total_seconds=total_seconds)


def guarded_session(contact: str, *, total_seconds: float) -> requests.Session:
    """For addresses that somebody gave: private ones are refused, and the address that was checked is connected to."""
    return _session(contact, guarded=True, total_seconds=total_seconds)


def _session(contact: str, *, guarded: bool, total_seconds: float) -> requests.Session:
    session: requests.Session = Manager(
        Config(
            ip_filter_enable=guarded,
            ip_filter_allow_loopback_ips=False,
            never_redirect=True,
            default_timeout=(CONNECT_SECONDS, READ_SECONDS),
            user_agent_override=user_agent(contact),
        )
    ).get_session()
    # Neither a .netrc nor a proxy of the machine's user has a say in what is sent.
    session.trust_env = False
    # To tell where a redirect leads, requests reads the whole of its body first, however large that is.
    session.resolve_redirects = _nowhere  # type: ignore[method-assign]
    bound_answers(session, seconds=total_seconds)
    return session


def _nowhere(*_arguments: object, **_more: object) -> Iterator[Any]:
    return iter(())
