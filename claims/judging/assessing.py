"""One claim against many documents: relevance, stance, grade, recomputation, verdict. Pure, in any order the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from claims.core.papers import PaperRecord
from claims.core.statements import ClaimStatement
from claims.core.subjects import known_subject
from claims.judging.arithmetic import recompute
from claims.judging.claim_readings import ReadClaim, read_claim, with_aliases
from claims.judging.copies import is_copy
from claims.judging.findings import Assessment, Basis, Finding, Grade, Recomputation, Stance, Status
from claims.judging.grading import CLAIMANT_GROUP, Provenance, independence_groups, is_scholarly, weigh_document
from claims.judging.naming import NEAR_KIN, kinship
from claims.judging.organisations import house, houses_in
from claims.judging.overtaking import overtaking_in
from claims.judging.paper_readings import ReadPaper, ReadPassage, read_paper
from claims.judging.relevance import Bond, Relevance, relevance
from claims.judging.stance import Judgement, judge
from claims.judging.verdict import decide
from claims.judging.wording import RELAYED

# Changes whenever the rules would judge the same evidence differently.
RULE_VERSION = "3"
# Passages kept of one document for one claim: the strongest of each stance, and no more mentions than this.
MENTIONS_A_PAPER = 1


def assess(
    claim: ClaimStatement,
    papers: Sequence[PaperRecord],
    *,
    current: Status = Status.UNVERIFIED,
) -> Assessment:
    """Everything that `papers` say of `claim`, and the verdict from `current`. Quotes are exact substrings.

    The answer does not depend on the order of `papers`. Repeating it gives the same answer.
    """
    read = [read_paper(record) for record in sorted(set(papers), key=lambda record: (record.id, record.title))]
    asked = with_aliases(read_claim(claim), [pair for paper in read for pair in paper.aliases])
    groups = independence_groups([paper.record for paper in read])
    makers = _makers(asked, read)
    findings = [found for paper in read for found in _findings(asked, paper, groups, makers)]
    recomputations = recompute(asked, read)
    findings += _sources_of(asked, recomputations, read, findings, groups, makers)
    findings = _with_overtakers(findings, [_overtaker(asked, paper, groups, makers) for paper in read])
    ordered = tuple(sorted(findings, key=lambda found: (found.paper_id, found.stance, found.location, found.quote)))
    verdict = decide(current, ordered, recomputations)
    return Assessment(findings=ordered, recomputations=recomputations, verdict=verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody else says that a document does to a claim, with the exact words at their place."""

    paper_id: str
    stance: Stance
    quote: str
    location: str
    confidence: float
    reading: str


def findings_of_others(
    claim: ClaimStatement, papers: Sequence[PaperRecord], told: Sequence[Told]
) -> tuple[Finding, ...]:
    """What others say of `papers`, with grade and team weighed as for our own findings."""
    asked = read_claim(claim)
    read = {record.id: read_paper(record) for record in papers}
    groups, makers = independence_groups(papers), _makers(asked, tuple(read.values()))
    findings = []
    for one in told:
        passage = ReadPassage(text=one.quote, location=one.location, quantities=(), names=())
        tied = Relevance(bond=Bond.TOPIC, reason=one.reading)
        judged = Judgement(stance=one.stance, confidence=one.confidence, reading=one.reading)
        findings.append(_finding(asked, read[one.paper_id], (judged, passage, tied), groups, makers))
    return tuple(findings)


def _makers(claim: ReadClaim, papers: Sequence[ReadPaper]) -> frozenset[str]:
    """The houses that made the subject: those that are the subject, known makers, and the authors who present it."""
    presented = {house(name) for paper in papers if _presents(claim, paper) for name in paper.record.organisations}
    known = {subject.maker for name in claim.names if (subject := known_subject(name)) and subject.maker}
    return frozenset(presented) | frozenset(house(maker) for maker in (*claim.makers, *known))


def _presents(claim: ReadClaim, paper: ReadPaper) -> bool:
    return any(kinship(own, name) in NEAR_KIN for own in claim.names for name in paper.presents)


def _findings(claim: ReadClaim, paper: ReadPaper, groups: dict[str, str], makers: frozenset[str]) -> list[Finding]:
    """The strongest passage of a document for each stance it takes; a mention only where it takes none."""
    judged = [
        (judge(claim, paper, passage, tied), passage, tied)
        for passage in paper.passages
        if (tied := relevance(claim, paper, passage)).bond is not Bond.NONE
    ]
    firm = [row for row in judged if row[0].stance is not Stance.MENTIONS]
    if not firm:
        mentions = sorted(judged, key=lambda row: _closeness(claim, row))[:MENTIONS_A_PAPER]
        return [_finding(claim, paper, row, groups, makers) for row in mentions if _worth_mentioning(row[2])]
    kept = _settled(firm, paper)
    return [_finding(claim, paper, row, groups, makers) for row in kept]


type Judged = tuple[Judgement, ReadPassage, Relevance]


def _strength(row: Judged) -> tuple[float, str, str]:
    return (-row[0].confidence, row[1].location, row[1].text)


def _closeness(claim: ReadClaim, row: Judged) -> tuple[float, int, bool, str, str]:
    """The mention that a reader wants: the strongest tie, then the most of the claim's content, the title last."""
    judgement, passage, _ = row
    shared = len(claim.concepts.shared(passage.concepts))
    return (-judgement.confidence, -shared, passage.location == "title", passage.location, passage.text)


def _settled(firm: list[Judged], paper: ReadPaper) -> list[Judged]:
    """One finding a stance; where a document both passes on the claim and denies it, its own finding counts."""
    best: dict[Stance, Judged] = {}
    for row in sorted(firm, key=_strength):
        best.setdefault(row[0].stance, row)
    support, against = best.get(Stance.SUPPORTS), best.get(Stance.CONTRADICTS)
    if support is None or against is None:
        return list(best.values())
    if RELAYED.search(support[1].text) and not is_scholarly(paper.record):
        return [against]
    return [against] if against[0].confidence >= support[0].confidence else [support]


def _worth_mentioning(tied: Relevance) -> bool:
    """Mentions are for readers: the subject, its family, or a document that comments; not every shared topic."""
    return tied.bond not in (Bond.TOPIC, Bond.COMPARED)


def _finding(
    claim: ReadClaim, paper: ReadPaper, row: Judged, groups: dict[str, str], makers: frozenset[str]
) -> Finding:
    judgement, passage, tied = row
    record = paper.record
    statement = claim.statement
    weight = weigh_document(
        record,
        claimant=statement.claimant,
        makers=makers | houses_in(statement.claimant),
        introduces_subject=_presents(claim, paper) or tied.bond is Bond.PRESENTED,
        passage=passage.text,
    )
    copied = not is_scholarly(record) and weight.provenance is not Provenance.CLAIMANT
    grade = Grade.E0 if copied and is_copy(passage.text, statement.quote or statement.text) else weight.grade
    group = weight.group if weight.group == CLAIMANT_GROUP else groups.get(record.id, weight.group)
    return Finding(
        paper_id=record.id,
        stance=judgement.stance,
        quote=passage.text,
        location=passage.location,
        grade=grade,
        reading=judgement.reading,
        confidence=judgement.confidence,
        independence_group=group,
        condition=judgement.condition,
        supersedes=judgement.supersedes,
        known_on=record.told_on,
        source=record.title,
        standing=record.standing,
        basis=judgement.basis,
    )


def _overtaker(claim: ReadClaim, paper: ReadPaper, groups: dict[str, str], makers: frozenset[str]) -> Finding | None:
    """The finding that a record was overtaken, where `paper` presents what overtook it."""
    found = overtaking_in(claim, paper)
    if found is None:
        return None
    tied = Relevance(bond=Bond.TOPIC, reason=f"its authors present {found.system}")
    judged = Judgement(
        stance=Stance.CONTRADICTS,
        confidence=found.confidence,
        reading=found.reading,
        supersedes=True,
        basis=Basis.NUMBERS,
    )
    return _finding(claim, paper, (judged, found.passage, tied), groups, makers)


def _with_overtakers(findings: Sequence[Finding], overtakers: Sequence[Finding | None]) -> list[Finding]:
    """All of them, once a passage: that it overtakes says more than that it speaks otherwise."""
    overtaking = [found for found in overtakers if found is not None]
    told = {(found.paper_id, found.location, found.quote) for found in overtaking}
    return [found for found in findings if (found.paper_id, found.location, found.quote) not in told] + overtaking


def _sources_of(
    claim: ReadClaim,
    recomputations: Sequence[Recomputation],
    papers: Sequence[ReadPaper],
    findings: Sequence[Finding],
    groups: dict[str, str],
    makers: frozenset[str],
) -> list[Finding]:
    """A mention for each document whose figure went into a sum, so that every input is linked to evidence."""
    known = {found.paper_id for found in findings}
    wanted = {part.paper_id: part.quote for done in recomputations for part in done.inputs if part.paper_id}
    added = []
    for paper in papers:
        quote = wanted.get(paper.record.id)
        passage = next((one for one in paper.passages if one.text == quote), None)
        if passage is None or paper.record.id in known:
            continue
        why = Relevance(bond=Bond.TOPIC, reason="its figure goes into the arithmetic")
        view = Judgement(stance=Stance.MENTIONS, confidence=0.5, reading=why.reason)
        added.append(replace(_finding(claim, paper, (view, passage, why), groups, makers), stance=Stance.MENTIONS))
    return added
