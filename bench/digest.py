"""A digest for many readers: parts rendered once and joined, against Django's templates and mails for each reader.

`python -m bench.digest [READERS] [--rounds N]`: 2,000 readers unless told; 100000 is the whole. Each reader has 20
changes out of 200, half of the readers read Chinese, and every mail is written, rendered and handed over by SMTP to a
server in another process. What is timed is this process's processor, and with the marks the database's as well; the
server's is not. Each round runs all contestants one after the other; the medians are compared.

- templates: two small templates rendered for each reader, `EmailMultiAlternatives`, Django's backend on one connection.
- ours: `DigestWriter` and `SmtpTransport`, with PIPELINING and without.
- templates, marked: the same with a row written before each mail and after it, by the ORM.
- ours, marked: with leased batches and `BatchMarks`, in unlogged tables: the processor is measured and not the disk.
- limit: as many bytes of finished parts joined and written to a socket, with nothing signed and nothing checked.
"""

import argparse
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from bench.rounds import medians, processor_seconds
from bench.scratch import scratch_tables

if TYPE_CHECKING:
    from claims.digest.answers import Outcome
    from claims.digest.changes import Change
    from claims.digest.letters import Letter, LetterWriter, Reader

NOW = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
POOL, TOLD, SEED = 200, 20, 20_261_130
MEGABYTE = 1 << 20
HTML = """<html><body><h1>{{ subject }}</h1>{% for change in changes %}<div style="margin:16px 0">
<p><b style="color:#0f766e">{{ change.after }}</b> {{ change.subject }}</p>
<p><a href="{{ site }}{{ change.path }}">{{ change.title }}</a></p>
{% if change.quote %}<blockquote style="border-left:3px solid #0f766e">{{ change.quote.exact }}<br>
<a href="{{ site }}{{ change.quote.source_path }}">{{ change.quote.source }}</a></blockquote>{% endif %}
<p>{{ change.recorded_at|date:"j F Y" }}</p></div>{% endfor %}
<p><a href="{{ stop }}">Unsubscribe</a></p></body></html>"""
TEXT = """{{ subject }}
{% for change in changes %}
{{ change.after }}: {{ change.title }}
{% if change.quote %}  "{{ change.quote.exact }}"
  {{ change.quote.source }}{% endif %}
  {{ site }}{{ change.path }}
{% endfor %}
{{ stop }}
"""


def main(readers: int, rounds: int) -> None:
    """Print the milliseconds a mail of each contestant, the ratios, and how memory grew."""
    os.environ["MAIL_URL"] = "smtp://127.0.0.1:1"
    os.environ["MAIL_FROM"] = "Claim Tracker <digest@example.org>"
    with sink() as port, sink("--plain") as plain, scratch_tables(*TABLES):
        from claims.digest.choose_transport import new_writer
        from claims.digest.letters import Edition

        people = list(readers_of(readers))
        edition = Edition(issue_id=1, cadence="weekly", due_at=NOW, slug="2026-W48")
        letters = Letters(people, new_writer(edition))
        contestants: dict[str, Callable[[], object]] = {
            "templates": lambda: hand_templates_over(people, port),
            "ours": lambda: hand_over(letters, port),
            "ours without PIPELINING": lambda: hand_over(letters, plain),
            "limit": lambda: hand_parts_over(letters, port),
        }
        fill(people)
        hand_over(letters, port)
        before = resident()
        seconds = medians(contestants, rounds=rounds, clock=time.process_time)
        marked: dict[str, Callable[[], object]] = {
            "templates, marked": lambda: hand_marked_templates_over(people, port),
            "ours, marked": lambda: hand_marked_over(letters, port),
        }
        seconds |= medians(marked, rounds=rounds, clock=processor_seconds)
        print(f"{readers:,} readers, {TOLD} changes each, medians of {rounds} interleaved rounds, milliseconds a mail")
        for name, taken in seconds.items():
            ratio = seconds["templates"] / taken
            print(f"  {name}: {1000 * taken / readers:.3f} ({ratio:.1f} x the templates)")
        print(f"  both marked: {seconds['templates, marked'] / seconds['ours, marked']:.1f} x")
        print(f"  a mail has {len(letters.first().message):,} bytes")
        print(f"  memory: {before:.0f} MiB before, {resident():.0f} after {readers * rounds * 5:,} mails")


TABLES = ("claims_subscriber", "claims_digestissue", "claims_delivery", "claims_sendingbatch")


@contextmanager
def sink(*arguments: str) -> Iterator[int]:
    """A server in a process of its own, and its port."""
    command = [sys.executable, "-m", "bench.mail_sink", *arguments]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own
    try:
        yield int(process.stdout.readline() if process.stdout else "")
    finally:
        process.kill()
        process.wait()


class Letters:
    """The readers' mails, each written when it is asked for."""

    def __init__(self, people: Sequence["Reader"], writer: "LetterWriter") -> None:
        self.people, self._writer = people, writer
        self._told = choices()

    def __iter__(self) -> Iterator["Letter"]:
        for reader, told in zip(self.people, cycle(self._told)):
            yield self._writer.write(reader.subscriber_id, reader, told)

    def of(self, deliveries: Iterable[int]) -> Iterator["Letter"]:
        """The mails of these readers, whose deliveries have their numbers."""
        for number in deliveries:
            yield self._writer.write(number, self.people[number - 1], self._told[(number - 1) % len(self._told)])

    def first(self) -> "Letter":
        """The mail of the first reader."""
        return next(iter(self))


def readers_of(many: int) -> Iterator["Reader"]:
    """So many, of whom half read Chinese."""
    from claims.digest.letters import Reader

    for number in range(1, many + 1):
        language = "en" if number % 2 else "zh-hans"
        yield Reader(subscriber_id=number, address=f"r{number}@example.org", language=language, key=f"key {number}")


def changes() -> "list[Change]":
    """What happened in a busy week."""
    from claims.digest.changes import Change, Quoted, Section
    from claims.judging.findings import Certainty, Status

    kinds = (
        (Section.TURNED, Status.ATTESTED, Status.QUALIFIED),
        (Section.CONFIRMED, Status.UNVERIFIED, Status.SUPPORTED),
        (Section.MOVED, Status.UNVERIFIED, Status.DISPUTED),
    )
    made = []
    for number in range(POOL):
        section, before, after = kinds[number % len(kinds)]
        quote = Quoted(
            exact=f"We measured {number} % of the energy that was used to train the larger model.",
            language="en",
            source=f"An independent measurement, part {number}",
            source_path=f"/papers/{number}/",
            location="Table 3",
        )
        made.append(
            Change(
                section=section,
                events=(number + 1,),
                kind="claim.status_changed",
                title=f"Training Zephyr-{number} took {number} % of the energy of Borealis.",
                title_language="en",
                path=f"/claims/{number}/",
                subject=f"Zephyr-{number}",
                claimant="Nimbus Labs",
                before=before,
                after=after,
                certainty=Certainty.MODERATE,
                quote=quote,
                recorded_at=NOW,
            )
        )
    return made


def choices() -> "list[tuple[Change, ...]]":
    """What readers are told, each in the order of its weight: more kinds of readers than there are changes."""
    pool, chance = changes(), random.Random(SEED)  # noqa: S311 - chance for a bench
    return [
        tuple(sorted(chance.sample(pool, TOLD), key=lambda change: (change.section, change.events)))
        for _ in range(5 * POOL)
    ]


class NoMarks:
    """See `Marks`: counts what was sent and lets everything by."""

    def __init__(self) -> None:
        self.sent = 0

    def begin(self, letter: "Letter") -> bool:
        """See `Marks`."""
        return True

    def end(self, letter: "Letter", outcome: "Outcome") -> None:
        """See `Marks`."""
        self.sent += outcome.fate == "sent"


def hand_over(letters: Letters, port: int) -> None:
    """Ours, without marks."""
    marks = NoMarks()
    _transport(port).hand_over(letters, marks)
    if marks.sent < 1:
        raise SystemExit("nothing was sent")


def _transport(port: int):  # type: ignore[no-untyped-def]  # imported where settings are known
    from claims.digest.smtp_transport import SmtpTransport
    from tracker.mail_servers import read_mail_url

    return SmtpTransport(read_mail_url(f"smtp://127.0.0.1:{port}"), name="tracker.example.org")


def hand_marked_over(letters: Letters, port: int) -> float:
    """Ours, with the marks of each delivery in the database; the seconds of both processors."""
    from django.db import connection

    from claims.digest.delivery_leases import lease_batches, take_batch
    from claims.digest.delivery_marks import BatchMarks
    from claims.models import Delivery

    with connection.cursor() as cursor:
        cursor.execute("UPDATE claims_delivery SET state = 'waiting', attempts = 0, due_at = %s", [NOW])
        cursor.execute("VACUUM ANALYZE claims_delivery")
    started = processor_seconds()
    while leased := lease_batches(now=NOW):
        for number in leased:
            batch = take_batch(number, now=NOW)
            marks = BatchMarks(batch, clock=lambda: NOW)
            _transport(port).hand_over(letters.of(batch.deliveries), marks)
            marks.close()
    seconds = processor_seconds() - started
    if Delivery.objects.filter(state="sent").count() != len(letters.people):
        raise SystemExit("not all were marked as sent")
    return seconds


def hand_marked_templates_over(people: Sequence["Reader"], port: int) -> float:
    """The usual way with the same duty, a row written before each mail and after it; the seconds of both processors."""
    from claims.models import Delivery

    def mark(number: int, state: str) -> None:
        Delivery.objects.filter(pk=number).update(state=state)

    started = processor_seconds()
    hand_templates_over(people, port, mark=mark)
    return processor_seconds() - started


def hand_templates_over(
    people: Sequence["Reader"], port: int, mark: Callable[[int, str], None] = lambda number, state: None
) -> None:
    """The usual way: each mail rendered whole, and sent on one connection."""
    from django.conf import settings
    from django.core.mail import EmailMultiAlternatives
    from django.core.mail.backends.smtp import EmailBackend
    from django.template import engines

    engine = engines["django"]
    html, text = engine.from_string(HTML), engine.from_string(TEXT)
    backend = EmailBackend(host="127.0.0.1", port=port)
    backend.open()
    for reader, told in zip(people, cycle(choices())):
        subject = "6 claims qualified, 7 confirmed: Zephyr's energy figure"
        stop = f"{settings.SITE_URL}/unsubscribe/{reader.subscriber_id}/"
        context = {"subject": subject, "changes": told, "site": settings.SITE_URL, "stop": stop}
        mail = EmailMultiAlternatives(
            subject, text.render(context), to=[reader.address], headers={"List-Unsubscribe": f"<{stop}>"},
            connection=backend,
        )  # fmt: skip
        mail.attach_alternative(html.render(context), "text/html")
        mark(reader.subscriber_id, "unknown")
        mail.send()
        mark(reader.subscriber_id, "sent")
    backend.close()


def hand_parts_over(letters: Letters, port: int) -> None:
    """The limit: parts of one mail joined anew for each reader, and four answers read at once."""
    message = letters.first().message.replace(b"\r\n.", b"\r\n..")
    parts = [message[at : at + 1200] for at in range(0, len(message), 1200)]
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.recv(1000)
        connection.sendall(b"EHLO limit\r\n")
        connection.recv(1000)
        answers = connection.makefile("rb")
        envelope = "MAIL FROM:<a@example.org>\r\nRCPT TO:<{}>\r\nDATA\r\n".format
        connection.sendall(envelope("first@example.org").encode())
        for reader in letters.people:
            for _ in range(3):
                answers.readline()
            connection.sendall(b"".join([*parts, b"\r\n.\r\n", envelope(reader.address).encode()]))
            answers.readline()


def fill(people: Sequence["Reader"]) -> None:
    """An issue and a delivery for each reader, in the scratch tables."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO claims_digestissue (id, cadence, due_at, slug, headline, after_position, to_position, state,"
            " opened_at) VALUES (1, 'weekly', %s, '', '{}', 0, 1, 'open', %s)",
            [NOW, NOW],
        )
        cursor.execute(
            "INSERT INTO claims_subscriber (id, email, key, language, cadence, weekday, hour, time_zone, mail, state,"
            " state_since, state_reason, told_to, bounces, recorded_at) SELECT number, 'r' || number || '@example.org',"
            " number::text, 'en', 'weekly', 0, 8, 'UTC', true, 'active', %s, '', 0, 0, %s"
            " FROM generate_series(1, %s) number",
            [NOW, NOW, len(people)],
        )
        cursor.execute(
            "INSERT INTO claims_delivery (id, issue_id, subscriber_id, after_position, told, state, due_at, attempts,"
            " message_id, answer) SELECT number, 1, number, 0,"
            " ARRAY(SELECT (number * 7 + place) %% 200 FROM generate_series(1, 20) place)::bigint[], 'waiting', %s, 0,"
            " '', '' FROM generate_series(1, %s) number",
            [NOW, len(people)],
        )
        cursor.execute("VACUUM ANALYZE claims_subscriber, claims_delivery")


def resident() -> float:
    """This process's memory in MiB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="?", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    main(given.readers, given.rounds)
