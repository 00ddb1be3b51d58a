"""Why a source could not be asked, in the language of the page."""

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from claims.sources.plain_faults import in_plain_words

# What `in_plain_words` says after the name of a host; a failure that is told in other words stays as it is.
_PHRASES = (
    _("did not accept our key"),
    _("refused to answer us"),
    _("did not know what we asked for"),
    _("waited too long for us"),
    _("asked us to slow down"),
    _("did not answer in time"),
    _("was too slow to answer in whole"),
    _("could not be reached"),
    _("sent an answer that was cut off"),
    _("sent us in circles"),
    _("sent more than we take in"),
    _("led to a place that is not public"),
    _("sent a web page where data was expected"),
    _("sent an answer that is not whole"),
    _("had a fault of its own"),
    _("did not accept what we asked"),
)
_TOLD = re.compile(
    rf"(?P<who>\S+) (?P<what>{'|'.join(map(re.escape, _PHRASES))})(?P<status> \(\d+\))?(?P<left>, so it .*)?"
)


def told_fault(failure: str) -> str:
    """One phrase without a full stop, "" for no failure: "export.arxiv.org asked us to slow down (429)"."""
    return told_reason(in_plain_words(failure))


def told_reason(told: str) -> str:
    """The same for what `in_plain_words` said."""
    if not (known := _TOLD.fullmatch(told)):
        return told
    left = gettext(", so it is left alone for a while") if known["left"] else ""
    who, phrase, status = known["who"], known["what"], known["status"] or ""
    return f"{who} {gettext(phrase)}{status}{left}"
