"""Addresses of the REST API, version 1."""

from typing import cast

from django.urls import path
from rest_framework.routers import SimpleRouter

from claims.api.acts.urls import urlpatterns as acts
from claims.api.exporting import Export
from claims.api.lookup import LookUp
from claims.api.reading import Readable
from claims.api.resources.announcements import Announcements, Appearances, SourceLinks
from claims.api.resources.claims import Claims
from claims.api.resources.comments import Comments
from claims.api.resources.events import Digests, Events
from claims.api.resources.evidence import EvidenceList, Recomputations
from claims.api.resources.history import StatusChanges, Visits
from claims.api.resources.papers import Papers
from claims.api.resources.subjects import Organisations, Subjects

app_name = "api"

router = SimpleRouter()
router.register("announcements", Announcements, basename="announcement")
router.register("appearances", Appearances, basename="appearance")
router.register("claims", Claims, basename="claim")
router.register("comments", Comments, basename="comment")
router.register("digests", Digests, basename="digest")
router.register("events", Events, basename="event")
router.register("evidence", EvidenceList, basename="evidence")
router.register("organisations", Organisations, basename="organisation")
router.register("papers", Papers, basename="paper")
router.register("recomputations", Recomputations, basename="recomputation")
router.register("source-links", SourceLinks, basename="source_link")
router.register("status-changes", StatusChanges, basename="status_change")
router.register("subjects", Subjects, basename="subject")
router.register("visits", Visits, basename="visit")

# What can be had as a whole.
EXPORTED = {prefix: cast("type[Readable]", resource).shape for prefix, resource, _ in router.registry}

# Lists under what they belong to: what a filter by its number answers.
_NESTED: tuple[tuple[str, str, str, type[Readable]], ...] = (
    ("announcements", "announcement", "appearances", Appearances),
    ("announcements", "announcement", "claims", Claims),
    ("announcements", "announcement", "source-links", SourceLinks),
    ("claims", "claim", "appearances", Appearances),
    ("claims", "claim", "papers", Papers),
    ("claims", "claim", "recomputations", Recomputations),
    ("claims", "claim", "status-changes", StatusChanges),
    ("claims", "claim", "visits", Visits),
    ("claims", "claim", "events", Events),
    ("digests", "digest", "events", Events),
    ("papers", "paper", "claims", Claims),
    ("papers", "paper", "evidence", EvidenceList),
    ("papers", "paper", "recomputations", Recomputations),
    ("papers", "paper", "source-links", SourceLinks),
    ("subjects", "subject", "claims", Claims),
    ("subjects", "subject", "status-changes", StatusChanges),
)

urlpatterns = [
    *acts,
    path("export/<str:name>.jsonl", Export.as_view(shapes=EXPORTED), name="export"),
    path("lookup/", LookUp.as_view(), name="lookup"),
    *(
        path(f"{parents}/<int:{parent}>/{name}/", resource.as_view({"get": "list"}), name=f"{parent}-{name}")
        for parents, parent, name, resource in _NESTED
    ),
    *router.urls,
]
