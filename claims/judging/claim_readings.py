"""A claim taken apart for judging: whom it names, what it measures, against whom, and how it is worded."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from claims.core.measures import find_quantities
from claims.core.quantities import Metric, Quantity
from claims.core.statements import ClaimStatement
from claims.core.subjects import Sameness, compare_subjects, find_names
from claims.judging.chinese_naming import is_alias_of
from claims.judging.chips import chips_named
from claims.judging.concepts import Concepts, concepts
from claims.judging.naming import leading_names, named_benchmarks, named_makers, named_systems, subject_names
from claims.judging.wording import NEGATION, PARITY, SURPASSING, ranks_in

# A claim text with fewer specific concepts than this leans on its quote's words too.
ENOUGH_CONCEPTS = 2
_CLAUSE = re.compile(r"[,，;；。.!！?？()（）]")
_HARDWARE = re.compile(r"\btrained on\b|\bruns? on\b|\bhardware\b|上训练|使用|搭载", re.IGNORECASE)
_UNDISCLOSED = re.compile(
    r"\b(?:undisclosed|not (?:been )?disclosed|not (?:been )?(?:revealed|published)|unknown|secret)\b"
    r"|未披露|未公开|尚未披露",
    re.IGNORECASE,
)
_LITTLE_KNOWN = re.compile(
    r"\b(?:little|few|no|limited) (?:public )?(?:information|details?|is known)\b|了解甚少|知之甚少|信息很少|细节很少",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日)|\bannounced?\b.{0,40}\bon\b|宣布|发布", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadClaim:
    """What judging asks of a claim. `names` are its own systems, `baselines` those it compares with."""

    statement: ClaimStatement
    names: tuple[str, ...]
    makers: tuple[str, ...]
    baselines: tuple[str, ...]
    main: Quantity | None
    others: tuple[Quantity, ...]
    chips: tuple[str, ...]
    concepts: Concepts
    benchmarks: tuple[str, ...]
    ranks: frozenset[str]
    surpassing: bool
    parity: bool
    negated: bool
    about_hardware: bool
    undisclosed: bool
    little_known: bool
    day: tuple[int, int] | None

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """All numbers of the claim, the main one first."""
        return (self.main, *self.others) if self.main else self.others

    @property
    def sizes(self) -> frozenset[Decimal]:
        """Parameter counts in the subject's own name ("M6-10T" → 10^13)."""
        return sizes_in(self.statement.subject) or frozenset(size for name in self.names for size in sizes_in(name))


@lru_cache(maxsize=4096)
def read_claim(statement: ClaimStatement) -> ReadClaim:
    """The claim read once; the same statement gives the same reading."""
    text, quote = statement.text, statement.quote
    baseline = statement.quantity.baseline if statement.quantity else ""
    names = _own_names(statement, baseline)
    main, others = _quantities(statement)
    baselines = tuple(name for name in _baseline_names(statement, baseline) if name not in names)
    chips = _chips(statement, names)
    told = concepts(text)
    described = told if len(_content(told, names)) >= ENOUGH_CONCEPTS else _joined(told, concepts(quote))
    worded = f"{text} {baseline}"
    return ReadClaim(
        statement=statement,
        names=names,
        makers=named_makers(statement.subject),
        baselines=baselines,
        main=main,
        others=others,
        chips=chips,
        concepts=described,
        benchmarks=named_benchmarks(text),
        ranks=ranks_in(text) or (ranks_in(quote) if _says_little(text, names) else frozenset()),
        surpassing=bool(SURPASSING.search(_without_numbers(worded, statement.language))),
        parity=bool(PARITY.search(worded)),
        negated=bool(NEGATION.search(text)),
        about_hardware=main is None and not others and bool(chips) and bool(_HARDWARE.search(text)),
        undisclosed=bool(_UNDISCLOSED.search(text)),
        little_known=bool(_LITTLE_KNOWN.search(text)),
        day=_day(text, quote),
    )


def with_aliases(claim: ReadClaim, pairs: Iterable[tuple[str, str]]) -> ReadClaim:
    """The claim with the names that documents give its own in the other script."""
    more = [name for pair in pairs if any(_is_called(own, pair) for own in claim.names) for name in pair]
    return replace(claim, names=tuple(dict.fromkeys((*claim.names, *more)))) if more else claim


def _is_called(name: str, pair: tuple[str, str]) -> bool:
    return any(is_alias_of(other, name) or compare_subjects(name, other) is Sameness.SAME for other in pair)


def _own_names(statement: ClaimStatement, baseline: str) -> tuple[str, ...]:
    """The subject's names; where the subject names nothing, what the claim's text names besides its baseline."""
    own = [*subject_names(statement.subject), *statement.subject_aliases]
    if not own:
        known = set(named_systems(baseline))
        own = [name for name in leading_names(statement.text) if name not in known]
    return tuple(dict.fromkeys(own))


def _baseline_names(statement: ClaimStatement, baseline: str) -> tuple[str, ...]:
    names = [*named_systems(baseline)]
    if statement.quantity is None or not names:
        names += list(named_systems(statement.text))
    return tuple(dict.fromkeys(names))


def _quantities(statement: ClaimStatement) -> tuple[Quantity | None, tuple[Quantity, ...]]:
    """The claim's own quantity, then those of its text; the quote's where a quantity is known and the text has none."""
    counted = _outside_names(statement.text, find_quantities(statement.text, statement.language))
    if statement.quantity and not counted:
        counted = _outside_names(statement.quote, find_quantities(statement.quote, statement.language))
    main = statement.quantity
    if main is None:
        main = next((one for one in counted if one.metric not in (Metric.OTHER, Metric.DATE)), None)
        main = main or next((one for one in counted if one.unit == "%" or one.is_ratio), None)
    others = tuple(one for one in counted if one is not main and not (main and one.value == main.value))
    return main, others


def _outside_names(text: str, found: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """Without the sizes that only stand in a system's name ("Alpaca 7B behaves …")."""
    names = find_names(text)
    return tuple(
        one
        for one in found
        if not any(name.start <= one.start < name.end for name in names)
        and not (_BARE_SIZE.match(one.raw) and any(one.start - name.end in (0, 1) for name in names))
    )


# "Mistral 7B": a size with no word behind it belongs to the name before it.
_BARE_SIZE = re.compile(r"^\d+(?:\.\d+)?[BMT]$")


def _without_numbers(text: str, language: str) -> str:
    """The text without its amounts and the words that bound them: "over 30 trillion tokens" surpasses nobody."""
    for one in reversed(_outside_names(text, find_quantities(text, language))):
        text = f"{text[: max(0, one.start - BOUND_REACH)]} {text[one.end :]}"
    return text


# Characters before an amount in which the word that bounds it stands.
BOUND_REACH = 12


def _chips(statement: ClaimStatement, names: tuple[str, ...]) -> tuple[str, ...]:
    """The accelerators that the claim says; of the quote's, those in the clause that names the subject."""
    told = chips_named(statement.text) or chips_named(statement.subject)
    if not told and statement.quantity:
        told = chips_named(statement.quantity.raw)
    if not told:
        clauses = _CLAUSE.split(statement.quote)
        named = [clause for clause in clauses if set(named_systems(clause)) & set(names) and chips_named(clause)]
        told = chips_named(named[0] if named else statement.quote)
    return tuple(chip.name for chip in told)


def _content(found: Concepts, names: tuple[str, ...]) -> frozenset[str]:
    """The specific concepts and words of a text without the words of its names."""
    own = {part for name in names for part in concepts(name).words}
    return found.specific | (found.words - own)


def _joined(left: Concepts, right: Concepts) -> Concepts:
    return Concepts(left.named | right.named, left.words | right.words)


def _says_little(text: str, names: tuple[str, ...]) -> bool:
    return len(_content(concepts(text), names)) < ENOUGH_CONCEPTS


def _day(text: str, quote: str) -> tuple[int, int] | None:
    """The month and day of an announcement that the claim dates; None for any other claim."""
    if not _DATED.search(text):
        return None
    found = re.search(r"(\d{1,2})\s*月\s*(\d{1,2})\s*日", f"{text} {quote}")
    return (int(found[1]), int(found[2])) if found else None


_SIZE = re.compile(r"(?<![A-Za-z0-9.])(\d+(?:\.\d+)?)\s?([MBT])(?![A-Za-z0-9])")
_SCALES = {"M": Decimal(10**6), "B": Decimal(10**9), "T": Decimal(10**12)}


@lru_cache(maxsize=4096)
def sizes_in(name: str) -> frozenset[Decimal]:
    """Parameter counts that a name carries: "Qwen3-235B-A22B" → 235·10^9."""
    return frozenset(Decimal(number) * _SCALES[unit] for number, unit in _SIZE.findall(name))
