"""Meaning as vectors: what retrieval asks of an encoder. Optional; without one, search goes by terms alone.

A vector is kept as bytes, so that this room needs no array library: little-endian half-precision floats (IEEE 754
binary16) of length one. Half precision moves a cosine by less than a thousandth, and a paper takes 768 bytes.
"""

from collections.abc import Sequence
from functools import cache
from typing import Protocol

from claims.reading.languages import language_of
from tracker.extras import EMBEDDINGS, what_is_missing


class EncoderUnavailable(Exception):
    """The packages of the extra `embeddings` are not installed; the message says how to install them."""


class Encoder(Protocol):
    """Turns texts into vectors and compares them. Vectors of encoders with different names do not compare."""

    @property
    def name(self) -> str:
        """The model with its version; it is stored beside every vector."""

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639 codes of the languages that it was made for."""

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        """One vector of unit length for each text."""

    def cosines(self, vector: bytes, others: Sequence[bytes]) -> list[float]:
        """The cosine of `vector` with each of the others, from -1 to 1."""


def meaning_of(text: str, encoder: Encoder) -> bytes | None:
    """The vector of what is searched for; None in a language that the encoder was not made for: it would mislead."""
    return encoder.encode([text])[0] if language_of(text) in encoder.languages else None


@cache
def shipped_encoder() -> Encoder:
    """The encoder of the extra `embeddings`, loaded once a process (0.5 s, 110 MB). Raises `EncoderUnavailable`."""
    if missing := what_is_missing("embeddings", EMBEDDINGS):
        raise EncoderUnavailable(f"Embeddings need packages that are missing. {missing}")
    from claims.matching.minilm import MiniLM

    return MiniLM()
