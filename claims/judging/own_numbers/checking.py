"""An announcement against itself: every arithmetic that its own numbers allow, and whether it comes out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from claims.judging.own_numbers.changes import changes
from claims.judging.own_numbers.equations import written_equations
from claims.judging.own_numbers.figures import Figure, StatedClaim, figures_of
from claims.judging.own_numbers.findings import Outcome, OwnArithmetic
from claims.judging.own_numbers.products import free_products, machines_times_each, typed_products
from claims.judging.own_numbers.ratios import ratios, ratios_between_two
from claims.judging.own_numbers.ratios_again import ratios_of_one_baseline, ratios_told_twice, told_both_ways
from claims.judging.own_numbers.repeats import told_twice
from claims.judging.own_numbers.totals import parts_of_totals, shares_of_a_whole

# Changes whenever the rules would find other arithmetic in the same text.
RULE_VERSION = "1"
# A text with more findings than this is a table that was read as prose.
MOST_FINDINGS = 40
_WORST_FIRST = (Outcome.DIFFERS, Outcome.ROUNDED, Outcome.AGREES)


def check_against_itself(text: str, claims: Sequence[StatedClaim] = ()) -> tuple[OwnArithmetic, ...]:
    """What the numbers of `text` say of each other: what differs first, then in the order of the text.

    `claims` are those read from it, in any order; a figure that a claim states is tied to it. The same arithmetic of
    the same values is told once, however often the text repeats it.
    """
    figures = figures_of(text, sorted(claims, key=lambda claim: (claim.start, claim.end, claim.id)))
    known: dict[tuple[object, ...], OwnArithmetic] = {}
    for found in _all(figures):
        known.setdefault(_identity(found), found)
    ordered = sorted(known.values(), key=_order)
    return tuple(ordered[:MOST_FINDINGS])


def _identity(found: OwnArithmetic) -> tuple[object, ...]:
    """By values, not by places; a written sum and its product are one."""
    amounts = sorted(figure.amount for figure in found.figures)
    return (found.outcome, found.figures[-1].amount, *amounts)


def _order(found: OwnArithmetic) -> tuple[object, ...]:
    first = min(figure.quantity.start for figure in found.figures)
    return (_WORST_FIRST.index(found.outcome), first, found.check, found.steps)


def _all(figures: Sequence[Figure]) -> Iterator[OwnArithmetic]:
    sentences: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        sentences[figure.place].append(figure)
    for place, told in sentences.items():
        yield from written_equations(told)
        yield from free_products(told)
        yield from machines_times_each(told, figures)
        yield from typed_products(told)
        yield from typed_products([*_same_block(sentences.get(place - 1, []), told), *told])
        yield from parts_of_totals(told)
        yield from shares_of_a_whole(told)
        yield from changes(told, sentences.get(place + 1, []))
    for figure in figures:
        if figure.quantity.is_ratio:
            yield from ratios(figure, figures)
            yield from ratios_between_two(figure, figures)
    yield from told_both_ways(figures)
    yield from ratios_told_twice(figures)
    yield from ratios_of_one_baseline(figures)
    yield from told_twice(figures)


def _same_block(before: Sequence[Figure], told: Sequence[Figure]) -> list[Figure]:
    return [one for one in before if one.block == told[0].block]
