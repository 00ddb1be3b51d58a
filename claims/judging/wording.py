"""Words that turn a sentence: doubt and refutation, correction, rank, superiority, parity, condition, relay, bound.

Each pattern lists wordings of the field in English and Chinese. They say only that such words stand there; what that
means for a claim is decided in `stance`.
"""

import re


def _any(*wordings: str) -> re.Pattern[str]:
    return re.compile("|".join(wordings), re.IGNORECASE)


# Someone says that what was said is wrong, unproven or too good.
REFUTING = _any(
    r"\b(?:scant|insufficient|little|no|limited|weak) (?:convincing |empirical |clear )?evidence",
    r"\bover-?(?:stat|estimat|sold|claim|hyp)\w*",
    r"\bexaggerat\w*",
    r"\bmislead\w*|\bmisattribut\w*|\bmisrepresent\w*|\bmischaracteri\w*",
    r"\bfalse (?:promise|claim)\w*|\bmirage\b|\bmyth\b",
    r"\b(?:incorrect|erroneous|flawed|invalid|unfounded|unsupported|unreliable|wrong)(?:ly)?\b",
    r"\berrors?\b.{0,40}\b(?:lead|led|conclu)\w*",
    r"\bcontradict\w*|\brefut\w*|\bdebunk\w*|\bdisprov\w*|\bcontrary to\b|\binconsistent with\b",
    r"\bno new\b|\bnot (?:new|novel|genuinely|truly|actually|necessarily)\b|\blittle to none\b",
    r"\b(?:can|could|did|does|do|was|were|is|are) ?n[o']t (?:be )?(?:reproduc|replicat|confirm|verif|hold|support"
    r"|generali[sz])\w*",
    r"\b(?:unable|failed|fails?|failing) to (?:reproduc|replicat|confirm|verif|support|match|achiev|reach|hold)\w*",
    r"\bcalls? into question\b|\bcalled into question\b|\bquestion(?:s|ed|ing)? (?:the|this|these|whether)\b"
    r"|\bcast\w* doubt\b",
    r"\b(?:limited|flawed|unfair|questionable|cherry-?picked) (?:evaluation|comparison|benchmark)\w*",
    r"\binflat(?:ed|es|ing)\b|\bcontaminat\w*|\bdata leak\w*|\bmemori[sz]\w*",
    r"\btoo (?:high|low|optimistic)\b|\b\d+x off\b|\boff by\b",
    r"\bdisput\w*|\bretract\w*|\bwithdr[ae]w\w*\b.{0,20}\b(?:statement|claim|figure|announcement|assertion)",
    r"\bno(?:t)? (?:statistically )?significant\w*|\b(?:was|were) not significant\b|\bdid not differ\b",
    r"\bno (?:measurable |significant |clear )?(?:difference|improvement|benefit|effect|advantage|gain)s?\b",
    r"(?:无|没有|不具)(?:明显|显著|统计学)?(?:差异|提升|改善|优势|效果)|差异不显著",
    r"未能|没有证据|缺乏证据|夸大|高估|误导|错误地|撤回|不符|质疑|反驳|并非|站不住脚",
)
# What is there by the figure and not in use: it is denied although its number stands.
HOLLOW = _any(
    r"\bunusable\b|\bno better than (?:chance|random)|\brandom guess\w*|\bdoes not hold\b|\bin name only\b",
    r"并不可用|无法使用|形同虚设|名不副实|名存实亡|随机猜测|虚标",
)
CORRECTION_TITLE = _any(
    r"^\s*(?:author |publisher )?(?:correction|corrigendum|erratum|retraction|addendum|expression of concern)\b",
    r"^\s*(?:更正|勘误|撤稿)",
)
# A document about another document: whoever writes it speaks of the claims made there.
COMMENT_TITLE = _any(
    r"\bperspective on\b|\bcomments? on\b|\breply to\b|\bresponse to\b|\bre-?analysis\b|\bre-?(?:evaluat|examin"
    r"|assess|visit)\w*",
    r"\bcritique\b|\bcritical (?:look|analysis|review|evaluation|assessment|examination)\b|\bpitfalls?\b"
    r"|\bchallenges in\b",
    r"\bfalse promise\b|\bmirage\b|\bmyths?\b|\bhow far\b|\breality check\b|\bindependent\w* (?:evaluat"
    r"|test)\w*",
    r"评论|质疑|商榷|再分析|独立评测",
)
COMMENTING = _any(
    r"\b(?:we|they|researchers) (?:\w+ )?(?:examine|re-?examine|re-?analy[sz]e[d]?|re-?evaluate|analy[sz]e"
    r"|critically)\b",
    r"\b(?:the|these|this|recent|such|reported) claims?\b|\b(?:claimed|reported) (?:successes|results|gains)\b",
    r"\bclaims? (?:of|that|made|by)\b|\bclaimed\b",
)
NEGATION = _any(
    r"\b(?:not|never|no|none|neither|nor|without|cannot|hardly|barely)\b|n't\b",
    r"不是|没有|未|并非|不能|无法|并不|尚未|不(?:具备|支持|会|得|准|允许|可以|再|包括|属于)|禁止",
)
# Where the compared fall behind.
SHORTFALL = _any(
    r"\bgaps?\b|\bfalls? short\b|\bfell short\b|\blag\w*\b|\b(?:far|well) behind\b|\bunderperform\w*|\bworse than\b"
    r"|\binferior\b",
    r"\bfail(?:s|ed|ure\w*)?\b|\bcatastroph\w*|\bpoor(?:ly)?\b|\bvulnerab\w*",
    r"\bstruggl\w*|\bweaker than\b|\b(?:drop|decline|degrad)\w*|\bstill (?:far|below|behind)\b"
    r"|\bnot (?:yet )?(?:match|reach|close)\w*",
    r"\bpoints? (?:below|behind|short of)\b|\bstays? (?:below|behind)\b",
    r"差距|落后|不及|逊于|低于|弱于|不敌|输给|只排",
)
RANK = {
    "largest": _any(r"(?<!second[- ])(?<!third[- ])\b(?:largest|biggest)\b|\border of magnitude larger\b", r"最大"),
    "first": _any(
        r"\bfirst\b(?! (?:focus|describe|discuss|introduce|review|step|and foremost))|\bunprecedented\b",
        r"首个|首次|首款|第一个|前所未有|率先",
    ),
    "best": _any(
        r"\bstate[- ]of[- ]the[- ]art\b|\bsota\b|\b(?:best|top|leading|strongest|highest)\b"
        r"|\b(?:leads?|tops|heads) the\b|\b(?:ranks?|ranked|places?|placed) (?:first|1st|at the top)\b|\bfirst place\b",
        r"最先进|最佳|最好|最强|最高|领先|第一名|(?:排名|位列|位居|名列|排|居)第一|榜首|居首|登顶|夺冠|冠军",
    ),
    "fastest": _any(r"(?<!second[- ])(?<!third[- ])(?<!fourth[- ])\bfastest\b", r"(?<!第二)(?<!第三)最快"),
    "smallest": _any(r"\b(?:smallest|cheapest|lowest)\b", r"最小|最便宜|最低"),
    "only": _any(r"\bthe only\b", r"唯一"),
}
SURPASSING = _any(
    r"\boutperform\w*|\bsurpass\w*|\bexceed\w*|\bsuperior\b|\bbetter than\b|\bbeat(?:s|ing|en)?\b|\bahead of\b"
    r"|\bstronger than\b",
    r"\b(?:improv\w+|gains?) over\b|\bhigher than\b|\bdefeat\w*|\bwin(?:s|ning)? against\b",
    r"超过|超越|优于|胜过|击败|战胜|强于|领先",
)
PARITY = _any(
    r"\bcompetitive\b|\bcomparable\b|\bon[- ]par\b|\bmatch(?:es|ed|ing)?\b|\bsimilar(?:ly)?\b|\bparity\b"
    r"|\brival\w*\b|\bclose to\b",
    r"\bresembl\w*|\bequals?\b|\bas (?:good|capable|well) as\b|\bequivalent\b|\bapproach(?:es|ing)\b",
    r"相当|媲美|竞争力|类似|接近|持平|比肩|不相上下",
)
# What follows the name of a baseline rather than of the thing spoken of.
BASELINE_BEFORE = re.compile(
    r"(?:\bthan(?: the)?(?: \w+){0,3}|\bcompar(?:ed|able|ing|ison)(?: \w+)? (?:to|with|against)(?: the)?"
    r"|\bused to train|\bover(?: the)?|"
    r"\boutperform\w*(?: \w+)?|\bsurpass\w*|\bexceed\w*|\bbeat\w*|\bsuch as|\blike|\be\.g\.,?|\bvs\.?|\bversus"
    r"|\bagainst|\bon par with|"
    r"\bsimilar to|\bcompetitive (?:with|against)|\bmatch\w*|\brelative to|\bbased on|\bof(?: that of)?|\bto|\(|"
    r"相比(?:于)?|超过|超越|优于|比(?:[^，。；,;]{0,14})?)\s*$",
    re.IGNORECASE,
)
# Conditions under which a figure holds; the group is quoted to the reader.
CONDITION = _any(
    r"\bat (?:the )?(?:same|equal|equivalent|comparable) [\w\- ]{0,20}?(?:scale|size|quality|accuracy|performance"
    r"|cost|budget|compute)\b",
    r"\b(?:the )?same (?:parameter|model)[\w\- ]{0,10} (?:scale|size|count)\b|\bsame-size\b|\bequal parameter\w*",
    r"\b(?:under|with|using) (?:an? |the )?[\"“]?(?:aggressive|extended|high|maximum|ideal|specific|certain"
    r"|favou?rable|optimal|custom|special)"
    r"[\w\- ]{0,30}(?:settings?|conditions?|configurations?|scaffold\w*|compute|test-time compute)\b",
    r"\bonly (?:if|when|for|on|in|at|under) [\w\- ]{3,40}|\bdepending on [\w\- ]{3,40}|\bprovided that\b"
    r"|\bassuming\b[\w\- ]{0,40}",
    r"\bif we (?:consider|only|ignore|exclude)[\w\- ]{0,40}|\bexcluding [\w\- ]{3,40}|\bin (?:the )?best case\b"
    r"|\btheoretical(?:ly)? (?:peak|maximum)\b",
    r"(?:同等|相同|同样|同为)[^，。,;；]{0,10}(?:规模|体量|大小|质量|精度|参数量)|在[^，。,;；]{2,16}(?:条件|设置|情况)下|仅(?:限|在)[^，。,;；]{2,16}",
)
UP_TO = _any(r"\bup to\b|\bas (?:much|many|high) as\b|\bat most\b|\bat best\b", r"最多|最高(?:可|达)|至多|高达")
# Of these, what sets a whole class of systems behind another, not one task or setting.
GAP = _any(
    r"(?<!this )(?<!that )(?<!critical )\bgaps?\b|\bfalls? short\b|\bfell short\b|\blag\w*\b|\b(?:far|well) behind\b"
    r"|\bunderperform\w*|\bworse than\b|\binferior\b|\bweaker than\b|\bnot (?:yet )?(?:match|reach)\w*",
    r"差距|落后|不及|逊于|弱于",
)
# Someone else's words passed on.
RELAYED = _any(
    r"\bannounc\w*|\baccording to\b|\b(?:claim|report|stat|say|said|suggest)(?:s|ed|ing)?\b(?= (?:that|it|they|a"
    r"|the|o\w+ used)\b)",
    r"\bpress release\b|\bunveil\w*|\bsaid\b|\bsays\b",
    r"据悉|据了解|宣布|公布|表示|声称|称",
)
INFERRED = _any(
    r"\bsuggest\w*|\bestimat\w*|\bassum\w*|\bspeculat\w*|\brumou?r\w*|\bpresum\w*|\bbelieved to\b|\bunknown\b"
    r"|\bundisclosed\b",
    r"\b(?:did|do|does|has|have) not (?:disclose|reveal|publish|report|release)\w*",
    r"估计|推测|据估算|假设|未披露|未公开",
)
# Time words that move a price or a record out of the claim's day.
OTHER_TIME = _any(r"\bnow(?:adays)?\b|\btoday\b|\bcurrently\b|\bby (?:20\d\d)\b", r"如今|目前|现在|当前")
DETAILS_GIVEN = _any(
    r"\bwe (?:\w+ )?(?:present|describe|provide|give|detail|disclose|report|share|release"
    r"|discuss)\b.{0,60}\b(?:details?|training|process|logbook|infrastructure|code|weights)\b",
    r"\btechnical report\b|\bmodel card\b|公布.{0,10}细节|技术报告",
)


def found_in(pattern: re.Pattern[str], text: str) -> str:
    """The words of `text` that match, "" where none do."""
    match = pattern.search(text)
    return match.group().strip() if match else ""


def ranks_in(text: str) -> frozenset[str]:
    """The kinds of rank that a text speaks of: "largest", "first" …"""
    return frozenset(rank for rank, pattern in RANK.items() if pattern.search(text))
