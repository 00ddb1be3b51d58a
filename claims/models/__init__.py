"""PostgreSQL tables, constraints and chainable QuerySets."""

from claims.models.announcements import Announcement, Language, SourceLink
from claims.models.claims import Anchor, Appearance, Claim, Quantity, Workflow
from claims.models.evidence import Evidence, EvidenceState, Recomputation, RecomputationInput
from claims.models.evidence_steps import EvidenceStep
from claims.models.history import StatusChange, Visit, VisitSchedule, VisitSource
from claims.models.left_sentences import LeftSentence
from claims.models.lineage import DoubtState, FigureDoubt, LineageMark, LineagePair, PairState
from claims.models.matching import ClaimProbe, PaperTerms, PaperVector
from claims.models.model_runs import ModelRun, ModelTask
from claims.models.notices import PaperNotice
from claims.models.organisations import Organisation
from claims.models.own_numbers import OwnArithmetic
from claims.models.papers import IdentifierScheme, Paper, PaperIdentifier, PaperVersion, Passage
from claims.models.repeats import ClaimMerge, MergeStep, RepeatPair
from claims.models.rulings import (
    EvidenceReview,
    ProposalOutcome,
    ReviewAct,
    Ruling,
    RulingAct,
    StatusProposal,
    WaitingEvidence,
)
from claims.models.snapshots import Snapshot
from claims.models.subjects import Subject, SubjectAlias

__all__ = [
    "Anchor",
    "Announcement",
    "Appearance",
    "Claim",
    "ClaimMerge",
    "ClaimProbe",
    "DoubtState",
    "Evidence",
    "EvidenceReview",
    "EvidenceState",
    "EvidenceStep",
    "FigureDoubt",
    "IdentifierScheme",
    "Language",
    "LeftSentence",
    "LineageMark",
    "LineagePair",
    "MergeStep",
    "ModelRun",
    "ModelTask",
    "Organisation",
    "OwnArithmetic",
    "PairState",
    "Paper",
    "PaperIdentifier",
    "PaperNotice",
    "PaperTerms",
    "PaperVector",
    "PaperVersion",
    "Passage",
    "ProposalOutcome",
    "Quantity",
    "Recomputation",
    "RecomputationInput",
    "RepeatPair",
    "ReviewAct",
    "Ruling",
    "RulingAct",
    "Snapshot",
    "SourceLink",
    "StatusChange",
    "StatusProposal",
    "Subject",
    "SubjectAlias",
    "Visit",
    "VisitSchedule",
    "VisitSource",
    "WaitingEvidence",
    "Workflow",
]
