"""The words of the answer on a claim page, in English and in Chinese: what a status means, and what decided it."""

from dataclasses import dataclass

from claims.judging.findings import Grade, Status
from claims.wording import GRADE_WORDS, STATUS_WORDS


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWords:
    """Sentences with gaps. `leads` by the code of an evidence group, `meanings` by status, `grades` by grade.

    `foreign_condition` is for a condition in the other language; `more` tells how many there are besides the first
    (`count`), or with it (`all`), as the language does.
    """

    leads: dict[str, str]
    more: str
    condition: str
    foreign_condition: str
    arithmetic: str
    claimed: str
    one_passage: str
    passages: str
    meanings: dict[str, str]
    grades: dict[str, str]


ENGLISH = AnswerWords(
    leads={
        "overtaken": "Overtaken by “{title}” ({grade}){more}{condition}.",
        "for": "Backed by “{title}” ({grade}){more}{condition}.",
        "against": "Contradicted by “{title}” ({grade}){more}{condition}.",
        "part": "Backed in part by “{title}” ({grade}){more}{condition}.",
    },
    more=" and {count} more",
    condition=", but only {condition}",
    foreign_condition=", but only “{condition}” (in Chinese)",
    arithmetic="The arithmetic gives {result}{claimed}.",
    claimed=", where {claimed} was claimed",
    one_passage="One passage bears on it, but none decides it.",
    passages="{count} passages bear on it, but none decides it.",
    meanings={code: word.means for code, word in STATUS_WORDS.items()},
    grades={code: word.means for code, word in GRADE_WORDS.items()},
)
CHINESE = AnswerWords(
    leads={
        "overtaken": "《{title}》（{grade}）{more}已超过这一纪录{condition}。",
        "for": "《{title}》（{grade}）{more}支持这一说法{condition}。",
        "against": "《{title}》（{grade}）{more}与这一说法相矛盾{condition}。",
        "part": "《{title}》（{grade}）{more}部分支持这一说法{condition}。",
    },
    more="等 {all} 处",
    condition="，但有条件：{condition}",
    foreign_condition="，但有条件：“{condition}”（英文）",
    arithmetic="按算式得出 {result}{claimed}。",
    claimed="，而宣称的是 {claimed}",
    one_passage="有一处文字与此有关，但不能定论。",
    passages="有 {count} 处文字与此有关，但都不能定论。",
    meanings={
        Status.SUPPORTED.value: "至少有一个独立来源支持这一说法，且没有同等分量的反证。",
        Status.ATTESTED.value: "目前只有提出这一说法的一方或其关联方予以支持。",
        Status.QUALIFIED.value: "这一说法只在部分范围内，或只在原文略去的条件下成立。",
        Status.DISPUTED.value: "已有证据与这一说法相反，尚无人作出裁定。",
        Status.REFUTED.value: "有分量的独立证据表明这一说法不成立；已由人裁定。",
        Status.SUPERSEDED.value: "说出时属实，后来已被超过。",
        Status.UNVERIFIED.value: "除原文之外，目前还一无所知。",
        Status.UNVERIFIABLE.value: "查找已久，或凭公开资料无法判定；已由人裁定。",
        Status.WITHDRAWN.value: "提出这一说法的一方已将其收回。",
    },
    grades={
        Grade.E0.value: "原话的转载，不计入",
        Grade.E1.value: "宣称方的陈述",
        Grade.E2.value: "宣称方的论文，未经评审",
        Grade.E3.value: "宣称方的论文，经过评审",
        Grade.E4.value: "独立分析",
        Grade.E5.value: "独立复现",
        Grade.E6.value: "独立重复验证或审计",
    },
)
ANSWER_WORDS = {"en": ENGLISH, "zh": CHINESE}
