"""What a mail server's answers mean for one mail: sent, refused, to be tried again. Pure."""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

# RFC 3463: class.subject.detail at the beginning of the text.
_ENHANCED = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
# There is no such mailbox: its own codes, and the bare codes that servers without RFC 3463 use for it.
_NO_SUCH_MAILBOX = re.compile(r"5\.1\.(?:1|2|3|6|10)|5\.2\.1")
_BARE_NO_SUCH_MAILBOX = (550, 551, 553)
LONGEST_ANSWER = 500
# Two days and a half in all: what a server defers for longer is a digest that nobody wants any more.
TRIES_AFTER = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 45, 135, 405, 720, 720, 720, 720))


class Phase(StrEnum):
    """Which of SMTP's commands was answered; the content is the answer after its last line."""

    SENDER = "MAIL FROM"
    RECIPIENT = "RCPT TO"
    DATA = "DATA"
    CONTENT = "the content"


class Fate(StrEnum):
    """What became of one offer of a mail. `DEFERRED` was surely not taken; `UNKNOWN` may have been."""

    SENT = "sent"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A fate with the server's words; `no_such_mailbox`: the address itself is to blame, and will be next time.

    `is_servers`: the server would have said the same to any reader's mail.
    """

    fate: Fate
    answer: str = ""
    no_such_mailbox: bool = False
    is_servers: bool = False


def judge_answer(code: int, text: str, phase: Phase) -> Outcome:
    """What an answer of three digits with its text says of the mail that is being handed over.

    2xx and 354 are yes, 5xx no for good, and 4xx, as anything that is no answer of SMTP, not now. 421 announces that
    the server hangs up, and a sender that is refused is our own fault, not the reader's: both count as the server's.
    """
    answer = f"{code} {' '.join(text.split())} ({phase.value})"[:LONGEST_ANSWER]
    if 200 <= code < 300 or code == 354:
        return Outcome(fate=Fate.SENT, answer=answer)
    if code == 421 or phase is Phase.SENDER:
        return Outcome(fate=Fate.DEFERRED, answer=answer, is_servers=True)
    if 500 <= code < 600:
        gone = phase is Phase.RECIPIENT and says_no_such_mailbox(code, text)
        return Outcome(fate=Fate.REFUSED, answer=answer, no_such_mailbox=gone)
    return Outcome(fate=Fate.DEFERRED, answer=answer)


def says_no_such_mailbox(code: int, text: str) -> bool:
    """Whether a refusal blames the address, by its RFC 3463 code, or by its bare one where it has none.

    5.7.1 and the like are the server's policy, 5.2.2 a full mailbox: the address is good.
    """
    enhanced = _ENHANCED.match(text)
    if enhanced:
        return bool(_NO_SUCH_MAILBOX.fullmatch(".".join(enhanced.groups())))
    return code in _BARE_NO_SUCH_MAILBOX


def next_try(attempts: int) -> timedelta | None:
    """How long to wait after so many offers, None to give up."""
    return TRIES_AFTER[attempts - 1] if 1 <= attempts <= len(TRIES_AFTER) else None
