"""How much a document weighs as evidence: who says it, whether peers reviewed it, what was done, E0 to E6."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from claims.core.papers import PaperRecord
from claims.judging.findings import Grade
from claims.judging.organisations import house, houses_in


class Provenance(StrEnum):
    """Who speaks, seen from the claim."""

    CLAIMANT = "claimant"
    AFFILIATED = "affiliated"
    INDEPENDENT = "independent"
    RELAY = "relay"


class Method(StrEnum):
    """What the speaker did to know."""

    STATEMENT = "statement"
    ANALYSIS = "analysis"
    REPRODUCTION = "reproduction"
    REPLICATION = "replication"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """A grade with what led to it, and the team that the evidence counts for."""

    grade: Grade
    provenance: Provenance
    reviewed: bool
    method: Method
    group: str


# The house that made the system is heard as one team, whoever relays it.
CLAIMANT_GROUP = "the claimant's side"
# DOIs of preprint servers and data repositories: a DOI alone does not mean review. Prefixes per DataCite and Crossref.
UNREVIEWED_DOI = ("10.48550/", "10.5281/", "10.2139/", "10.21203/", "10.1101/", "10.31234/", "10.31219/", "10.36227/")
PREPRINT_VENUE = re.compile(r"arxiv|preprint|biorxiv|ssrn|openreview|technical report|blog|github", re.IGNORECASE)
REPLICATING = re.compile(
    r"\breplicat\w+ (?:stud|of)|\bindependent(?:ly)? (?:replicat|audit)\w*|\baudit(?:ed|s)?\b.{0,40}\bclaims?\b"
    r"|独立审计|独立复制",
    re.IGNORECASE,
)
REPRODUCING = re.compile(
    r"\bre-?produc(?:e|ed|es|ing|tion|ib)\w*|\bre-?evaluat\w+"
    r"|\bindependent(?:ly)? (?:evaluat|benchmark|verif|test|measur)\w*"
    r"|\bre-?analy[sz]\w+|\bre-?measur\w+|复现|独立评测|独立测试",
    re.IGNORECASE,
)
ANALYSING = re.compile(
    r"\bwe (?:estimate|calculate|measure|analy[sz]e|examine|evaluate|compare|find|show|quantify|study|test)\b"
    r"|\bevaluat\w+|\bestimat\w+|\banaly[sz]\w+|\bmeasur\w+|\bcalculat\w+|估算|测算|评测|分析",
    re.IGNORECASE,
)
# A page that only passes on what a company says of itself.
RELAYING = re.compile(
    r"\bannounc\w+|\bunveil\w*|\breleas\w+|\breveal\w*|\bsaid\b|\bsays\b|\baccording to\b|\blaunch\w*|\bclaims?\b"
    r"|据悉|据了解|公布|发布|推出|宣布|表示",
    re.IGNORECASE,
)


def weigh_document(
    paper: PaperRecord, *, claimant: str, makers: frozenset[str], introduces_subject: bool, passage: str
) -> Weight:
    """The grade of `passage` of a document for a claim, whatever was said of the document since (see `notices`).

    `claimant` is who announced, `makers` the house keys known to have made the subject, `introduces_subject` whether
    the document presents the subject as its authors' own work.
    """
    who = provenance(paper, claimant=claimant, makers=makers, introduces_subject=introduces_subject, passage=passage)
    reviewed = is_reviewed(paper)
    method = method_of(passage) if who is Provenance.INDEPENDENT else Method.STATEMENT
    return Weight(
        grade=_grade(paper, who, reviewed, method),
        provenance=who,
        reviewed=reviewed,
        method=method,
        group=CLAIMANT_GROUP if who is not Provenance.INDEPENDENT else own_group(paper),
    )


def provenance(
    paper: PaperRecord, *, claimant: str, makers: frozenset[str], introduces_subject: bool, passage: str = ""
) -> Provenance:
    """Who speaks: the claimant, an affiliate (shared house, or makers), a relay of their words, or someone else."""
    own = {house(name) for name in paper.organisations}
    if introduces_subject:
        return Provenance.CLAIMANT
    if claimant and house(claimant) in own:
        return Provenance.CLAIMANT
    if own & makers:
        return Provenance.AFFILIATED
    if not is_scholarly(paper) and _relays(paper, passage, makers | houses_in(claimant)):
        return Provenance.RELAY
    return Provenance.INDEPENDENT


def _relays(paper: PaperRecord, passage: str, speakers: frozenset[str]) -> bool:
    """Whether a page without id or review passes on a company's words rather than finding out for itself."""
    if REPRODUCING.search(passage) or ANALYSING.search(passage):
        return False
    told = f"{paper.title} {passage}"
    return bool(RELAYING.search(told)) or bool(speakers & houses_in(told))


def is_scholarly(paper: PaperRecord) -> bool:
    """Whether the document is a paper (arXiv id, DOI or venue), not a page of the press or the web."""
    return bool(paper.arxiv_id or paper.doi or paper.venue)


def is_reviewed(paper: PaperRecord) -> bool:
    """Whether peers reviewed it, as far as venue and DOI tell; a preprint server's DOI does not."""
    if paper.venue:
        return not PREPRINT_VENUE.search(paper.venue)
    return bool(paper.doi) and not paper.doi.casefold().startswith(UNREVIEWED_DOI)


def method_of(passage: str) -> Method:
    """What the passage says was done: replicated or audited, reproduced or measured again, analysed, or only stated."""
    for pattern, method in (
        (REPLICATING, Method.REPLICATION),
        (REPRODUCING, Method.REPRODUCTION),
        (ANALYSING, Method.ANALYSIS),
    ):
        if pattern.search(passage):
            return method
    return Method.STATEMENT


def _grade(paper: PaperRecord, who: Provenance, reviewed: bool, method: Method) -> Grade:
    if who is Provenance.RELAY or (who is not Provenance.INDEPENDENT and not is_scholarly(paper)):
        return Grade.E1
    if who is not Provenance.INDEPENDENT:
        return Grade.E3 if reviewed else Grade.E2
    by_method = {Method.REPLICATION: Grade.E6, Method.REPRODUCTION: Grade.E5}
    return by_method.get(method, Grade.E4)


def own_group(paper: PaperRecord) -> str:
    """A key for the team behind a document, before teams that overlap are joined: its first author, house or site."""
    if paper.authors:
        return f"authors {_author_key(paper.authors[0])}"
    if paper.organisations:
        return f"house {house(paper.organisations[0])}"
    host = urlsplit(paper.url).hostname or ""
    return f"site {host}" if host else f"document {paper.id}"


def independence_groups(papers: Sequence[PaperRecord]) -> dict[str, str]:
    """Paper id → team: papers that share an author or a house, directly or through others, are one team.

    The team's key is its smallest own key, so that it does not depend on the order of `papers`.
    """
    members: dict[str, set[str]] = {}
    for paper in papers:
        for key in _team_keys(paper):
            members.setdefault(key, set()).add(paper.id)
    parent = {paper.id: paper.id for paper in papers}

    def root(paper_id: str) -> str:
        while parent[paper_id] != paper_id:
            paper_id = parent[paper_id]
        return paper_id

    for together in members.values():
        roots = sorted(root(paper_id) for paper_id in together)
        for other in roots[1:]:
            parent[root(other)] = roots[0]
    keys: dict[str, str] = {}
    for paper in papers:
        top = root(paper.id)
        keys[top] = min(keys.get(top, own_group(paper)), own_group(paper))
    return {paper.id: keys[root(paper.id)] for paper in papers}


def _team_keys(paper: PaperRecord) -> set[str]:
    """Shared authors make a team; shared houses do where no author is known (a house is many teams)."""
    authors = {f"author {_author_key(name)}" for name in paper.authors if _is_full_name(name)}
    return authors or {own_group(paper)}


def _is_full_name(name: str) -> bool:
    """Whether a name can identify a person: "Smith et al." and a lone surname can not."""
    return len(name.split()) >= 2 and "et al" not in name.casefold()


def _author_key(name: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", name.casefold()).split())
