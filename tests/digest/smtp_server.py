"""A real SMTP server on loopback that takes, refuses, defers, drops and dawdles, as the address tells it to."""

import asyncio
import email
import socket
import threading
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tracker.mail_servers import MailServer, read_mail_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A mail that the server took."""

    recipient: str
    sender: str
    message_id: str
    content: bytes


@dataclass(kw_only=True)
class MailRoom:
    """What came in, how often each address was offered one, and how many sessions there were.

    The beginning of a local part says what happens: `refuse` 550 5.1.1, `policy` 550 5.7.1, `defer` 451 twice and then
    well, `never` 451 always, `reject` 554 after the content, `busy` 421, `sender` 553 at MAIL FROM, `hangup`
    drops at RCPT, `datadrop` at DATA, `lostcontent` drops the first time after the content without taking it, `lost`
    after taking it. `delay` is in seconds, before a content is taken and once more before that is told.
    """

    delay: float = 0.0

    taken: list[Taken] = field(default_factory=list)
    offered: Counter[str] = field(default_factory=Counter)
    sessions: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def copies(self) -> Counter[str]:
        """How many mails each address has."""
        with self.lock:
            return Counter(mail.recipient for mail in self.taken)

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.sessions += 1
        if getattr(server, "offers_pipelining", True):
            responses.insert(1, "250-PIPELINING")
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("sender"):
            return "553 5.7.1 We know no such sender"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        with self.lock:
            self.offered[address] += 1
        kind = _kind(address)
        if kind == "hangup":
            _drop(server)
        answer = {
            "refuse": "550 5.1.1 No such user",
            "policy": "550 5.7.1 Not from you",
            "never": "451 4.7.1 Try later",
            "busy": "421 4.3.2 Closing",
        }.get(kind)
        if answer is None and kind == "defer" and self.offered[address] <= 2:
            answer = "451 4.7.1 Greylisted"
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        recipient = envelope.rcpt_tos[0]
        kind = _kind(recipient)
        await asyncio.sleep(self.delay)
        if kind == "reject":
            return "554 5.6.0 We do not like what it says"
        if kind == "lostcontent" and self.offered[recipient] == 1:
            _drop(server)
            return "451 Nobody hears this"
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        with self.lock:
            self.taken.append(
                Taken(
                    recipient=recipient,
                    sender=envelope.mail_from or "",
                    message_id=str(email.message_from_bytes(content)["Message-ID"]),
                    content=content,
                )
            )
        await asyncio.sleep(self.delay)
        if kind == "lost":
            _drop(server)
        return "250 2.0.0 Taken"


class FaultySmtp(SMTP):
    """Drops at DATA, which aiosmtpd has no hook for."""

    offers_pipelining = True

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        recipients = self.envelope.rcpt_tos if self.envelope else []
        if recipients and _kind(recipients[0]) == "datadrop":
            await self.push("354 Go ahead")
            _drop(self)
            return
        await super().smtp_DATA(arg)


class OneAtATimeSmtp(FaultySmtp):
    """Does not know PIPELINING."""

    offers_pipelining = False


class _Controller(Controller):
    """At a port that the system gave and that nobody else can take."""

    def __init__(self, room: MailRoom, *, kind: type[SMTP]) -> None:
        self._kind, self._socket = kind, socket.create_server(("127.0.0.1", 0))
        super().__init__(room, hostname="127.0.0.1", port=self._socket.getsockname()[1])

    def factory(self) -> SMTP:
        return self._kind(self.handler, hostname="mx.example.org", data_size_limit=50_000_000)

    def _create_server(self) -> Coroutine[Any, Any, asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._socket)


@contextmanager
def mail_room(*, pipelining: bool = True, delay: float = 0.0) -> Iterator[tuple[MailRoom, MailServer]]:
    """A server that runs meanwhile, and how it is reached."""
    room = MailRoom(delay=delay)
    controller = _Controller(room, kind=FaultySmtp if pipelining else OneAtATimeSmtp)
    controller.start()
    try:
        yield room, read_mail_url(f"smtp://127.0.0.1:{controller.port}")
    finally:
        controller.stop()


def _kind(address: str) -> str:
    return address.partition("-")[0]


def _drop(server: Any) -> None:
    """Break the connection as a machine does that lost its power."""
    server.transport.abort()
