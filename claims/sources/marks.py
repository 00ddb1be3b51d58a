"""What a server said of the state of an address, to ask it again for what has changed since (RFC 9110 13.1)."""

from collections.abc import Mapping
from dataclasses import dataclass

# As long as they are kept; a part of a mark would be another mark.
LONGEST_ETAG, LONGEST_DATE = 500, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The server's words, to be said back to it as they are; "" where it said nothing."""

    etag: str = ""
    last_modified: str = ""

    def conditions(self) -> dict[str, str]:
        """The headers of a question that is answered only if something has changed; none without marks."""
        told = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in told.items() if value}


def marks_in(headers: Mapping[str, str]) -> Marks:
    """The marks of an answer, whose headers are named in lower case."""
    etag, last_modified = headers.get("etag", ""), headers.get("last-modified", "")
    return Marks(
        etag=etag if len(etag) <= LONGEST_ETAG else "",
        last_modified=last_modified if len(last_modified) <= LONGEST_DATE else "",
    )
