"""Quotes are found word for word, or in one place only; what is given back are always the text's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.quoting import QuotableText, QuoteMatch

TEXT = (
    "# Zephyr-9 is here\n\nNimbus Labs said: “The **model** has [3 trillion](https://e.org/x) parameters,” and it’s\n"
    "trained on 512 GPUs – twice. Again: trained on 512 GPUs.\n\n该模型在 512 个 GPU 上训练，“只用了” 12 天。"
)


@pytest.mark.parametrize(
    ("quote", "match", "words"),
    [
        ("Nimbus Labs said", QuoteMatch.EXACT, "Nimbus Labs said"),
        (" Nimbus Labs said\n", QuoteMatch.EXACT, "Nimbus Labs said"),
        ('said: "The model', QuoteMatch.FOLDED, "said: “The **model"),
        ("and it's trained on 512", QuoteMatch.FOLDED, "and it’s\ntrained on 512"),
        ("has 3 trillion parameters", QuoteMatch.FOLDED, "has [3 trillion](https://e.org/x) parameters"),
        ("**model** has", QuoteMatch.EXACT, "**model** has"),
        ("*model* has", QuoteMatch.FOLDED, "model** has"),
        ('"Nimbus  Labs said"', QuoteMatch.FOLDED, "Nimbus Labs said"),
        ("512 GPUs - twice", QuoteMatch.FOLDED, "512 GPUs – twice"),
        ("该模型在512个GPU上训练,", QuoteMatch.FOLDED, "该模型在 512 个 GPU 上训练，"),
        ("「只用了」12天", QuoteMatch.FOLDED, "只用了” 12 天"),
        ("trained on 512 GPUs", QuoteMatch.EXACT, "trained on 512 GPUs"),
        ("trained  on 512 GPUs", QuoteMatch.AMBIGUOUS, ""),
        ("12 GPUs", QuoteMatch.NOWHERE, ""),
        ("imbus Labs", QuoteMatch.NOWHERE, ""),
        ("trained on 1024 GPUs", QuoteMatch.NOWHERE, ""),
        ("nimbus labs said", QuoteMatch.NOWHERE, ""),
        ("", QuoteMatch.NOWHERE, ""),
        (" “ ” ", QuoteMatch.NOWHERE, ""),
    ],
)
def test_a_quote_is_found_in_the_text_s_own_words_or_not_at_all(quote: str, match: QuoteMatch, words: str) -> None:
    place = QuotableText(TEXT).place(quote)
    assert (place.match, TEXT[place.start : place.end], place.found) == (match, words, bool(words))


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_and_any_quote_give_a_place_inside_the_text_or_none(text: str, quote: str) -> None:
    place = QuotableText(text).place(quote)
    assert 0 <= place.start <= place.end <= len(text)
    assert place.found == (place.start < place.end)


@given(st.lists(st.sampled_from(["Zephyr", "9", "has", "模型", "天", "“", "'"]), min_size=1, max_size=8))
def test_a_text_s_own_words_are_always_found_in_it(words: list[str]) -> None:
    quote = " ".join(words)
    place = QuotableText(f"Before. {quote} After.").place(quote)
    assert place.match is QuoteMatch.EXACT
