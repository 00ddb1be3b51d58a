"""An entry in words: what a mail, its plain text and its web copy say of one change, in the language that is active."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_noop as _

from claims.digest.changes import Change, Quoted, Section, ToldBefore
from claims.digest.reason_words import notice_words, why
from claims.models import EventKind
from claims.reading.languages import language_of_part
from claims.wording import CERTAINTY_WORDS, GRADE_WORDS, STATUS_WORDS, GradeWord, StatusWord, told_day

# In characters: what a reader takes in at a glance, and 20 entries of these stay a mail of a bearable size.
LONGEST_TITLE, LONGEST_QUOTE, LONGEST_DETAIL, LONGEST_SOURCE = 280, 360, 280, 160

SECTION_WORDS = {
    Section.CORRECTION: _("Corrections to what we told you"),
    Section.TURNED: _("Refuted or reversed"),
    Section.CONFIRMED: _("Confirmed"),
    Section.MOVED: _("In a new light"),
    Section.NEW: _("Newly taken up"),
    Section.PAPERS: _("Papers corrected or retracted"),
    Section.QUIET: _("In brief"),
}

# What happened where no status moved.
_HAPPENED = {
    EventKind.CLAIM_TRACKED: _("New claim"),
    EventKind.STATUS_CHANGED: _("More or less certain than before"),
    EventKind.CLAIM_MERGED: _("Goes on in another claim that says the same"),
    EventKind.CLAIM_UNMERGED: _("Stands on its own again"),
    EventKind.CLAIM_DISMISSED: _("No longer followed up: an editor dismissed it"),
    EventKind.COMMENT_PUBLISHED: _("A comment was published"),
    EventKind.EVIDENCE_ACCEPTED: _("New evidence; the status stays"),
    EventKind.EVIDENCE_DROPPED: _("Evidence was dropped; the status stays"),
    EventKind.PAPER_NOTICE: _("A notice on a paper"),
    EventKind.ANNOUNCEMENT_ADDED: _("New announcement"),
    EventKind.ANNOUNCEMENT_EDITED: _("The page was changed without saying so"),
}


# Places that are named by a word of ours; others are the document's own ("section 3", "第 3 节").
_PLACES = {"title": _("title"), "abstract": _("abstract")}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteWords:
    """The decisive words, their source and what it weighs; `path` is "" where there is no page of it."""

    exact: str
    language: str
    source: str
    source_language: str
    path: str
    location: str
    grade: GradeWord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryWords:
    """One entry in words. `happened` is said where no status moved; all but `title`, `path` and `code` may be ""."""

    section: Section
    code: str
    shape: str
    before: StatusWord | None
    after: StatusWord | None
    happened: str
    certainty: str
    about: str
    title: str
    title_language: str
    path: str
    why: str
    detail: str
    detail_language: str
    detail_from: str
    by_person: bool
    is_draft: bool
    quote: QuoteWords | None
    told_before: str
    known: str

    @property
    def notes(self) -> str:
        """How it came to be so, in small print: whose word it is, and since when it could be known."""
        machine = gettext("Read by a machine; no editor has confirmed it yet.") if self.is_draft else ""
        person = gettext("Decided by a person.") if self.by_person and not self.detail else ""
        return sentences((machine, person, self.known))


def section_words(section: Section) -> str:
    """The heading of a section."""
    return gettext(SECTION_WORDS[section])


def entry_words(change: Change, *, whole: bool = False) -> EntryWords:
    """What a change says; long texts are cut at the end of a word, unless they are wanted `whole`."""
    after = STATUS_WORDS[change.after] if change.after else None
    moved = change.before is not None and change.before != change.after
    quote = _quote(change.quote, whole=whole) if change.quote else None
    return EntryWords(
        section=change.section,
        code=after.code if after else "none",
        shape=after.shape if after else _shape(change),
        before=STATUS_WORDS[change.before] if change.before and moved else None,
        after=after,
        happened="" if moved else _happened(change),
        certainty=CERTAINTY_WORDS[change.certainty] if change.certainty else "",
        about=_about(change),
        title=change.title if whole else cut(change.title, LONGEST_TITLE),
        title_language=change.title_language,
        path=change.path,
        why=_why(change),
        detail=change.detail if whole else cut(change.detail, LONGEST_DETAIL),
        detail_language=language_of_part(change.detail, within="en"),
        detail_from=_detail_from(change) if change.detail else "",
        by_person=change.by_person,
        is_draft=change.is_draft,
        quote=quote,
        told_before=_told_before(change.told_before) if change.told_before else "",
        known=_known(change),
    )


def day_words(day: date) -> str:
    """A day in the language that is active: "1 March 2025", "2025 年 3 月 1 日"."""
    return told_day(day, "zh" if (get_language() or "en").startswith("zh") else "en")


def sentences(told: Iterable[str]) -> str:
    """Sentences one after the other; Chinese has no space between them."""
    return ("" if (get_language() or "en").startswith("zh") else " ").join(sentence for sentence in told if sentence)


def cut(text: str, most: int) -> str:
    """The beginning of a text, of at most `most` characters, up to a word's end, with "…" where something is left out.

    Chinese has no spaces and is cut anywhere.
    """
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    begun = line[: most - 1]
    words, space, _rest = begun.rpartition(" ")
    # A space far back stands before a text without any.
    return (words if space and len(words) > most * 3 // 4 else begun).rstrip(" ,.;:，。；：、") + "…"


def _shape(change: Change) -> str:
    return "!" if change.section is Section.PAPERS else "+" if change.section is Section.NEW else "·"


def _happened(change: Change) -> str:
    if change.kind == EventKind.PAPER_NOTICE:
        return notice_words(change.reasons) or gettext(_HAPPENED[EventKind.PAPER_NOTICE])
    if change.kind == EventKind.ANNOUNCEMENT_ADDED and change.count:
        told = ngettext("New announcement with %(n)d claim", "New announcement with %(n)d claims", change.count)
        return told % {"n": change.count}
    return gettext(_HAPPENED[EventKind(change.kind)])


def _about(change: Change) -> str:
    """The subject and who claims it: "M6 · Alibaba"."""
    return " · ".join(dict.fromkeys(name for name in (change.subject, change.claimant) if name))


def _detail_from(change: Change) -> str:
    """Whose words the detail is, as they are led in."""
    match change.kind:
        case EventKind.PAPER_NOTICE:
            return gettext("The notice says:")
        case EventKind.CLAIM_MERGED | EventKind.CLAIM_UNMERGED:
            return gettext("The editor’s reason:")
        case _:
            return gettext("In the words of the person who ruled:")


def _why(change: Change) -> str:
    # A person's own words say more than that a person has ruled.
    reasons = [code for code in change.reasons if code != "ruled" or not change.detail]
    return sentences(why(reasons))


def _told_before(told: ToldBefore) -> str:
    said = gettext("On %(day)s we told you: %(status)s. That is so no longer.")
    return said % {"day": day_words(told.day), "status": STATUS_WORDS[told.status].label}


def _known(change: Change) -> str:
    """The day from which it could be known, where that is not about when we recorded it."""
    if not change.known_on or (change.recorded_at.date() - change.known_on).days <= 1:
        return ""
    return gettext("Could be known since %(day)s.") % {"day": day_words(change.known_on)}


def _quote(quote: Quoted, *, whole: bool) -> QuoteWords:
    return QuoteWords(
        exact=quote.exact if whole else cut(quote.exact, LONGEST_QUOTE),
        language=quote.language,
        source=quote.source if whole else cut(quote.source, LONGEST_SOURCE),
        source_language=language_of_part(quote.source, within="en"),
        path=quote.source_path,
        location=_place(quote.location, whole=whole),
        grade=GRADE_WORDS[quote.grade] if quote.grade else None,
    )


def _place(location: str, *, whole: bool) -> str:
    if location in _PLACES:
        return gettext(_PLACES[location])
    return location if whole else cut(location, LONGEST_SOURCE)
