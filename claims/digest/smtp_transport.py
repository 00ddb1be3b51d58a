"""Handing mails over by SMTP: one connection, and one round trip a mail where there is PIPELINING (RFC 2920)."""

import re
import smtplib
import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Final

from claims.digest.answers import Fate, Outcome, Phase, judge_answer
from claims.digest.letters import Letter
from claims.digest.transports import Marks, ServerTrouble
from tracker.mail_servers import MailServer

# So many mails in a row that the server hangs up on, or refuses whoever they are for, and it is left alone for a while.
MOST_TROUBLES = 3
CONNECT_SECONDS, COMMAND_SECONDS = 15.0, 60.0
# RFC 5321 §4.5.3.2.6 asks for ten minutes here, since giving up makes it unknown; a task has ten for all.
CONTENT_SECONDS = 180.0
_ASCII_ADDRESS: Final = re.compile(r"[!-;=?-~]{1,254}")
_ANSWERED = (Phase.SENDER, Phase.RECIPIENT, Phase.DATA)
_LOST = "The connection was lost before the mail was handed over."
_PERHAPS = "The connection was lost after the mail was handed over and before the server answered."
_HIDDEN = "The address has letters that this server cannot be told."


class _Lost(Exception):
    """The connection broke; whatever was being offered was not taken."""


class SmtpSession:
    """One connection; that it breaks is an outcome like others."""

    def __init__(self, server: MailServer, *, name: str) -> None:
        """Connect, ask for TLS and log in. Raises `ServerTrouble`."""
        try:
            self._smtp = _connected(server, name=name)
        except (OSError, smtplib.SMTPException) as trouble:
            raise ServerTrouble(f"{server.host}:{server.port}: {trouble}") from trouble
        self.is_pipelining = self._smtp.has_extn("pipelining")
        self._needs_reset = False

    def send_envelope(self, letter: Letter) -> None:
        """Offer a mail, all at once where the server allows it; `read_envelope` has its answers, or that it broke."""
        if self.is_pipelining:
            with suppress(_Lost):
                self._send(self._envelope(letter))

    def is_alive(self) -> bool:
        """Whether the server still answers."""
        try:
            return self._say([b"NOOP\r\n"])[0] == 250
        except _Lost:
            return False

    def read_envelope(self, letter: Letter) -> Outcome:
        """What the server says of the envelope; only after `Fate.SENT` it waits for the content."""
        try:
            refused = self._refusal(letter)
        except _Lost:
            return Outcome(fate=Fate.DEFERRED, answer=_LOST, is_servers=True)
        self._needs_reset = refused is not None
        return refused or Outcome(fate=Fate.SENT)

    def hand_content_over(self, letter: Letter, following: Letter | None) -> Outcome:
        """Send the mail, and the next envelope with it where that is allowed, and say what became of the mail."""
        content = _stuffed(letter.message)
        more = self._envelope(following) if following is not None and self.is_pipelining else b""
        try:
            self._send(content + more, needed=len(content))
        except _Lost:
            # Its end did not leave this machine, and without it no server delivers anything.
            return Outcome(fate=Fate.DEFERRED, answer=_LOST, is_servers=True)
        try:
            self._socket.settimeout(CONTENT_SECONDS)
            code, text = self._say([])
            self._socket.settimeout(COMMAND_SECONDS)
        except _Lost:
            return Outcome(fate=Fate.UNKNOWN, answer=_PERHAPS)
        return judge_answer(code, text, Phase.CONTENT)

    def _refusal(self, letter: Letter) -> Outcome | None:
        """What in the envelope was refused first. Of a group that was sent at once, all answers are read."""
        commands = [] if self.is_pipelining else self._envelope(letter).splitlines(keepends=True)
        if self._needs_reset:
            self._say(commands[:1])
            commands = commands[1:]
        refused: Outcome | None = None
        for place, phase in enumerate(_ANSWERED):
            if refused and not self.is_pipelining:
                break
            code, text = self._say(commands[place : place + 1])
            if refused and code == 354:
                # All recipients were refused and it waits for content all the same: an empty one, for nobody.
                self._say([b".\r\n"])
            said = judge_answer(code, text, phase)
            refused = refused or (said if said.fate is not Fate.SENT else None)
        return refused

    def close(self) -> None:
        """Hang up, whatever the server is waiting for."""
        self._smtp.close()

    def _envelope(self, letter: Letter) -> bytes:
        reset = "RSET\r\n" if self._needs_reset else ""
        return f"{reset}MAIL FROM:<{letter.envelope_from}>\r\nRCPT TO:<{letter.recipient}>\r\nDATA\r\n".encode("ascii")

    @property
    def _socket(self) -> socket.socket:
        if self._smtp.sock is None:
            raise _Lost
        return self._smtp.sock

    def _say(self, command: list[bytes]) -> tuple[int, str]:
        """Send a command, unless it was sent with others before, and read its answer."""
        if command:
            self._send(command[0])
        try:
            code, text = self._smtp.getreply()
        except (OSError, smtplib.SMTPException) as broken:
            raise _Lost from broken
        return code, text.decode("utf-8", "replace")

    def _send(self, data: bytes, *, needed: int | None = None) -> None:
        """Send it all; `needed` is how much must have left for a broken connection to be no matter here."""
        left, gone = memoryview(data), 0
        try:
            while gone < len(data):
                gone += self._socket.send(left[gone:])
        except OSError as broken:
            if needed is None or gone < needed:
                raise _Lost from broken


class SmtpTransport:
    """See `Transport`. `name` is how we introduce ourselves; the connection is kept between calls."""

    def __init__(self, server: MailServer, *, name: str) -> None:
        self._server, self._name = server, name
        self._session: SmtpSession | None = None
        self._troubles = 0

    def hand_over(self, letters: Iterable[Letter], marks: Marks) -> None:
        """See `Transport`."""
        self._troubles, is_whole = 0, False
        try:
            self._let_go_if_it_is_dead()
            queue = _deliverable(letters, marks)
            letter = next(queue, None)
            while letter is not None:
                letter = self._hand_over_on_one_connection(letter, queue, marks)
            is_whole = True
        finally:
            if not is_whole:
                # Whatever happened, the server may wait for content now.
                self.close()

    def close(self) -> None:
        """See `Transport`."""
        if self._session:
            self._session.close()
        self._session = None

    def _let_go_if_it_is_dead(self) -> None:
        """A server hangs up on who says nothing for some minutes, which is no mail's fault."""
        if self._session and not self._session.is_alive():
            self.close()

    def _hand_over_on_one_connection(self, letter: Letter, queue: Iterator[Letter], marks: Marks) -> Letter | None:
        """Go on until the connection breaks, and return the first mail that was not offered on it."""
        session = self._connection()
        session.send_envelope(letter)
        offered: Letter | None = letter
        is_open = True
        while offered is not None and is_open:
            offered, is_open = self._hand_one_over(session, offered, queue, marks)
        if not is_open:
            self.close()
        return offered

    def _hand_one_over(
        self, session: SmtpSession, letter: Letter, queue: Iterator[Letter], marks: Marks
    ) -> tuple[Letter | None, bool]:
        """Hand over a mail whose envelope was sent; return the next, and whether its envelope was sent as well."""
        said = session.read_envelope(letter)
        following = next(queue, None)
        if said.fate is not Fate.SENT:
            self._count(marks, letter, said)
            if following is not None and not said.is_servers:
                session.send_envelope(following)
            return following, not said.is_servers
        if not marks.begin(letter):
            # It waits for content now, and nothing but hanging up keeps it from taking some.
            return following, False
        outcome = session.hand_content_over(letter, following)
        self._count(marks, letter, outcome)
        return following, outcome.fate is not Fate.UNKNOWN and not outcome.is_servers

    def _connection(self) -> SmtpSession:
        if self._session is None:
            self._session = SmtpSession(self._server, name=self._name)
        return self._session

    def _count(self, marks: Marks, letter: Letter, outcome: Outcome) -> None:
        """Say what became of a mail; too much trouble in a row is everybody's."""
        marks.end(letter, outcome)
        is_trouble = outcome.is_servers or outcome.fate is Fate.UNKNOWN
        self._troubles = self._troubles + 1 if is_trouble else 0
        if self._troubles >= MOST_TROUBLES:
            self.close()
            raise ServerTrouble(outcome.answer)


def _connected(server: MailServer, *, name: str) -> smtplib.SMTP:
    """A connection on which mail may be offered. A password is only told under TLS, or on this machine."""
    if server.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=name, timeout=CONNECT_SECONDS, context=ssl.create_default_context()
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=CONNECT_SECONDS)
    try:
        smtp.ehlo_or_helo_if_needed()
        if server.scheme == "smtp" and not server.is_loopback and (server.user or smtp.has_extn("starttls")):
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
        if smtp.sock:
            smtp.sock.settimeout(COMMAND_SECONDS)
            # The next envelope must not wait until the content before it was acknowledged.
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except (OSError, smtplib.SMTPException):
        smtp.close()
        raise
    return smtp


def _deliverable(letters: Iterable[Letter], marks: Marks) -> Iterator[Letter]:
    """Those whose addresses can be told; the others are refused here."""
    for letter in letters:
        if _ASCII_ADDRESS.fullmatch(letter.recipient) and "@" in letter.recipient:
            yield letter
        else:
            marks.end(letter, Outcome(fate=Fate.REFUSED, answer=_HIDDEN))


def _stuffed(message: bytes) -> bytes:
    """With a dot before each line that begins with one, and the end (RFC 5321 §4.5.2)."""
    stuffed = message.replace(b"\r\n.", b"\r\n..")
    head = b"." if stuffed.startswith(b".") else b""
    return head + stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")
