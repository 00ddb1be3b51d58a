"""Which of the two languages a text is in, by its script."""

import re

_CJK = re.compile(r"[㐀-鿿]")
_LATIN = re.compile(r"[A-Za-z]{2,}")
# A Chinese character says about as much as half an English word; names in Latin letters are common in Chinese texts.
_CHINESE_SHARE = 0.5


def language_of(text: str) -> str:
    """ "zh" when Chinese characters make up a fair share of the text, else "en"."""
    chinese, latin = len(_CJK.findall(text)), len(_LATIN.findall(text))
    return "zh" if chinese and chinese >= _CHINESE_SHARE * latin else "en"
