"""Who or what a claim is about, carried from sentence to sentence: "it", "the model", 该模型, 他们."""

import re
from collections import Counter
from dataclasses import dataclass, field

from claims.core.known_subjects import KnownSubject, SubjectKind
from claims.core.lexicon import SEED, Lexicon, lexicon_of
from claims.core.quantities import Quantity
from claims.core.subjects import (
    NameMention,
    Sameness,
    compare_subjects,
    family_of,
    find_names,
    known_subject,
)

_BASELINE_BEFORE = re.compile(
    r"(?:\bthan|\bof|compared (?:to|with)|versus|\bvs\.?|relative to|\bover|against|\bas|\bfrom|like|outperform\w*|surpass\w*|beats?|\bto|\bwith|example,?|such as|\bon|\bacross|\bin|\busing"
    r"|比|是|与|和|相比|较于|超过了?|优于|类似于|如|、|达到|到|用于训练|媲美)\s?(?:OpenAI['’s]*\s|Google\s|the\s|a\s|an\s|that of\s)?(?:\d[\d.]*[BM]\s)?$",
    re.I,
)
_INTRODUCED = re.compile(
    r"\b(?:introduc\w+|present\w*|releas\w+|announc\w+|unveil\w*|launch\w*|propos\w+|call(?:ed|ing)?|named|dubbed|debut\w*)\s(?:[a-z]\w*\s)?(?P<name>[A-Z][\w.-]{2,30})"
    r"(?=\s*(?:[,.;:(!—]|$|\s(?:is|was|which|that|with|as|and|to|for|today|an?|the|our|on|in)\b))",
)
_STEM = re.compile(r"^([A-Z][A-Za-z]{2,})[-\s]?\d")


def names_of_its_own(text: str) -> Lexicon:
    """Words that this text itself makes names of: "we introduce Vicuna", "Vicuna-13B" (then "Vicuna" alone as well)."""
    words = {found["name"].rstrip(".-") for found in _INTRODUCED.finditer(text)}
    words |= {stem.group(1) for mention in find_names(text) if (stem := _STEM.match(mention.name))}
    own = sorted(word for word in words if not known_subject(word) and word.lower() not in _COMMON)
    return lexicon_of([KnownSubject(name=word, kind=SubjectKind.SYSTEM) for word in own], beneath=SEED)


_COMMON = frozenset(
    "the this our new open today figure table section chapter step part version day week model models two three four now here more"
    " support api gpu preview beta early full code data weights version".split()
)


@dataclass(slots=True)
class SubjectTracker:
    """Follows the system that a text speaks of. `main` is the text's own subject, used before any is named."""

    main: str = ""
    _last: str = ""
    _latest_of: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The text's own subject is what its maker is first taken to speak of."""
        self._remember(self.main)

    def about(
        self, sentence: str, names: tuple[NameMention, ...], place: int, quantities: tuple[Quantity, ...] = ()
    ) -> str:
        """The canonical name of what `sentence[place]` is said of; `quantities` are those of the sentence."""
        own = _own_systems(sentence, names, quantities)
        before = [name for name in own if name.start <= place]
        chip = _leading_chip(sentence, names, place)
        if before or chip:
            return (before[-1] if quantities else before[0]).canonical if before else chip
        if own and own[0].start - place < _NEAR and not self._continues(sentence):
            return own[0].canonical
        return self._of_maker(names) or self._last or self.main or (own[0].canonical if own else "")

    def actor(self, names: tuple[NameMention, ...], place: int) -> str:
        """Who did what stands at `sentence[place]`: the last maker named in front of it, "" when none is."""
        makers = [name for name in names if name.kind is SubjectKind.MAKER and name.start <= place]
        return makers[-1].canonical if makers else ""

    def follow(self, sentence: str, names: tuple[NameMention, ...]) -> None:
        """Take note of the system that a sentence makes its subject; an aside in brackets changes nothing."""
        if sentence[:1] in "(（":
            return
        own = [name for name in _own_systems(sentence, names, ()) if name.start <= _NEAR]
        if own and self._continues(sentence):
            return
        subject = own[0].canonical if own else self._of_maker(names)
        if subject:
            self._last = subject
            self._remember(subject)

    def _remember(self, system: str) -> None:
        known = known_subject(system) or known_subject(family_of(system))
        if known and known.maker:
            self._latest_of[known.maker] = system

    def _of_maker(self, names: tuple[NameMention, ...]) -> str:
        """The system last spoken of by the maker that a sentence names: "Alibaba used …" after M6 is about M6."""
        makers = [name.canonical for name in names if name.kind is SubjectKind.MAKER]
        return next((self._latest_of[maker] for maker in makers if maker in self._latest_of), "")

    def _continues(self, sentence: str) -> bool:
        return bool(self._last and _PRONOUN.match(sentence))


_NEAR = 60
_PRONOUN = re.compile(
    r"^\W*(?:it|they|we|our|this (?:model|system|approach)|the (?:model|system|team|company)|these)\b|^\W*(?:它们?|他们|我们|该模型|该系统|这个模型|此模型|其)",
    re.I,
)


def _leading_chip(sentence: str, names: tuple[NameMention, ...], place: int) -> str:
    """The chip that a sentence begins with, when it says something of the chip itself ("The H200 delivers …")."""
    chips = [name for name in names if name.kind is SubjectKind.CHIP and name.start <= min(place, _LEADING)]
    tells = chips and _OF_THE_CHIP.match(sentence[chips[0].end :])
    return chips[0].canonical if tells else ""


# Room for "Google's new" or "华为" in front of a chip that is a sentence's subject.
_LEADING = 16
_OF_THE_CHIP = re.compile(
    r"\s?[\w.]{0,4}\s?(?:is|are|was|has|have|delivers?|offers?|provides?|draws?|costs?|achieves?|can|features?|reach(?:es)?|consumes?)\b|\s?[\w.]{0,4}\s?(?:的|是|拥有|提供|达到|功耗)",
    re.I,
)


def _own_systems(sentence: str, names: tuple[NameMention, ...], quantities: tuple[Quantity, ...]) -> list[NameMention]:
    """The systems of a sentence that it speaks of, without those that it compares with or mentions in brackets."""
    return [
        name
        for name in names
        if name.kind is SubjectKind.SYSTEM
        and not _is_baseline(sentence, name, quantities)
        and not _in_brackets(sentence, name)
    ]


def _is_baseline(sentence: str, name: NameMention, quantities: tuple[Quantity, ...]) -> bool:
    against = (quantity.baseline for quantity in quantities if quantity.baseline)
    if any(compare_subjects(baseline, name.name) is Sameness.SAME for baseline in against):
        return True
    return bool(_BASELINE_BEFORE.search(sentence[max(0, name.start - 30) : name.start]))


def _in_brackets(sentence: str, name: NameMention) -> bool:
    opening = max(sentence.rfind(bracket, 1, name.start) for bracket in "(（")
    return opening > 0 and max(sentence.rfind(bracket, 1, name.start) for bracket in ")）") < opening


def main_subject(title: str, text: str, lexicon: Lexicon) -> str:
    """The system an announcement is about: the first named in its title, else the most named in its first paragraphs."""
    for place in (title, text[:_OPENING]):
        systems = [name for name in find_names(place, lexicon) if name.kind is SubjectKind.SYSTEM]
        if systems and place is title:
            return systems[0].canonical
        if systems:
            counts = Counter(name.canonical for name in systems)
            return max(counts, key=lambda name: (counts[name], -[s.canonical for s in systems].index(name)))
    return ""


_OPENING = 1500
