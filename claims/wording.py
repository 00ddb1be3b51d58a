"""The words and shapes of statuses, certainties, grades and stances on pages: word + shape, never colour alone."""

from dataclasses import dataclass
from datetime import date

from claims.core.papers import Standing
from claims.core.quantities import Metric
from claims.core.statements import Attribution
from claims.judging.findings import Certainty, Grade, Stance, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusWord:
    """How a status is shown: `code` names its colour in the style sheet, `meaning` is one sentence for a newcomer."""

    code: str
    label: str
    shape: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeWord:
    """How a grade is shown: the badge, and what it stands for in a few words."""

    code: str
    label: str


def _status(status: Status, shape: str, meaning: str) -> StatusWord:
    return StatusWord(code=status.value, label=status.value.capitalize(), shape=shape, meaning=meaning)


STATUS_WORDS = {
    word.code: word
    for word in (
        _status(
            Status.SUPPORTED, "●", "At least one independent source backs this, and none of equal weight is against it."
        ),
        _status(Status.ATTESTED, "◐", "Only those who made the claim, or people close to them, back it so far."),
        _status(Status.QUALIFIED, "◒", "This holds in part, or only under a condition that the announcement left out."),
        _status(Status.DISPUTED, "◑", "Evidence stands against this claim, and no person has ruled on it yet."),
        _status(
            Status.REFUTED, "✕", "Independent evidence of good grade shows this to be wrong; a person has ruled so."
        ),
        _status(Status.SUPERSEDED, "↷", "This was so when it was said; something later has overtaken it."),
        _status(Status.UNVERIFIED, "○", "Nothing beyond the announcement is known yet."),
        _status(
            Status.UNVERIFIABLE,
            "⊘",
            "Long looked for, or not decidable from anything published; a person has ruled so.",
        ),
        _status(Status.WITHDRAWN, "↶", "Those who made the claim have taken it back."),
    )
}

CERTAINTY_WORDS = {
    Certainty.HIGH.value: "high certainty",
    Certainty.MODERATE.value: "moderate certainty",
    Certainty.LOW.value: "low certainty",
    Certainty.VERY_LOW.value: "very low certainty",
}

GRADE_WORDS = {
    word.code: word
    for word in (
        GradeWord(code=Grade.E0.value, label="copy of the same words, counts nothing"),
        GradeWord(code=Grade.E1.value, label="the claimant's statement"),
        GradeWord(code=Grade.E2.value, label="the claimant's paper, not reviewed"),
        GradeWord(code=Grade.E3.value, label="the claimant's paper, reviewed"),
        GradeWord(code=Grade.E4.value, label="independent analysis"),
        GradeWord(code=Grade.E5.value, label="independent reproduction"),
        GradeWord(code=Grade.E6.value, label="independent replication or audit"),
    )
}

STANCE_WORDS = {
    Stance.SUPPORTS.value: "speaks for the claim",
    Stance.CONTRADICTS.value: "speaks against the claim",
    Stance.MENTIONS.value: "bears on the claim, without deciding it",
}

ATTRIBUTION_WORDS = {
    Attribution.SELF.value: "in its own name",
    Attribution.REPORTED.value: "as the announcement reports",
    Attribution.THIRD_PARTY.value: "through a third party",
    Attribution.UNATTRIBUTED.value: "as the announcement tells it",
}

METRIC_WORDS = {metric.value: metric.value.replace("_", " ") for metric in Metric}

# What a notice on a document does to its evidence, in the language of the claim.
CORRECTION_WORDS = {
    "en": {
        Standing.CORRECTED.value: "Corrected on {day}; it counts with less certainty.",
        Standing.EXPRESSION_OF_CONCERN.value: "Under an expression of concern since {day}, so it counts less.",
        Standing.RETRACTED.value: "Retracted on {day}, no longer counted.",
        Standing.WITHDRAWN.value: "Withdrawn on {day}, no longer counted.",
    },
    "zh": {
        Standing.CORRECTED.value: "该文献已于 {day}更正，可信度相应降低。",
        Standing.EXPRESSION_OF_CONCERN.value: "该文献自 {day}起被编辑部表示关切，分量相应降低。",
        Standing.RETRACTED.value: "该文献已于 {day}撤稿，不再计入。",
        Standing.WITHDRAWN.value: "该文献已于 {day}撤回，不再计入。",
    },
}

# How long a record was so, in the language of the claim.
LASTING_WORDS = {
    "en": {
        "ended": "So when said: from {since} until {until}, when “{source}” came out.",
        "lasts": "So since {since}; nothing on record has overtaken it.",
    },
    "zh": {
        "ended": "说出时属实：自 {since}起，至 {until}《{source}》发表为止。",
        "lasts": "自 {since}起如此，尚无超过它的记录。",
    },
}


def told_day(day: date, language: str) -> str:
    """A day in words: "1 March 2025", "2025 年 3 月 1 日"."""
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if language == "zh" else f"{day.day} {day:%B %Y}"


LANGUAGE_WORDS = {"en": "English", "zh": "中文 Chinese"}
