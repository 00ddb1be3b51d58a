"""Whether two records speak of one work: titles change between versions, and wrong ids circulate."""

import re
import unicodedata

_WORDS = re.compile(r"\w+")
# Half of the shorter title's words: "Exploring Sparse Expert Models and Beyond" is "M6-T: Exploring …" a version later.
SHARED_WORDS = 0.5


def _words(text: str) -> set[str]:
    return set(_WORDS.findall(unicodedata.normalize("NFKC", text).lower()))


def _surnames(authors: tuple[str, ...]) -> set[str]:
    return {words[-1] for author in authors if (words := _WORDS.findall(author.lower()))}


def same_work(title: str, authors: tuple[str, ...], other_title: str, other_authors: tuple[str, ...]) -> bool:
    """True unless the titles share too few words and the authors, where both sides name some, nobody."""
    words, others = _words(title), _words(other_title)
    if not words or not others or len(words & others) >= SHARED_WORDS * min(len(words), len(others)):
        return True
    names, other_names = _surnames(authors), _surnames(other_authors)
    return bool(names and other_names and names & other_names)


def same_first_author(authors: tuple[str, ...], other_authors: tuple[str, ...]) -> bool:
    """Whether the first authors share their last name; True where one side names nobody."""
    names, others = _surnames(authors[:1]), _surnames(other_authors[:1])
    return not names or not others or names == others
