"""Chinese names in Latin letters, and the way back: 悟道 is written "Wudao", "Wu Dao" and "WuDao" by others.

Readings come from pypinyin, all of a character's ("长" is chang and zhang); tones, case, spaces, hyphens and
apostrophes between syllables are free.
"""

import re
from functools import lru_cache

from pypinyin import Style, pinyin

from claims.core.han import HAN

_JOINT = r"[\s\-_'’·]*"
# Fewer letters than this are a syllable that stands in too many words.
LEAST_LETTERS = 5


@lru_cache(maxsize=4096)
def readings(character: str) -> tuple[str, ...]:
    """How one character is read, without tones: "长" → ("chang", "zhang")."""
    (found,) = pinyin(character, style=Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def in_latin(name: str) -> re.Pattern[str] | None:
    """The ways in which others write a Chinese name in Latin letters; None for what is too short to tell."""
    parts = [part for part in re.split(r"[\s\-_·]+|(?<=[㐀-鿿])|(?=[㐀-鿿])", name) if part]
    if not HAN.search(name) or sum(len(readings(part)[0]) for part in parts if HAN.match(part)) < LEAST_LETTERS:
        return None
    spelt = [f"(?:{'|'.join(readings(part))})" if HAN.match(part) else re.escape(part) for part in parts]
    return re.compile(rf"(?<![A-Za-z0-9]){_JOINT.join(spelt)}(?![A-Za-z0-9])", re.IGNORECASE)


@lru_cache(maxsize=4096)
def chinese_places(text: str, name: str) -> tuple[tuple[int, int], ...]:
    """Where the Chinese of `text` reads as the Latin `name`: "Kunyou-2" at 鲲游 2, as (start, end)."""
    letters = re.sub(r"[^a-z0-9.]+", "", name.casefold())
    if sum(letter.isalpha() for letter in letters) < LEAST_LETTERS or not HAN.search(text):
        return ()
    found = []
    at = 0
    while at < len(text):
        end = _reads_on(text, at, letters) if HAN.match(text[at]) else None
        if end:
            found.append((at, end))
        at = end or at + 1
    return tuple(found)


def _reads_on(text: str, at: int, letters: str) -> int | None:
    """Where the characters from `at` on have read all of `letters`, None where they read otherwise."""
    while letters:
        if at >= len(text):
            return None
        character = text[at]
        if character in " -_·":
            at += 1
            continue
        options = readings(character) if HAN.match(character) else (character.casefold(),)
        read = next((option for option in options if letters.startswith(option)), None)
        if read is None:
            return None
        letters, at = letters[len(read) :], at + 1
    return None if at < len(text) and text[at].isascii() and text[at].isalnum() else at
