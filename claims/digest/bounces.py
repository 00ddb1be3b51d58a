"""What mails that come back say: reports of failed delivery (RFC 3464) and complaints (ARF, RFC 5965). Pure parsing.

Whose mail it was is read from the address that the report came to, or that the returned mail bears (VERP,
`return_paths`): only we can have made it. A Message-ID is anybody's word, and would let anybody stop a reader's mail.
"""

import email
import email.policy
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.utils import getaddresses

from claims.workflows.take_in_bounce import BounceKind

# Where the addresses that a mail came to stand, by the servers that took it in.
_CAME_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
_RETURNED = ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """What a report says: of which delivery, how it is to be taken, and in whose words."""

    delivery_id: int
    kind: BounceKind
    reason: str


class NotABounce(ValueError):
    """A mail that reports nothing that we can use; the message says why."""


def read_bounce(raw: bytes, *, delivery_of: Callable[[str], int | None], came_to: str = "") -> Bounce:
    """What a mail reports. Raises `NotABounce`, also for reports that something is only late.

    `delivery_of` gives the delivery that an address was made for, None for any other address; `came_to` is the one
    that the report came to, where whoever took it in tells it.
    """
    message = email.message_from_bytes(raw, policy=email.policy.default)
    parts = {part.get_content_type(): part for part in message.walk()}
    if "message/feedback-report" in parts:
        kind, reason = _complaint(parts["message/feedback-report"])
    elif "message/delivery-status" in parts:
        kind, reason = _failure(parts["message/delivery-status"])
    else:
        raise NotABounce("It is no report of a delivery: it has neither a delivery status nor a complaint.")
    found = (delivery_of(address) for address in (came_to, *_addresses(message)))
    delivery = next((number for number in found if number is not None), None)
    if delivery is None:
        raise NotABounce("It names none of our deliveries.")
    return Bounce(delivery_id=delivery, kind=kind, reason=" ".join(reason.split())[:_LONGEST_REASON])


def kind_of_status(status: str) -> BounceKind:
    """How an RFC 3463 status of a failed delivery is to be taken.

    Only what says that there is no such mailbox or host (x.1.1–3, 5.1.10) or that it is switched off (5.2.1) is hard;
    policy, full mailboxes and everything else may be different next time.
    """
    return BounceKind.HARD if re.fullmatch(r"5\.(?:1\.(?:1|2|3|6|10)|2\.1)", status.strip()) else BounceKind.SOFT


def _complaint(report: Message) -> tuple[BounceKind, str]:
    fields = _inner(report)
    kind = str(fields["Feedback-Type"] or "").strip().lower()
    if kind not in ("abuse", "fraud", "opt-out"):
        raise NotABounce(f"It is feedback of the kind {kind or 'none'!r}, and no complaint.")
    return BounceKind.COMPLAINT, f"{kind}, {fields['User-Agent'] or 'no agent named'}"


def _failure(report: Message) -> tuple[BounceKind, str]:
    """The first failed recipient of a report; each of our mails has one recipient."""
    for group in _groups(report):
        if str(group["Action"] or "").strip().lower() == "failed":
            status = str(group["Status"] or "").strip()
            code = re.match(r"[\d.]+", status)
            return kind_of_status(code.group() if code else ""), str(group["Diagnostic-Code"] or status)
    raise NotABounce("It reports no failure: the mail is late, or was delivered.")


def _groups(report: Message) -> Iterator[Message]:
    payload = report.get_payload()
    if isinstance(payload, list):
        yield from (group for group in payload if isinstance(group, Message))


def _addresses(message: EmailMessage) -> Iterator[str]:
    """Those that it came to, and those that the mail in it was sent by: complaints come to a postmaster."""
    yield from (address for _, address in getaddresses([str(value) for value in _values(message, _CAME_TO)]))
    for part in message.walk():
        if part.get_content_type() == "message/feedback-report":
            yield _bare(_inner(part)["Original-Mail-From"])
        if part.get_content_type() in _RETURNED:
            yield _bare(_inner(part)["Return-Path"])


def _bare(address: object) -> str:
    return str(address or "").strip().strip("<>")


def _values(message: Message, names: Sequence[str]) -> Iterator[object]:
    return (value for name in names for value in message.get_all(name, []))


def _inner(part: Message) -> Message:
    """The mail or the fields in a part, which Python leaves as text or as a message, by how it was encoded."""
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        return payload[0]
    return email.message_from_string(str(payload), policy=email.policy.default)
