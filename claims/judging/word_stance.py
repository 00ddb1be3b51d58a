"""The stance of a passage by its words: rank, superiority, parity, refutation, disclosure, and shared content."""

import re

from claims.core.quantities import Metric
from claims.core.statements import ClaimKind
from claims.judging.claim_readings import ReadClaim
from claims.judging.grading import is_scholarly
from claims.judging.naming import Kin, kinship, namings
from claims.judging.number_stance import by_numbers, chips_stance
from claims.judging.paper_readings import ReadPaper, ReadPassage
from claims.judging.relevance import Bond, Relevance, relevance, shared_content, speaks_of
from claims.judging.views import View, contradicts, supports
from claims.judging.word_judge import by_word_model
from claims.judging.wording import (
    COMMENT_TITLE,
    CORRECTION_TITLE,
    DETAILS_GIVEN,
    GAP,
    INFERRED,
    NEGATION,
    PARITY,
    REFUTING,
    SHORTFALL,
    SURPASSING,
    found_in,
    ranks_in,
)

# Shared specific concepts from which a passage of the subject's own repeats what the claim says.
CONTENT_SHARED = 2
_CLASS_WORDS = re.compile(
    r"\b(?:models|llms|systems|approaches|open(?:-source)? models?|imitation|best model|chatbots|agents)\b|模型",
    re.IGNORECASE,
)
_LICENSES = re.compile(
    r"\b(?:apache[- ]?2(?:\.0)?|mit|bsd|gpl(?:v3)?|cc[- ]by(?:-[a-z]+)*|llama \d? ?community)\b", re.IGNORECASE
)


def by_words(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> View | None:
    """The view that the passage's words give: the rules' or, where they have none of the document, the model's."""
    by_rule = by_word_rules(claim, paper, passage, tied)
    if by_rule:
        return by_rule
    by_model = by_word_model(claim, paper, passage, tied)
    return by_model if by_model and _rules_are_silent(claim, paper) else None


def _rules_are_silent(claim: ReadClaim, paper: ReadPaper) -> bool:
    """Whether no rule, of numbers or of words, has a view of any passage of the document."""
    ties = [(passage, relevance(claim, paper, passage)) for passage in paper.passages]
    return not any(
        tied.bond is not Bond.NONE
        and (by_numbers(claim, paper, passage, tied) or by_word_rules(claim, paper, passage, tied))
        for passage, tied in ties
    )


def by_word_rules(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> View | None:
    """The view that the rules of words give; the first rule that has one decides."""
    for rule in (chips_stance,):
        view = rule(claim, passage, tied)
        if view:
            return view
    for judge in (
        _same_day,
        _refuting,
        _behind_baseline,
        _details_given,
        _still_undisclosed,
        _licensed,
        _overtaken,
        _ranked,
        _compared,
        _same_content,
    ):
        view = judge(claim, paper, passage, tied)
        if view:
            return view
    return None


def _same_day(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> View | None:
    """An announcement dated by day: a report of that very day about the same system."""
    day = paper.record.published_on
    if claim.day is None or day is None or is_scholarly(paper.record):
        return None
    near = tied.of_the_subject or tied.bond in (Bond.FAMILY, Bond.MEMBER)
    if near and (day.month, day.day) == claim.day:
        return supports(0.75, f"a report dated {day.isoformat()}, the day claimed")
    return None


def _own_words(claim: ReadClaim, paper: ReadPaper) -> bool:
    """Whether the subject's own makers speak here: what they find wrong is then wrong with others."""
    presented = any(kinship(own, name) is not Kin.OTHER for own in claim.names for name in paper.presents)
    return presented and not CORRECTION_TITLE.search(paper.record.title)


def _refuting(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> View | None:
    """Words of doubt or refutation, said of the subject or in a comment on claims of this kind, by someone else."""
    words = found_in(REFUTING, passage.text)
    if not words or _own_words(claim, paper) or claim.negated or claim.undisclosed or claim.little_known:
        return None
    shared = shared_content(claim, passage.concepts)
    about = shared or shared_content(claim, paper.title_concepts)
    if tied.bond is Bond.COMMENT and about:
        return contradicts(0.8, f"“{words}”, in a comment")
    commenting = bool(COMMENT_TITLE.search(paper.record.title)) and bool(about)
    if tied.bond in (Bond.NAMED, Bond.CONTINUED, Bond.TITLED, Bond.NUMBERS) and (shared or commenting):
        return contradicts(0.7, f"“{words}”, of {', '.join(sorted(about)[:3])}")
    if (
        tied.bond is Bond.TOPIC
        and not claim.names
        and re.search(r"misattribut|too high|overestimat", words, re.IGNORECASE)
    ):
        return contradicts(0.85, f"“{words}”")
    return None


def _behind_baseline(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> View | None:
    """A claim to equal or beat a baseline, and a passage that says systems of this class fall short of it."""
    if not _claims_level(claim) or _own_words(claim, paper) or not _CLASS_WORDS.search(passage.text):
        return None
    words = found_in(GAP, passage.text)
    if words and _gap_to_baseline(claim, passage):
        return contradicts(0.8, f"“{words}”, of systems that claim to equal it")
    if not speaks_of(claim, paper):
        return None
    if not words and PARITY.search(passage.text):
        words = found_in(REFUTING, passage.text)
        return contradicts(0.8, f"“{words}”, of claims to equal it") if words else None
    if words and COMMENT_TITLE.search(paper.record.title):
        return contradicts(0.8, f"“{words}”, of systems like it")
    return None


def _claims_level(claim: ReadClaim) -> bool:
    """Whether the claim puts the quality of its subject level with a baseline's or above it."""
    by_number = claim.main is not None and claim.main.is_ratio and claim.main.metric in (Metric.SCORE, Metric.OTHER)
    levels = claim.parity or claim.surpassing or (by_number and bool(claim.baselines))
    return levels and _quality_is_compared(claim)


def _gap_to_baseline(claim: ReadClaim, passage: ReadPassage) -> bool:
    """ "… far behind B", "the gap from A to B": the words of falling short lead to the baseline."""
    for one in namings(passage.text, passage.names, claim.baselines):
        before = passage.text[: one.start]
        found = list(GAP.finditer(before))
        if found and _LEADING_TO.search(before[found[-1].start() :]):
            return True
    return False


_LEADING_TO = re.compile(r"^[^.;:]{0,80}\b(?:to|from|between|than|behind|of|with|and)\s(?:\w+\s){0,2}$|^[^。；]{0,20}$")


def _quality_is_compared(claim: ReadClaim) -> bool:
    """Not size, energy or price: those are told by numbers alone."""
    resources = {"energy", "carbon", "cost", "speed", "parameter", "efficiency", "memory", "largest", "accelerator"}
    return not claim.concepts.named & resources


def _details_given(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> View | None:
    """ "Little is known of it" is overtaken once its makers publish how it was made."""
    if not claim.little_known or not tied.of_the_subject or not DETAILS_GIVEN.search(passage.text):
        return None
    said, out = claim.statement.claimed_on, paper.record.published_on
    later = said is not None and out is not None and out > said
    return contradicts(0.85, f"“{found_in(DETAILS_GIVEN, passage.text)}”", supersedes=later)


def _still_undisclosed(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> View | None:
    """What was never disclosed is what others can only infer."""
    if not claim.undisclosed or not (tied.of_the_subject or tied.bond in (Bond.BASELINE, Bond.TOPIC)):
        return None
    words = found_in(INFERRED, passage.text)
    shared = claim.concepts.specific & passage.concepts.specific
    return supports(0.7, f"others only infer it: “{words}”") if words and shared and passage.quantities else None


def _licensed(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> View | None:
    """The same licence by name."""
    wanted = {found.casefold().replace("-", " ") for found in _LICENSES.findall(f"{claim.statement.text}")}
    said = {found.casefold().replace("-", " ") for found in _LICENSES.findall(passage.text)}
    of_all = tied.bond is Bond.MEMBER and not passage.systems
    near = tied.of_the_subject or tied.bond is Bond.FAMILY or of_all
    if near and wanted & said:
        return supports(0.85, f"the same licence: {', '.join(sorted(wanted & said))}")
    if wanted and said and tied.of_the_subject and _LICENSED.search(passage.text):
        return contradicts(0.8, f"another licence: {', '.join(sorted(said))}")
    return None


_LICENSED = re.compile(r"\blicen[sc]e|许可|协议", re.IGNORECASE)


def _ranked(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> View | None:
    """First, largest, best: the same kind of rank, of the same thing."""
    if not claim.ranks or (claim.main is not None and claim.statement.kind is not ClaimKind.RANKING):
        return None
    shared = claim.ranks & ranks_in(passage.text)
    near = tied.bond in (Bond.NAMED, Bond.PRESENTED, Bond.CONTINUED, Bond.TITLED)
    # "Comparable to the leading models": there the rank is the baseline's.
    levelled = claim.parity or (claim.surpassing and claim.statement.kind is not ClaimKind.RANKING)
    shared = shared - {"best"} if levelled else shared
    if near and shared and not NEGATION.search(passage.text) and not SHORTFALL.search(passage.text):
        return supports(0.8, f"the same rank: {', '.join(sorted(shared))}")
    return None


def _compared(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> View | None:
    """A claim to surpass or to equal, and a passage of the subject that says so, or the other way round."""
    if not (claim.surpassing or claim.parity) or claim.main is not None or NEGATION.search(passage.text):
        return None
    beaten = _beaten_by_baseline(claim, passage)
    if beaten:
        return beaten
    near = tied.bond in (Bond.NAMED, Bond.PRESENTED, Bond.CONTINUED, Bond.TITLED) or (
        tied.bond is Bond.FAMILY and _own_words(claim, paper)
    )
    told = bool(namings(passage.text, passage.names, claim.baselines)) or bool(_MEASURED & passage.concepts.named)
    if near and told and claim.surpassing and _BEHIND.search(passage.text) and tied.bond is Bond.NAMED:
        return contradicts(0.75, f"it falls behind: “{found_in(_BEHIND, passage.text)}”")
    if not near or not told or SHORTFALL.search(passage.text) or passage.location == "title":
        return None
    if claim.surpassing and SURPASSING.search(passage.text):
        return supports(0.75, f"it surpasses: “{found_in(SURPASSING, passage.text)}”")
    if claim.parity and (PARITY.search(passage.text) or SURPASSING.search(passage.text)):
        return supports(0.75, f"it keeps up: “{found_in(PARITY, passage.text) or found_in(SURPASSING, passage.text)}”")
    return None


# A comparison counts where it names the claim's baseline or was measured; praise alone ("beyond traditional AI") not.
_MEASURED = frozenset({"evaluate", "result", "task", "performance", "few-shot", "mathematics", "code", "reasoning"})


_OF_ALL = re.compile(
    r"\b(?:all|any) (?:other|existing|previous|current)\b|\bevery other\b|\b(?:best|most capable|strongest)\b"
    r"|所有|任何",
    re.IGNORECASE,
)


def _overtaken(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> View | None:
    """ "Better than all others", and a later document in which another system is ahead of the subject."""
    found = SURPASSING.search(passage.text)
    if found is None or tied.bond is not Bond.BASELINE or not _OF_ALL.search(claim.statement.text):
        return None
    own = namings(passage.text, passage.names, claim.names)
    behind = any(one.start >= found.end() for one in own)
    named = [system.canonical for system in passage.systems if system.end <= found.start()]
    ahead = [name for name in (*named, *paper.presents) if all(kinship(one, name) is Kin.OTHER for one in claim.names)]
    if not behind or not ahead or not (claim.surpassing or claim.ranks & {"best"}):
        return None
    said, out = claim.statement.claimed_on, paper.record.published_on
    later = said is not None and out is not None and out > said
    return contradicts(0.8, f"{ahead[0]} is ahead: “{found.group()}”", supersedes=later)


# Behind what is named next: "2.4 points below Llama 3 70B", 不敌 Sora.
_BEHIND = re.compile(
    r"\b(?:points? |stays? |remains? |trails? |falls? |lags? )(?:\w+ ){0,2}(?:below|behind|short of)\b|\bloses? to\b"
    r"|\btrails?\b|不敌|输给|落后于|不及|逊于",
    re.IGNORECASE,
)


def _beaten_by_baseline(claim: ReadClaim, passage: ReadPassage) -> View | None:
    """ "B outperforms A": the claim's baseline is the one ahead."""
    ahead = namings(passage.text, passage.names, claim.baselines)
    own = namings(passage.text, passage.names, claim.names)
    found = SURPASSING.search(passage.text)
    if not ahead or not own or found is None or own[0].kin is not Kin.SAME:
        return None
    if ahead[0].end <= found.start() and own[0].start >= found.end():
        return contradicts(0.8, f"{ahead[0].name} is ahead: “{found.group()}”")
    return None


def _same_content(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> View | None:
    """A claim without numbers, and a passage of the subject that speaks of the same specific things the same way."""
    if claim.main is not None or claim.ranks or claim.little_known or claim.undisclosed or claim.about_hardware:
        return None
    near = tied.bond in (Bond.NAMED, Bond.PRESENTED, Bond.CONTINUED, Bond.TITLED)
    if not near or passage.location == "title" or claim.parity or claim.surpassing or claim.day:
        return None
    own = {part for name in claim.names for part in (name.casefold(), *name.casefold().replace("-", " ").split())}
    shared = frozenset(one for one in claim.concepts.shared(passage.concepts) if one not in own)
    negated = bool(NEGATION.search(passage.text))
    if len(shared) >= CONTENT_SHARED and negated == claim.negated and not REFUTING.search(passage.text):
        return supports(0.7, f"it says the same of {', '.join(sorted(shared)[:4])}")
    return None
