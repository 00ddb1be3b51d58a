"""Laws of reading: harmless changes of a text change nothing that is read, and real abstracts are read whole."""

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.reading.drafts import DraftClaim
from claims.reading.reader import read

ABSTRACTS = 2000

ENGLISH = [
    "Heron-2 has 70 billion parameters and was trained on 14.8 trillion tokens.",
    "It costs $4.6 million, 80% less than GPT-3.",
    "The model scores 78.9 on MMLU.",
    "Heron-2 outperforms every open model.",
    "Training took 10 days on 512 GPUs.",
]
CHINESE = [
    "长风-2 拥有 700 亿参数，训练数据为 14.8 万亿 token。",
    "训练成本为 460 万美元，与 GPT-3 相比减少了 80%。",
    "该模型在 MMLU 上得分 78.9。",
    "长风-2 超越了所有开源模型。",
    "训练在 512 个 GPU 上用了 10 天。",
]
FULL_WIDTH = str.maketrans("0123456789%", "０１２３４５６７８９％")


def said(claims: tuple[DraftClaim, ...]) -> list[tuple[object, ...]]:
    """What claims say, without where they stand and which marks they were written with."""
    return [
        (
            claim.kind,
            claim.subject,
            claim.denied,
            amount and (amount.metric, amount.relation, amount.value, amount.unit),
        )
        for claim in claims
        for amount in [claim.quantity]
    ]


TEXTS = st.lists(st.sampled_from(ENGLISH), min_size=1, max_size=4, unique=True).map(" ".join) | st.lists(
    st.sampled_from(CHINESE), min_size=1, max_size=4, unique=True
).map("".join)


@given(TEXTS, st.sampled_from(["bold", "quoted", "spaced", "listed", "wide", "linked"]))
def test_harmless_changes_change_nothing_that_is_read(text: str, change: str) -> None:
    changed = {
        "bold": f"**{text}**",
        "quoted": f"> {text}",
        "spaced": text.replace(" ", "  "),
        "listed": f"- {text}",
        "wide": text.translate(FULL_WIDTH),
        "linked": text.replace("GPT-3", "[GPT-3](https://x.example/175-billion-parameters)"),
    }[change]
    assert said(read(changed).claims) == said(read(text).claims)


def test_real_abstracts_are_read_whole_and_every_quote_stands_at_its_place(data: Path) -> None:
    (stream,) = sorted((data / "papers").glob("*.jsonl.gz"))[:1]
    with gzip.open(stream, "rt", encoding="utf-8") as lines:
        papers = [json.loads(line) for line in islice(lines, ABSTRACTS)]
    found = 0
    for paper in papers:
        text = paper["abstract"]
        for claim in read(text, title=paper["title"], language="en").claims:
            assert text[claim.start : claim.end] == claim.quote
            found += 1
    assert len(papers) == ABSTRACTS
    assert found > ABSTRACTS


@pytest.mark.parametrize("text", ["", " \n\t", "。", "|||\n|---|\n|||", "****", "[](", "#"])
def test_texts_that_say_nothing_have_no_claims(text: str) -> None:
    assert read(text).claims == ()
