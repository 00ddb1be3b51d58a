"""Which sums a claim calls for, over facts found in papers of our own."""

from decimal import Decimal
from typing import Any

from claims.core.papers import PaperRecord
from claims.judging.findings import Stance, Status
from claims.judging.intervals import shown
from tests.judging.made_up_papers import HERON, assessed

ELDER = PaperRecord(
    id="elder",
    title="The cost of elder models",
    abstract="Training GPT-3 took 1,287 MWh on 10,000 V100 GPUs in 14.8 days.",
    arxiv_id="2104.00003",
)
SIZE = PaperRecord(id="size", title="Sizes", abstract="GPT-3 is a language model with 175 billion parameters.")
RIVAL = {"compared_to": "GPT-3"}


def test_a_ratio_of_sizes_is_divided_out_and_may_be_rounded_down() -> None:
    text = "Heron-2 is 0.6 times as large as GPT-3."
    row: dict[str, Any] = {"metric": "parameter_ratio", "value": 0.6, "unit": "x", **RIVAL}
    (done,) = assessed(text, (HERON, SIZE), **row).recomputations
    assert (shown(done.low), done.stance) == ("0.686", Stance.SUPPORTS)
    assert [part.paper_id for part in done.inputs] == ["heron", "size"]


def test_every_paper_that_gives_an_input_is_linked_as_evidence() -> None:
    row: dict[str, Any] = {"metric": "parameter_ratio", "value": 0.6, "unit": "x", **RIVAL}
    assessment = assessed("Heron-2 is 0.6 times as large as GPT-3.", (HERON, SIZE), **row)
    quotes = {found.paper_id: found.quote for found in assessment.findings}
    assert {part.paper_id for part in assessment.recomputations[0].inputs} <= quotes.keys()


def test_an_energy_share_is_an_interval_over_power_and_cooling_with_what_the_claim_would_need() -> None:
    row: dict[str, Any] = {"metric": "energy_ratio", "value": 0.01, "unit": "ratio", **RIVAL}
    assessment = assessed("Heron-2 took 1% of GPT-3's energy.", (HERON, ELDER), **row)
    (done,) = assessment.recomputations
    # 256 A100 × 480 h × 400 W × 1.0 to 1.58 ÷ 1,287 MWh; the run names its chip, so its power is one value.
    assert (shown(done.low), shown(done.high)) == ("0.0382", "0.0603")
    assert done.stance is Stance.CONTRADICTS
    assert [(one.name, shown(one.low), one.unit) for one in done.needs] == [
        ("power an accelerator, cooling included", "105", "W"),
        ("length of the run", "3.31", "days"),
    ]
    assert "by accelerator-hours alone: 122,880 ÷ 3.55 million = 3.46 %" in done.steps
    assert assessment.verdict.status is Status.DISPUTED


def test_a_cost_fits_hours_at_cloud_prices() -> None:
    row: dict[str, Any] = {"metric": "training_cost", "value": 250_000, "unit": "USD"}
    (done,) = assessed("Training Heron-2 cost $250,000.", (HERON,), **row).recomputations
    assert (done.low, done.high) == (Decimal("135168.00"), Decimal("503808.00"))
    assert done.stance is Stance.SUPPORTS


def test_a_cost_out_of_reach_is_shown_but_never_stands_against_a_stated_amount() -> None:
    row: dict[str, Any] = {"metric": "training_cost", "value": 9_000_000, "unit": "USD"}
    (done,) = assessed("Training Heron-2 cost $9 million.", (HERON,), **row).recomputations
    assert done.stance is Stance.MENTIONS


def test_the_claims_own_numbers_are_multiplied_out() -> None:
    text = "With 32 machines of 8 GPUs each that makes 256 GPUs for Heron-2."
    row: dict[str, Any] = {"metric": "gpu_count", "value": 256, "unit": "GPUs"}
    (done,) = assessed(text, (), **row).recomputations
    assert (done.formula, done.low) == ("8 × 32", Decimal(256))


def test_a_sum_is_made_in_the_unit_of_the_sentence() -> None:
    text = "Training Heron-2 took 360 hours, in 30 nights of 12 hours each."
    row: dict[str, Any] = {"metric": None, "value": None, "unit": None}
    sums = [one for one in assessed(text, (), **row).recomputations if one.name == "sum of the claim's own numbers"]
    assert [(one.formula, one.low, one.unit) for one in sums] == [("12 × 30", Decimal(360), "hours")]


def test_numbers_that_do_not_multiply_out_make_no_sum() -> None:
    row: dict[str, Any] = {"metric": "gpu_count", "value": 250, "unit": "GPUs"}
    assert assessed("With 32 machines of 8 GPUs each that makes 250 GPUs.", (), **row).recomputations == ()


def test_the_time_between_two_systems_is_that_between_their_papers() -> None:
    text = "From Egret-1 to Heron-2 it took four months."
    egret = PaperRecord(
        id="egret",
        title="Egret-1: First Steps",
        abstract="We present Egret-1.",
        published_on=HERON.published_on.replace(year=2023, month=10) if HERON.published_on else None,
    )
    row: dict[str, Any] = {"subject": "Egret-1 to Heron-2", "metric": "duration", "value": 4, "unit": "months"}
    (done,) = assessed(text, (egret, HERON), **row).recomputations
    assert (shown(done.low), done.unit, done.stance) == ("4.04", "months", Stance.SUPPORTS)


DENSE = PaperRecord(
    id="dense",
    title="Teal-1: A Dense Model",
    abstract="We present Teal-1, a language model with 70 billion parameters. Teal-1 was trained on 2 trillion tokens. "
    "Training Teal-1 took 1.7 million A100 GPU hours.",
)


def test_compute_is_reckoned_from_the_model_and_from_the_hardware() -> None:
    row: dict[str, Any] = {"subject": "Teal-1", "metric": "training_compute", "value": 8.4e23, "unit": "FLOP"}
    model, hardware = assessed("Training Teal-1 took 8.4e23 FLOP.", (DENSE,), **row).recomputations
    assert (model.formula, model.reading, model.stance) == (
        "6 × parameters of Teal-1 × training tokens of Teal-1",
        "compute of Teal-1: 8.4 × 10^23 FLOP, which fits the claimed 8.4 × 10^23 FLOP",
        Stance.SUPPORTS,
    )
    assert (hardware.formula, hardware.stance) == (
        "3,600 × accelerator-hours of Teal-1 × peak × utilisation",
        Stance.SUPPORTS,
    )
    # 8.4e23 ÷ (1.7e6 h × 3600 s/h × 312 TFLOP/s)
    assert [(one.name, shown(one.low), one.unit) for one in hardware.needs] == [("utilisation", "0.44", "ratio")]


def test_the_compute_of_a_sparse_model_is_not_reckoned_from_all_of_its_parameters() -> None:
    row: dict[str, Any] = {"metric": "training_compute", "value": 2e24, "unit": "FLOP"}
    done = assessed("Training Heron-2 took 2e24 FLOP.", (HERON,), **row).recomputations
    assert [one.formula for one in done] == ["3,600 × accelerators of Heron-2 × hours of Heron-2 × peak × utilisation"]


def test_energy_is_reckoned_from_the_run() -> None:
    row: dict[str, Any] = {"metric": "energy", "value": 60, "unit": "MWh"}
    (done,) = assessed("Training Heron-2 took 60 MWh.", (HERON,), **row).recomputations
    assert done.reading == "energy of Heron-2: 49.2–77.7 MWh, which fits the claimed 60 MWh"


def test_emissions_follow_from_energy_and_are_too_open_to_support_anything() -> None:
    row: dict[str, Any] = {"metric": "emissions", "value": 20, "unit": "tCO2e"}
    (done,) = assessed("Training Heron-2 emitted 20 tCO2e.", (HERON,), **row).recomputations
    assert (done.stance, [part.name for part in done.inputs]) == (
        Stance.MENTIONS,
        ["accelerators of Heron-2", "hours of Heron-2", "power", "PUE", "grid intensity"],
    )


def test_accelerator_hours_are_reckoned_from_the_run_and_say_how_long_it_could_have_been() -> None:
    row: dict[str, Any] = {"metric": "gpu_hours", "value": 61_440, "unit": "GPU hours"}
    (done,) = assessed("Training Heron-2 took 61,440 GPU hours.", (HERON,), **row).recomputations
    assert [(one.name, shown(one.low), one.unit) for one in done.needs] == [
        ("length of the run", "10", "days"),
        ("accelerators", "128", ""),
    ]
    assert done.stance is Stance.MENTIONS


def test_the_tokens_of_two_systems_are_divided_out() -> None:
    row: dict[str, Any] = {"metric": "token_ratio", "value": 1.5, "unit": "x", "compared_to": "Teal-1"}
    (done,) = assessed("Heron-2 saw 1.5 times as many tokens as Teal-1.", (HERON, DENSE), **row).recomputations
    assert (done.reading, done.stance) == (
        "training tokens of Heron-2 ÷ training tokens of Teal-1: 1.5×, which fits the claimed 1.5×",
        Stance.SUPPORTS,
    )


SURVEY = PaperRecord(
    id="a-survey",
    title="Scaling in a nutshell",
    abstract="Large models, say GPT-3 and Teal-1, possess hundreds of billions or even trillions of parameters. "
    "Next to GPT-3, Teal-1 has 70 billion parameters.",
)


def test_an_order_of_magnitude_and_another_systems_figure_go_into_no_sum() -> None:
    row: dict[str, Any] = {"metric": "parameter_ratio", "value": 0.6, "unit": "x", **RIVAL}
    (done,) = assessed("Heron-2 is 0.6 times as large as GPT-3.", (HERON, SIZE, SURVEY), **row).recomputations
    assert [part.paper_id for part in done.inputs] == ["heron", "size"]
    assert assessed("Heron-2 is 0.6 times as large as GPT-3.", (HERON, SURVEY), **row).recomputations == ()
