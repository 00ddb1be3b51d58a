"""Template filters for words in another language than the page's, and for lists in the page's own."""

import re
from collections.abc import Iterable, Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from claims.core.han import language_by_script
from claims.figures import percent
from claims.web.faults import told_reason
from claims.web.machine_words import in_chinese
from claims.wording import CERTAINTY_WORDS, STATUS_WORDS, page_language, plainly

register = template.Library()
# Words that are stored in English, and told by `told`: names of languages, and places in documents.
STORED = (_("English"), _("Chinese"), _("title"), _("text"), _("abstract of the paper"), _("notes"))
_OURS = "zh-Hans"
_MOST_SIGNS = 200
_SECTION = re.compile(r"(section|appendix) (\S+)")


@register.filter
def lang_of(text: object) -> str:
    """What `lang` says of words whose language is not stored: "zh" or "en", by their script."""
    return language_by_script(str(text))


@register.filter
def listed(words: Iterable[object]) -> str:
    """Words one after another as the language of the page does it: "arXiv, Crossref", "arXiv、Crossref"."""
    return gettext(", ").join(str(word) for word in words)


@register.filter
def told(word: object) -> str:
    """A word that is kept in English, such as a place in a document, in the language of the page."""
    if section := _SECTION.fullmatch(str(word)):
        named = gettext("section {number}") if section[1] == "section" else gettext("appendix {number}")
        return named.format(number=section[2])
    return gettext(str(word)) if word else ""


@register.filter(name="percent")
def in_hundredths(number: object) -> str:
    """A number of hundredths with its sign: "80%"."""
    return percent(number)


@register.filter
def status_label(code: str) -> str:
    """A status by its code in the language of the page: "Supported"."""
    return STATUS_WORDS[code].label


@register.filter
def certainty_label(code: str) -> str:
    """How certain a status is, by its code: "moderate certainty"."""
    return CERTAINTY_WORDS[code]


@register.filter
def reason(told: str) -> str:
    """Why a source failed, as `in_plain_words` told it, in the language of the page."""
    return told_reason(told)


@register.filter
def in_page_words(text: object, start: str = "") -> SafeString:
    """What the rules wrote down in English, in the language of the page where it is known, marked as what it is.

    With `"capital"` an English sentence begins with one.
    """
    runs = in_chinese(str(text)) if page_language() == "zh" else None
    if runs is None:
        words = capfirst(plainly(str(text))) if start else plainly(str(text))
        return format_html('<span lang="{}">{}</span>', language_by_script(words), words)
    return format_html_join("", '<span lang="{1}">{0}</span>', _marked(runs))


def _marked(runs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Neighbours of one language as one; names and amounts go with the words around them."""
    together, language = "", _OURS
    for words, told in runs:
        spoken = told if told == "en" else _OURS
        if spoken != language and together:
            yield together, language
            together = ""
        together, language = together + words, spoken
    yield together, language


@register.filter
def in_short(text: str) -> str:
    """A reason in at most `_MOST_SIGNS` signs, cut between words and with its quote closed."""
    if len(text) <= _MOST_SIGNS:
        return text
    head = text[: _MOST_SIGNS - 2]
    before, space, _rest = head.rpartition(" ")
    kept = (before if space and len(before) > _MOST_SIGNS // 2 else head).rstrip(" ,;:—")
    return kept + ("…”" if kept.count("“") > kept.count("”") else "…")


@register.filter
def tongue(text: object) -> SafeString:
    """A word behind what the page could not tell in its own language, that says in which it is; "" where it could."""
    spoken, here = language_by_script(str(text)), page_language()
    if spoken == here or (here == "zh" and in_chinese(str(text)) is not None):
        return SafeString("")
    word = gettext("in Chinese") if spoken == "zh" else gettext("in English")
    return format_html(' <span class="tongue">{}</span>', word)


@register.filter
def input_name(name: object) -> str:
    """The name of an input or a formula, in the language of the page."""
    runs = in_chinese(str(name)) if page_language() == "zh" else None
    return "".join(words for words, _ in runs) if runs else str(name)
