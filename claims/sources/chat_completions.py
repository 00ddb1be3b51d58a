"""Asking a language model over the chat-completions protocol: bounded in time, size and tries, and never believed.

The address is the operator's own setting, not one that an article or a visitor gave, and often on the same machine, so
it is not under the guard of `web_pages` that refuses addresses inside. What comes back is only shaped here, not
trusted: the pure rooms hold every word of it against the text that was sent.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

import requests
import urllib3

from claims.sources.troubles import cause_of

CONNECT_SECONDS, TOTAL_SECONDS = 10.0, 300.0
MAX_BYTES = 1024 * 1024
CHUNK_BYTES = 64 * 1024
# Waits before the second and the third try. A server that asks for a longer one is given up.
PAUSES = (1.0, 4.0)
LONGEST_PAUSE = 30.0
# Room for about fifty proposals; a model that runs on is cut there by its own server.
MAX_ANSWER_TOKENS = 4096
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
# Some servers and models refuse one of these (reasoning models a temperature, others JSON mode): see `ChatServer.ask`.
WISHES: Mapping[str, object] = {
    "temperature": 0,
    "max_tokens": MAX_ANSWER_TOKENS,
    "response_format": {"type": "json_object"},
}
# Of what a server says about its refusal, as much as fits a line.
EXCERPT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What asking cost: requests sent (repeated ones too), seconds, and tokens (0 where the server does not tell)."""

    requests: int = 0
    seconds: float = 0.0
    prompt_tokens: int = 0
    completion_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            requests=self.requests + other.requests,
            seconds=self.seconds + other.seconds,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """US dollars for a million tokens sent (`prompt`) and received (`completion`)."""

    prompt: Decimal
    completion: Decimal

    def of(self, usage: Usage) -> Decimal:
        """What this usage cost in US dollars."""
        return (self.prompt * usage.prompt_tokens + self.completion * usage.completion_tokens) / 1_000_000


class Ending(StrEnum):
    """How an answer ended: `CUT` at the most tokens, `REFUSED` by the model or a filter of its server."""

    WHOLE = "whole"
    CUT = "cut"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer in the model's words, which may be anything, nothing ("") included."""

    content: str
    ending: Ending
    usage: Usage


class ModelTrouble(Exception):
    """Asking gave no answer; `usage` is what it cost all the same."""

    def __init__(self, message: str, usage: Usage) -> None:
        super().__init__(message)
        self.usage = usage


class ModelUnavailable(ModelTrouble):
    """The server cannot be used now or as it is set up: asking on would fail too. The message says what to do."""


class UnusableAnswer(ModelTrouble):
    """This answer does not follow the protocol; the next one may."""


class ChatModel(Protocol):
    """Anything that answers in words; raises `ModelUnavailable` and `UnusableAnswer`."""

    @property
    def model(self) -> str: ...

    def ask(self, *, instructions: str, material: str) -> Reply: ...

    def price(self, usage: Usage) -> Decimal | None: ...


class _Busy(Exception):
    """Worth another try, after `pause` seconds if the server asked for that."""

    def __init__(self, message: str, pause: float | None = None) -> None:
        super().__init__(message)
        self.pause = pause


class _WishRefused(Exception):
    """The server does not take a request with `WISHES`."""


class _Unusable(Exception):
    """The answer is not of the protocol."""


class _Hopeless(Exception):
    """Asking again would fail in the same way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bearer(requests.auth.AuthBase):
    """The key alone; without it nothing, where `requests` would look into the user's .netrc."""

    key: str

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self.key:
            request.headers["Authorization"] = f"Bearer {self.key}"
        return request


@dataclass(slots=True)
class _Meter:
    """Counts while one question is asked."""

    started: float
    requests: int = 0

    def usage(self) -> Usage:
        return Usage(requests=self.requests, seconds=time.monotonic() - self.started)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatServer:
    """A model at a server: `url` is the base that `/chat/completions` is put behind; `key` "" sends none."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    prices: Prices | None = None
    total_seconds: float = TOTAL_SECONDS
    sleep: Callable[[float], None] = time.sleep

    def price(self, usage: Usage) -> Decimal | None:
        """What this usage cost in US dollars; None where no prices are known."""
        return self.prices.of(usage) if self.prices else None

    def ask(self, *, instructions: str, material: str) -> Reply:
        """Ask once, and again up to twice where the server is busy or fails; a time-out is not repeated.

        A server that refuses our wishes is asked once more without them. Raises `ModelUnavailable`, `UnusableAnswer`.
        """
        body: dict[str, object] = {
            "model": self.model,
            "messages": [{"role": "system", "content": instructions}, {"role": "user", "content": material}],
            "stream": False,
        }
        meter = _Meter(started=time.monotonic())
        try:
            return self._reply(body, meter)
        except _Unusable as error:
            raise UnusableAnswer(f"{self._place} {self._without_key(error)}.", meter.usage()) from error
        except (_Busy, _Hopeless) as error:
            raise ModelUnavailable(f"{self._place} {self._without_key(error)}.", meter.usage()) from error

    @property
    def _place(self) -> str:
        return self.url.rpartition("@")[2]

    def _without_key(self, error: Exception) -> str:
        """Servers echo keys in what they say, and what they say is stored."""
        return str(error).replace(self.key, "…") if self.key else str(error)

    def _reply(self, body: dict[str, object], meter: _Meter) -> Reply:
        try:
            raw = self._patiently({**body, **WISHES}, meter)
        except _WishRefused:
            raw = self._patiently(body, meter)
        reply = _reply_in(raw)
        spent = meter.usage()
        return replace(reply, usage=replace(reply.usage, requests=spent.requests, seconds=spent.seconds))

    def _patiently(self, body: dict[str, object], meter: _Meter) -> bytes:
        for pause in PAUSES:
            try:
                return self._once(body, meter)
            except _Busy as busy:
                wait = pause if busy.pause is None else busy.pause
                if wait > LONGEST_PAUSE:
                    raise _Hopeless(f"{busy} and asks to wait {wait:.0f} s; try again later") from busy
                self.sleep(wait)
        return self._once(body, meter)

    def _once(self, body: dict[str, object], meter: _Meter) -> bytes:
        meter.requests += 1
        try:
            # A redirect is not followed: it would carry the text, and perhaps the key, to an address nobody set.
            with requests.post(
                f"{self.url}/chat/completions",
                json=body,
                auth=_Bearer(key=self.key),
                headers={"Accept": "application/json", "Accept-Encoding": "identity"},
                timeout=(CONNECT_SECONDS, self.total_seconds),
                allow_redirects=False,
                stream=True,
            ) as response:
                return self._accepted(response, self._body(response), wished="temperature" in body)
        except (requests.ReadTimeout, urllib3.exceptions.TimeoutError) as error:
            raise _Hopeless(
                f"did not answer within {self.total_seconds:.0f} s; use a smaller or faster model"
            ) from error
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise _Busy(f"could not be reached: {cause_of(error)}; is it running, and is the address right?") from error

    def _body(self, response: requests.Response) -> bytes:
        """The body as it comes, so that one that trickles is noticed."""
        started, body = time.monotonic(), bytearray()
        while chunk := response.raw.read1(CHUNK_BYTES, decode_content=True):
            body += chunk
            if len(body) > MAX_BYTES:
                raise _Unusable(f"sent more than {MAX_BYTES // 1024 // 1024} MB for one answer")
            if time.monotonic() - started > self.total_seconds:
                raise _Hopeless(f"was not done after {self.total_seconds:.0f} s; use a smaller or faster model")
        return bytes(body)

    def _accepted(self, response: requests.Response, body: bytes, *, wished: bool) -> bytes:
        status = response.status_code
        told = f"answered {status} {response.reason}"
        if status == requests.codes.ok:
            return body
        if status in BUSY:
            raise _Busy(f"{told}{_excerpt(body)}", _pause_in(response.headers.get("Retry-After", "")))
        if status in (400, 422) and wished:
            raise _WishRefused
        if status in (401, 403):
            raise _Hopeless(f"{told}: it does not take the key; set the right one")
        if status == requests.codes.not_found:
            raise _Hopeless(
                f"{told}{_excerpt(body)}: the address usually ends in /v1, and the model must be one it has"
            )
        if response.is_redirect:
            raise _Hopeless(f"{told}: set the address that it redirects to")
        raise _Hopeless(f"{told}{_excerpt(body)}")


def _pause_in(retry_after: str) -> float | None:
    """The seconds of a `Retry-After`; None for a date (RFC 9110 allows one, model servers send none) or nonsense."""
    return float(retry_after) if retry_after.isascii() and retry_after.isdecimal() else None


def _excerpt(body: bytes) -> str:
    """What a server says of its refusal, `{"error": {"message": …}}` or plain, on one line; "" for a page."""
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    error = told.get("error") if isinstance(told, dict) else None
    message = error.get("message") if isinstance(error, dict) else error
    return f" ({' '.join(message.split())[:EXCERPT]})" if isinstance(message, str) and message.strip() else ""


def _reply_in(raw: bytes) -> Reply:
    """The first choice of a chat completion. Raises for anything else, with the cause in words."""
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        if raw.lstrip()[:1] == b"<":
            raise _Hopeless("answered with a page, not with JSON; the address usually ends in /v1") from error
        raise _Unusable("answered with something that is not JSON") from error
    choices = told.get("choices") if isinstance(told, dict) else None
    choice = choices[0] if isinstance(choices, list) and choices else None
    message = choice.get("message") if isinstance(choice, dict) else None
    if not isinstance(choice, dict) or not isinstance(message, dict):
        raise _Unusable("answered without a choice")
    return _reply_of(message, choice.get("finish_reason"), _usage_in(told.get("usage")))


def _reply_of(message: dict[str, object], finish: object, usage: Usage) -> Reply:
    content = message.get("content")
    if message.get("refusal") or finish == "content_filter":
        return Reply(content="", ending=Ending.REFUSED, usage=usage)
    words = content if isinstance(content, str) else ""
    return Reply(content=words, ending=Ending.CUT if finish == "length" else Ending.WHOLE, usage=usage)


def _usage_in(told: object) -> Usage:
    counts = told if isinstance(told, dict) else {}
    return Usage(
        prompt_tokens=_count(counts.get("prompt_tokens")), completion_tokens=_count(counts.get("completion_tokens"))
    )


def _count(told: object) -> int:
    return told if type(told) is int and told > 0 else 0
