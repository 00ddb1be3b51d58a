"""Claims without a number: rankings, comparisons, licences, availability, releases, hardware, findings, decisions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claims.core.known_subjects import SubjectKind
from claims.core.statements import ClaimKind
from claims.core.subjects import NameMention
from claims.reading.clauses import innermost_clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A sign of a claim at `sentence[start:end]`: its kind and the reason an editor sees."""

    kind: ClaimKind
    reason: str
    start: int
    end: int


_RANKING = re.compile(
    r"(?P<rank>\b(?:achiev\w+|sets?|setting|new|reach\w+|establish\w+|deliver\w+|attain\w+)\s(?:\w+[\s-]){0,2}?(?:state[- ]of[- ]the[- ]art|SOTA|best|highest)\b|\b(?:the|world['’]?s|currently)\s(?:\w+[\s-]){0,2}?(?:first|largest|biggest|strongest|fastest|best(?!\spractices?)(?:-performing)?|smallest"
    r"|most (?:powerful|capable|advanced|efficient|accurate|intelligent|widely)|highest|lowest|cheapest|leading)\b(?!\s(?:stage|step|phase|time we|author|week|day|place to|half))"
    r"|\bfor the first time\b|\b(?:ranks?|ranked|ranking) (?:first|second|third|top|#?\d)|\b(?:tops?|topped|topping) the\b|#1\b|\bnumber one\b|\bsets? a new (?:record|standard|bar)"
    r"|首个|首款|首次|首创|第一个|(?<![与和像如])最大的|(?<![与和像如])最强|(?<![与和像如当前]{1})最先进|最快|最小的|最高的?|业界领先|全球(?:首|第一|最)|世界(?:首|第一|最)|国内(?:首|第一|最)|位居|排名第|名列|创下|登顶|刷新)",
    re.I,
)
_COMPARISON = re.compile(
    r"(?P<compare>\b(?:outperform|surpass|outscor|outstrip|eclips)(?:e?s|e?d|ing)?\b|\b(?:exceed(?:s|ed|ing)?|beats?|beating|rivals?|rival+ing|match(?:es|ed|ing)?)\s(?=\S)|\b(?:better|faster|worse|more \w+|less \w+|lower|higher|cheaper|stronger|smaller|larger) than\b"
    r"|\bcomparable (?:to|with|performance|results)|\bon par with\b|\bcompetitive (?:with|against|performance|results)|\b(?:similar|similarly|superior|equivalent|inferior|identical) to\b|\boverwhelmingly superior\b|\bin line with\b"
    r""
    r"|超过了?|超越了?|优于|媲美|相当(?!于|大|多|的|高|长)|匹敌|不逊|强于|胜过|领先于|更胜一筹|竞争力|类似于|相似|持平|击败|不输|远不及|不及(?!格|时|物)|不如(?!意)|低于|高于|接近(?=\s?[A-Z]))",
    re.I,
)
_LICENCE = re.compile(
    r"(?P<licence>\b(?:licen[sc]ed under|under (?:the|an?) [\w.\s-]{0,25}licen[sc]e|Apache[- ]2\.0|MIT Licen[sc]e|CC[- ]BY[\w-]*|commercial (?:use|usage|licen[sc]e)|non-?commercial|permissive licen[sc]e)\b"
    r"|许可(?:证|协议)?下|许可证|开源协议|可商用|商业使用|免费商用)",
    re.I,
)
_AVAILABILITY = re.compile(
    r"(?P<available>\b(?:is|are|was|were|now|made|become|becomes|being) (?:\w+ ){0,2}?(?:available|accessible|suspended|deprecated|discontinued|open-sourced|closed)\b"
    r"|\bavailable (?:today|now|via|through|on|in|to|for|as|under|at)\b|(?:已|均已|现已|正式|即日起)[^，。]{0,8}(?:上线|开放|开源|可用|下架|停用)|(?:尚未|没有|并未)\s?(?:披露|公布|公开|开源)"
    r"|\b(?:has|have|had|did|does|do)(?:n['’]t| not) (?:yet )?(?:been )?(?:disclos|reveal|releas|publish|shar)\w*|了解甚少|知之甚少)",
    re.I,
)
_RELEASE = re.compile(
    r"(?P<release>\b(?:announc|releas|launch|unveil|debut|open-?sourc|introduc|roll(?:ed|ing|s)? out|ship|publish)(?:e?s|e?d|p?ed|ing)?\b|\bopen weights?\b|推出|发布|宣布|开源|上线|公布|公开)",
    re.I,
)
_DECISION = re.compile(
    r"(?P<decided>\b(?:decided|chose|agreed|acquired?|acquires|partnered|invested|signed|joined|left|fired|resigned|sued|settled|teamed up|denied|confirmed|admitted|retracted|withdr[ae]w)\b"
    r"|决定|收购|达成(?:合作|协议)|投资了|否认|承认|起诉|撤回|联手|提出了|结合起来|选择了)",
    re.I,
)
_FINDING = re.compile(
    r"\b(?:show(?:s|ed|n)?|demonstrat\w+|find(?:s|ings?)?|found|reveal\w*|indicat\w+|prov(?:e|es|ed|en)|verif(?:y|ied|ies)|confirm\w*|observ\w+|discover\w*|evaluations?|experiments?)\b"
    r"|表明|显示|证明|发现|实验|测试",
    re.I,
)
_ABILITY = re.compile(
    r"(?P<ability>\b(?:can|able to|capable of|supports?|enables?|handles?|excels?|reduces?|improves?|produces?|generates?|achieves?|converges?)\b|能够|支持|擅长|具备|可以|具有|实现了)",
    re.I,
)
_NONE_OF_IT = re.compile(
    r"(?P<none>\b(?:did|does|do|has|have|had)(?: not|n['’]t) (?:experience|encounter|observe|require|use|need|rely|suffer|contain|include|increase)\w*\b|\bwithout any\b|\bno (?:loss spikes|rollbacks|human|manual|additional training)\b"
    r"|没有(?:出现|发生|遇到|使用)|未(?:出现|发生|使用)|无需)",
    re.I,
)
_QUOTATION = re.compile(r"[“\"][^”\"]{12,}[”\"]|[「『][^」』]{8,}[」』]")
_SAYS = re.compile(
    r"\b(?:said|says|stated|states|told|claims?|claimed|reported|reports|according to|wrote|noted|writes|quoted)\b|表示|称|指出|写道|整理了|据|声称|报道|透露|推进",
    re.I,
)
_TRAINED_ON = re.compile(
    r"(?P<on>\b(?:trained|training|train|run|runs|ran|using|uses|used|inference)\b|训练|使用|采用|运行|配备)", re.I
)


_RANKED_NOUN = re.compile(
    r"^.{0,60}?(?:models?|networks?|systems?|LLMs?|chips?|clusters?|datasets?|benchmarks?|results?|performance|scores?|accuracy|open-source|base|record"
    r"|supercomputers?|processors?|GPUs?|labs?|compan(?:y|ies)|AI|parameters?|chatbots?|assistants?|agents?|模型|网络|系统|芯片|集群|数据集|性能|水平|记录|参数|智能|语言|训练|公司|机构|成果|开源)",
    re.I,
)
# To be the first of a size is a claim beside the size itself.
_FIRST = re.compile(r"\bfirst\b|largest|biggest|首个|首款|第一个|最大", re.I)
_WHOLE_RANK = re.compile(
    r"first time|SOTA|state|record|rank|top|#1|number one|首次|首创|刷新|登顶|创下|排名|位居|名列", re.I
)
_DATED = re.compile(
    r"(?:\d{1,2}\s?月\s?\d{1,2}\s?[日号]|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,2}\b|(?:19|20)\d\d\s?年\s?\d{1,2}\s?月)"
)
# What somebody did is told even in a sentence that goes on to hope or to judge.
PAST_ACTS = frozenset({"decision", "availability"})

_ACTS = frozenset({"decision", "dated event"})

type Spans = tuple[tuple[int, int], ...]


def statements_in(sentence: str, names: tuple[NameMention, ...], measured: Spans) -> tuple[Told, ...]:
    """The claims of a sentence that hold no number, at most one a reason. `measured` are its claims with numbers."""
    found = [*_certain(sentence, names, measured)]
    if not found and not measured:
        found = [*_weaker(sentence, names)]
    kept: dict[str, Told] = {}
    for told in found:
        kept.setdefault(told.reason if told.reason in _ACTS else told.kind, told)
    return tuple(kept.values())


def _has(names: tuple[NameMention, ...], *kinds: SubjectKind) -> bool:
    return any(name.kind in kinds for name in names)


def _told(kind: ClaimKind, reason: str, found: re.Match[str]) -> Told:
    return Told(kind=kind, reason=reason, start=found.start(), end=found.end())


def _free(sentence: str, found: re.Match[str] | None, measured: Spans) -> bool:
    """Whether a sign stands in a clause of its own, apart from the numbers that make claims already."""
    if found is None:
        return False
    start, end = innermost_clause(sentence, found.start(), found.end())
    return not any(start <= at < end for at, _ in measured)


def _rank(sentence: str) -> re.Match[str] | None:
    for found in _RANKING.finditer(sentence):
        if _WHOLE_RANK.search(found.group()) or _RANKED_NOUN.match(sentence[found.end() :]):
            return found
    return None


def _certain(sentence: str, names: tuple[NameMention, ...], measured: Spans) -> Iterator[Told]:
    """Kinds that stand beside numbers: a rank, a comparison, a licence, availability, a decision, a dated event."""
    compared, ranked = _COMPARISON.search(sentence), _rank(sentence)
    if compared and _free(sentence, compared, measured):
        yield _told(ClaimKind.COMPARISON, "comparison", compared)
    if ranked and (_free(sentence, ranked, measured) or _FIRST.search(ranked.group())) and not (compared and measured):
        yield _told(ClaimKind.RANKING, "ranking", ranked)
    for pattern, reason in ((_LICENCE, "licence"), (_AVAILABILITY, "availability"), (_NONE_OF_IT, "absence")):
        found = pattern.search(sentence)
        if found:
            yield _told(ClaimKind.EVENT, reason, found)
    yield from _acts(sentence, names)


def _acts(sentence: str, names: tuple[NameMention, ...]) -> Iterator[Told]:
    decided, released = _DECISION.search(sentence), _RELEASE.search(sentence)
    if decided and _has(names, SubjectKind.MAKER):
        yield _told(ClaimKind.EVENT, "decision", decided)
    if released and _DATED.search(sentence):
        yield _told(ClaimKind.EVENT, "dated event", released)


def _weaker(sentence: str, names: tuple[NameMention, ...]) -> Iterator[Told]:
    """Kinds that need a name beside them, and are taken only when a sentence says nothing stronger."""
    released = _RELEASE.search(sentence)
    if released and _has(names, SubjectKind.SYSTEM) and not _OWN_RELEASE.search(sentence):
        yield _told(ClaimKind.EVENT, "release", released)
    ability = _ABILITY.search(sentence)
    if ability and _FINDING.search(sentence) and _has(names, SubjectKind.SYSTEM):
        yield _told(ClaimKind.CAPABILITY, "finding", ability)
    quoted = _QUOTATION.search(sentence)
    if quoted and _SAYS.search(sentence):
        yield _told(ClaimKind.STATEMENT, "quotation", quoted)
    on = _TRAINED_ON.search(sentence)
    if on and _has(names, SubjectKind.CHIP):
        yield _told(ClaimKind.STATEMENT, "hardware", on)


# "We introduce X", 我们推出: the announcement itself, which nobody needs to check.
_OWN_RELEASE = re.compile(
    r"\b(?:we|we['’]re|our)\b[^.]{0,40}(?:introduc|releas|announc|launch|present|unveil|open-?sourc|publish|shar)|我们[^，。]{0,12}(?:推出|发布|宣布|开源|公开)|^\W*(?:introducing|announcing)",
    re.I,
)
