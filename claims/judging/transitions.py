"""Which status a job may set, which it may only propose, and the table of it that the documentation shows."""

from collections.abc import Mapping
from enum import StrEnum

from claims.judging.findings import Status

S = Status

# Words that say something of a person's honesty or end the search: a machine never says them by itself.
PERSON_STATUSES = frozenset({S.REFUTED, S.UNVERIFIABLE, S.WITHDRAWN})
JOB_STATUSES = frozenset(Status) - PERSON_STATUSES


class Move(StrEnum):
    """What a job does about a status that the evidence gives: keep what is there, set it, or propose it to a person."""

    KEEP = "keep"
    SET = "set"
    PROPOSE = "propose"


# From each status (row) to each status that the evidence gives. A status of a person's is left by a person only; a job
# may also lead a claim back, because evidence can be invalidated (a retraction, a rejected quote).
TRANSITIONS: Mapping[Status, Mapping[Status, Move]] = {
    S.UNVERIFIED: {
        S.UNVERIFIED: Move.KEEP,
        S.ATTESTED: Move.SET,
        S.SUPPORTED: Move.SET,
        S.QUALIFIED: Move.SET,
        S.DISPUTED: Move.SET,
        S.SUPERSEDED: Move.SET,
        S.REFUTED: Move.PROPOSE,
        S.UNVERIFIABLE: Move.PROPOSE,
        S.WITHDRAWN: Move.PROPOSE,
    },
    S.ATTESTED: {
        S.UNVERIFIED: Move.SET,
        S.ATTESTED: Move.KEEP,
        S.SUPPORTED: Move.SET,
        S.QUALIFIED: Move.SET,
        S.DISPUTED: Move.SET,
        S.SUPERSEDED: Move.SET,
        S.REFUTED: Move.PROPOSE,
        S.UNVERIFIABLE: Move.PROPOSE,
        S.WITHDRAWN: Move.PROPOSE,
    },
    S.SUPPORTED: {
        S.UNVERIFIED: Move.SET,
        S.ATTESTED: Move.SET,
        S.SUPPORTED: Move.KEEP,
        S.QUALIFIED: Move.SET,
        S.DISPUTED: Move.SET,
        S.SUPERSEDED: Move.SET,
        S.REFUTED: Move.PROPOSE,
        S.UNVERIFIABLE: Move.PROPOSE,
        S.WITHDRAWN: Move.PROPOSE,
    },
    S.QUALIFIED: {
        S.UNVERIFIED: Move.SET,
        S.ATTESTED: Move.SET,
        S.SUPPORTED: Move.SET,
        S.QUALIFIED: Move.KEEP,
        S.DISPUTED: Move.SET,
        S.SUPERSEDED: Move.SET,
        S.REFUTED: Move.PROPOSE,
        S.UNVERIFIABLE: Move.PROPOSE,
        S.WITHDRAWN: Move.PROPOSE,
    },
    S.DISPUTED: {
        S.UNVERIFIED: Move.SET,
        S.ATTESTED: Move.SET,
        S.SUPPORTED: Move.SET,
        S.QUALIFIED: Move.SET,
        S.DISPUTED: Move.KEEP,
        S.SUPERSEDED: Move.SET,
        S.REFUTED: Move.PROPOSE,
        S.UNVERIFIABLE: Move.PROPOSE,
        S.WITHDRAWN: Move.PROPOSE,
    },
    S.SUPERSEDED: {
        S.UNVERIFIED: Move.SET,
        S.ATTESTED: Move.SET,
        S.SUPPORTED: Move.SET,
        S.QUALIFIED: Move.SET,
        S.DISPUTED: Move.SET,
        S.SUPERSEDED: Move.KEEP,
        S.REFUTED: Move.PROPOSE,
        S.UNVERIFIABLE: Move.PROPOSE,
        S.WITHDRAWN: Move.PROPOSE,
    },
    S.REFUTED: {
        S.UNVERIFIED: Move.PROPOSE,
        S.ATTESTED: Move.PROPOSE,
        S.SUPPORTED: Move.PROPOSE,
        S.QUALIFIED: Move.PROPOSE,
        S.DISPUTED: Move.PROPOSE,
        S.SUPERSEDED: Move.PROPOSE,
        S.REFUTED: Move.KEEP,
        S.UNVERIFIABLE: Move.PROPOSE,
        S.WITHDRAWN: Move.PROPOSE,
    },
    S.UNVERIFIABLE: {
        S.UNVERIFIED: Move.PROPOSE,
        S.ATTESTED: Move.PROPOSE,
        S.SUPPORTED: Move.PROPOSE,
        S.QUALIFIED: Move.PROPOSE,
        S.DISPUTED: Move.PROPOSE,
        S.SUPERSEDED: Move.PROPOSE,
        S.REFUTED: Move.PROPOSE,
        S.UNVERIFIABLE: Move.KEEP,
        S.WITHDRAWN: Move.PROPOSE,
    },
    S.WITHDRAWN: {
        S.UNVERIFIED: Move.PROPOSE,
        S.ATTESTED: Move.PROPOSE,
        S.SUPPORTED: Move.PROPOSE,
        S.QUALIFIED: Move.PROPOSE,
        S.DISPUTED: Move.PROPOSE,
        S.SUPERSEDED: Move.PROPOSE,
        S.REFUTED: Move.PROPOSE,
        S.UNVERIFIABLE: Move.PROPOSE,
        S.WITHDRAWN: Move.KEEP,
    },
}


def move(current: Status, wanted: Status) -> Move:
    """What a job does about `wanted` when the claim stands at `current` and no person ruled on it."""
    return TRANSITIONS[current][wanted]


def transition_table() -> str:
    """The table as Markdown, for `docs/judging.md`: a row for each status, a column for what the evidence gives."""
    header = "| from \\ evidence gives | " + " | ".join(Status) + " |"
    rule = "|---" * (len(Status) + 1) + "|"
    rows = [f"| **{row}** | " + " | ".join(TRANSITIONS[row][column] for column in Status) + " |" for row in Status]
    return "\n".join([header, rule, *rows])


def transition_picture() -> str:
    """The same as a Mermaid state diagram: solid moves are a job's, dashed words are a person's alone."""
    lines = ["stateDiagram-v2", "    [*] --> unverified", '    state "set by jobs" as jobs {']
    lines += [f"        {status}" for status in Status if status in JOB_STATUSES]
    lines += ["    }"]
    lines += [f"    jobs --> {status}: a person, on a job's proposal" for status in Status if status in PERSON_STATUSES]
    lines += [f"    {status} --> jobs: a person reopens" for status in Status if status in PERSON_STATUSES]
    return "\n".join(lines)
