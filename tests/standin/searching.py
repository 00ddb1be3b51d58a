"""Searching in texts as far as the services' own engines matter to a client: without stems and synonyms."""

import re
from collections.abc import Callable

type Matching = Callable[[str], bool]
"""Whether a text that `folded` made matches."""

_TOKENS = re.compile(r'"[^"]*"|[()]|[^\s()"]+')


def folded(text: str) -> str:
    """The words of a text in lower case, with a space before and after each."""
    return f" {' '.join(re.findall(r'\w+', text.casefold()))} "


def share(query: str, text: str) -> float:
    """Which part of the words of a query a text has (0…1)."""
    wanted = folded(query).split()
    found = set(folded(text).split())
    return sum(word in found for word in wanted) / len(wanted) if wanted else 0.0


def boolean(query: str) -> Matching:
    """A query with AND, OR, NOT in capitals, brackets and quoted phrases; words side by side must all be there.

    Raises ValueError for one whose brackets or operators do not go together.
    """
    reader = _Reader(_TOKENS.findall(query))
    matching = reader.any_of()
    if reader.next:
        raise ValueError(f"{reader.next!r} has no place in {query!r}")
    return matching


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens[::-1]

    @property
    def next(self) -> str:
        return self._tokens[-1] if self._tokens else ""

    def _take(self) -> str:
        if not self._tokens:
            raise ValueError("the query ends too early")
        return self._tokens.pop()

    def any_of(self) -> Matching:
        parts = [self.all_of()]
        while self.next == "OR":
            self._take()
            parts.append(self.all_of())
        return lambda text: any(part(text) for part in parts)

    def all_of(self) -> Matching:
        parts = [self.one()]
        while self.next not in ("", ")", "OR"):
            if self.next == "AND":
                self._take()
            parts.append(self.one())
        return lambda text: all(part(text) for part in parts)

    def one(self) -> Matching:
        token = self._take()
        if token == "NOT":
            refused = self.one()
            return lambda text: not refused(text)
        if token == "(":
            inner = self.any_of()
            if self._take() != ")":
                raise ValueError("a bracket is not closed")
            return inner
        if token in (")", "AND", "OR"):
            raise ValueError(f"{token!r} stands alone")
        phrase = folded(token)
        return lambda text: phrase in text
