"""Keep what asking a language model once gave and cost."""

from datetime import datetime
from typing import Any

from claims.models import ModelRun
from claims.sources.chat_completions import ChatModel, Usage


def record_run(model: ChatModel, usage: Usage, *, prompt_version: str, now: datetime, **told: Any) -> None:
    """Store a run of `model` with what it cost; `told` are the other fields of `ModelRun`. Each call is a row."""
    ModelRun.objects.create(
        model=model.model,
        prompt_version=prompt_version,
        recorded_at=now,
        requests=usage.requests,
        seconds=round(usage.seconds, 3),
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        price=model.price(usage),
        **told,
    )
