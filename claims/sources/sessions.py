"""HTTP sessions that say who we are; for strangers' addresses, with the guard that keeps them from pointing inside."""

import requests
from requests_hardened import Config, Manager

CONNECT_SECONDS, READ_SECONDS = 10, 20


def user_agent(contact: str) -> str:
    """Who asks, and whom to write to about it."""
    return f"ClaimTracker/0.1 (+mailto:{contact})"


def open_session(contact: str) -> requests.Session:
    """For addresses that the operator set, which may lie on this machine."""
    return _session(contact, guarded=False)


def guarded_session(contact: str) -> requests.Session:
    """For addresses that somebody gave: private ones are refused, and the address that was checked is connected to."""
    return _session(contact, guarded=True)


def _session(contact: str, *, guarded: bool) -> requests.Session:
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
    return session
