"""Announcements with the claims that a person tells by hand, from the rows of a file."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_noop

from claims.core.given_tables import lines_in, text_in
from claims.models import Announcement, Language, RowFate
from claims.reading.addresses import canonical_address
from claims.reading.hand_marked import LONGEST, SHORTEST, Span, SpanRefused, span_of
from claims.workflows.ingest_announcement import AnnouncementChanged, Intake, ingest_announcement
from claims.workflows.mark_claim import NotMarked, mark_claim
from claims.workflows.row_verdicts import Cells, Column, RowFault, Verdict, Word, each_alone, one_of
from claims.workflows.submit_address import AddressRefused, refuse_address


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What is to be written: `known` is the stored announcement, None for a new one; `fresh` are places without one."""

    known: Announcement | None
    intake: Intake
    spans: tuple[Span, ...]
    fresh: tuple[Span, ...]


class AnnouncementRows:
    """A row is an announcement with quotes: each becomes a claim at its place in the text, beside what is read."""

    columns = (
        Column(
            name="url",
            says=gettext_noop("Its address; empty, where it has none."),
            example="https://nimbus.example/zephyr",
        ),
        Column(name="title", says=gettext_noop("Its title."), example="Zephyr grows"),
        Column(name="publisher", says=gettext_noop("Who published it."), example="Nimbus Labs"),
        Column(name="author", says=gettext_noop("Who wrote it.")),
        Column(name="published_on", says=gettext_noop("When: YYYY-MM-DD."), example="2024-01-15"),
        Column(name="language", says=gettext_noop("en or zh …; empty: it is found out."), example="en"),
        Column(
            name="text",
            says=gettext_noop("The whole text. Empty, where the url is known: claims are added to that."),
            example="Zephyr has 3 billion parameters. It was trained on 64 GPUs.",
        ),
        Column(
            name="quotes",
            says=gettext_noop("The words of each claim, letter by letter, a line each within the cell."),
            example="Zephyr has 3 billion parameters.",
        ),
    )
    # Reading a long text takes seconds, and each is a transaction.
    step = 1

    def keys(self, cells: Cells) -> tuple[str, ...]:
        """Its address, or else its text."""
        url, text = canonical_address(text_in(cells, "url")), text_in(cells, "text")
        return tuple(key for key in (url or (text and _sha256(text)),) if key)

    def foresee(self, rows: Sequence[Cells]) -> list[Verdict]:
        """What would become of each."""
        return each_alone(rows, lambda cells: _told(_planned(cells)))

    def take_in(self, rows: Sequence[Cells], word: Word) -> list[Verdict]:
        """Store each alone. Repeating it stores nothing; a claim that was dismissed is not made again."""
        return each_alone(rows, lambda cells: _stored(_planned(cells), word))


def _planned(cells: Cells) -> _Plan:
    intake = _intake(cells)
    known = _known(intake)
    text = known.text if known else intake.text
    if not text:
        raise RowFault("text", "There is no text, and no announcement is known at the url.", "Give the whole text.")
    spans = tuple(dict.fromkeys(_spans(text, lines_in(cells, "quotes"))))
    taken = set(known.appearances.values_list("start", "end")) if known else set()
    fresh = tuple(span for span in spans if (span.start, span.end) not in taken)
    return _Plan(known=known, intake=intake, spans=spans, fresh=fresh)


def _intake(cells: Cells) -> Intake:
    url, language = text_in(cells, "url"), text_in(cells, "language")
    if url:
        try:
            refuse_address(url)
        except AddressRefused as refused:
            raise RowFault("url", str(refused), "Copy the address from the browser.") from refused
    return Intake(
        url=canonical_address(url),
        title=text_in(cells, "title"),
        publisher=text_in(cells, "publisher")[:200],
        author=text_in(cells, "author"),
        published_on=_day(text_in(cells, "published_on")),
        language=one_of("language", language, Language.values) if language else "",
        text=text_in(cells, "text").replace("\r\n", "\n"),
    )


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told) if told else None
    except ValueError as error:
        raise RowFault("published_on", f"“{told[:40]}” is no day.", "Write it as 2024-01-15.") from error


def _known(intake: Intake) -> Announcement | None:
    if intake.text:
        same = Announcement.objects.filter(text_sha256=_sha256(intake.text)).first()
        if same:
            return same
    known = Announcement.objects.filter(url=intake.url).first() if intake.url else None
    if known and intake.text:
        raise RowFault(
            "text",
            f"The url is known as announcement {known.pk}, with another text.",
            "Leave the text empty to add claims to that one, or the url to keep both.",
        )
    return known


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _spans(text: str, quotes: Sequence[str]) -> Iterator[Span]:
    for quote in quotes:
        if not SHORTEST <= len(quote) <= LONGEST:
            told = f"“{quote[:40]}” has {len(quote)} characters."
            raise RowFault("quotes", told, f"Quote one statement, of {SHORTEST} to {LONGEST} characters.")
        try:
            yield span_of(text, quote)
        except SpanRefused as refused:
            raise RowFault(
                "quotes", str(refused), "A quote is copied from the text, each on a line of its own."
            ) from refused


def _told(plan: _Plan) -> Verdict:
    if plan.known is None:
        told = f"New announcement; {len(plan.spans)} claims are told by hand, and others may be read."
        return Verdict(fate=RowFate.NEW, told=told)
    which = f"Announcement {plan.known.pk}"
    if plan.fresh:
        return Verdict(fate=RowFate.CHANGED, told=f"{which} gets {len(plan.fresh)} more claims.")
    return Verdict(fate=RowFate.SAME, told=f"{which} has all of this.")


def _stored(plan: _Plan, word: Word) -> Verdict:
    """The announcement first, since the reader may find by itself what is told by hand."""
    try:
        with transaction.atomic():
            number = plan.known.pk if plan.known else ingest_announcement(plan.intake, now=word.now).announcement_id
            taken = set(Announcement.objects.get(pk=number).appearances.values_list("start", "end"))
            for span in plan.fresh:
                if (span.start, span.end) not in taken:
                    mark_claim(
                        number,
                        quote="",
                        start=span.start,
                        end=span.end,
                        reason=word.reason,
                        actor=word.actor,
                        now=word.now,
                    )
    except AnnouncementChanged as changed:
        raise RowFault("text", str(changed), "Check the file once more.") from changed
    except NotMarked as refused:
        raise RowFault("quotes", str(refused), "Take the quote out.") from refused
    return _told(plan)
