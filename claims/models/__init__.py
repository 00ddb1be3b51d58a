"""PostgreSQL tables, constraints and chainable QuerySets."""

from claims.models.announcements import Announcement, Language, SourceLink
from claims.models.api_comments import ClaimComment
from claims.models.api_submissions import KeptAnswer, RequestCount, Submission
from claims.models.api_tokens import ApiToken, Scope
from claims.models.bulk_runs import BulkAct, BulkOutcome, BulkRow, BulkRun, BulkState
from claims.models.claim_acts import ClaimAct, DeskAct
from claims.models.claims import Anchor, Appearance, Claim, Quantity, Workflow
from claims.models.desk_work import Assignment, AssignmentStep, SavedView
from claims.models.digests import Delivery, DeliveryState, DigestIssue, IssueState
from claims.models.evidence import Evidence, EvidenceState, Recomputation, RecomputationInput
from claims.models.evidence_steps import EvidenceStep
from claims.models.follows import Cadence, Follow, FollowKind, MailLanguage, Subscriber, SubscriberState
from claims.models.history import StatusChange, Visit, VisitSchedule, VisitSource
from claims.models.imports import ImportKind, ImportRow, ImportRun, ImportState, RowFate
from claims.models.kept_counts import KeptCounts
from claims.models.leads import Feed, Lead, LeadOrigin, LeadState
from claims.models.left_sentences import LeftSentence
from claims.models.lineage import DoubtState, FigureDoubt, LineageMark, LineagePair, PairState
from claims.models.matching import ClaimProbe, PaperTerms, PaperVector
from claims.models.merged_subjects import MergedSubject
from claims.models.model_runs import ModelRun, ModelTask
from claims.models.notices import PaperNotice
from claims.models.organisations import Organisation
from claims.models.outbox import EventKind, OutboxEvent
from claims.models.own_mails import OwnMail, OwnMailKind
from claims.models.own_numbers import OwnArithmetic
from claims.models.pages import AnchorCheck, ArchiveState, PageCheck, PageOutcome, SilentEdit, WatchedPage
from claims.models.papers import IdentifierScheme, Paper, PaperIdentifier, PaperMerge, PaperVersion, Passage
from claims.models.public_changes import PublicChange
from claims.models.published_reviews import PublishedReview
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
from claims.models.watching import (
    Citation,
    Fetch,
    Harvest,
    PaperWatch,
    Question,
    RawRecord,
    SourceTurn,
    WaitingPaper,
)
from claims.models.webhooks import EndpointState, HookState, WebhookAttempt, WebhookDelivery, WebhookEndpoint

__all__ = [
    "Anchor",
    "AnchorCheck",
    "Announcement",
    "ApiToken",
    "Appearance",
    "ArchiveState",
    "Assignment",
    "AssignmentStep",
    "BulkAct",
    "BulkOutcome",
    "BulkRow",
    "BulkRun",
    "BulkState",
    "Cadence",
    "Citation",
    "Claim",
    "ClaimAct",
    "ClaimComment",
    "ClaimMerge",
    "ClaimProbe",
    "Delivery",
    "DeliveryState",
    "DeskAct",
    "DigestIssue",
    "DoubtState",
    "EndpointState",
    "EventKind",
    "Evidence",
    "EvidenceReview",
    "EvidenceState",
    "EvidenceStep",
    "Feed",
    "Fetch",
    "FigureDoubt",
    "Follow",
    "FollowKind",
    "Harvest",
    "HookState",
    "IdentifierScheme",
    "ImportKind",
    "ImportRow",
    "ImportRun",
    "ImportState",
    "IssueState",
    "KeptAnswer",
    "KeptCounts",
    "Language",
    "Lead",
    "LeadOrigin",
    "LeadState",
    "LeftSentence",
    "LineageMark",
    "LineagePair",
    "MailLanguage",
    "MergeStep",
    "MergedSubject",
    "ModelRun",
    "ModelTask",
    "Organisation",
    "OutboxEvent",
    "OwnArithmetic",
    "OwnMail",
    "OwnMailKind",
    "PageCheck",
    "PageOutcome",
    "PairState",
    "Paper",
    "PaperIdentifier",
    "PaperMerge",
    "PaperNotice",
    "PaperTerms",
    "PaperVector",
    "PaperVersion",
    "PaperWatch",
    "Passage",
    "ProposalOutcome",
    "PublicChange",
    "PublishedReview",
    "Quantity",
    "Question",
    "RawRecord",
    "Recomputation",
    "RecomputationInput",
    "RepeatPair",
    "RequestCount",
    "ReviewAct",
    "RowFate",
    "Ruling",
    "RulingAct",
    "SavedView",
    "Scope",
    "SilentEdit",
    "Snapshot",
    "SourceLink",
    "SourceTurn",
    "StatusChange",
    "StatusProposal",
    "Subject",
    "SubjectAlias",
    "Submission",
    "Subscriber",
    "SubscriberState",
    "Visit",
    "VisitSchedule",
    "VisitSource",
    "WaitingEvidence",
    "WaitingPaper",
    "WatchedPage",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookEndpoint",
    "Workflow",
]
