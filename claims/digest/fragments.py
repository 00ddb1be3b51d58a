"""The parts of one edition's mails in one language: each is rendered, styled and encoded once, whoever it goes to."""

from collections.abc import Hashable
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from claims.digest.changes import Change, Section
from claims.digest.encoding import DELIVERY, TOKEN, Open, encoded, encoded_open, encoded_subject
from claims.digest.letters import Edition
from claims.digest.plain_text import entry_text, foot_text, line_text, more_text, opening_text, section_text
from claims.digest.tallies import Counts, Row, chart, place_of, subject_line, summary
from claims.digest.wording import EntryWords, day_words, entry_words, section_words
from claims.mail_frame import inlined, inlined_fragment, mail_css, mail_host

# Parts that are kept of each sort; an edition has fewer distinct ones, but for corrections, which are per reader.
MOST_KEPT = 5_000
# The longest bar of the chart, in pixels: label, bar and figure fit a phone.
_BAR = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """An entry; `size` is that of its HTML before it is encoded, in bytes, `place` where it is counted."""

    section: Section
    place: int
    title: str
    html: bytes
    text: bytes
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What depends on the figures of a mail only: its subject, the line that lists show, summary and chart."""

    subject: bytes
    preview: bytes
    html: bytes
    text: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around: `before` the preview, `between` it and the opening, and the foot with a reader's links."""

    before: bytes
    between: bytes
    foot_html: Open
    foot_text: Open
    size: int


class Fragments:
    """All of one language; `frame` once, the others when they are first asked for. Not for several threads."""

    def __init__(self, edition: Edition, language: str) -> None:
        self._language = language
        self._site = settings.SITE_URL
        self._addresses = _addresses(language)
        self._by_value: dict[Change, Fragment] = {}
        # Entries come as the same objects again and again, and comparing them costs more than all else. An object is
        # kept with its fragment, so that no other one gets its id.
        self._by_id: dict[int, tuple[Change, Fragment]] = {}
        self._sections: dict[Section, tuple[bytes, bytes]] = {}
        self._openings: dict[tuple[Counts, str], Opening] = {}
        self._more: dict[int, tuple[Open, Open]] = {}
        with translation.override(language):
            self.issue = issue_words(edition)
            self.frame = self._framed()

    def entry(self, change: Change) -> Fragment:
        """The entry of a change; equal changes have one."""
        kept = self._by_id.get(id(change))
        if kept is not None:
            return kept[1]
        fragment = self._by_value.get(change)
        if fragment is None:
            fragment = self._rendered(change)
            _keep(self._by_value, change, fragment)
        _keep(self._by_id, id(change), (change, fragment))
        return fragment

    def section(self, section: Section) -> tuple[bytes, bytes]:
        """A section's heading in HTML and in text."""
        kept = self._sections.get(section)
        if kept is None:
            with translation.override(self._language):
                heading = section_words(section)
                html = inlined_fragment(f'<h2 class="section">{heading}</h2>\n')
                kept = self._sections[section] = (encoded(html), encoded(section_text(heading)))
        return kept

    def opening(self, counts: Counts, lead: str) -> Opening:
        """The opening of mails with these figures whose first entry is called `lead`."""
        key = (counts, lead)
        kept = self._openings.get(key)
        if kept is None:
            kept = self._opened(counts, lead)
            _keep(self._openings, key, kept)
        return kept

    def more(self, count: int) -> tuple[Open, Open]:
        """The line that leads to `count` further entries, in HTML and in text."""
        kept = self._more.get(count)
        if kept is None:
            with translation.override(self._language):
                html = inlined_fragment(render_to_string("digest/more.html", {"count": count}))
                text = more_text(count, address=self._addresses["@COPY@"])
                kept = (encoded_open(self._linked(html)), encoded_open(text))
            _keep(self._more, count, kept)
        return kept

    def _rendered(self, change: Change) -> Fragment:
        with translation.override(self._language):
            words = entry_words(change)
            address = f"{self._site}{words.path}"
            source = words.quote.path if words.quote else ""
            told = {"entry": words, "address": address, "source_address": f"{self._site}{source}" if source else ""}
            quiet = change.section is Section.QUIET
            html = inlined_fragment(render_to_string("digest/line.html" if quiet else "digest/entry.html", told))
            text = self._text(words, address, str(told["source_address"]))
        return Fragment(
            section=change.section,
            place=place_of(change),
            title=change.title,
            html=encoded(html),
            text=encoded(text),
            size=len(html.encode()),
        )

    def _text(self, words: EntryWords, address: str, source_address: str) -> str:
        if words.section is Section.QUIET:
            return line_text(words, address=address)
        return entry_text(words, address=address, source_address=source_address)

    def _opened(self, counts: Counts, lead: str) -> Opening:
        with translation.override(self._language):
            rows, sentence = chart(counts), summary(counts)
            told = {"summary": sentence, "rows": [{"row": row, "width": _width(row)} for row in rows]}
            html = inlined_fragment(render_to_string("digest/opening.html", told))
            preview = inlined_fragment(f'<div class="preview">{sentence}</div>\n')
            return Opening(
                subject=encoded_subject(subject_line(counts, lead)),
                preview=encoded(preview),
                html=encoded(html),
                text=encoded(opening_text(sentence, self.issue, rows)),
            )

    def _framed(self) -> Frame:
        host, archive = mail_host(), f"{self._site}{reverse('web:digests')}"
        told = {
            "language": self._language,
            "css": mail_css(),
            "site": self._site,
            "host": host,
            "issue": self.issue,
            "archive": archive,
        }
        page = inlined(render_to_string("digest/letter.html", told))
        before, _, rest = page.partition("@OPENING@")
        between, _, foot = rest.partition("@ENTRIES@")
        text = foot_text(
            host=host,
            copy=self._addresses["@COPY@"],
            archive=archive,
            preferences=self._addresses["@PREFERENCES@"],
            unsubscribe=self._addresses["@UNSUBSCRIBE@"],
        )
        return Frame(
            before=encoded(before),
            between=encoded(between),
            foot_html=encoded_open(self._linked(foot)),
            foot_text=encoded_open(text),
            size=len(page.encode()),
        )

    def _linked(self, html: str) -> str:
        for placeholder, address in self._addresses.items():
            html = html.replace(placeholder, address)
        return html


def issue_words(edition: Edition) -> str:
    """What an edition is called: "Weekly digest, 23 November 2026"."""
    names = {"daily": gettext("Daily digest"), "weekly": gettext("Weekly digest"), "monthly": gettext("Monthly digest")}
    told = {"name": names[edition.cadence], "day": day_words(edition.due_at.date())}
    return gettext("%(name)s, %(day)s") % told


def _addresses(language: str) -> dict[str, str]:
    """A reader's own addresses, by their place in the templates, with places for the token and the delivery.

    The pages are in the language of the mail, whatever the browser asks for.
    """
    paths = {
        "@PREFERENCES@": reverse("web:preferences", args=[TOKEN]),
        "@UNSUBSCRIBE@": reverse("web:unsubscribe", args=[TOKEN]),
        "@COPY@": reverse("web:digest_copy", args=[TOKEN, 0]).replace("/0/", f"/{DELIVERY}/"),
    }
    return {place: f"{settings.SITE_URL}{path}?lang={language}" for place, path in paths.items()}


def _width(row: Row) -> int:
    return max(6, row.share * _BAR // 100)


def _keep[Key: Hashable, Value](kept: dict[Key, Value], key: Key, value: Value) -> None:
    """Keep a part; when there are too many, all are forgotten and made again as they are needed."""
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = value
