"""The line of authors as arXiv keeps it ("A. One (Lab X), B. Two and C. Three"): names, and where they work.

Names are tidied as arXiv's own interfaces tidy them, so that a paper has the same authors whichever of them told it.
"""

import re
import unicodedata

# TeX's accents and the combining characters that they are (The TeXbook, chapter 9).
_MARKS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ", "TH": "Þ", "i": "i", "j": "j",
}  # fmt: skip
# Marks that are signs stand before a letter as it is; those that are letters need a brace or a blank first.
_ACCENT = re.compile(
    r"\\+(?:([`'^~=.\"])\s*|([urHvdckb])(?=[\s{]))\s*\{?\s*(?:\\+([ij])\b|([A-Za-z][\u0300-\u036f]*))\}?"
)
_LETTER = re.compile(r"\\+(ss|ae|AE|oe|OE|aa|AA|dh|DH|dj|DJ|th|TH|[oOlLij])(?![A-Za-z])(?:\{\}| )?")
_SEPARATOR = re.compile(r"\s*[,;:](?:\s*(?:and|&)\s)*\s*|\s+(?:(?:and|AND|&)\s+)+|^and\s+")
_SUFFIX = re.compile(r"(?:[JS]r\.?|I{2,3}|IV)\Z")
_OTHERS = re.compile(r"(?:and\s+)?et\.?\s+al\b\.?|others\Z", re.I)
# "V.P.Mineev", and "J. -P." as arXiv's Atom feed writes "J.-P.".
_DOT = re.compile(r"\.(?=[^\W\d_])")
_DOT_HYPHEN = re.compile(r"\.\s+-\s*(?=\w)")
_PARENTHESIS = re.compile(r"[()]")
_REFERENCES = re.compile(r"(?:[\d,;*†‡&\s]|and)*\Z")
_NUMBERED = re.compile(r"\(\s*\d+\s*\)")
_AFTER_AUTHOR = re.compile(r"\s*(?:[,;:&(]|and\b|\Z)")


def authors_and_organisations(line: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names, "Given Family" as they stand there, and what the parentheses behind them say, each once."""
    text = " ".join(without_tex(line).split())
    outside, inside = _apart(text)
    names: list[str] = []
    for part in _SEPARATOR.split(outside):
        name = tidy_name(part)
        if names and _SUFFIX.match(name):
            names[-1] = f"{names[-1]} {name}"
        elif name and not _OTHERS.match(name):
            names.append(name)
    organisations = [found for words in inside for found in _organisations(words)]
    return tuple(names), tuple(dict.fromkeys(organisations))


def tidy_name(name: str) -> str:
    """Blanks behind the dots of initials, none before a hyphen, and no stray signs at the ends."""
    return " ".join(_DOT.sub(". ", _DOT_HYPHEN.sub(".-", name)).split()).strip(" ,;:)")


def without_tex(text: str) -> str:
    r"""TeX's accents and letters as Unicode ("Mart\'{\i}nez", "{\L}ukasz"), its braces and ties gone."""
    if "\\" in text:
        # Twice, for an accent on an accent, as Vietnamese names have.
        accented = _ACCENT.sub(_accented, _ACCENT.sub(_accented, text))
        text = unicodedata.normalize("NFC", _LETTER.sub(_letter, accented))
    return text.translate({ord("{"): None, ord("}"): None, ord("~"): " "}).replace("\\", "")


def _accented(found: re.Match[str]) -> str:
    sign, letter, dotless, plain = found.groups()
    return f"{dotless or plain}{_MARKS[sign or letter]}"


def _letter(found: re.Match[str]) -> str:
    return _LETTERS[found[1]]


def _apart(text: str) -> tuple[str, list[str]]:
    """What stands outside of all parentheses, and the content of those that follow an author."""
    outside, inside, depth, at = [], [], 0, 0
    for found in _PARENTHESIS.finditer(text):
        if found[0] == "(":
            if depth == 0:
                outside.append(text[at : found.start()])
                at = found.end()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                # "Xiaoming (Tom) Li" goes on with the name; "A. One (Lab X), …" does not.
                if _AFTER_AUTHOR.match(text, found.end()):
                    inside.append(text[at : found.start()])
                at = found.end()
    outside.append(text[at:])
    return " ".join(" ".join(outside).split()), inside


def _organisations(words: str) -> list[str]:
    """ "Lab X" as it is, the list "(1) Lab X, (2) Lab Y" taken apart; "1 and 2" only refers to such a list."""
    if _REFERENCES.match(words):
        return []
    numbered = _NUMBERED.split(words)
    parts = numbered[1:] if len(numbered) > 1 else [words.partition("(")[0]]
    return [part for raw in parts if (part := raw.strip(" ,.;"))]
