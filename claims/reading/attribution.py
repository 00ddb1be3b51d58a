"""Who stands behind the words of a claim, and whether they are hedged or denied."""

import re

from claims.core.known_subjects import SubjectKind
from claims.core.statements import Attribution
from claims.core.subjects import NameMention, canonical_name

_FIRST_PERSON = re.compile(r"\b(?:we|our|us|ours)\b|我们|我司|本(?:公司|文|模型|团队)", re.I)
_REPORT = re.compile(
    r"\b(?:announc\w+|said|says|stat(?:ed|es)|claim(?:s|ed)?|report(?:s|ed)?|told|according to|reveal\w*|wrote|notes?d?|confirm\w*|released?)\b"
    r"|宣布|表示|声称|称|指出|透露|报道|据|公布|发布|强调",
    re.I,
)
_OTHERS = re.compile(
    r"\b(?:researchers?|analysts?|experts?|independent(?:ly)?|third[- ]part(?:y|ies)|estimat(?:e|es|ed)|scientists|critics|studies|study|calculations?)\b"
    r"|研究人员|分析师|专家|据估计|估计|第三方|独立|粗略的?计算|计算出",
    re.I,
)
_HEDGED = re.compile(
    r"\b(?:about|around|approximately|roughly|nearly|almost|reportedly|allegedly|estimated|preliminary|suggests?|appears?|seems?|possibly|likely|up to|some)\b"
    r"|~|≈|约|大约|近|据估计|据称|似乎|可能|左右|初步|几乎|假设",
    re.I,
)
# What is said about a statement, wherever in the sentence it stands.
_TAKEN_BACK = re.compile(
    r"\b(?:den(?:y|ied|ies|ying)|no longer|walk(?:s|ed|ing)? back|retract\w*|withdr[ae]w\w*|is false|(?:is|was|were) (?:wrong|untrue|incorrect|inaccurate|mistaken|fabricated)"
    r"|did not actually|contrary to (?:reports?|claims?|rumou?rs?)|rumou?rs? that|dismiss(?:es|ed)|disput(?:es|ed)|debunk\w*|refut\w*)\b"
    r"|否认|辟谣|撤回|收回|不实|不属实|谣传|谣言|并非如此|予以驳斥|更正说",
    re.I,
)
# A verb turned into its opposite in the clause itself; "not only", "does not exceed" and "no more than" affirm.
_NEGATED = re.compile(
    r"\b(?:does|do|did|is|are|was|were|has|have|had|can|could)(?:\s?not|n['’]t)\b(?!\s(?:only|just|merely|exceed|surpass|more than|less than|yet))|\bnever\b|\bcannot\b(?! exceed)"
    r"|\b(?:neither|none of)\b|从未|从来没有|并没有|并未|并非|没有(?!超过|多|少)|(?<!是)不是(?!只|仅)|未能|无法",
    re.I,
)


def attribution_of(sentence: str, names: tuple[NameMention, ...], publisher: str) -> Attribution:
    """Self where the publisher speaks of itself, third party for researchers and estimates, reported for others' words."""
    makers = [name.canonical for name in names if name.kind is SubjectKind.MAKER]
    if _FIRST_PERSON.search(sentence):
        return Attribution.SELF
    if _OTHERS.search(sentence):
        return Attribution.THIRD_PARTY
    own = canonical_name(publisher) if publisher else ""
    if own and own in makers:
        return Attribution.SELF
    return Attribution.REPORTED if _REPORT.search(sentence) else Attribution.UNATTRIBUTED


def is_hedged(words: str) -> bool:
    """Whether the words leave themselves room: about, nearly, reportedly, 约, 近."""
    return bool(_HEDGED.search(words))


def is_negated(clause: str) -> bool:
    """Whether a clause turns what it tells into its opposite: "does not have", 并没有."""
    return bool(_NEGATED.search(clause))


def is_taken_back(sentence: str) -> bool:
    """Whether a sentence denies, corrects or walks back what it tells."""
    return bool(_TAKEN_BACK.search(sentence))
