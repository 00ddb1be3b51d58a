"""The words and shapes of statuses, certainties, grades and stances on pages: word + shape, never colour alone.

Words are kept in English and told in the language that is active when they are asked for.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

from claims.core.papers import Standing
from claims.core.quantities import Metric
from claims.core.statements import Attribution
from claims.figures import tight_percents
from claims.judging.findings import Certainty, Grade, Stance, Status


class Words(Mapping[str, str]):
    """Words by code, each told in the language that is active."""

    def __init__(self, english: Mapping[str, str]) -> None:
        self._english = english

    def __getitem__(self, code: str) -> str:
        return gettext(self._english[code])

    def __iter__(self) -> Iterator[str]:
        return iter(self._english)

    def __len__(self) -> int:
        return len(self._english)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusWord:
    """How a status is shown: `code` names its colour in the style sheet, `means` is one sentence for a newcomer."""

    code: str
    name: str
    shape: str
    means: str

    @property
    def label(self) -> str:
        """The word in the language of the page: "Supported"."""
        return gettext(self.name)

    @property
    def meaning(self) -> str:
        """The sentence in the language of the page."""
        return gettext(self.means)


# How a reading of the rules begins: the claimed amount and that of the source.
_HELD = re.compile(r"(^|— )claimed ([^;:]+?), said ([^;:]+?)(?=$|[;:]|, by others)")
_BARE_GRADE = re.compile(r"\((E[0-6])\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeWord:
    """How a grade is shown: the badge, and what it stands for in a few words."""

    code: str
    means: str

    @property
    def label(self) -> str:
        """What it stands for, in the language of the page."""
        return gettext(self.means)


def _status(status: Status, name: str, shape: str, means: str) -> StatusWord:
    return StatusWord(code=status.value, name=name, shape=shape, means=means)


STATUS_WORDS = {
    word.code: word
    for word in (
        _status(
            Status.SUPPORTED,
            _("Supported"),
            "●",
            _("At least one independent source backs this, and none of equal weight is against it."),
        ),
        _status(
            Status.ATTESTED,
            _("Attested"),
            "◐",
            _("Only those who made the claim, or people close to them, back it so far."),
        ),
        _status(
            Status.QUALIFIED,
            _("Qualified"),
            "◒",
            _("This holds in part, or only under a condition that the announcement left out."),
        ),
        _status(
            Status.DISPUTED,
            _("Disputed"),
            "◑",
            _("Evidence stands against this claim, and no person has ruled on it yet."),
        ),
        _status(
            Status.REFUTED,
            _("Refuted"),
            "✕",
            _("Independent evidence of good grade shows this to be wrong; a person has ruled so."),
        ),
        _status(
            Status.SUPERSEDED,
            _("Superseded"),
            "↷",
            _("This was so when it was said; something later has overtaken it."),
        ),
        _status(Status.UNVERIFIED, _("Unverified"), "○", _("Nothing beyond the announcement is known yet.")),
        _status(
            Status.UNVERIFIABLE,
            _("Unverifiable"),
            "⊘",
            _("Long looked for, or not decidable from anything published; a person has ruled so."),
        ),
        _status(Status.WITHDRAWN, _("Withdrawn"), "↶", _("Those who made the claim have taken it back.")),
    )
}

CERTAINTY_WORDS = Words(
    {
        Certainty.HIGH.value: _("high certainty"),
        Certainty.MODERATE.value: _("moderate certainty"),
        Certainty.LOW.value: _("low certainty"),
        Certainty.VERY_LOW.value: _("very low certainty"),
    }
)

GRADE_WORDS = {
    word.code: word
    for word in (
        GradeWord(code=Grade.E0.value, means=_("copy of the same words, counts nothing")),
        GradeWord(code=Grade.E1.value, means=_("the claimant's statement")),
        GradeWord(code=Grade.E2.value, means=_("the claimant's paper, not reviewed")),
        GradeWord(code=Grade.E3.value, means=_("the claimant's paper, reviewed")),
        GradeWord(code=Grade.E4.value, means=_("independent analysis")),
        GradeWord(code=Grade.E5.value, means=_("independent reproduction")),
        GradeWord(code=Grade.E6.value, means=_("independent replication or audit")),
    )
}

STANCE_WORDS = Words(
    {
        Stance.SUPPORTS.value: _("speaks for the claim"),
        Stance.CONTRADICTS.value: _("speaks against the claim"),
        Stance.MENTIONS.value: _("bears on the claim, without deciding it"),
    }
)

ATTRIBUTION_WORDS = Words(
    {
        Attribution.SELF.value: _("in its own name"),
        Attribution.REPORTED.value: _("as the announcement reports"),
        Attribution.THIRD_PARTY.value: _("through a third party"),
        Attribution.UNATTRIBUTED.value: _("as the announcement tells it"),
    }
)

METRIC_WORDS = Words(
    {
        Metric.PARAMETERS.value: _("parameters"),
        Metric.ACTIVE_PARAMETERS.value: _("active parameters"),
        Metric.TOKENS.value: _("tokens"),
        Metric.DATASET_SIZE.value: _("dataset size"),
        Metric.ACCELERATORS.value: _("accelerators"),
        Metric.ACCELERATOR_HOURS.value: _("accelerator hours"),
        Metric.TRAINING_TIME.value: _("training time"),
        Metric.COMPUTE.value: _("compute"),
        Metric.THROUGHPUT.value: _("throughput"),
        Metric.POWER.value: _("power"),
        Metric.ENERGY.value: _("energy"),
        Metric.EMISSIONS.value: _("emissions"),
        Metric.COST.value: _("cost"),
        Metric.PRICE.value: _("price"),
        Metric.SPEED.value: _("speed"),
        Metric.EFFICIENCY.value: _("efficiency"),
        Metric.SCORE.value: _("score"),
        Metric.CONTEXT_LENGTH.value: _("context length"),
        Metric.MEMORY.value: _("memory"),
        Metric.USERS.value: _("users"),
        Metric.LANGUAGES.value: _("languages"),
        Metric.DURATION.value: _("duration"),
        Metric.DATE.value: _("date"),
        Metric.COUNT.value: _("count"),
        Metric.SIZE.value: _("size"),
        Metric.OTHER.value: _("other"),
    }
)

# How a document stands today by what its publisher says of it.
STANDING_WORDS = Words(
    {
        Standing.CURRENT.value: _("current"),
        Standing.CORRECTED.value: _("corrected"),
        Standing.EXPRESSION_OF_CONCERN.value: _("expression of concern"),
        Standing.RETRACTED.value: _("retracted"),
        Standing.WITHDRAWN.value: _("withdrawn"),
    }
)

# What each code of a reason says by itself; the whole reason, with its quotes, is stored in English.
REASON_WORDS = Words(
    {
        "supported": _("An independent source backs it."),
        "attested": _("The claimant's own side says so."),
        "condition_left_out": _("It holds only in part, or under a condition that was left out."),
        "contradicted": _("A source contradicts it."),
        "lesser_contrary": _("Weaker evidence says otherwise."),
        "overtaken": _("It was so when said; a later record overtook it."),
        "arithmetic_agrees": _("The arithmetic agrees."),
        "arithmetic_disagrees": _("The arithmetic disagrees."),
        "only_mentions": _("Passages concern the subject, but none says whether the claim holds."),
        "no_evidence": _("Nothing beyond the announcement is known yet."),
        "excluded": _("A document is not counted, for it was retracted or withdrawn."),
        "excluded_arithmetic": _("An arithmetic is not counted, for a document that gave an input was taken back."),
        "held_by_person": _("A person has ruled; only a person changes that."),
        "weighty_since": _("Weighty evidence has come since the ruling."),
        "certainty_consistent": _("Independent sources agree."),
        "certainty_bias": _("Only the claimant's own side is heard (risk of bias)."),
        "certainty_indirect": _("The evidence is about a narrower statement (indirectness)."),
        "certainty_inconsistent": _("Sources disagree (inconsistency)."),
        "certainty_imprecise": _("No passage is read with confidence (imprecision)."),
        "certainty_notice": _("A document that it rests on was corrected or is under concern."),
        "reviewed": _("A person has reviewed the evidence."),
        "ruled": _("A person has ruled."),
        "lifted": _("A person has taken back the ruling."),
        "proposed": _("A person has proposed a ruling."),
    }
)
# The codes behind which a person's own words stand.
OWN_WORDS = frozenset({"reviewed", "ruled", "lifted", "proposed"})

# What a notice on a document does to its evidence, by language.
CORRECTION_WORDS = {
    "en": {
        Standing.CORRECTED.value: "Corrected on {day}; it counts with less certainty.",
        Standing.EXPRESSION_OF_CONCERN.value: "Under an expression of concern since {day}, so it counts less.",
        Standing.RETRACTED.value: "Retracted on {day}, no longer counted.",
        Standing.WITHDRAWN.value: "Withdrawn on {day}, no longer counted.",
    },
    "zh": {
        Standing.CORRECTED.value: "该文献已于{day}更正，可信度相应降低。",
        Standing.EXPRESSION_OF_CONCERN.value: "该文献自{day}起被编辑部表示关切，分量相应降低。",
        Standing.RETRACTED.value: "该文献已于{day}撤稿，不再计入。",
        Standing.WITHDRAWN.value: "该文献已于{day}撤回，不再计入。",
    },
}

# How long a record was so, by language.
LASTING_WORDS = {
    "en": {
        "ended": "So when said: from {since} until {until}, when “{source}” came out.",
        "lasts": "So since {since}; nothing on record has overtaken it.",
    },
    "zh": {
        "ended": "说出时属实：自{since}起，至{until}《{source}》发表为止。",
        "lasts": "自{since}起如此，尚无超过它的记录。",
    },
}


def spelt_out(reason: str) -> str:
    """A reason of the rules, in English as it is stored, its grades in words: "(E4, independent analysis)"."""
    return _BARE_GRADE.sub(lambda found: f"({found[1]}, {GRADE_WORDS[found[1]].means})", plainly(reason))


def plainly(reading: str) -> str:
    """A reading of the rules in English, as people read it: "claimed 1 %, said 2 %" says who says which."""
    return tight_percents(_HELD.sub(r"\1the claim says \2, the source says \3", reading))


def told_day(day: date, language: str) -> str:
    """A day in words: "1 March 2025", "2025年3月1日"."""
    return f"{day.year}年{day.month}月{day.day}日" if language == "zh" else f"{day.day} {day:%B %Y}"


def page_language() -> str:
    """The language that words are told in now, as claims name theirs: "en" or "zh"."""
    return "zh" if (get_language() or "").startswith("zh") else "en"


# Each language by its own name, and in words that those who do not read it understand.
LANGUAGE_WORDS = Words({"en": _("English"), "zh": _("中文 Chinese")})
