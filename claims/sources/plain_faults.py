"""Why a source could not be asked, in words for readers: short, and without the addresses of questions."""

import re
from urllib.parse import urlsplit

_ADDRESS = re.compile(r"https?://[^\s()<>\"']+")
# What a server wrote into its refusal belongs to the log, not onto pages.
_QUOTED = re.compile(r" \([^()]*(?:\)|$)")
_LEFT_ALONE = re.compile(r"^\S+ is left alone: (?P<why>.*?);? it is asked again later\.?$")
_STATUS = re.compile(r"^(?P<who>\S+) answered (?P<status>\d{3})\b")
_BY_STATUS = {
    401: "did not accept our key",
    403: "refused to answer us",
    404: "did not know what we asked for",
    408: "waited too long for us",
    429: "asked us to slow down",
}
# The beginnings of what `claims.sources.client` and `claims.sources.bodies` say after the address.
_BY_WORDS = (
    ("did not answer within", "did not answer in time"),
    ("was not complete after", "was too slow to answer in whole"),
    ("could not be read", "could not be reached"),
    ("was cut", "sent an answer that was cut off"),
    ("redirects more than", "sent us in circles"),
    ("is larger than", "sent more than we take in"),
    ("points inside a private network", "led to a place that is not public"),
    ("sent a web page where data was expected", "sent a web page where data was expected"),
    ("sent XML that is not whole", "sent an answer that is not whole"),
    ("sent something that is not whole JSON", "sent an answer that is not whole"),
)
LONGEST = 200


def in_plain_words(failure: str) -> str:
    """One phrase without a full stop, such as "export.arxiv.org asked us to slow down (429)"; "" for no failure.

    Addresses become the name of their host. A failure that is told in other words keeps them, cut to `LONGEST`.
    """
    told = _ADDRESS.sub(lambda found: _host(found.group()), failure).strip()
    if left := _LEFT_ALONE.match(told):
        return f"{in_plain_words(left['why'])}, so it is left alone for a while"
    who, _, what = told.partition(" ")
    if status := _STATUS.match(told):
        return f"{who} {_of_status(int(status['status']))}"
    for beginning, words in _BY_WORDS:
        if what.startswith(beginning):
            return f"{who} {words}"
    return _QUOTED.sub("", told)[:LONGEST].rstrip(" .;:,")


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or "it"
    except ValueError:
        return "it"


def _of_status(status: int) -> str:
    words = _BY_STATUS.get(status)
    if words is None:
        words = "had a fault of its own" if status >= 500 else "did not accept what we asked"
    return f"{words} ({status})"
