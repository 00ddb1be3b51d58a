"""An SMTP server that takes everything and keeps nothing: `python -m bench.mail_sink [--plain]` prints its port.

It knows PIPELINING, unless it is told to know no extensions (`--plain`), and serves one connection after the other.
"""

import socket
import sys

GREETING = b"220 sink.example.org ESMTP\r\n"


class Session:
    """One connection: the commands that came, answered in their order."""

    def __init__(self, connection: socket.socket, *, pipelining: bool) -> None:
        self._connection, self._pipelining = connection, pipelining
        self._buffer = bytearray()
        self._in_content = False

    def serve(self) -> None:
        """Answer until the other side hangs up."""
        self._connection.sendall(GREETING)
        while data := self._connection.recv(1 << 18):
            self._buffer += data
            if answers := self._answers():
                self._connection.sendall(answers)

    def _answers(self) -> bytes:
        """To everything in the buffer that is whole."""
        answers = bytearray()
        while True:
            mark = b"\r\n.\r\n" if self._in_content else b"\r\n"
            end = self._buffer.find(mark)
            if end < 0:
                return bytes(answers)
            line = b"" if self._in_content else bytes(self._buffer[: min(end, 4)]).upper()
            del self._buffer[: end + len(mark)]
            answers += b"250 2.0.0 taken\r\n" if self._in_content else self._answer(line)
            self._in_content = line == b"DATA"

    def _answer(self, command: bytes) -> bytes:
        if command == b"EHLO":
            return (
                b"250-sink.example.org\r\n250-PIPELINING\r\n250 8BITMIME\r\n" if self._pipelining else b"250 sink\r\n"
            )
        return b"354 go ahead\r\n" if command == b"DATA" else b"250 ok\r\n"


def main(*, pipelining: bool) -> None:
    """Serve until killed."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        while True:
            connection, _ = server.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with connection:
                Session(connection, pipelining=pipelining).serve()


if __name__ == "__main__":
    main(pipelining="--plain" not in sys.argv)
