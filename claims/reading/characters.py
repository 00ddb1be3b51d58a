"""From bytes to characters: by the byte order mark, by what the bytes can be, by what is declared, by detection."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_DECLARED = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,80}encoding\s*=\s*[\"']([\w.:-]+)", re.I)
# A declaration stands within the first kilobyte of a page (WHATWG), after a long head sometimes later.
_HEAD_BYTES = 4096
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Browsers read these names as their supersets (WHATWG Encoding), and so do the people who write them.
_SUPERSETS = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030",
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "shift_jis": "cp932", "x-sjis": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "iso-8859-9": "cp1254",
}  # fmt: skip
# What undeclared bytes are told apart by statistics among: Chinese in two encodings, Japanese, Korean.
_DETECTED = ["gb18030", "big5", "shift_jis", "euc_kr"]
_HIGH = 0x80
# The common Chinese characters of GB 2312 have both bytes in this range; Western letters stand alone.
_GB_RUN = re.compile(rb"[\xa1-\xfe]+")
_PAIRED_SHARE = 0.9
# Where fewer bytes than this are not ASCII, statistics have nothing to count: a Western text with its few signs.
_MOSTLY_ASCII = 0.25
# Of the characters that are not ASCII, so many may be broken (a page cut within one); more mean a wrong name.
_BROKEN_SHARE = 0.1
_GARBLED = re.compile(r"锟斤拷|烫烫烫|â€[\x80-\x9f\u2122\u0153\u02dc\u201c\u201d]|Ã[\xa0-\xbf]|\ufffd")
_GARBLED_FROM = 3


class UndecodableBytes(ValueError):
    """The bytes are no text in any encoding that fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """`text` without a byte order mark; `broken` characters could not be decoded and stand as U+FFFD."""

    text: str
    encoding: str
    broken: int = 0


def decoded(raw: bytes, content_type: str = "") -> Decoded:
    """`raw` as text. Raises `UndecodableBytes`.

    Bytes that are valid UTF-8 are UTF-8 whatever is declared, for text in another encoding is that by no accident
    (RFC 3629, section 8); after them the header's name counts, then the page's own, then what the bytes look like.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _told(raw, encoding) or _refused()
    return _strict(raw, "utf-8") or _declared(raw, content_type) or _detected(raw) or _refused()


def looks_garbled(text: str) -> bool:
    """Whether the text bears the marks of a wrong decoding, ours or one before us."""
    return len(_GARBLED.findall(text)) >= _GARBLED_FROM


def _refused() -> Decoded:
    raise UndecodableBytes("The bytes are no text in any encoding we know. Save it as UTF-8.")


def _strict(raw: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(text=raw.decode(encoding), encoding=encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _told(raw: bytes, name: str) -> Decoded | None:
    """The text in the encoding of this name, a few broken characters allowed; None when the name cannot be right."""
    encoding = _SUPERSETS.get(name.lower(), name)
    try:
        text = raw.decode(encoding, "replace")
    except (LookupError, UnicodeDecodeError):
        return None
    broken, beyond_ascii = text.count("\ufffd"), sum(character > "\x7f" for character in text)
    return Decoded(text=text, encoding=encoding, broken=broken) if broken <= _BROKEN_SHARE * beyond_ascii else None


def _declared(raw: bytes, content_type: str) -> Decoded | None:
    for place in (content_type, raw[:_HEAD_BYTES].decode("ascii", "ignore")):
        found = _DECLARED.search(place)
        told = _told(raw, found[1] or found[2]) if found else None
        if told:
            return told
    return _told(raw, "utf-8")


def _detected(raw: bytes) -> Decoded | None:
    """What undeclared bytes are. Short text is too little for statistics, so the form of GB 2312 is looked at first."""
    high = sum(byte >= _HIGH for byte in raw)
    paired = sum(len(run) // 2 * 2 for run in _GB_RUN.findall(raw))
    if paired >= _PAIRED_SHARE * high:
        told = _strict(raw, "gb18030")
        if told:
            return told
    if high < _MOSTLY_ASCII * len(raw):
        return _strict(raw, "cp1252")
    best = from_bytes(raw, cp_isolation=_DETECTED).best()
    return _strict(raw, best.encoding) if best else None
