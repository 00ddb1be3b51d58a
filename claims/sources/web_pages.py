"""Fetching one page that a person named: bounded in time, size and redirects, and refused when it points inside."""

import time
from dataclasses import dataclass
from typing import Protocol

import requests
from requests_hardened import Config, Manager
from requests_hardened.ip_filter import InvalidIPAddress

MAX_BYTES = 10 * 1024 * 1024
MAX_REDIRECTS = 5
CONNECT_SECONDS, READ_SECONDS, TOTAL_SECONDS = 10, 20, 60
CHUNK_BYTES = 64 * 1024


class PageUnavailable(Exception):
    """The page could not be had; the message says which page, why, and what the reader can do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """What the server answered: the address after redirects, the raw body, its declared content type ("" if none)."""

    url: str
    body: bytes
    content_type: str


class PageFetcher(Protocol):
    """Anything that can bring a page; raises `PageUnavailable`."""

    def fetch(self, url: str) -> FetchedPage: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HardenedFetcher:
    """The real fetcher. `contact` goes into the User-Agent; `allow_private` lets addresses inside pass (tests only)."""

    contact: str
    allow_private: bool = False

    def fetch(self, url: str) -> FetchedPage:
        """Get `url` over http(s); the address that was checked is the one connected to, at every redirect."""
        if not url.startswith(("http://", "https://")):
            raise PageUnavailable(f"{url} is not an address to fetch: it must begin with http:// or https://.")
        try:
            with self._session() as session, session.get(url, stream=True) as response:
                return self._read(url, response)
        except InvalidIPAddress as error:
            raise PageUnavailable(f"{url} points inside a private network; it was not fetched.") from error
        except requests.TooManyRedirects as error:
            raise PageUnavailable(f"{url} redirects more than {MAX_REDIRECTS} times.") from error
        except requests.Timeout as error:
            raise PageUnavailable(f"{url} did not answer within {READ_SECONDS} s; try again later.") from error
        except requests.RequestException as error:
            raise PageUnavailable(f"{url} could not be fetched: {_cause(error)}.") from error

    def _session(self) -> requests.Session:
        session: requests.Session = Manager(
            Config(
                ip_filter_enable=not self.allow_private,
                ip_filter_allow_loopback_ips=False,
                never_redirect=False,
                default_timeout=(CONNECT_SECONDS, READ_SECONDS),
                user_agent_override=f"ClaimTracker/0.1 (+mailto:{self.contact})",
            )
        ).get_session()
        session.max_redirects = MAX_REDIRECTS
        return session

    def _read(self, url: str, response: requests.Response) -> FetchedPage:
        if response.status_code != requests.codes.ok:
            raise PageUnavailable(f"{url} answered {response.status_code} {response.reason}; nothing was stored.")
        started, body = time.monotonic(), bytearray()
        for chunk in response.iter_content(CHUNK_BYTES):
            body += chunk
            if len(body) > MAX_BYTES:
                raise PageUnavailable(f"{url} is larger than {MAX_BYTES // 1024 // 1024} MB; it was not stored.")
            if time.monotonic() - started > TOTAL_SECONDS:
                raise PageUnavailable(f"{url} was not complete after {TOTAL_SECONDS} s; try again later.")
        self._refuse_cut(url, response)
        return FetchedPage(url=response.url, body=bytes(body), content_type=response.headers.get("Content-Type", ""))

    def _refuse_cut(self, url: str, response: requests.Response) -> None:
        declared = response.headers.get("Content-Length", "")
        received = response.raw.tell()
        if declared.isdigit() and received < int(declared):
            raise PageUnavailable(f"{url} was cut: {received} of {declared} bytes came; try again later.")


def _cause(error: Exception) -> str:
    """The innermost cause in a few words; requests wraps the useful one several times."""
    cause: BaseException = error
    while cause.__cause__ or cause.__context__:
        cause = cause.__cause__ or cause.__context__ or cause
    return str(cause).rstrip(".") or type(cause).__name__
