"""The paper services on loopback: one process that speaks their protocols truthfully from one library of metadata.

What is known of each service, and from where, is told in the module that speaks for it. `standing_in` runs it inside a
test, `python -m tests.standin LIBRARY.jsonl` as a process of its own.
"""

from tests.standin.clock import Clock
from tests.standin.faults import Fault, FaultKind, Rule
from tests.standin.library import Author, Capture, Citing, FeedItem, Library, Notice, Page, Story, Version, Work
from tests.standin.profiles import ARXIV, SPEC, ZENODO, Profile
from tests.standin.server import StandIn, standing_in
from tests.standin.services import Service
from tests.standin.world import Request, Response, World

__all__ = [
    "ARXIV",
    "SPEC",
    "ZENODO",
    "Author",
    "Capture",
    "Citing",
    "Clock",
    "Fault",
    "FaultKind",
    "FeedItem",
    "Library",
    "Notice",
    "Page",
    "Profile",
    "Request",
    "Response",
    "Rule",
    "Service",
    "StandIn",
    "Story",
    "Version",
    "Work",
    "World",
    "standing_in",
]
