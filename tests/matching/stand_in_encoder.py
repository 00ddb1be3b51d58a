"""A small encoder that needs no model: it counts letters, so that texts made of like words lie close."""

import math
import struct
from collections.abc import Sequence
from string import ascii_lowercase

FORMAT = f"<{len(ascii_lowercase)}e"


class LetterEncoder:
    """Implements `Encoder`: a dimension for each letter, deterministic, English only."""

    languages = frozenset({"en"})

    def __init__(self, name: str = "letters 1") -> None:
        self.name = name

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        return [_unit([text.lower().count(letter) for letter in ascii_lowercase]) for text in texts]

    def cosines(self, vector: bytes, others: Sequence[bytes]) -> list[float]:
        one = struct.unpack(FORMAT, vector)
        return [math.sumprod(one, struct.unpack(FORMAT, other)) for other in others]


def _unit(counts: Sequence[int]) -> bytes:
    length = math.hypot(*counts) or 1.0
    return struct.pack(FORMAT, *(count / length for count in counts))
