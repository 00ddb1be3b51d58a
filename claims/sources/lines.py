"""Words from outside in one line, as they can be kept."""

# The longest title that is kept; more is no title.
LONGEST_TITLE = 500


def one_line(text: str, *, at_most: int | None = None) -> str:
    """Without line breaks, and without NUL and lone surrogates, which no database keeps and bad data can make."""
    return " ".join(text.encode("utf-8", "ignore").decode().replace("\x00", "").split())[:at_most]
