"""The one pattern for a Chinese character: the unified ideographs and their first extension."""

import re

HAN = re.compile(r"[㐀-鿿]")
