"""The one pattern for a Chinese character: the unified ideographs and their first extension."""

import re

HAN = re.compile(r"[㐀-鿿]")


def language_by_script(text: str) -> str:
    """The language of a title or quote, told by its script: "zh" from one Chinese character in eight on, else "en"."""
    return "zh" if len(HAN.findall(text)) * 8 >= len(text) > 0 else "en"
