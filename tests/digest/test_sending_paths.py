"""The other ways out: files, a service's interface, and the pace that all workers share."""

import email
import email.policy
from pathlib import Path

import pytest
import requests
from anymail.exceptions import (  # type: ignore[import-untyped]  # it has no types
    AnymailRecipientsRefused,
    AnymailRequestsAPIError,
)
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from claims.digest.answers import TRIES_AFTER, Fate, Outcome, Phase, judge_answer, next_try
from claims.digest.file_transport import FileTransport
from claims.digest.letters import Letter, Reader
from claims.digest.pacing import SharedPace
from claims.digest.provider_transport import as_django_sends_it, offer
from claims.digest.transports import ServerTrouble
from tests.digest.made_up_deliveries import CHANGE, WritesPlainly

READER = Reader(subscriber_id=1, address="reader@example.org", language="en", key="key")


class Noted:
    """See `Marks`: lets every mail by, or none."""

    def __init__(self, *, lets: bool = True) -> None:
        self._lets = lets
        self.ends: list[Outcome] = []

    def begin(self, letter: Letter) -> bool:
        return self._lets

    def end(self, letter: Letter, outcome: Outcome) -> None:
        self.ends.append(outcome)


def letter() -> Letter:
    return WritesPlainly().write(7, READER, [CHANGE])


def test_a_file_is_the_mail_and_a_second_time_the_same_file(tmp_path: Path) -> None:
    marks = Noted()
    FileTransport(tmp_path / "mail").hand_over([letter(), letter()], marks)
    assert {file.name: file.read_bytes() for file in (tmp_path / "mail").iterdir()} == {"7.eml": letter().message}
    assert [end.fate for end in marks.ends] == [Fate.SENT, Fate.SENT]


def test_what_is_not_wanted_is_not_written(tmp_path: Path) -> None:
    FileTransport(tmp_path / "mail").hand_over([letter()], Noted(lets=False))
    assert not (tmp_path / "mail").exists()


def test_a_folder_that_cannot_be_written_to_is_a_server_in_trouble(tmp_path: Path) -> None:
    (tmp_path / "mail").touch()
    marks = Noted()
    with pytest.raises(ServerTrouble):
        FileTransport(tmp_path / "mail").hand_over([letter()], marks)
    assert [end.fate for end in marks.ends] == [Fate.DEFERRED]


def test_a_service_gets_the_mail_as_it_is_with_the_delivery_beside_it() -> None:
    message = as_django_sends_it(letter())
    sent = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
    assert (sent["Message-ID"], sent["Subject"], sent["To"]) == (
        "<digest.7@example.org>",
        "1 new claim",
        "reader@example.org",
    )
    assert message.metadata == {"delivery": "7"}  # type: ignore[attr-defined]  # anymail's own
    assert "Zephyr-9 has 3 trillion parameters." in message.body


class Answers(BaseEmailBackend):
    """A service that answers so."""

    def __init__(self, error: Exception | None) -> None:
        super().__init__()
        self._error = error

    def send_messages(self, email_messages: object) -> int:
        if self._error:
            raise self._error
        return 1


def api_error(status: int) -> AnymailRequestsAPIError:
    response = requests.Response()
    response.status_code, response.reason = status, "said so"
    return AnymailRequestsAPIError("It said:", response=response, status_code=status)


def lost(cause: Exception) -> AnymailRequestsAPIError:
    error = AnymailRequestsAPIError("Error posting:")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "fate", "is_servers"),
    [
        (None, Fate.SENT, False),
        (AnymailRecipientsRefused("no"), Fate.REFUSED, False),
        (api_error(422), Fate.REFUSED, False),
        (api_error(401), Fate.DEFERRED, True),
        (api_error(429), Fate.DEFERRED, True),
        (api_error(503), Fate.DEFERRED, True),
        (api_error(502), Fate.UNKNOWN, True),
        (lost(requests.ConnectTimeout()), Fate.DEFERRED, True),
        (lost(requests.ReadTimeout()), Fate.UNKNOWN, True),
    ],
)
def test_what_a_service_answers_is_known_or_unknown(error: Exception | None, fate: Fate, is_servers: bool) -> None:
    outcome = offer(EmailMultiAlternatives("1 new claim", to=["reader@example.org"]), Answers(error))
    assert (outcome.fate, outcome.is_servers) == (fate, is_servers)


@pytest.mark.parametrize(
    ("code", "text", "phase", "expected"),
    [
        (250, "OK", Phase.CONTENT, (Fate.SENT, False, False)),
        (354, "Go ahead", Phase.DATA, (Fate.SENT, False, False)),
        (550, "5.1.1 No such user", Phase.RECIPIENT, (Fate.REFUSED, True, False)),
        (550, "No such user", Phase.RECIPIENT, (Fate.REFUSED, True, False)),
        (550, "5.7.1 Blocked", Phase.RECIPIENT, (Fate.REFUSED, False, False)),
        (552, "5.2.2 Full", Phase.RECIPIENT, (Fate.REFUSED, False, False)),
        (550, "5.1.1 Not you", Phase.CONTENT, (Fate.REFUSED, False, False)),
        (553, "5.7.1 Not you", Phase.SENDER, (Fate.DEFERRED, False, True)),
        (421, "Closing", Phase.RECIPIENT, (Fate.DEFERRED, False, True)),
        (452, "Busy", Phase.RECIPIENT, (Fate.DEFERRED, False, False)),
        (-1, "", Phase.DATA, (Fate.DEFERRED, False, False)),
    ],
)
def test_answers_of_smtp(code: int, text: str, phase: Phase, expected: tuple[Fate, bool, bool]) -> None:
    outcome = judge_answer(code, text, phase)
    assert (outcome.fate, outcome.no_such_mailbox, outcome.is_servers) == expected


def test_tries_come_further_and_further_apart_and_end() -> None:
    assert list(TRIES_AFTER) == sorted(TRIES_AFTER)
    assert [next_try(attempts) for attempts in range(12)] == [None, *TRIES_AFTER, None, None]


@pytest.mark.django_db
def test_two_workers_share_one_pace() -> None:
    """Each takes moments for half a second at once, and waits for as long as the other's last."""
    waited: list[float] = []
    first, second = (SharedPace(rate=1000.0, sleep=waited.append) for _ in range(2))
    flushed: list[bool] = []
    for _ in range(500):
        first.wait(before_waiting=lambda: flushed.append(True))
    second.wait(before_waiting=lambda: flushed.append(True))
    assert (len(waited), len(flushed)) == (1, 1)
    assert 0 < waited[0] <= 0.5
