"""Reading: the checkable claims of a text, each with its own words; what is no claim is left."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.sentences import LONGEST_SENTENCE, sentence_spans
from claims.reading.document import UnreadableDocument
from claims.reading.documents import document_from
from claims.reading.drafts import DraftLink
from claims.reading.reader import read
from claims.reading.rows import draft_row

STORY = (
    "Nimbus Labs released Zephyr-9 on Monday. The model has 3 trillion parameters and was trained on 256 GPUs in 12"
    " days for $4 million. We believe it will change everything. Could it be the best? Please sign up for our letter."
)
CHINESE = "今天，我们发布西风九号（Zephyr-9）。它拥有 3 万亿个参数，训练仅用 256 个 GPU。我们相信它将改变世界。"
PIECES = st.lists(
    st.sampled_from(
        [
            *STORY.split(". "),
            CHINESE,
            "\n\n## Results\n",
            "\n- **Parameters:** 9B\n",
            "[80% less](https://x.example/50x)",
        ]
    ),
    max_size=6,
)


def measured(text: str) -> list[tuple[str, str, float]]:
    """Subject, metric and value of every measured claim."""
    drafts = (draft for draft in read(text).claims if draft.quantity and draft.quantity.value is not None)
    return [(d.subject, d.quantity.metric, float(d.quantity.value)) for d in drafts if d.quantity and d.quantity.value]


def test_four_figures_are_four_claims_about_the_system_that_the_text_named() -> None:
    assert measured(STORY) == [
        ("Zephyr-9", "parameters", 3e12),
        ("Zephyr-9", "accelerators", 256.0),
        ("Zephyr-9", "training_time", 12 * 86_400.0),
        ("Zephyr-9", "cost", 4e6),
    ]


def test_chinese_is_read_like_english() -> None:
    assert read(CHINESE).language == "zh"
    assert measured(CHINESE) == [("Zephyr-9", "parameters", 3e12), ("Zephyr-9", "accelerators", 256.0)]


def test_a_release_is_a_claim_and_opinion_question_and_instruction_are_none() -> None:
    quotes = [draft.quote for draft in read(STORY).claims]
    assert quotes[0] == "Nimbus Labs released Zephyr-9 on Monday."
    assert not any(word in quote for quote in quotes for word in ("believe", "Could", "sign up"))


@given(PIECES)
def test_every_quote_stands_at_its_place_and_never_inside_an_address(pieces: list[str]) -> None:
    text = " ".join(pieces)
    for draft in read(text).claims:
        assert draft.quote == text[draft.start : draft.end]
        assert "x.example/50x" not in draft.quote or "](" in draft.quote


@given(st.text(min_size=1).filter(str.strip))
def test_any_text_is_read_without_complaint(text: str) -> None:
    assert all(draft.quote == text[draft.start : draft.end] for draft in read(text).claims)


def test_links_are_found_with_ids_and_decoded_fragments() -> None:
    text = (
        "See [the paper](https://arxiv.org/abs/2104.04473v5), [this](https://x.example/a#:~:text=cost%20over-,%244.6M)"
        " or [that](https://doi.org/10.1000/AbC)."
    )
    links = read(text).links
    assert [(link.anchor_text, link.arxiv_id, link.doi, link.fragment_quote) for link in links] == [
        ("the paper", "2104.04473", "", ""),
        ("this", "", "", "$4.6M"),
        ("that", "", "10.1000/abc", ""),
    ]
    assert all(isinstance(link, DraftLink) and text[link.start : link.end].startswith("[") for link in links)


def test_a_page_gives_its_text_and_says_who_it_is() -> None:
    story = f"<p>{STORY}</p>" * 2
    page = (
        "<html><head><title>Zephyr</title><meta property='article:published_time' content='2024-01-15'></head>"
        f"<body><nav>Home About</nav><article><h1>Zephyr</h1>{story}</article></body></html>"
    )
    document = document_from(page.encode(), "text/html")
    assert "3 trillion parameters" in document.text
    assert "Home About" not in document.text
    assert (document.title, document.published_on) == ("Zephyr", date(2024, 1, 15))


@pytest.mark.parametrize(
    ("raw", "complaint"), [(b"", "empty"), (b"   \n", "empty"), (b"\x89PNG\r\n\x1a\n\x00\x00\x00" * 9, "an image")]
)
def test_what_holds_no_text_is_refused(raw: bytes, complaint: str) -> None:
    with pytest.raises(UnreadableDocument, match=complaint):
        document_from(raw)


def test_a_row_says_all_that_is_scored() -> None:
    text = "Zephyr-9 has over 3 trillion parameters."
    (draft,) = read(text).claims
    assert draft_row("a", draft) == {
        "article_id": "a",
        "quote": text,
        "start": 0,
        "end": len(text),
        "claim": text,
        "kind": "quantity",
        "subject": "Zephyr-9",
        "metric": "parameters",
        "value": 3 * 10**12,
        "value_min": None,
        "value_max": None,
        "unit": "parameters",
        "comparator": "gt",
        "compared_to": None,
        "is_quantitative": True,
    }


SUBJECTS = (
    "Zephyr-9 scores 92.3% on HumanEval and 88.1 on MMLU, compared with 90.2% for GPT-4o. Pricing starts at $3 per"
    " million input tokens. Nimbus Labs says the context window grows from 128K to 1 million tokens."
)


def test_a_system_that_is_only_compared_with_does_not_become_what_the_text_speaks_of() -> None:
    assert measured(SUBJECTS)[-2:] == [("Zephyr-9", "price", 3.0), ("Zephyr-9", "context_length", 1e6)]


def test_a_score_belongs_to_the_benchmark_behind_it() -> None:
    scopes = [draft.quantity.scope for draft in read(SUBJECTS).claims if draft.quantity]
    assert scopes[:2] == ["HumanEval", "MMLU"]


def test_what_is_yet_to_come_is_left_and_says_why() -> None:
    reading = read("The weights will be available soon. Zephyr-9 could cost $4 million.")
    assert reading.claims == ()
    assert [left.reasons[0] for left in reading.left] == ["prediction", "prediction"]


@pytest.mark.parametrize("unit", ["a", "1-", "[", "百分之", "GPT-3 ", "1 m ", "|", "*"])
def test_garbage_without_an_end_of_sentence_is_cut_before_it_costs_too_much(unit: str) -> None:
    text = unit * 4000
    assert all(end - start <= LONGEST_SENTENCE for start, end in sentence_spans(text))
    assert all(draft.quote == text[draft.start : draft.end] for draft in read(text).claims)
