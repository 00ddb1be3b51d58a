"""A model server on loopback that speaks the chat-completions protocol, or breaks it as told."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-made-up"


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer; `pause` is in seconds before each of its `pieces`, `declared` a false Content-Length."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    pause: float = 0.0
    pieces: int = 1
    declared: int | None = None


@dataclass(frozen=True, kw_only=True)
class Question:
    """One request as it came: the JSON body and the key ("" without one)."""

    body: dict[str, Any]
    key: str

    @property
    def material(self) -> str:
        """The user's message."""
        return str(self.body["messages"][-1]["content"])


type Script = Callable[[Question, int], Said]


def completion(content: str | None, *, finish: str = "stop", refusal: str | None = None, **more: Any) -> Said:
    """An answer as OpenAI's reference describes it: `chat.completion` with one choice and the tokens that it used."""
    message = {"role": "assistant", "content": content, "refusal": refusal}
    told = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "small-model",
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": finish}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
        **more,
    }
    return Said(body=json.dumps(told).encode(), headers={"Content-Type": "application/json"})


def failure(status: int, message: str, **headers: str) -> Said:
    """An error as OpenAI's reference describes it."""
    told = {"error": {"message": message, "type": "made_up", "param": None, "code": None}}
    return Said(status=status, body=json.dumps(told).encode(), headers=headers)


def one_after_another(*answers: Said) -> Script:
    """The answers in turn, the last one again and again."""
    return lambda asked, turn: answers[min(turn, len(answers) - 1)]


@dataclass(kw_only=True)
class ChatStandIn:
    """The running server: its base address, what it was asked so far, and whether it wants `KEY`."""

    url: str
    script: Script
    wants_key: bool = False
    asked: list[Question] = field(default_factory=list)

    def answer(self, path: str, key: str, raw: bytes) -> Said:
        """What the protocol demands is checked before the script is followed."""
        if path != "/v1/chat/completions":
            return failure(404, f"Invalid URL (POST {path})")
        if self.wants_key and key != KEY:
            return failure(401, f"Incorrect API key provided: {key}")
        body = json.loads(raw)
        roles = [message["role"] for message in body["messages"]]
        if not isinstance(body.get("model"), str) or roles != ["system", "user"] or body.get("stream"):
            return failure(400, "you must provide a model, a system and a user message, and no stream")
        self.asked.append(Question(body=body, key=key))
        return self.script(self.asked[-1], len(self.asked) - 1)


@contextmanager
def chat_server(script: Script, *, wants_key: bool = False) -> Iterator[ChatStandIn]:
    """Serve `script` and yield the running server."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            key = self.headers.get("Authorization", "").removeprefix("Bearer ")
            _say(self, stand_in.answer(self.path, key, raw))

        def log_message(self, format: str, *args: object) -> None:
            """The tests' output is for the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in = ChatStandIn(url=f"http://127.0.0.1:{server.server_address[1]}/v1", script=script, wants_key=wants_key)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _say(handler: BaseHTTPRequestHandler, said: Said) -> None:
    """Send it in its pieces; a client that has hung up is what some tests are about."""
    step = -(-len(said.body) // said.pieces) or 1
    try:
        handler.send_response(said.status)
        for name, value in said.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(said.declared or len(said.body)))
        handler.end_headers()
        for start in range(0, len(said.body), step):
            time.sleep(said.pause)
            handler.wfile.write(said.body[start : start + step])
            handler.wfile.flush()
    except (BrokenPipeError, ConnectionResetError):
        handler.close_connection = True
