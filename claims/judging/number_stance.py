"""The stance of a passage by its numbers: the same one supports, a corrected one contradicts, a condition qualifies."""

import re

from claims.core.quantities import Comparator, Metric, Quantity, Relation
from claims.core.statements import ClaimKind
from claims.judging.chips import chips_named
from claims.judging.claim_readings import ReadClaim
from claims.judging.comparing import Comparison, Match, compare, metrics_fit
from claims.judging.concepts import concepts
from claims.judging.grading import is_scholarly
from claims.judging.measured_again import corrected_in_sentence, is_passed_on, measured_against, passed_on
from claims.judging.naming import NEAR_KIN, Kin, kinship, named_benchmarks, named_systems, namings
from claims.judging.organisations import house, houses_in
from claims.judging.paper_readings import ReadPaper, ReadPassage
from claims.judging.relevance import Bond, Relevance, shared_content
from claims.judging.views import View, contradicts, mentions, supports
from claims.judging.wording import (
    CONDITION,
    CORRECTION_TITLE,
    HOLLOW,
    INFERRED,
    OTHER_TIME,
    REFUTING,
    RELAYED,
    UP_TO,
    found_in,
    ranks_in,
)

# Characters around a number whose words say what it counts.
NEAR = 45
# "not 41 from 58", "rather than 12B": the number that follows is the one taken back.
DENIED_BEFORE = re.compile(
    r"(?:\bnot|\brather than|\binstead of|\bdown from|\bformerly|而非|而不是|不是)\s(?:the )?(?:[\w$~]+\s){0,2}$",
    re.IGNORECASE,
)
# Words of someone who measured again rather than reported.
MEASURED = re.compile(
    r"\b(?:independent\w*|re-?evaluat\w*|re-?measur\w*|re-?produc\w*|corrected|correction|actual(?:ly)?|in fact)\b"
    r"|独立|实测|复现|实际",
    re.IGNORECASE,
)
# Metrics whose figure for one system is one figure: a different one contradicts when someone measured again.
SETTLED = frozenset(
    {
        Metric.SCORE,
        Metric.PARAMETERS,
        Metric.ACCELERATORS,
        Metric.ACCELERATOR_HOURS,
        Metric.COUNT,
        Metric.OTHER,
        Metric.TOKENS,
        Metric.TRAINING_TIME,
        Metric.LANGUAGES,
        Metric.DATASET_SIZE,
    }
)
# Of these a text has many: only on a shared benchmark or topic is a different one about the same thing.
MANIFOLD = frozenset({Metric.SCORE, Metric.COUNT, Metric.OTHER, Metric.DATASET_SIZE})
# Significant figures from which on two texts do not write the same number by chance.
PARTICULAR = 3
MONEY = frozenset({Metric.COST, Metric.PRICE})
NUMBERED = re.compile(r"\d")


def by_numbers(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> View | None:
    """The view that the passage's numbers give, None where they say nothing of the claim's."""
    taken_back = _taken_back(claim, paper, passage, tied)
    if taken_back:
        return taken_back
    if claim.little_known or claim.undisclosed:
        return None
    if claim.main is None or not (
        tied.of_the_subject or tied.bond in (Bond.FAMILY, Bond.MEMBER, Bond.BASELINE, Bond.COMPARED, Bond.COMMENT)
    ):
        return None
    if not _benchmark_fits(claim, paper, passage) or not _rank_fits(claim, passage):
        return None
    on_topic = bool(claim.concepts.shared(passage.concepts))
    figures = (*passage.quantities, *passage.changes)
    compared = [
        (said, one)
        for said in figures
        if metrics_fit(claim.main, said, _around(passage, said), on_topic=on_topic)
        and (one := compare(claim.main, said)) is not None
    ]
    agreeing = [(said, one) for said, one in compared if one.match is not Match.DIFFERENT]
    if agreeing and (tied.of_the_subject or tied.bond in (Bond.FAMILY, Bond.MEMBER)):
        return _agreeing(claim, paper, passage, tied, compared, *_nearest(agreeing))
    glued = [(said, one) for said, one in agreeing if tied.bond is Bond.BASELINE and _in_brackets(claim, passage, said)]
    if glued:
        return supports(0.85, f"{glued[0][1].reading}, in brackets behind the name")
    same = _same_figure(claim, passage) if tied.of_the_subject and not compared else None
    if same:
        return same
    differing = [(said, one) for said, one in compared if one.match is Match.DIFFERENT]
    return _differing(claim, paper, passage, tied, differing) if differing else None


def _same_figure(claim: ReadClaim, passage: ReadPassage) -> View | None:
    """A figure too particular to be another's, in the claim's unit, whatever the words call what it measures."""
    main = claim.main
    if (
        main is None
        or main.value is None
        or main.is_ratio
        or len(main.value.normalize().as_tuple().digits) < PARTICULAR
    ):
        return None
    for said in passage.quantities:
        if said.value == main.value and said.unit == main.unit and not _told_of_another(claim, passage, said):
            if REFUTING.search(passage.text):
                return mentions(0.5, f"the same figure, {said.raw}, in a sentence that doubts")
            return supports(0.75, f"the same figure, {said.raw}")
    return None


def _benchmark_fits(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage) -> bool:
    """A score belongs to its benchmark: the passage, the sentence before or the title must name it too."""
    if claim.main is None or claim.main.metric is not Metric.SCORE or not claim.benchmarks:
        return True
    told = f"{passage.before} {passage.text} {paper.record.title}"
    return bool(set(claim.benchmarks) & {*named_benchmarks(told), *paper.presents})


def _rank_fits(claim: ReadClaim, passage: ReadPassage) -> bool:
    """To be the first of a kind is not told by a number of that kind: the passage must speak of the rank as well."""
    ranking = claim.statement.kind is ClaimKind.RANKING and bool(claim.ranks)
    return not ranking or bool(claim.ranks & ranks_in(passage.text))


def _in_brackets(claim: ReadClaim, passage: ReadPassage, said: Quantity) -> bool:
    """ "GPT-3 (175B)": said of the name itself, also where the sentence is about another system."""
    names = namings(passage.text, passage.names, claim.names)
    return any(
        one.kin is Kin.SAME
        and (one.start < said.start < one.end or _BRACKET.fullmatch(passage.text[one.end : said.start]))
        for one in names
    )


_BRACKET = re.compile(r"\s?[(（]\s?")


_RANKED = {Match.EQUAL: 0, Match.BOUND: 1, Match.PART: 2, Match.DIFFERENT: 3}


def _nearest(found: list[tuple[Quantity, Comparison]]) -> tuple[Quantity, Comparison]:
    return min(found, key=lambda pair: (_RANKED[pair[1].match], pair[0].start))


def _around(passage: ReadPassage, said: Quantity) -> frozenset[str]:
    return concepts(passage.text[max(0, said.start - NEAR) : said.end + NEAR]).named


def _taken_back(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage, tied: Relevance) -> View | None:
    """A number of the claim stands where the passage denies it, with another in its place."""
    if tied.bond in (Bond.NONE, Bond.TOPIC) and not CORRECTION_TITLE.search(paper.record.title):
        return None
    for said in passage.quantities:
        denied = DENIED_BEFORE.search(passage.text[max(0, said.start - 25) : said.start])
        own = next((one for one in claim.quantities if one.value is not None and one.value == said.value), None)
        if denied and own is not None:
            return contradicts(0.95, f"it takes back {own.raw or said.raw}")
    return None


def _agreeing(
    claim: ReadClaim,
    paper: ReadPaper,
    passage: ReadPassage,
    tied: Relevance,
    compared: list[tuple[Quantity, Comparison]],
    said: Quantity,
    one: Comparison,
) -> View | None:
    """The number is there. Whose words, under what condition, against which baseline?"""
    if _told_of_another(claim, passage, said):
        return mentions(0.5, f"{one.reading}, said of another system")
    if is_passed_on(passage, said):
        return passed_on(claim, passage, said, one)
    corrected = corrected_in_sentence(claim, passage, said)
    if corrected:
        return corrected
    if HOLLOW.search(passage.text):
        return contradicts(0.75, f"{one.reading}, “{found_in(HOLLOW, passage.text)}”")
    if REFUTING.search(passage.text):
        return mentions(0.5, f"{one.reading}, in a sentence that doubts")
    confidence = {Match.EQUAL: 0.95, Match.BOUND: 0.9, Match.PART: 0.75}[one.match]
    condition = one.condition or _condition(claim, passage, said) or _other_baseline(claim, paper, passage)
    if not condition and claim.main and claim.main.metric in MONEY and _several_estimates(compared):
        condition = "estimates differ: the source gives a range"
    if RELAYED.search(passage.text) and not is_scholarly(paper.record) and tied.bond is not Bond.PRESENTED:
        confidence -= 0.1
    return supports(confidence, one.reading, condition)


def _several_estimates(compared: list[tuple[Quantity, Comparison]]) -> bool:
    return any(one.match is Match.DIFFERENT for _, one in compared)


def _told_of_another(claim: ReadClaim, passage: ReadPassage, said: Quantity) -> bool:
    """Whether a system outside the claim stands between the subject and the number ("… Switch with 1.6 trillion")."""
    if claim.main is not None and claim.main.is_ratio:
        return False
    before = [mention for mention in passage.systems if mention.start < said.start]
    if not before or not claim.names:
        return False
    nearest = before[-1]
    known = (*claim.names, *claim.baselines)
    if any(kinship(name, nearest.canonical) is not Kin.OTHER for name in known):
        return any(kinship(name, nearest.canonical) is Kin.RELATIVE for name in claim.names) and not any(
            kinship(name, nearest.canonical) in NEAR_KIN for name in claim.names
        )
    return any(kinship(name, other.canonical) in NEAR_KIN for other in before[:-1] for name in claim.names) and bool(
        re.search(r"\b(?:of|by|in|for|with)\b[^,;]*$", passage.text[: nearest.start][-40:])
    )


def _condition(claim: ReadClaim, passage: ReadPassage, said: Quantity) -> str:
    """A condition in the passage that the claim does not say."""
    told = f"{claim.statement.text} {claim.statement.quote}"
    found = found_in(CONDITION, passage.text)
    if found and not CONDITION.search(told):
        return found
    before = passage.text[max(0, said.start - 14) : said.start]
    if UP_TO.search(before) and said.is_ratio and not UP_TO.search(told):
        return f"{found_in(UP_TO, before)} {said.raw}"
    return ""


def _other_baseline(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage) -> str:
    """For a ratio: "" where the passage tells it against the claim's baseline, else what is missing.

    A baseline of general words ("other models") is not asked for.
    """
    main = claim.main
    if main is None or not main.is_ratio or not main.baseline:
        return ""
    text = f"{passage.before} {passage.text}"
    wanted = named_systems(main.baseline)
    if wanted:
        said = named_systems(text) + tuple(name.canonical for name in paper.title_names)
        met = any(kinship(name, other) in NEAR_KIN for name in wanted for other in said)
        return "" if met else f"the source does not compare with {', '.join(wanted)}"
    if NUMBERED.search(main.baseline):
        return f"the source does not compare with {main.baseline}"
    specific = concepts(main.baseline).specific
    whole = concepts(f"{text} {paper.record.title} {paper.record.abstract}").named
    return "" if not specific or specific & whole else f"the source does not compare with {main.baseline}"


def _differing(
    claim: ReadClaim,
    paper: ReadPaper,
    passage: ReadPassage,
    tied: Relevance,
    differing: list[tuple[Quantity, Comparison]],
) -> View | None:
    """A different number contradicts only where it is surely the same thing measured again."""
    said, one = differing[0]
    main = claim.main
    if main is None:
        return None
    if main.metric in MONEY:
        why = "at another time" if OTHER_TIME.search(passage.text) else "an estimate under other assumptions"
        return mentions(0.5, f"{one.reading}: {why}")
    if tied.bond in (Bond.BASELINE, Bond.COMPARED, Bond.COMMENT):
        return _share_of_baseline(claim, passage, differing)
    against = measured_against(main, passage, differing) if tied.of_the_subject else None
    if against:
        return against
    if not tied.of_the_subject or len(differing) > 1 or not _of_one_thing(claim, main, passage, said):
        return None
    if MEASURED.search(passage.text) and main.metric in SETTLED:
        return contradicts(0.85, f"{one.reading}, measured again")
    if _told_by_others(claim, paper, tied, said) and not _told_of_another(claim, passage, said):
        return contradicts(0.7, f"{one.reading}, by others")
    return None


def _of_one_thing(claim: ReadClaim, main: Quantity, passage: ReadPassage, said: Quantity) -> bool:
    """Whether a different figure is of what the claim measures: no guess, the same scope, content or benchmark."""
    if INFERRED.search(passage.text) or said.relation is not main.relation:
        return False
    if main.metric in MANIFOLD and not (claim.benchmarks or shared_content(claim, passage.concepts)):
        return False
    return not (said.scope and main.scope) or said.scope == main.scope


def _told_by_others(claim: ReadClaim, paper: ReadPaper, tied: Relevance, said: Quantity) -> bool:
    """Whether an exact figure of the claim's own metric is told, by name, in a paper of somebody else.

    A number of accelerators is of one run among several, and contradicts nothing.
    """
    exact = said.value is not None and said.comparator in _EXACT
    alike = claim.main is not None and claim.main.metric is said.metric is not Metric.ACCELERATORS
    return exact and alike and tied.bond is Bond.NAMED and is_scholarly(paper.record) and not _is_own(claim, paper)


_EXACT = frozenset({Comparator.EQUAL, Comparator.ABOUT})


def _is_own(claim: ReadClaim, paper: ReadPaper) -> bool:
    """Whether the document is the claimant's, or presents the claim's subject as its own."""
    own = houses_in(claim.statement.claimant) | {house(maker) for maker in claim.makers}
    theirs = {house(name) for name in paper.record.organisations}
    return bool(own & theirs) or any(kinship(name, one) in NEAR_KIN for name in claim.names for one in paper.presents)


def _share_of_baseline(
    claim: ReadClaim, passage: ReadPassage, differing: list[tuple[Quantity, Comparison]]
) -> View | None:
    """ "The best model reaches 87 % of B": every model's share of B is bounded, also the claimed 92 %."""
    main = claim.main
    if main is None or main.relation is not Relation.SHARE or main.factor is None:
        return None
    if not re.search(r"\b(?:best|no|every|all|any)\b|最好|所有|没有", passage.text, re.IGNORECASE):
        return None
    for said, one in differing:
        of_it = said.baseline and any(
            kinship(name, other) is Kin.SAME for name in claim.baselines for other in named_systems(said.baseline)
        )
        if said.relation is Relation.SHARE and of_it and said.factor is not None and said.factor < main.factor:
            return contradicts(0.85, f"{one.reading}: the best reach less")
    return None


def chips_stance(claim: ReadClaim, passage: ReadPassage, tied: Relevance) -> View | None:
    """For a claim about the hardware of a run: the same chip supports, another one contradicts."""
    if not claim.about_hardware or not tied.of_the_subject:
        return None
    said = {chip.name for chip in chips_named(passage.text)}
    if not said:
        return None
    told = ", ".join(sorted(said))
    if said & set(claim.chips):
        return supports(0.9, f"it names {told} as well")
    return contradicts(0.8, f"it names {told}, not {', '.join(claim.chips)}")
