"""Asking a model: the protocol as it is, its faults in words, and a bound on everything."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from claims.sources.chat_completions import (
    MAX_BYTES,
    ChatServer,
    Ending,
    ModelTrouble,
    ModelUnavailable,
    Prices,
    Reply,
    UnusableAnswer,
    Usage,
)
from tests.sources.stand_in_chat_server import (
    KEY,
    ChatStandIn,
    Question,
    Said,
    Script,
    chat_server,
    completion,
    failure,
    one_after_another,
)

COST = Usage(requests=1, prompt_tokens=100, completion_tokens=20)


def at_once(seconds: float) -> None:
    """Waits for nothing."""


def client(stand_in: ChatStandIn, **more: Any) -> ChatServer:
    """A client that does not wait; `more` are fields of it."""
    return replace(ChatServer(url=stand_in.url, model="small-model", key=KEY, sleep=at_once), **more)


def ask(server: ChatServer) -> Reply:
    """The reply without its seconds, which differ."""
    reply = server.ask(instructions="Find claims.", material="Zephyr-9 has 3 trillion parameters.")
    return replace(reply, usage=replace(reply.usage, seconds=0.0))


def trouble(script: Script, **more: Any) -> tuple[type[ModelTrouble], str, int]:
    """What kind of trouble the answers make, in which words, after how many requests."""
    with chat_server(script) as stand_in:
        with pytest.raises(ModelTrouble) as caught:
            ask(client(stand_in, **more))
        return type(caught.value), str(caught.value).replace(stand_in.url, "SERVER"), caught.value.usage.requests


def test_an_answer_comes_with_its_tokens_and_what_was_asked_is_as_the_protocol_wants_it() -> None:
    with chat_server(one_after_another(completion("{}")), wants_key=True) as stand_in:
        assert ask(client(stand_in)) == Reply(content="{}", ending=Ending.WHOLE, usage=COST)
    assert stand_in.asked == [
        Question(
            body={
                "model": "small-model",
                "messages": [
                    {"role": "system", "content": "Find claims."},
                    {"role": "user", "content": "Zephyr-9 has 3 trillion parameters."},
                ],
                "stream": False,
                "temperature": 0,
                "max_tokens": 4096,
                "response_format": {"type": "json_object"},
            },
            key=KEY,
        )
    ]


def test_seconds_are_counted_and_prices_are_for_a_million_tokens() -> None:
    with chat_server(one_after_another(replace(completion("{}"), pause=0.05))) as stand_in:
        server = client(stand_in, prices=Prices(prompt=Decimal("0.5"), completion=Decimal(2)))
        usage = server.ask(instructions="", material="").usage
    assert usage.seconds >= 0.05
    assert server.price(usage) == Decimal("0.00009")
    assert client(stand_in).price(usage) is None


def test_an_answer_cut_at_its_most_tokens_and_a_refusal_are_told_apart() -> None:
    cut, refused, filtered = (
        completion('{"claims": [', finish="length"),
        completion(None, refusal="I cannot help with that."),
        completion("Half a sen", finish="content_filter"),
    )
    with chat_server(one_after_another(cut, refused, filtered)) as stand_in:
        endings = [(reply.content, reply.ending) for reply in (ask(client(stand_in)) for _ in range(3))]
    assert endings == [('{"claims": [', Ending.CUT), ("", Ending.REFUSED), ("", Ending.REFUSED)]


@pytest.mark.parametrize(
    "usage",
    [None, [], {"prompt_tokens": "100", "completion_tokens": None}, {"prompt_tokens": -3}, {"prompt_tokens": True}],
)
def test_tokens_that_the_server_does_not_tell_in_earnest_count_nothing(usage: object) -> None:
    with chat_server(one_after_another(completion("{}", usage=usage))) as stand_in:
        assert ask(client(stand_in)).usage == Usage(requests=1)


def test_a_server_that_refuses_our_wishes_is_asked_without_them() -> None:
    def reasoning(asked: Question, turn: int) -> Said:
        refused = failure(400, "Unsupported value: 'temperature' does not support 0 with this model.")
        return refused if "temperature" in asked.body else completion("{}")

    with chat_server(reasoning) as stand_in:
        assert ask(client(stand_in)).usage.requests == 2
    assert sorted(stand_in.asked[1].body) == ["messages", "model", "stream"]


def test_a_busy_server_is_waited_for_as_long_as_it_asks() -> None:
    slept: list[float] = []
    busy = one_after_another(failure(429, "slow down", **{"Retry-After": "7"}), failure(500, "oops"), completion("{}"))
    with chat_server(busy) as stand_in:
        assert ask(client(stand_in, sleep=slept.append)) == Reply(
            content="{}", ending=Ending.WHOLE, usage=replace(COST, requests=3)
        )
    assert slept == [7.0, 4.0]


@pytest.mark.parametrize(
    ("said", "told", "requests"),
    [
        (failure(500, "out of memory"), "SERVER answered 500 Internal Server Error (out of memory).", 3),
        (
            failure(429, "slow down", **{"Retry-After": "3600"}),
            "SERVER answered 429 Too Many Requests (slow down) and asks to wait 3600 s; try again later.",
            1,
        ),
        (
            failure(401, f"Incorrect API key provided: {KEY}"),
            "SERVER answered 401 Unauthorized: it does not take the key; set the right one.",
            1,
        ),
        (
            failure(404, "model 'small-model' not found"),
            "SERVER answered 404 Not Found (model 'small-model' not found): the address usually ends in /v1, "
            "and the model must be one it has.",
            1,
        ),
        (failure(402, f"{KEY} owes\nmoney"), "SERVER answered 402 Payment Required (… owes money).", 1),
        (
            Said(status=307, headers={"Location": "http://127.0.0.1:1/"}),
            "SERVER answered 307 Temporary Redirect: set the address that it redirects to.",
            1,
        ),
        (
            Said(body=b"<!doctype html><title>Welcome</title>"),
            "SERVER answered with a page, not with JSON; the address usually ends in /v1.",
            1,
        ),
        (
            Said(status=502, body=b"<html>Bad gateway</html>"),
            "SERVER answered 502 Bad Gateway.",
            3,
        ),
    ],
)
def test_a_server_that_cannot_be_used_says_why_and_what_to_do(said: Said, told: str, requests: int) -> None:
    assert trouble(one_after_another(said)) == (ModelUnavailable, told, requests)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (Said(body=b""), "SERVER answered with something that is not JSON."),
        (Said(body=b'{"choices": ['), "SERVER answered with something that is not JSON."),
        (Said(body=b"[" * 100_000), "SERVER answered with something that is not JSON."),
        (Said(body=b"[]"), "SERVER answered without a choice."),
        (completion("{}", choices=[]), "SERVER answered without a choice."),
        (completion("{}", choices={"0": 1}), "SERVER answered without a choice."),
        (completion("{}", choices=[{"text": "an older protocol"}]), "SERVER answered without a choice."),
        (Said(body=b" " * (MAX_BYTES + 1)), "SERVER sent more than 1 MB for one answer."),
    ],
)
def test_an_answer_that_is_not_of_the_protocol_is_unusable(said: Said, told: str) -> None:
    assert trouble(one_after_another(said)) == (UnusableAnswer, told, 1)


def test_content_of_another_type_is_an_empty_answer() -> None:
    with chat_server(
        one_after_another(completion("", usage=None, choices=[{"message": {"content": [1]}}]))
    ) as stand_in:
        assert ask(client(stand_in)) == Reply(content="", ending=Ending.WHOLE, usage=Usage(requests=1))


@pytest.mark.parametrize("pieces", [1, 20])
def test_a_server_that_is_too_slow_is_given_up_at_once_even_when_it_trickles(pieces: int) -> None:
    slow = replace(completion("{}" + " " * 2000), pause=0.6 if pieces == 1 else 0.05, pieces=pieces)
    kind, told, requests = trouble(one_after_another(slow), total_seconds=0.3)
    assert (kind, requests) == (ModelUnavailable, 1)
    assert told.endswith("; use a smaller or faster model.")


def test_an_answer_that_ends_before_its_declared_length_is_asked_for_again() -> None:
    cut = replace(completion("{}"), declared=10_000)
    with chat_server(one_after_another(cut, completion("{}"))) as stand_in:
        assert ask(client(stand_in)).usage.requests == 2


def test_nobody_listening_is_said_in_words() -> None:
    with chat_server(one_after_another(completion("{}"))) as stand_in:
        pass
    with pytest.raises(ModelUnavailable, match=r"could not be reached: .*refused; is it running"):
        ask(client(stand_in))


def test_the_key_is_in_no_picture_of_the_server_and_a_password_in_no_message() -> None:
    with chat_server(one_after_another(failure(403, "no"))) as stand_in:
        server = client(stand_in, url=stand_in.url.replace("//", "//user:secret@"))
        with pytest.raises(ModelUnavailable) as caught:
            ask(server)
    assert KEY not in repr(server)
    assert "secret" not in str(caught.value)
