"""Findings for tests: a plain one with what matters overridden, and strategies that make many."""

from dataclasses import replace

from hypothesis import strategies as st

from claims.core.papers import Standing
from claims.judging.findings import Finding, Grade, Recomputation, Stance, Status

PLAIN = Finding(
    paper_id="p1",
    stance=Stance.SUPPORTS,
    quote="The Heron model has 12 billion parameters.",
    location="abstract",
    grade=Grade.E4,
    reading="",
    confidence=0.9,
    independence_group="team one",
)


def finding(**changes: object) -> Finding:
    """The plain finding with changes."""
    return replace(PLAIN, **changes)  # type: ignore[arg-type]  # tests name the fields they change


findings = st.builds(
    Finding,
    paper_id=st.sampled_from(["p1", "p2", "p3", "p4"]),
    stance=st.sampled_from(Stance),
    quote=st.sampled_from(["It has 12 billion parameters.", "It has 7 billion parameters."]),
    location=st.just("abstract"),
    grade=st.sampled_from(Grade),
    reading=st.just(""),
    confidence=st.sampled_from([0.4, 0.8, 0.95]),
    independence_group=st.sampled_from(["", "team one", "team two", "the claimant's side"]),
    condition=st.sampled_from(["", "only at the same size"]),
    supersedes=st.sampled_from([False, False, False, True]),
    standing=st.sampled_from([Standing.CURRENT, Standing.CURRENT, *Standing]),
)
recomputations = st.builds(
    Recomputation,
    formula=st.sampled_from(["a ÷ b", "a × b"]),
    inputs=st.just(()),
    low=st.just(1),
    high=st.just(2),
    unit=st.just("ratio"),
    claimed=st.none(),
    stance=st.sampled_from(Stance),
    reading=st.sampled_from(["a ÷ b = 1–2", "a × b = 2"]),
)
statuses = st.sampled_from(Status)
