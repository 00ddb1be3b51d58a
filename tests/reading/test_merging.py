"""Two readers' drafts become one list, in which what both found stands once and names both."""

from dataclasses import replace
from decimal import Decimal

import pytest

from claims.core.quantities import Metric, Quantity
from claims.core.statements import ClaimKind
from claims.reading.drafts import BUILT_IN_READER, DraftClaim
from claims.reading.merging import Merged, is_same_draft, merge

TEXT = "Zephyr-9, the largest model so far, has 3 trillion parameters and runs on 256 GPUs."
MODEL = "small-model (prompt 1)"
SIZE = Quantity(metric=Metric.PARAMETERS, value=Decimal(3 * 10**12), unit="parameters")
CHIPS = Quantity(metric=Metric.ACCELERATORS, value=Decimal(256), unit="GPUs")


def draft(quote: str, quantity: Quantity | None = None, *, reader: str = BUILT_IN_READER) -> DraftClaim:
    start = TEXT.index(quote)
    kind = ClaimKind.QUANTITY if quantity else ClaimKind.RANKING
    return DraftClaim(
        text=quote, quote=quote, start=start, end=start + len(quote), kind=kind, quantity=quantity, readers=(reader,)
    )


RULES = draft("has 3 trillion parameters", SIZE)


def test_the_same_figure_at_the_same_place_is_one_draft_of_both_readers_in_the_first_one_s_words() -> None:
    again = draft(TEXT, SIZE, reader=MODEL)
    assert merge([RULES], [again, again]) == Merged(
        claims=(replace(RULES, readers=(BUILT_IN_READER, MODEL)),), fresh=(), doubled=2
    )


def test_what_only_the_second_found_is_fresh_and_stands_once() -> None:
    chips = draft("runs on 256 GPUs", CHIPS, reader=MODEL)
    assert merge([RULES], [chips, chips]) == Merged(claims=(RULES,), fresh=(chips,), doubled=0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (RULES, draft(TEXT, CHIPS), False),
        (RULES, draft("has 3 trillion parameters"), False),
        (RULES, draft("runs on 256 GPUs", SIZE), False),
        (draft("the largest model so far"), draft(TEXT), True),
        (draft("the largest model so far"), replace(draft(TEXT), kind=ClaimKind.CAPABILITY), False),
        (
            draft("the largest model so far"),
            replace(draft("Zephyr-9, the largest model so far"), kind=ClaimKind.COMPARISON),
            True,
        ),
        (draft("the largest model so far"), replace(draft(TEXT), kind=ClaimKind.STATEMENT), True),
        (draft("the largest model"), draft("model so far"), False),
    ],
)
def test_two_drafts_are_the_same_when_figure_or_quote_coincide(one: DraftClaim, other: DraftClaim, same: bool) -> None:
    assert (is_same_draft(one, other), is_same_draft(other, one)) == (same, same)
