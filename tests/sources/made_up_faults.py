"""Faults as Hypothesis draws them."""

from hypothesis import strategies as st

from tests.standin import Fault, FaultKind

# Faults that take real time are tested one by one elsewhere.
KINDS = sorted(set(FaultKind) - {FaultKind.HANG, FaultKind.SLOW_START, FaultKind.DRIP, FaultKind.HUGE})
STATUSES = {FaultKind.STATUS: (429, 500, 502, 503), FaultKind.REDIRECT: (301, 302)}


@st.composite
def faults(draw: st.DrawFn) -> Fault:
    """Any fault."""
    kind = draw(st.sampled_from(KINDS))
    return Fault(
        kind=kind,
        status=draw(st.sampled_from(STATUSES.get(kind, (200,)))),
        retry_after=draw(st.sampled_from([None, 2, 50])),
        as_date=draw(st.booleans()),
        share=draw(st.floats(0, 0.99)),
    )
