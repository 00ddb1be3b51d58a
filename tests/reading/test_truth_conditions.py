"""The same claim in other words, and look-alikes that are not the same."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.core.quantities import Comparator, Metric, Quantity, Relation
from claims.core.statements import ClaimKind
from claims.reading.truth_conditions import Match, SaidClaim, compare_claims, same_truth_conditions

SIZE = Quantity(metric=Metric.PARAMETERS, value=Decimal(10**13), unit="parameters", raw="10 trillion parameters")
CLAIM = SaidClaim(
    text="M6-10T has 10 trillion parameters.",
    kind=ClaimKind.QUANTITY,
    subject="M6-10T",
    maker="Alibaba",
    quantities=(SIZE,),
    claimed_on=date(2021, 11, 8),
)
IN_CHINESE = replace(
    CLAIM, text="M6-10T 拥有 10 万亿参数。", language="zh", quantities=(replace(SIZE, raw="10 万亿参数"),)
)
ENERGY = Quantity(metric=Metric.ENERGY, relation=Relation.SHARE, value=Decimal(1), unit="%", baseline="GPT-3", raw="1%")
RATIO = replace(CLAIM, text="Training took 1% of the energy of GPT-3.", quantities=(ENERGY,))
RELEASE = SaidClaim(text="Zephyr-9 is open source.", kind=ClaimKind.EVENT, subject="Zephyr-9")


def sized(claim: SaidClaim, **changed: object) -> SaidClaim:
    return replace(claim, quantities=tuple(replace(amount, **changed) for amount in claim.quantities))  # type: ignore[arg-type]  # any field


def test_a_translation_says_the_same() -> None:
    comparison = compare_claims(CLAIM, IN_CHINESE)
    assert comparison.match is Match.SAME
    assert comparison.reasons == ("The subject is the same.", "Measure and figure are the same.")


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (CLAIM, replace(CLAIM, subject="M6-100B"), "Two subjects: M6-100B and M6-10T."),
        (CLAIM, replace(CLAIM, subject="M6-1T"), "Two subjects: M6-10T and M6-1T."),
        (CLAIM, replace(CLAIM, maker="Fjord"), "M6-10T and M6-10T: two makers, Alibaba and Fjord."),
        (
            CLAIM,
            sized(CLAIM, metric=Metric.ACTIVE_PARAMETERS),
            "Two measures: active parameters and parameters.",
        ),
        (
            CLAIM,
            sized(CLAIM, value=Decimal(10**12), raw="1 trillion parameters"),
            "Two figures: 1 trillion parameters and 10 trillion parameters.",
        ),
        (RATIO, sized(RATIO, baseline="GPT-4"), "Told against two baselines: GPT-3 and GPT-4."),
        (sized(RATIO, scope="training"), sized(RATIO, scope="inference"), "Two scopes: inference and training."),
        (
            sized(CLAIM, comparator=Comparator.OVER),
            sized(CLAIM, comparator=Comparator.UNDER),
            "Bounded the other way: over and under.",
        ),
        (
            replace(CLAIM, text="As of 2021, M6-10T has 10 trillion parameters."),
            replace(CLAIM, text="As of 2023, M6-10T has 10 trillion parameters."),
            "Two times: 2021, 2023.",
        ),
        (CLAIM, replace(CLAIM, denied=True), "One denies what the other says."),
        (CLAIM, replace(CLAIM, quantities=()), "One states a figure that the other does not."),
        (
            sized(CLAIM, metric=Metric.OTHER, unit=""),
            sized(CLAIM, metric=Metric.OTHER, unit=""),
            "What the figure counts is not known.",
        ),
        (
            RELEASE,
            replace(RELEASE, text="Zephyr-9 is free."),
            "The words differ, and there is no figure to compare.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_look_alikes_are_two_claims_and_the_reason_comes_first(one: SaidClaim, other: SaidClaim, reason: str) -> None:
    comparison = compare_claims(one, other)
    assert (comparison.match, comparison.reasons[0]) == (Match.DIFFERENT, reason)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (CLAIM, replace(CLAIM, subject="M6"), "One names a member and one the family: M6 and M6-10T."),
        (CLAIM, replace(CLAIM, subject=""), "The subject is not known of both."),
        (CLAIM, sized(CLAIM, comparator=Comparator.OVER), "Two bounds: equal and over."),
        (sized(CLAIM, scope="pre-training"), CLAIM, "Only one states its scope: pre-training."),
        (RATIO, sized(RATIO, baseline=""), "Only one states its baseline: GPT-3."),
        (CLAIM, replace(CLAIM, hedged=True), "Only one of them is said with reserve."),
        (CLAIM, replace(CLAIM, claimed_on=date(2023, 11, 8)), "They were said 730 days apart."),
        (
            CLAIM,
            replace(CLAIM, text="As of 2021, M6-10T has 10 trillion parameters."),
            "Only one names its time: 2021.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_only_one_states_is_left_to_an_editor(one: SaidClaim, other: SaidClaim, reason: str) -> None:
    comparison = compare_claims(one, other)
    assert (comparison.match, comparison.reasons[0]) == (Match.OPEN, reason)


def test_a_name_in_another_spelling_and_a_number_in_another_form_are_the_same() -> None:
    one = replace(CLAIM, subject="Wu Dao 2.0", maker="")
    other = sized(replace(CLAIM, subject="悟道 2.0", maker=""), value=Decimal("1E+13"))
    assert same_truth_conditions(one, other)


def test_without_figures_only_the_same_words_say_the_same() -> None:
    assert same_truth_conditions(RELEASE, replace(RELEASE, text="Zephyr-9 is “open source”"))


AMOUNTS = st.builds(
    Quantity,
    metric=st.sampled_from([Metric.PARAMETERS, Metric.ACTIVE_PARAMETERS, Metric.COUNT]),
    relation=st.sampled_from(list(Relation)[:2]),
    comparator=st.sampled_from(list(Comparator)),
    value=st.sampled_from([None, Decimal(1), Decimal("1.0"), Decimal(2)]),
    low=st.sampled_from([None, Decimal(1)]),
    unit=st.sampled_from(["", "parameters", "%"]),
    scope=st.sampled_from(["", "MMLU"]),
    baseline=st.sampled_from(["", "GPT-3", "GPT-4"]),
)
CLAIMS = st.builds(
    SaidClaim,
    text=st.sampled_from(["It is large.", "As of 2021 it is large.", "截至 2023 年，它很大。", "In May 2021, large."]),
    kind=st.sampled_from([ClaimKind.QUANTITY, ClaimKind.EVENT]),
    subject=st.sampled_from(["", "M6", "M6-10T", "M6-100B", "Zephyr-9"]),
    maker=st.sampled_from(["", "Alibaba", "Fjord"]),
    quantities=st.lists(AMOUNTS, max_size=2).map(tuple),
    claimed_on=st.sampled_from([None, date(2021, 1, 1), date(2023, 1, 1)]),
    hedged=st.booleans(),
    denied=st.booleans(),
)


@given(CLAIMS, CLAIMS)
def test_it_does_not_matter_which_claim_is_given_first(one: SaidClaim, other: SaidClaim) -> None:
    assert compare_claims(one, other) == compare_claims(other, one)


@given(CLAIMS)
def test_no_claim_differs_from_itself_but_for_figures_of_nothing_known(claim: SaidClaim) -> None:
    nothing_known = any(amount.metric is Metric.COUNT and not amount.unit for amount in claim.quantities)
    assert compare_claims(claim, claim).match is (Match.DIFFERENT if nothing_known else Match.SAME)
