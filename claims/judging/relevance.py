"""Whether a passage is about what the claim is about, and how we know: the system, a relative, a baseline, a topic.

Look-alikes are kept out here: a sentence about another system that only compares itself with the claim's ("a third of
the energy used to train GPT-3"), another member of the family ("M6 10B" for a claim on M6-10T).
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from claims.core.known_subjects import SubjectKind
from claims.core.quantities import Metric
from claims.core.subjects import NameMention, find_names
from claims.judging.claim_readings import ReadClaim
from claims.judging.comparing import Match, compare, metrics_fit, values_agree
from claims.judging.concepts import Concepts, concepts
from claims.judging.glossary import CONCEPTS, GENERIC
from claims.judging.naming import NEAR_KIN, Kin, Naming, kinship, namings
from claims.judging.organisations import house, houses_in
from claims.judging.paper_readings import ReadPaper, ReadPassage
from claims.judging.wording import BASELINE_BEFORE, COMMENT_TITLE, COMMENTING, CORRECTION_TITLE


class Bond(StrEnum):
    """How a passage is tied to the claim, strongest first."""

    NAMED = "named"
    PRESENTED = "presented"
    CONTINUED = "continued"
    TITLED = "titled"
    NUMBERS = "numbers"
    MAKER = "maker"
    FAMILY = "family"
    MEMBER = "member"
    RELATIVE = "relative"
    COMMENT = "comment"
    BASELINE = "baseline"
    COMPARED = "compared"
    TOPIC = "topic"
    NONE = "none"


# Bonds by which the passage speaks of the claim's own subject, so that its numbers can confirm or deny.
OF_THE_SUBJECT = frozenset({Bond.NAMED, Bond.PRESENTED, Bond.CONTINUED, Bond.TITLED, Bond.NUMBERS, Bond.MAKER})
SHARED_FOR_TOPIC = 2
SHARED_FOR_COMMENT = 2
DISTINCT_NUMBERS = 2
# Below this a number is too common to tie two texts together.
COMMON_NUMBER = Decimal(10)
_CONTINUING = re.compile(
    r"^(?:it|its|this|the model|the system|the (?:card|chip|board|device|tool|software)|they|their|these|该|其|它|这)",
    re.IGNORECASE,
)
_OWN_VOICE = re.compile(r"\b(?:we|our|ours|us)\b|我们|本文", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relevance:
    """The bond of a passage to a claim and the reason a reader is given."""

    bond: Bond
    reason: str

    @property
    def of_the_subject(self) -> bool:
        """Whether what the passage says is said of the claim's own subject."""
        return self.bond in OF_THE_SUBJECT


NOTHING = Relevance(bond=Bond.NONE, reason="neither the subject nor its topic")


def relevance(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage) -> Relevance:
    """The strongest bond of `passage` to `claim` that holds."""
    named = _by_name(claim, paper, passage)
    if named.bond in OF_THE_SUBJECT or named.bond in (Bond.FAMILY, Bond.MEMBER, Bond.RELATIVE):
        return named
    if _shares_numbers(claim, passage) and not _presents_other(paper):
        return Relevance(bond=Bond.NUMBERS, reason="the claim's own numbers stand together in it")
    maker = _by_maker(claim, paper, passage)
    topical = _by_topic(claim, paper, passage)
    if maker.bond is Bond.MAKER or (maker.bond is Bond.TOPIC and topical.bond is not Bond.COMMENT):
        return maker
    if topical.bond is Bond.COMMENT or named.bond is Bond.NONE:
        return topical if topical.bond is not Bond.NONE else _by_baseline(claim, passage)
    return named


def _by_baseline(claim: ReadClaim, passage: ReadPassage) -> Relevance:
    compared = namings(passage.text, passage.names, claim.baselines)
    if not compared:
        return NOTHING
    return Relevance(bond=Bond.COMPARED, reason=f"it speaks of {compared[0].name}, with which the claim compares")


def _by_name(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage) -> Relevance:
    every = namings(passage.text, passage.names, claim.names)
    found = [one for one in every if one.kin is not Kin.RELATIVE]
    leading = [one for one in found if not _is_baseline(passage, one)]
    if leading:
        return _named(claim, passage, leading)
    if found:
        own = _presents_another(claim, paper)
        rival = passage.systems and passage.systems[0].start < found[0].start
        if own or rival or _is_likened(passage.text, found[0]) or _opens_with(passage.text, found[-1]):
            return Relevance(bond=Bond.BASELINE, reason=f"{found[0].name} is only what another system is compared with")
        return _named(claim, passage, found)
    unnamed = _unnamed(claim, paper, passage)
    if every and unnamed.bond is Bond.NONE:
        return Relevance(bond=Bond.RELATIVE, reason=f"it names {every[0].name}, another member of the family")
    return unnamed


def _named(claim: ReadClaim, passage: ReadPassage, found: list[Naming]) -> Relevance:
    best = next((one for one in found if one.kin is Kin.SAME), found[0])
    if best.kin is Kin.SAME:
        return Relevance(bond=Bond.NAMED, reason=f"it names {best.name}")
    if _size_fits(claim, passage):
        return Relevance(bond=Bond.NAMED, reason=f"it names {best.name} at the size claimed")
    if _size_conflicts(claim, passage):
        return Relevance(bond=Bond.RELATIVE, reason=f"it names {best.name}, at another size")
    if best.kin is Kin.MEMBER:
        return Relevance(bond=Bond.MEMBER, reason=f"it names {best.name}, a member of the family")
    return Relevance(bond=Bond.FAMILY, reason=f"it names {best.name}, of the same family")


def _unnamed(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage) -> Relevance:
    """A passage that names none of the claim's systems: a sentence going on, the authors' voice, a titled page."""
    spoken_of = _spoken_of_before(claim, passage)
    if spoken_of:
        return Relevance(bond=Bond.CONTINUED, reason=f"it goes on about {spoken_of}")
    kins = [(name, kinship(own, name)) for own in claim.names for name in paper.presents]
    if any(kin is Kin.SAME for _, kin in kins):
        foreign = _foreign(claim, passage) and not _OWN_VOICE.search(passage.text) and _names_first_another(passage)
        if not foreign:
            return Relevance(bond=Bond.PRESENTED, reason=f"its authors present {kins[0][0]}")
    family = next(((name, kin) for name, kin in kins if kin in (Kin.FAMILY, Kin.MEMBER)), None)
    if family:
        name, kin = family
        if _size_fits(claim, passage):
            return Relevance(bond=Bond.PRESENTED, reason=f"its authors present {name} at the size claimed")
        bond = Bond.FAMILY if kin is Kin.FAMILY else Bond.MEMBER
        return Relevance(bond=bond, reason=f"its authors present {name}")
    in_title = [n for n in namings(paper.record.title, paper.title_names, claim.names) if n.kin is Kin.SAME]
    if in_title and not _presents_another(claim, paper) and not _foreign(claim, passage):
        return Relevance(bond=Bond.TITLED, reason=f"its title names {in_title[0].name}")
    if not _foreign(claim, passage) and passage.location == "abstract" and _speaks_of_it_alone(claim, paper):
        return Relevance(bond=Bond.CONTINUED, reason=f"the document speaks of {claim.names[0]} and of no other system")
    return NOTHING


def _spoken_of_before(claim: ReadClaim, passage: ReadPassage) -> str:
    """The claim's own system where the sentences in front speak of it last and the passage of no other; else ""."""
    before = namings(passage.before, passage.before_names, claim.names) if passage.before else ()
    if not before or before[-1].kin is not Kin.SAME or _foreign(claim, passage):
        return ""
    goes_on = _CONTINUING.match(passage.text) or not _names_another_after(claim, passage, before[-1])
    return before[-1].name if goes_on else ""


def _names_another_after(claim: ReadClaim, passage: ReadPassage, last: Naming) -> bool:
    """Whether the sentences in front turn to another system once they have named the claim's."""
    told = claim.statement.text.casefold()
    systems = (name for name in passage.before_names if name.kind is SubjectKind.SYSTEM and name.start > last.start)
    return any(name.name.casefold() not in told for name in systems)


def _foreign(claim: ReadClaim, passage: ReadPassage) -> tuple[NameMention, ...]:
    """The systems a passage names that the claim does not name itself, as what it runs or is compared with."""
    told = claim.statement.text.casefold()
    return tuple(name for name in passage.systems if name.name.casefold() not in told)


def _speaks_of_it_alone(claim: ReadClaim, paper: ReadPaper) -> bool:
    """Whether the document names the claim's own system, none else, and so means it where it names none."""
    others = {name.canonical for passage in paper.passages for name in _foreign(claim, passage)}
    if any(kinship(own, other) is not Kin.SAME for other in others for own in claim.names[:1]):
        return False
    found = [one for part in paper.passages for one in namings(part.text, part.names, claim.names)]
    return bool(found) and all(one.kin is Kin.SAME for one in found)


def _presents_another(claim: ReadClaim, paper: ReadPaper) -> bool:
    """Whether the authors present a system, and it is none of the claim's family."""
    kins = {kinship(own, name) for own in claim.names for name in paper.presents}
    return bool(paper.presents) and kins <= {Kin.OTHER}


def _presents_other(paper: ReadPaper) -> bool:
    """For a passage that names none of the claim's: whether its authors present a system, whose numbers these are."""
    return bool(paper.presents)


def _names_first_another(passage: ReadPassage) -> bool:
    return passage.systems[0].start < 20


def _is_baseline(passage: ReadPassage, naming: Naming) -> bool:
    """Whether the name stands where the compared-with stands ("… outperforms Gopher (280B), GPT-3 and M6")."""
    text = passage.text
    opening = _OPENING_COMPARISON.match(text)
    if opening:
        return naming.start < opening.end()
    before = text[max(0, naming.start - LIST_REACH) : naming.start]
    if _is_likened(text, naming):
        return True
    while not BASELINE_BEFORE.search(before):
        item = _LIST_ITEM.search(before)
        if item is None:
            return False
        before = before[: item.start()]
    return True


def _opens_with(text: str, naming: Naming) -> bool:
    """Whether a name only stands in the comparison that a sentence opens with: "Compared to GPT-3, it has …"."""
    opening = _OPENING_COMPARISON.match(text)
    return bool(opening and naming.end <= opening.end())


def _is_likened(text: str, naming: Naming) -> bool:
    """Whether another system is likened to the one named: 与鲲游 2 相当."""
    before = text[max(0, naming.start - 2) : naming.start]
    return bool(_WITH_CHINESE.search(before) and _LIKE_CHINESE.match(text, naming.end))


_WITH_CHINESE = re.compile(r"[与和同跟]\s?$")
_LIKE_CHINESE = re.compile(r"\s?(?:相当|相比|持平|类似|相近|相仿|差不多|一样|不相上下)")
# "Compared with A, B needs …": what follows the comma is spoken of itself.
_OPENING_COMPARISON = re.compile(
    r"\s*(?:compared|relative|in comparison|in contrast|unlike|相比|相较|与|较)[^,，]{0,120}[,，]", re.IGNORECASE
)
# A name in a list that leads up to the one asked for: "… Gopher (280B), GPT-3 and ".
_LIST_ITEM = re.compile(
    r"(?:[A-Z0-9][\w.\-]*|[\u3400-\u9fff]{1,6})(?:\s[A-Z0-9(][\w.\-()]*){0,3}\s*(?:,\s?and|,|、|，|/|\band|\bor|和|与|及)\s*$"
)
# Characters before a name in which the list that it closes may begin.
LIST_REACH = 160


def _size_fits(claim: ReadClaim, passage: ReadPassage) -> bool:
    return any(values_agree(size, said) for size in _claimed_sizes(claim) for said in _said_sizes(passage))


def _size_conflicts(claim: ReadClaim, passage: ReadPassage) -> bool:
    said = _said_sizes(passage)
    return bool(claim.sizes) and bool(said) and not _size_fits(claim, passage)


def _claimed_sizes(claim: ReadClaim) -> frozenset[Decimal]:
    counted = frozenset(
        one.value for one in claim.quantities if one.metric is Metric.PARAMETERS and one.value and not one.is_ratio
    )
    return claim.sizes | counted


def _said_sizes(passage: ReadPassage) -> frozenset[Decimal]:
    ends = [
        end
        for one in passage.quantities
        if one.metric is Metric.PARAMETERS and not one.is_ratio
        for end in (one.value, one.low, one.high)
    ]
    return frozenset(end for end in ends if end)


def _shares_numbers(claim: ReadClaim, passage: ReadPassage) -> bool:
    """Whether at least two uncommon numbers of the claim stand in the passage, each counting what it counts there."""
    told = [one for one in claim.quantities if one.value is not None and one.value >= COMMON_NUMBER]
    found = {
        one.value
        for one in told
        for said in passage.quantities
        if one.value == said.value and "%" not in (one.unit, said.unit)
        if metrics_fit(one, said, passage.concepts.named, on_topic=True)
    }
    return len(found) >= DISTINCT_NUMBERS


def _by_maker(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage) -> Relevance:
    """For a claim about an organisation: the passage or the title names it, and a number of the claim's is there."""
    if claim.names or not claim.makers:
        return NOTHING
    wanted = {house(maker) for maker in claim.makers}
    if not wanted & (houses_in(passage.text) | houses_in(paper.record.title)):
        return NOTHING
    for one in claim.quantities:
        for said in passage.quantities:
            compared = compare(one, said) if metrics_fit(one, said, passage.concepts.named) else None
            if compared and compared.match is not Match.DIFFERENT:
                return Relevance(bond=Bond.MAKER, reason=f"it speaks of {claim.makers[0]} with the claim's number")
    shared = shared_content(claim, passage.concepts)
    if len(shared) >= SHARED_FOR_TOPIC:
        return Relevance(bond=Bond.TOPIC, reason=f"it speaks of {claim.makers[0]} and {', '.join(sorted(shared)[:3])}")
    return NOTHING


def _by_topic(claim: ReadClaim, paper: ReadPaper, passage: ReadPassage) -> Relevance:
    """A document about claims of this kind (a comment, a correction), or a passage on the same specific things."""
    title = paper.title_concepts
    about = Concepts(title.named | passage.concepts.named, title.words | passage.concepts.words)
    shared = shared_content(claim, about)
    told = ", ".join(sorted(shared)[:4])
    commenting = COMMENT_TITLE.search(paper.record.title) or CORRECTION_TITLE.search(paper.record.title)
    if commenting and speaks_of(claim, paper):
        return Relevance(bond=Bond.COMMENT, reason=f"it comments on systems like {claim.names[0]}")
    in_title = shared_content(claim, title)
    on_topic = len(shared) >= SHARED_FOR_COMMENT and bool(shared & CONCEPTS.keys()) and COMMENTING.search(passage.text)
    if (on_topic or (commenting and len(in_title) >= SHARED_FOR_COMMENT)) and _later(claim, paper):
        return Relevance(bond=Bond.COMMENT, reason=f"it comments on claims about {told}")
    general = claim.concepts.named & about.named & GENERIC
    loosely = not claim.names and bool(shared) and len(general) >= SHARED_FOR_TOPIC
    if len(shared) >= SHARED_FOR_TOPIC or loosely:
        return Relevance(bond=Bond.TOPIC, reason=f"it is about {told}")
    return NOTHING


def speaks_of(claim: ReadClaim, paper: ReadPaper) -> bool:
    """Whether the document names the claim's subject, or its family, anywhere."""
    return any(
        one.kin in NEAR_KIN for passage in paper.passages for one in namings(passage.text, passage.names, claim.names)
    )


def _later(claim: ReadClaim, paper: ReadPaper) -> bool:
    """Nobody comments on what was not yet said."""
    said, out = claim.statement.claimed_on, paper.record.published_on
    return said is None or out is None or out >= said


# Words of comparing: two texts that share only these need not be about one thing.
_COMPARING = frozenset({"best", "first", "largest", "match", "surpass", "gap", "announce", "estimate", "smaller"})


def shared_content(claim: ReadClaim, about: Concepts) -> frozenset[str]:
    """The specific things of both, without names (they are told apart elsewhere) and words of comparing."""
    named = frozenset(word for name in claim.names for word in concepts(name).words)
    return claim.concepts.shared(about) - _COMPARING - named - _words_of_names(claim.statement.text)


@lru_cache(maxsize=4096)
def _words_of_names(text: str) -> frozenset[str]:
    return frozenset(word for name in find_names(text) for word in concepts(name.name).words)
