"""Whether one announcement is a copy or a translation of another, how sure that is, and why.

Two stories on one launch share its name and some figures, and are no relatives. So a link needs the same words almost
throughout, or the same figures in the same order beside the same names; less than that is a suggestion for an editor, and
what a text says of its own origin counts most.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from claims.reading.addresses import site_of
from claims.reading.figures_in_order import paired
from claims.reading.languages import READ_LANGUAGES
from claims.reading.tellings import Traits

# Resemblance is the share of pieces (five words or six characters in a row) that two texts have in common of all their
# pieces. Measured on five real articles: one changed word in fifty leaves .68 or more, one in twenty .33 to .66; ten
# articles on different events share none.
COPIED = 0.6
MAYBE_COPIED = 0.35
# An excerpt: so much of the shorter text stands in the longer one.
EXCERPT = 0.8
NAMED_COPY = 0.5
# Texts of fewer pieces than this are alike by chance or by form.
FEWEST_PIECES = 30

# Agreement is the share of figures that go together and say the same. Measured: two real translations .93 and .95, a
# retelling of the same story from the same sources .51, two desks that fill a story from one release .61.
TRANSLATED = 0.75
MAYBE_TRANSLATED = 0.65
FEWEST_FIGURES = 8
FEWEST_FIGURES_TO_ASK = 5
SAME_NAMES = 0.6
MAYBE_SAME_NAMES = 0.4
SAME_LINKS = 0.5
# A translation that names its original may garble its figures; below this it is another text all the same.
NAMED_TRANSLATION = 0.4
# Chinese characters for each Latin letter of the same story: .28 to .51 in what we measured.
LENGTH_BAND = (0.2, 0.7)

# Copies and translations follow within weeks; what comes later names its original, and then no date is asked for.
WINDOW = timedelta(days=180)


class Kind(StrEnum):
    """How a later text comes from an earlier one."""

    TRANSLATION = "translation"
    COPY = "copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinship:
    """`derived` (a number) comes from `original`. `certain` means that it may be linked without asking an editor."""

    kind: Kind
    derived: int
    original: int
    certain: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Likeness:
    likely: bool
    certain: bool
    reasons: tuple[str, ...]


_UNLIKE = _Likeness(likely=False, certain=False, reasons=())


def kinship(one: Traits, other: Traits) -> Kinship | None:
    """How two tellings are related, whichever is given first; None where nothing speaks for it."""
    one, other = sorted((one, other), key=lambda traits: traits.telling.number)
    named = _named_origin(one, other)
    if named is None and not _near_in_time(one, other):
        return None
    same_language = one.telling.language == other.telling.language
    likeness = _as_copies(one, other, named is not None) if same_language else _as_translations(one, other, named)
    if not likeness.likely:
        return None
    derived, original, known, why = _direction(one, other, named)
    return Kinship(
        kind=Kind.COPY if same_language else Kind.TRANSLATION,
        derived=derived.telling.number,
        original=original.telling.number,
        certain=likeness.certain and known,
        reasons=(*likeness.reasons, why),
    )


def _named_origin(one: Traits, other: Traits) -> tuple[Traits, Traits] | None:
    """(derived, original) where exactly one of the two names the other as its origin."""
    forth, back = one.names_as_origin(other), other.names_as_origin(one)
    if forth == back:
        return None
    return (one, other) if forth else (other, one)


def _near_in_time(one: Traits, other: Traits) -> bool:
    mine, theirs = one.telling.published_on, other.telling.published_on
    return mine is None or theirs is None or abs(mine - theirs) <= WINDOW


def _direction(one: Traits, other: Traits, named: tuple[Traits, Traits] | None) -> tuple[Traits, Traits, bool, str]:
    """(derived, original, whether that is known, why)."""
    if named:
        return *named, True, "It names the other as its origin."
    if one.credits(other) != other.credits(one):
        derived, original = (one, other) if one.credits(other) else (other, one)
        return derived, original, True, f"It credits {original.telling.publisher}."
    mine, theirs = one.telling.published_on, other.telling.published_on
    if mine and theirs and mine != theirs:
        derived, original = (one, other) if mine > theirs else (other, one)
        days = abs((mine - theirs).days)
        return derived, original, True, f"It was published {days} day{'s' if days > 1 else ''} later."
    derived, original = (one, other) if one.telling.number > other.telling.number else (other, one)
    return derived, original, False, "Which came first is not known; it was stored later."


def _as_copies(one: Traits, other: Traits, named: bool) -> _Likeness:
    shared = len(one.pieces & other.pieces)
    fewer = min(len(one.pieces), len(other.pieces))
    if fewer < FEWEST_PIECES or not shared:
        return _UNLIKE
    resemblance = shared / len(one.pieces | other.pieces)
    contained = shared / fewer
    reasons = [f"{resemblance:.0%} of the wording of both is the same, and {contained:.0%} of the shorter text's."]
    apart = _published_apart(one, other)
    if not apart and not named:
        reasons.append("Two publishers are not known: it may be a new version rather than a copy.")
    certain = (resemblance >= COPIED and apart) or (named and contained >= NAMED_COPY)
    likely = certain or resemblance >= MAYBE_COPIED or contained >= EXCERPT
    return _Likeness(likely=likely, certain=certain, reasons=tuple(reasons))


def _published_apart(one: Traits, other: Traits) -> bool:
    """Whether two publishers, or where those are not known two addresses, brought the texts out."""
    mine, theirs = one.telling.publisher.casefold(), other.telling.publisher.casefold()
    if mine and theirs:
        return mine != theirs
    here, there = site_of(one.telling.url), site_of(other.telling.url)
    return bool(here and there) and here != there


def _as_translations(one: Traits, other: Traits, named: tuple[Traits, Traits] | None) -> _Likeness:
    if {one.telling.language, other.telling.language} - READ_LANGUAGES:
        # The figures of other languages are not read: only what the text says itself counts.
        return _Likeness(likely=named is not None, certain=named is not None, reasons=())
    agreeing = sum(pair.agree for pair in paired(one.figures, other.figures))
    told = len(one.figures) + len(other.figures)
    agreement = 2 * agreeing / told if told else 0.0
    names = _overlap(one.names, other.names)
    reasons = [f"{agreeing} figures agree in order, of {len(one.figures)} and {len(other.figures)}."]
    reasons.append(f"{len(one.names & other.names)} names are in both, of {len(one.names)} and {len(other.names)}.")
    if one.links and other.links:
        reasons.append(f"{len(one.links & other.links)} links are in both, of {len(one.links)} and {len(other.links)}.")
    if named:
        certain = agreement >= NAMED_TRANSLATION or told < 2 * FEWEST_FIGURES_TO_ASK
        return _Likeness(likely=True, certain=certain, reasons=tuple(reasons))
    alike = agreeing >= FEWEST_FIGURES_TO_ASK and agreement >= MAYBE_TRANSLATED and names >= MAYBE_SAME_NAMES
    certain = (
        agreeing >= FEWEST_FIGURES
        and agreement >= TRANSLATED
        and names >= SAME_NAMES
        and (not one.links or not other.links or _overlap(one.links, other.links) >= SAME_LINKS)
        and _as_long(one, other)
    )
    return _Likeness(likely=alike, certain=alike and certain, reasons=tuple(reasons))


def _overlap(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """Twice what is shared over all (Dice, 1945), 0..1."""
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine or theirs else 0.0


def _as_long(one: Traits, other: Traits) -> bool:
    """Whether the Chinese of the two is as long as the English would become."""
    chinese, english = (one, other) if one.telling.language == "zh" else (other, one)
    low, high = LENGTH_BAND
    return low * len(english.telling.text) <= len(chinese.telling.text) <= high * len(english.telling.text)
