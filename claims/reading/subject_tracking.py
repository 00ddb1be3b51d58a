"""Who or what a claim is about, carried from sentence to sentence: "it", "the model", 该模型, 他们, the heading above.

A text has a `main` subject. A paragraph speaks of what its sentences make their topic, and begins anew with the subject of
its section, or of the text; only a word that points back ("it", 该模型) takes the topic over from the paragraph before.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from claims.core.known_subjects import KnownSubject, SubjectKind
from claims.core.lexicon import SEED, Lexicon
from claims.core.plain_text import flatten
from claims.core.quantities import Quantity
from claims.core.sentences import BlockKind, Sentence
from claims.core.subjects import (
    NameMention,
    Sameness,
    compare_subjects,
    family_of,
    find_names,
)
from claims.reading.clauses import innermost_clause
from claims.reading.roles import Cast, Role, bracket_around, cast_of, leads_a_clause, starts_a_clause
from claims.reading.stand_ins import (
    INTRODUCES,
    OF_A_COMPANY,
    begins_by_pointing_back,
    is_in_first_person,
    is_of_any_model,
    one_of_two,
    sized_members,
)

# How far behind a figure the name of what it is said of may stand: "a 10B model called Zephyr-9".
_NEAR = 60


@dataclass(slots=True)
class SubjectTracker:
    """Follows the system that a text speaks of. `main` is the text's own subject, used before any is named.

    `lexicon` are the names that the text is read with; `publisher` is who says "we" in it.
    """

    main: str = ""
    lexicon: Lexicon = SEED
    publisher: str = ""
    _section: str = ""
    _section_depth: int = 0
    _block: int = -1
    _kind: BlockKind = BlockKind.PARAGRAPH
    _last: str = ""
    _earlier: str = ""
    _list: str = ""
    _ours: str = ""
    _maker: str = ""
    _two: tuple[str, ...] = ()
    _latest_of: dict[str, str] = field(default_factory=dict)
    _made_by: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The text's own subject is what its maker is first taken to speak of."""
        self._remember(self.main)

    @property
    def standing(self) -> str:
        """What the present place of the text speaks of by its heading, else the text's own subject."""
        return self._section or self.main

    def kind_of(self, subject: str) -> SubjectKind:
        """What a subject is, as far as its name or that of its family is known; a system else."""
        known = self._known(subject)
        return known.kind if known else SubjectKind.SYSTEM

    def maker_of(self, subject: str) -> str:
        """Who makes a subject: those who know its name say so, else the sentence that first brought it; "" if none does."""
        known = self._known(subject)
        return (known.maker if known else "") or self._made_by.get(subject, "")

    def _known(self, subject: str) -> KnownSubject | None:
        family = family_of(subject)
        return self.lexicon.named(subject) or (self.lexicon.named(family) if family else None)

    def enter(self, raw: str, sentence: Sentence, names: tuple[NameMention, ...]) -> None:
        """Come to a sentence of `raw`: a new block forgets the topic of the last, a heading says what is below it."""
        if sentence.block == self._block:
            return
        if sentence.kind is BlockKind.HEADING:
            self._enter_section(raw, sentence, names)
        if self._kind is not BlockKind.HEADING:
            self._earlier = self._last
        if sentence.kind is not BlockKind.LIST_ITEM:
            self._last = self._list = ""
        elif self._kind is BlockKind.LIST_ITEM:
            self._last = self._list
        else:
            self._list = self._last
        self._block, self._kind = sentence.block, sentence.kind

    def about(
        self, sentence: str, names: tuple[NameMention, ...], place: int, quantities: tuple[Quantity, ...] = ()
    ) -> str:
        """The canonical name of what `sentence[place]` is said of, "" where nobody says; `quantities` are the sentence's."""
        cast = cast_of(sentence, names, quantities)
        if not quantities and INTRODUCES.search(sentence) and is_in_first_person(sentence):
            introduced = _most_exact(_topics(cast))
            if introduced:
                return introduced
        inside = bracket_around(sentence, place)
        enclosed = [one for one in cast if inside and inside[0] < one.mention.start <= place]
        if enclosed:
            return enclosed[-1].mention.canonical
        place = inside[0] if inside else place
        return (
            self._of_a_company(sentence, names, place)
            or self._named_here(sentence, names, place, cast, quantities)
            or self._of_a_maker(sentence, names, place)
            or self._carried(sentence, cast, place)
        )

    def actor(self, sentence: str, names: tuple[NameMention, ...], place: int) -> str:
        """Who did what stands at `sentence[place]`: the last maker that a clause before it speaks of, "" when none does."""
        leading = [name.canonical for name in _leading_makers(sentence, names) if name.start <= place]
        return leading[-1] if leading else ""

    def follow(self, sentence: str, names: tuple[NameMention, ...]) -> None:
        """Take note of the system that a sentence makes its subject; an aside in brackets changes nothing."""
        if sentence[:1] in "(（":
            return
        makers = [name.canonical for name in names if name.kind is SubjectKind.MAKER]
        self._maker = next(
            (name.canonical for name in _leading_makers(sentence, names)), makers[-1] if makers else self._maker
        )
        cast = cast_of(sentence, names, ())
        named = tuple(dict.fromkeys(one.mention.canonical for one in cast))
        if len(named) > 1:
            self._two = named[-2:]
        if self._points_back(sentence):
            self._last = self._last or self._earlier
            return
        topic = _most_exact(_topics(cast)) or self._latest_of_makers(sentence, names)
        if topic:
            self._take(topic, sentence, names)

    def _take(self, topic: str, sentence: str, names: tuple[NameMention, ...]) -> None:
        """The text speaks of `topic` from here on; who brings it is told by the makers in front of it, or by "we"."""
        self._last = topic
        self._remember(topic)
        makers = [name.canonical for name in _leading_makers(sentence, names)]
        self._latest_of |= dict.fromkeys(makers, topic)
        if not INTRODUCES.search(sentence):
            return
        if is_in_first_person(sentence):
            self._ours = topic
            makers = [self.publisher]
        if makers:
            self._made_by.setdefault(topic, makers[0])

    def _enter_section(self, raw: str, sentence: Sentence, names: tuple[NameMention, ...]) -> None:
        line = raw[raw.rfind("\n", 0, sentence.start) + 1 : sentence.start]
        depth = line.count("#")
        topics = [one.mention.canonical for one in cast_of(sentence.text, names, ()) if one.role is not Role.ASIDE]
        if _A_SENTENCE.search(sentence.text):
            topics = []
        if topics or depth <= self._section_depth:
            self._section, self._section_depth = _most_exact(topics), depth

    def _named_here(
        self,
        sentence: str,
        names: tuple[NameMention, ...],
        place: int,
        cast: tuple[Cast, ...],
        quantities: tuple[Quantity, ...],
    ) -> str:
        """The system that the sentence itself names, by its name or by a word for one of several."""
        topics = [(one.mention.start, one.mention.canonical) for one in cast if one.role is Role.TOPIC]
        topics += one_of_two(sentence, self._two_before(cast))
        topics += sized_members(sentence, self._last or self.standing)
        before = sorted(topic for topic in topics if topic[0] <= place)
        chip = _chip_that_costs(sentence, names, place) or ("" if before else _leading_chip(sentence, names, place))
        if before or chip:
            return chip or (before[-1] if quantities else before[0])[1]
        if self._points_back(sentence):
            return ""
        return _named_behind(sentence, cast, place) or _named_before(cast, place, first=not quantities)

    def _two_before(self, cast: tuple[Cast, ...]) -> tuple[str, ...]:
        named = tuple(dict.fromkeys(one.mention.canonical for one in cast))
        return named[:2] if len(named) > 1 else self._two

    def _of_a_maker(self, sentence: str, names: tuple[NameMention, ...], place: int) -> str:
        """What a maker that speaks before the place last spoke of: "Alibaba used 512 GPUs"; else the maker, in its own clause."""
        leading = [name for name in _leading_makers(sentence, names) if name.start <= place]
        latest = [self._latest_of[name.canonical] for name in leading if name.canonical in self._latest_of]
        if latest:
            return latest[-1]
        return leading[-1].canonical if leading and not starts_a_clause(sentence, leading[-1].end, place) else ""

    def _of_a_company(self, sentence: str, names: tuple[NameMention, ...], place: int) -> str:
        """The maker, where the figure is one that only companies have: people, revenue, shares."""
        start, end = innermost_clause(sentence, place, place)
        if not OF_A_COMPANY.search(sentence, max(0, start - _NEAR // 3), end):
            return ""
        makers = [name for name in names if name.kind is SubjectKind.MAKER]
        before = [name.canonical for name in makers if name.start <= place]
        return before[-1] if before else makers[0].canonical if makers else self._maker

    def _latest_of_makers(self, sentence: str, names: tuple[NameMention, ...]) -> str:
        makers = [name.canonical for name in _leading_makers(sentence, names)]
        return next((self._latest_of[maker] for maker in makers if maker in self._latest_of), "")

    def _carried(self, sentence: str, cast: tuple[Cast, ...], place: int) -> str:
        """What the text is speaking of where the sentence does not say."""
        if is_of_any_model(sentence, place):
            return ""
        if is_in_first_person(sentence):
            return self._ours or self.standing or self._last or self._earlier
        if begins_by_pointing_back(sentence):
            return self._last or self._earlier or self.standing
        return self._last or self.standing or self._earlier or (cast[0].mention.canonical if cast else "")

    def _remember(self, system: str) -> None:
        known = self._known(system)
        if known and known.maker:
            self._latest_of[known.maker] = system

    def _points_back(self, sentence: str) -> bool:
        return bool(
            (self._last or self._earlier) and (begins_by_pointing_back(sentence) or is_in_first_person(sentence))
        )


def _topics(cast: tuple[Cast, ...]) -> list[str]:
    return [one.mention.canonical for one in cast if one.role is Role.TOPIC]


def _leading_makers(sentence: str, names: tuple[NameMention, ...]) -> list[NameMention]:
    return [name for name in names if name.kind is SubjectKind.MAKER and leads_a_clause(sentence, name, names)]


def _most_exact(topics: list[str]) -> str:
    """The first of the topics, or a member of its family that is named with it: "a Qwen model, Qwen1.5-7B"."""
    if not topics:
        return ""
    members = [
        one for one in topics if len(one) > len(topics[0]) and compare_subjects(topics[0], one) is Sameness.FAMILY
    ]
    return members[0] if members else topics[0]


def _named_behind(sentence: str, cast: tuple[Cast, ...], place: int) -> str:
    """A system named soon after the place, in the same clause: "a 10B model called Zephyr-9"."""
    start, end = innermost_clause(sentence, place, place)
    if _OPENING_PHRASE.match(sentence[: place + 1]) and start <= _LEADING:
        end = len(sentence)
    behind = [one.mention for one in cast if one.role is not Role.ASIDE and place < one.mention.start <= end]
    return behind[0].canonical if behind and behind[0].start - place < _NEAR else ""


# "Over 17 days of operation, the A-Lab …": what opens a sentence is said of what comes behind its comma.
_OPENING_PHRASE = re.compile(
    r"\W*(?:in|over|with|after|by|at|for|on|within|using|在|经过|用|以|通过|仅|凭借)[^,，]*$", re.I
)


def _named_before(cast: tuple[Cast, ...], place: int, *, first: bool) -> str:
    before = [one.mention.canonical for one in cast if one.role is Role.NAMED and one.mention.start <= place]
    return before[0 if first else -1] if before else ""


def _chips(names: tuple[NameMention, ...], place: int) -> list[NameMention]:
    return [name for name in names if name.kind is SubjectKind.CHIP and name.start <= place]


def _leading_chip(sentence: str, names: tuple[NameMention, ...], place: int) -> str:
    """The chip that a sentence begins with, when it says something of the chip itself ("The H200 delivers …")."""
    chips = _chips(names, min(place, _LEADING))
    return chips[0].canonical if chips and _OF_THE_CHIP.match(sentence[chips[0].end :]) else ""


def _chip_that_costs(sentence: str, names: tuple[NameMention, ...], place: int) -> str:
    """The chip whose price is told: "8 个 A100 实例的成本"."""
    chips = _chips(names, place)
    return chips[-1].canonical if chips and _COST_OF_THE_CHIP.match(sentence[chips[-1].end :]) else ""


# Room for "Google's new" or "华为" in front of a chip that is a sentence's subject.
_LEADING = 16
_OF_THE_CHIP = re.compile(
    r"\s?[\w.]{0,4}\s?(?:is|are|was|has|have|delivers?|offers?|provides?|draws?|costs?|achieves?|can|features?|reach(?:es)?|consumes?|(?!GPUs|chips|cards|nodes|hours|instances|clusters|days|machines|boards)[a-z]{3,}s)\b|\s?[\w.]{0,4}\s?(?:的|是|拥有|提供|达到|功耗)",
    re.I,
)
_COST_OF_THE_CHIP = re.compile(
    r"\s(?:GPUs?\s)?(?:instances?\s)?(?:costs?|rents?|is priced|are priced)\b|[\sA-Za-z]{0,8}\s?(?:实例|云实例)?的?(?:成本|价格|租金|单价)",
    re.I,
)


def main_subject(title: str, text: str, lexicon: Lexicon) -> str:
    """The system an announcement is about: the first that its title speaks of, else the most named in its first paragraphs."""
    heading = _HEADING.match(text)
    for line in (title, heading["words"] if heading else ""):
        cast = cast_of(line, find_names(line, lexicon), ())
        topics = _topics(cast)
        named = [one.mention.canonical for one in cast if one.role is Role.NAMED]
        if topics or named:
            return (topics or named)[0]
    opening = flatten(text[:_OPENING]).text
    cast = cast_of(opening, find_names(opening, lexicon), ())
    systems = [one.mention.canonical for one in cast if one.role is not Role.ASIDE] or [
        one.mention.canonical for one in cast
    ]
    counts = Counter(systems)
    most = max(counts, key=lambda name: (counts[name], -systems.index(name)), default="")
    return most if counts[most] * _SHARE >= len(systems) else ""


_OPENING = 1500
# A text speaks of many things, as a newsletter does, when its most named system has less than one in so many mentions.
_SHARE = 3
# A heading that is a sentence asks or tells something; it does not say what stands below it.
_A_SENTENCE = re.compile(r"[,，。!！?？;；]|.{41}")
_HEADING = re.compile(r"\s*#{1,3}\s(?P<words>[^\n]+)")
