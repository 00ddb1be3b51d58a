"""Who or what a claim is about, carried from sentence to sentence: "it", "the model", 该模型, 他们."""

import re
from collections import Counter
from dataclasses import dataclass, field

from claims.core.known_subjects import SubjectKind
from claims.core.quantities import Quantity
from claims.core.subjects import NameMention, Sameness, compare_subjects, find_names, known_subject

_BASELINE_BEFORE = re.compile(
    r"(?:\bthan|\bof|compared (?:to|with)|versus|\bvs\.?|relative to|\bover|against|\bas|\bfrom|like|outperform\w*|surpass\w*|beats?|\bto|\bwith|example,?|such as"
    r"|比|是|与|和|相比|较于|超过了?|优于|类似于|如|、|达到|到|用于训练|媲美)\s?(?:OpenAI['’s]*\s|Google\s|the\s|a\s|that of\s)?$",
    re.I,
)
_INTRODUCED = re.compile(
    r"\b(?:introduc\w+|present\w*|releas\w+|announc\w+|unveil\w*|launch\w*|propos\w+|call(?:ed|ing)?|named|dubbed|debut\w*)\s(?:\w+\s)?(?P<name>[A-Z][\w.-]{2,30})",
)
_STEM = re.compile(r"^([A-Z][A-Za-z]{2,})[-\s]?\d")


def names_of_its_own(text: str) -> frozenset[str]:
    """Words that this text itself makes names of: "we introduce Vicuna", "Vicuna-13B" (then "Vicuna" alone as well)."""
    words = {found["name"].rstrip(".-") for found in _INTRODUCED.finditer(text)}
    words |= {stem.group(1) for mention in find_names(text) if (stem := _STEM.match(mention.name))}
    return frozenset(word for word in words if not known_subject(word) and word.lower() not in _COMMON)


_COMMON = frozenset(
    "the this our new open today figure table section chapter step part version day week model models two three four now here more"
    " support api gpu preview beta early full code data weights version".split()
)


@dataclass(slots=True)
class SubjectTracker:
    """Follows the system that a text speaks of. `main` is the text's own subject, used before any is named."""

    main: str = ""
    _last: str = ""
    _counts: Counter[str] = field(default_factory=Counter)

    def about(self, sentence: str, names: tuple[NameMention, ...], place: int, quantity: Quantity | None = None) -> str:
        """The canonical name of what `sentence[place]` is said of."""
        systems = [name for name in names if name.kind is SubjectKind.SYSTEM]
        own = [name for name in systems if not _is_baseline(sentence, name, quantity)]
        before = [name for name in own if name.start <= place]
        if before:
            return before[-1].canonical if quantity else before[0].canonical
        if own and own[0].start - place < _NEAR and not self._continues(sentence):
            return own[0].canonical
        return self._last or self.main or (own[0].canonical if own else "")

    def follow(self, sentence: str, names: tuple[NameMention, ...]) -> None:
        """Take note of the system that a sentence makes its subject."""
        own = [name for name in names if name.kind is SubjectKind.SYSTEM and not _is_baseline(sentence, name, None)]
        if own:
            self._counts[own[0].canonical] += 1
            self._last = own[0].canonical

    def _continues(self, sentence: str) -> bool:
        return bool(self._last and _PRONOUN.match(sentence))


_NEAR = 60
_PRONOUN = re.compile(
    r"^\W*(?:it|they|we|our|this (?:model|system|approach)|the (?:model|system|team|company)|these)\b|^\W*(?:它们?|他们|我们|该模型|该系统|这个模型|此模型|其)",
    re.I,
)


def _is_baseline(sentence: str, name: NameMention, quantity: Quantity | None) -> bool:
    if quantity and quantity.baseline and compare_subjects(quantity.baseline, name.name) is Sameness.SAME:
        return True
    return bool(_BASELINE_BEFORE.search(sentence[max(0, name.start - 30) : name.start]))


def main_subject(title: str, text: str, extra: frozenset[str]) -> str:
    """The system an announcement is about: the first named in its title, else the most named in its first paragraphs."""
    for place in (title, text[:_OPENING]):
        systems = [name for name in find_names(place, extra) if name.kind is SubjectKind.SYSTEM]
        if systems and place is title:
            return systems[0].canonical
        if systems:
            counts = Counter(name.canonical for name in systems)
            return max(counts, key=lambda name: (counts[name], -[s.canonical for s in systems].index(name)))
    return ""


_OPENING = 1500
