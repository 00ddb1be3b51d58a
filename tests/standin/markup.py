"""XML by hand, well formed: elements whose content is escaped text or other elements."""

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

# What XML 1.0 §2.2 does not allow in a document, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOTHING: Mapping[str, str] = {}


def text(value: str) -> str:
    """Text as the content of an element; characters that XML forbids are left out."""
    return escape(_FORBIDDEN.sub("", value))


def element(name: str, content: str | Iterable[str] = "", attributes: Mapping[str, str] = _NOTHING) -> str:
    """An element. `content` is markup already: `text(…)`, or elements, a line each."""
    told = "".join(f" {key}={quoteattr(_FORBIDDEN.sub('', value))}" for key, value in attributes.items())
    inner = content if isinstance(content, str) else "".join(f"\n{part}" for part in content) + "\n"
    return f"<{name}{told}>{inner}</{name}>"


def leaf(name: str, value: str, attributes: Mapping[str, str] = _NOTHING) -> str:
    """An element that holds text."""
    return element(name, text(value), attributes)


def leaves(*pairs: tuple[str, str]) -> list[str]:
    """Elements that hold text, those with none left out."""
    return [leaf(name, value) for name, value in pairs if value]


def document(root: str) -> bytes:
    """The whole document in UTF-8."""
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{root}\n".encode()
