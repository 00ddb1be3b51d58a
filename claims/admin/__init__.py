"""The editors' desk in Django's admin: every table, with lists that can be searched and filtered."""

from claims.admin import (
    announcements,
    claims,
    evidence,
    history,
    leads,
    lineage,
    model_runs,
    notices,
    own_numbers,
    papers,
    repeats,
    reviews,
    rulings,
    snapshots,
    subjects,
    watching,
)

__all__ = [
    "announcements",
    "claims",
    "evidence",
    "history",
    "leads",
    "lineage",
    "model_runs",
    "notices",
    "own_numbers",
    "papers",
    "repeats",
    "reviews",
    "rulings",
    "snapshots",
    "subjects",
    "watching",
]
