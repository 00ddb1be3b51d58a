"""PostgreSQL tables, constraints and chainable QuerySets."""

from claims.models.announcements import Announcement, Language, SourceLink
from claims.models.claims import Anchor, Appearance, Claim, Quantity, Workflow
from claims.models.evidence import Evidence, EvidenceState, Recomputation, RecomputationInput
from claims.models.history import StatusChange, Visit, VisitSchedule, VisitSource
from claims.models.matching import ClaimProbe, PaperTerms
from claims.models.model_runs import ModelRun, ModelTask
from claims.models.organisations import Organisation
from claims.models.papers import IdentifierScheme, Paper, PaperIdentifier, PaperVersion, Passage
from claims.models.subjects import Subject, SubjectAlias

__all__ = [
    "Anchor",
    "Announcement",
    "Appearance",
    "Claim",
    "ClaimProbe",
    "Evidence",
    "EvidenceState",
    "IdentifierScheme",
    "Language",
    "ModelRun",
    "ModelTask",
    "Organisation",
    "Paper",
    "PaperIdentifier",
    "PaperTerms",
    "PaperVersion",
    "Passage",
    "Quantity",
    "Recomputation",
    "RecomputationInput",
    "SourceLink",
    "StatusChange",
    "Subject",
    "SubjectAlias",
    "Visit",
    "VisitSchedule",
    "VisitSource",
    "Workflow",
]
