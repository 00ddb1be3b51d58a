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
_DENIED = re.compile(
    r"\b(?:denied|denies|no longer|walked back|retracted|is false|was wrong|did not actually|never)\b|否认|并非|撤回|不实|从未",
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


def is_denied(sentence: str) -> bool:
    """Whether a sentence denies or takes back what it tells."""
    return bool(_DENIED.search(sentence))
