"""The words by which claims without a number are known, in English and Chinese: one pattern a kind of statement.

Each is written as alternatives, a group of kin a line. English ones begin at a word; a blank stands for any white space.
"""

import re


def _sign(*, english: tuple[str, ...], chinese: tuple[str, ...] = ()) -> re.Pattern[str]:
    words = "|".join(english).replace(" ", r"\s")
    return re.compile("|".join((rf"\b(?:{words})", *chinese)), re.I)


_DONE = r"(?:is|are|was|were|has been|have been|had been|being|gets?|got|became|becomes|remains?)"
_NOT = r"(?:(?:does|do|did|is|are|was|were|has|have|had|can|could)(?: not|n['’]t)|never|cannot)"

# A superlative with the set that it is the first of, or a place in a ranking.
RANKING = _sign(
    english=(
        r"the (?!best (?:way|thing|time|practice|part|place|effort))(?:[a-z]{3,}est|best|most \w+|least \w+) (?:[\w-]+ ){0,4}?(?:in|of|on|among|ever|yet|available|to date|anywhere|we know)\b",
        r"(?:achiev\w+|sets?|setting|new|reach\w+|establish\w+|deliver\w+|attain\w+) (?:\w+[\s-]){0,2}?(?:state[- ]of[- ]the[- ]art|SOTA|best|highest)\b",
        r"(?:the|world['’]?s|currently|country['’]?s|industry['’]?s) (?:\w+[\s-]){0,2}?(?:first|largest|biggest|strongest|fastest|best(?! practices?)(?:-performing)?|smallest|highest|lowest|cheapest|leading|most (?:powerful|capable|advanced|efficient|accurate|intelligent|widely))\b(?! (?:stage|step|phase|time we|author|week|day|place to|half|thing|way|one|reason|problem|question|ones))",
        r"(?:took|takes|taking|won|wins|winning|finish\w*|came|comes|placed|places|plac(?:e|ing)|rank(?:s|ed|ing)?) (?:in |as )?(?:the )?(?:first|second|third|fourth|fifth|top|gold|silver|bronze|#?\d+(?:st|nd|rd|th)?)\b",
        r"for the first time\b", r"the only \w+", r"(?:tops?|topped|topping|leads?|led|leading) the (?:\w+ ){0,3}?(?:leaderboard|ranking|benchmark|list|chart|table|field|market|pack)\w*", r"number one\b",
        r"(?:sets?|set|broke|breaks|breaking) (?:a|the|its|all) (?:new |previous |old )?(?:\w+ )?(?:record|standard|bar)s?\b", r"record-?(?:breaking|setting|high|low)\b", r"gold medal",
    ),
    chinese=(
        r"#1\b", r"首个|首款|首次|首创|首家|首例|首颗|首台|首座|第一个|第一家|第一款|史上|历史(?:新高|最)|唯一", r"(?<![与和像如])最大的?(?=[^，。]{0,8}(?:模型|网络|集群|系统|数据|芯片|公司|平台|之一|规模))|(?<![与和像如])最强|(?<![与和像如当前])最先进|最快|最小的|最高的?|最低的?|最便宜|最好的?(?=模型|成绩|结果)",
        r"业界领先|行业领先|遥遥领先|(?:全球|世界|国内|业界|行业|亚洲|全国)(?:首|第一|最|领先)", r"位居|位列|排名第|排在第|名列|创下|创造[^，。]{0,8}(?:纪录|记录)|打破[^，。]{0,8}(?:纪录|记录)|登顶|刷新|夺得|(?:获|拿下|取得|斩获|位)[^，。]{0,14}第[一二三四五六七八九十\d]|冠军|亚军|季军|榜首|金奖|金牌",
    ),
)  # fmt: skip
# A ranking word that needs no noun behind it to be one.
WHOLE_RANK = re.compile(
    r"first time|SOTA|state|record|rank|\btop|#1|number one|\bthe (?:[a-z]{3,}est|most|least|best)\b.*\b(?:in|of|on|among|ever|yet|available|date|anywhere|know)$|\b(?:took|tak|won|win|finish|came|com|plac|lead|led)|gold|broke"
    r"|位列|夺得|第[一二三四五六七八九十\d]|冠军|亚军|季军|榜首|金[奖牌]|首次|首创|首[家例颗台座]|刷新|登顶|创|打破|排|位居|名列|史上|历史|唯一",
    re.I,
)
RANKED_NOUN = re.compile(
    r"^.{0,60}?(?:models?|networks?|systems?|LLMs?|chips?|clusters?|datasets?|benchmarks?|results?|performance|scores?|accuracy|open-source|base|record|suppl(?:y|ier)\w*|provider|maker|vendor|plant|cent(?:er|re)|robots?|drugs?|product|tool|method"
    r"|supercomputers?|processors?|GPUs?|labs?|compan(?:y|ies)|AI|parameters?|chatbots?|assistants?|agents?|模型|网络|系统|芯片|集群|数据|性能|水平|记录|纪录|参数|智能|语言|训练|公司|机构|成果|开源|企业|机器人|平台|产品|厂商|中心|药物|方案)",
    re.I,
)
# To be the first of a size is a claim beside the size itself.
FIRST = re.compile(r"\bfirst\b|largest|biggest|首个|首款|第一个|最大", re.I)

COMPARISON = _sign(
    english=(
        r"(?:outperform|surpass|outscor|outstrip|outpac|eclips|overtak|overtook|outclass)(?:e?s|e?d|ing|en)?\b",
        r"(?:exceed(?:s|ed|ing)?|beats?|beat(?:en|ing)|rival(?:s|ed|ling|ing)?|match(?:es|ed|ing)?|edg(?:es|ed|ing) out|ties|tied with|bests|approach(?:es|ed|ing)) (?=\S)",
        r"(?:(?:(?!rather\b|other\b|whether\b|never\b|either\b)\w{3,}er|more \w+|less \w+|fewer|better|worse|less|more)) than\b(?! \d| ever\b| before\b| just\b)", r"(?:los(?:es?|t) to|trail(?:s|ed|ing)?|lag(?:s|ged|ging)?|f[ae]lls? (?:short of|behind)|ahead of|behind) (?=\S)", r"(?:never|no) (?:worse|better)\b",
        r"comparable (?:to|with|performance|results)", r"on (?:a )?par with\b", r"(?:as good|as fast|as accurate|as capable) as\b", r"competitive (?:with|against|performance|results)", r"(?:similar|similarly|superior|equivalent|inferior|identical) to (?=[A-Z]|the |that |those |human)", r"in line with\b",
    ),
    chinese=(
        r"超过了?|超越了?|反超|赶超|赶上|追平|优于|好于|媲美|相当(?!于|大|多|的|高|长|不错)|匹敌|不逊|强于|快于|慢于|胜过|胜出|领先(?!水平|地位|的)|更胜一筹|竞争力|类似于|相似|持平|击败|打败|不输|不弱于", r"远不及|落后于?|逊色?于|输给|略逊|差于|不及(?!格|时|物)|不如(?!意|说)|低于|高于|接近(?=\s?[A-Z人])", r"(?<![同环占对相])比[^，。；]{1,16}?(?:更|还要?|要)?(?:快|慢|好|差|强|弱|高|低|大(?!模型|规模|量|型|语言|数据)|小(?!型|模型|时)|多(?!模态|个|种|项)|少|便宜|贵|准|省)(?![年间])",
    ),
)  # fmt: skip
LICENCE = _sign(
    english=(
        r"licen[sc]ed (?:under|to|for)", r"under (?:the |an? )[\w.\s-]{0,25}licen[sc]e", r"Apache[- ]2\.0", r"(?:MIT|BSD|GPL\w*|Apache) licen[sc]e", r"CC[- ]BY[\w-]*", r"licen[sc]e: ?\S",
        r"(?:free (?:for|of)|allow\w*|permit\w*|prohibit\w*|forbid\w*|no) (?:\w+ )?commercial (?:use|usage)", r"(?:non-?)?commercial (?:use|usage|licen[sc]e)", r"permissive(?:ly)? licen[sc]\w+", r"royalty-free",
    ),
    chinese=(r"许可(?:证|协议)?下|许可证|(?:MIT|Apache|GPL|BSD|CC)\S{0,10}\s?(?:协议|许可)|(?:允许|禁止|可|免费|支持|限制)[^，。]{0,4}商用|开源(?:协议|许可)|商业(?:使用|授权)|非商业",),
)  # fmt: skip
_CEASED = r"(?:suspended|paused|deprecated|discontinued|retired|shut down|withdrawn|pulled|cancell?ed|delayed|postponed|halted|sold out)"
AVAILABILITY = _sign(
    english=(
        rf"{_DONE} (?:\w+ ){{0,2}}?(?:available|accessible|open-sourced|open(?:ed)? to|closed|offered|sold|shipping|in (?:public |private |closed |open )?(?:beta|preview)|on sale|live|{_CEASED})\b", rf"(?:has|have|had) (?:\w+ ){{0,2}}?{_CEASED}", r"made (?:\w+ ){0,2}?available",
        r"available (?:today|now|via|through|on|in|to|for|as|under|at|from)\b", r"(?:went|goes|gone) (?:live|on sale|into production)", r"can be (?:downloaded|accessed|ordered|tried)", r"(?:replac(?:es|ed)|supersed(?:es|ed)) (?:the )?[A-Z]",
        r"(?:sampling|(?:volume |mass )?production|construction|operations?|shipments?|shipping|sales|deliver(?:y|ies)|rollout|enrolment|trials?) (?:began|begins|started|starts|ended)\b", r"(?:began|started|starts|begins) (?:\w+ ){0,2}?(?:sampling|production|construction|operations?|shipping|shipments?|sales|deliver(?:y|ies|ing)|selling)\b",
        rf"{_NOT} (?:yet )?(?:been )?(?:disclos|reveal|releas|publish|shar)\w*", r"(?:little|nothing) is (?:publicly )?known", r"undisclosed",
    ),
    chinese=(
        r"(?:已|均已|现已|正式|即日起|今日起|同步|全面)[^，。]{0,8}(?:上线|上架|开放|开源|可用|下架|停用|下线|停服|关停|公测|内测|发售|开售|量产|投产|商用|交付|出货|上市|接入)", r"投入(?:使用|运行|运营|商用)|开始(?:量产|发货|交付|供货|内测|公测|运营)|(?:暂停|停止|终止)(?:服务|销售|供货|开放|运营|更新)",
        r"(?:尚未|没有|并未|未)\s?(?:披露|公布|公开|开源|透露)|了解甚少|知之甚少|不得而知",
    ),
)  # fmt: skip
RELEASE = _sign(
    english=(r"(?:announc|releas|launch|unveil|debut|open-?sourc|introduc|roll(?:ed|ing|s)? out|ship|publish)(?:e?s|e?d|p?ed|ing)?\b", r"open weights?\b"),
    chinese=(r"推出|发布|宣布|开源|上线|公布|公开",),
)  # fmt: skip
DECISION = _sign(
    english=(
        r"(?:decided|chose|agreed|acquire[sd]?|partner(?:s|ed)|invest(?:s|ed)|signed|join(?:s|ed)|left|fired|resigned|sued|settled|teamed up|denied|confirmed|admitted|retracted|withdr[ae]w|hired|appointed|bought|merged|sold|banned|fined|ordered|apologi[sz]ed|pledged|committed|laid off)\b",
    ),
    chinese=(r"决定|收购|并购|达成(?:合作|协议)|签署|签约|投资了|入股|否认|承认|起诉|撤回|联手|携手|提出了|结合起来|选择了|任命|聘请|裁员|出任|离职|加入了?|道歉|致歉|处罚|罚款",),
)  # fmt: skip
FINDING = _sign(
    english=(r"(?:show(?:s|ed|n)?|demonstrat\w+|find(?:s|ings?)?|found|reveal\w*|indicat\w+|prov(?:e|es|ed|en)|verif(?:y|ied|ies)|confirm\w*|observ\w+|discover\w*|evaluations?|experiments?)\b",),
    chinese=(r"表明|显示|证明|发现|实验|测试",),
)  # fmt: skip
ABILITY = _sign(
    english=(r"(?:can|able to|capable of|supports?|enables?|handles?|excels?|reduces?|improves?|produces?|generates?|achieves?|converges?)\b",),
    chinese=(r"能够|支持|擅长|具备|可以|具有|实现了",),
)  # fmt: skip
# Somebody says that what was said is not so, or sets it right.
DENIAL = _sign(
    english=(r"(?:den(?:y|ied|ies)|dismiss(?:es|ed)|reject(?:s|ed)|disput(?:es|ed)|contradict(?:s|ed)|walk(?:s|ed)? back|retract(?:s|ed)?|withdrew|clarif(?:y|ied|ies)|apologi[sz]e[ds]?)\b(?! (?:requests?|prompts?|samples?|access))", r"is (?:a )?(?:fake|hoax)\b", rf"{_DONE} (?:not true|untrue|false|wrong|overstated|exaggerated|inaccurate)\b"),
    chinese=(r"否认|辟谣|不实|不属实|撤回|澄清|更正|驳斥|并非事实|夸大|子虚乌有",),
)  # fmt: skip
# Where research came out, and who built something with whom.
PUBLICATION = _sign(
    english=(r"(?:published|appeared|accepted|posted) (?:online )?(?:in|at|on) (?:the )?(?:journal )?(?-i:[A-Z])\w+", r"(?:developed|built|trained|designed|created|made) (?:jointly |together )?(?:by|with|at) (?:the )?(?:\w+ at )?(?-i:[A-Z])\w+", r"(?:in (?:partnership|collaboration) with|jointly (?:developed|built|trained))"),
    chinese=(r"在线发表|发表[于在]|刊登[于在]|研制出|研发出|研制成功|研发的|联合(?:研发|开发|发布|推出|打造)|自主研发|自研",),
)  # fmt: skip
# What something cannot do, does not have or did not suffer: as checkable as what it can.
LACK = _sign(
    english=(
        r"(?:(?:does|do|did|has|have|had|can|could)(?: not|n['’]t)|never|cannot) (?:yet |currently |(?!only)\w+ly )?(?:be )?(?!only\b|just\b|merely\b|mean\b|tell\b|prove\b|imply\b|guarantee\b|explain\b|matter\b|know\b|think\b|believe\b|say\b|want\b|surprising\b|clear\b|the case\b|enough\b|exceed)(?:[a-z]{3,})",
        r"(?:is|are|was|were)(?: not|n['’]t) (?:yet |currently )?(?:part of|based on|\w{3,}ed\b|\w+able\b)", r"(?:is|are|was|were|be) un(?:supported|available|tested|verified|audited|reviewed)\b", r"unsupported\b", r"no longer (?!than)\w+",
        r"without (?:any|a|an|the need|needing|using|access|human|internet|retraining|fine-?tuning|supervision)\b", r"(?:carries|has|have|had|needs?|requires?|uses?|used|contains?|includes?|takes|took|adds?|with) (?:no|zero) \w+", r"no (?:user|customer|personal|human|synthetic|external|private|additional|manual|extra|other|independent|peer|loss)[\w-]* \w+", r"(?:fails?|failed|unable|struggles?) to\b|fails? on\b|lacks?\b",
    ),
    chinese=(
        r"没有(?:出现|发生|遇到|使用|用到|取得|获得|公布|公开|披露|提供|经过|采用|任何|计入|包含|包括|达到|通过|联网)|(?:尚|仍|并|还|从)未(?!来)|未(?:出现|发生|使用|经|获|通过|达|包含|计入|能)|无需|无须|不需要?|不支持|不兼容|无法|(?<!能)不能(?!说|不|代表|证明|保证|排除|忽视|简单)|尚不|并不(?:能|会|是|支持|包含|需要|具备)(?!说明|代表|意味|证明|等于|保证)|不再|不(?:包括|包含|具备|提供|收集|存储|联网|依赖|涉及|上传|收费|开放|含)|缺乏|缺少",
    ),
)  # fmt: skip
# What something can do, in the present and without a number.
CAN = _sign(
    english=(
        r"(?:can|is able to|are able to|is capable of|are capable of) (?:also |now |even |natively |reliably )?(?!not\b|be (?:found|seen|used|read|downloaded|accessed|expected|an?|the)\b)[a-z]{3,}",
        r"(?:supports?|handles?|understands?|generates?|accepts?|transcribes?|translates?|recogni[sz]es?|detects?|predicts?|controls?|writes?|reads?|plays?|solves?|answers?|produces?|processes) (?!to\b|of\b|for\b)\w", r"(?:runs?|works?|operates?|fits?|trains?|scales?) (?:on|in|with|without|offline|locally|entirely|natively|across|inside|within)\b", r"(?:lets|allows) (?:users|you|developers|people|anyone|it|them)\b",
    ),
    chinese=(r"能够|可以|可(?=一次|直接|自动|同时|实时|在|用|对|独立|连续|离线)|支持|能(?=在|一次|自动|直接|同时|实时|听|看|读|写|用|对|理解|生成|识别|独立|完成|处理)|[也就]能|擅长|具备|搭载|内置|兼容|适配",),
)  # fmt: skip
# Facts about a company or a product that registers, courts and accounts hold.
COMPANY_FACT = _sign(
    english=(
        r"(?:was|were) (?:co-)?founded\b", r"(?:co-)?founded (?:in|by)\b", r"headquartered in\b", r"(?:turned|turn|is|are|became|remains?|was) (?:un|not )?profitable\b", r"br(?:oke|eaks?|oken) even\b", r"(?:operating|net) (?:loss|profit)",
        r"(?:round|funding|investment|raise)\b[^.;]{0,40}\b(?:co-)?led by ", r"backed by (?:\w+ ){1,3}(?:capital|ventures|partners|fund)\b", r"(?:approv|clear|certifi|audit|authori[sz])ed by\b", r"(?:received|won|secured|obtained|holds|granted|earned|passed) (?:an? |the )?(?:[\w-]+ ){0,3}(?:approval|clearance|certification|certificate|patent|authori[sz]ation|audit|contract)\b", r"went public\b|(?:listed|trades?|traded) on (?:the )?(?-i:[A-Z])", r"powered (?:entirely|solely|only) by\b", r"(?:electricity|power|energy|water|data|funding|money)\b.{0,20}? (?:comes?|came|drawn|sourced) from\b",
    ),
    chinese=(
        r"成立于|创立于|创办于|创建于|总部(?:位于|设在)|领投|跟投|(?<!能力)盈利(?!能力)|毛利率|扭亏|亏损|上市|获批|备案|得到[^，。]{0,24}(?:支持|资助)|(?:获得?|取得|拿到|通过)[^，。]{0,24}(?:资助|投资|认证|批准|审批|证书|牌照|专利|许可)|中标",
    ),
)  # fmt: skip
QUOTATION = re.compile(r"[“\"][^”\"]{12,}[”\"]|[「『][^」』]{8,}[」』]")
SAYS = _sign(
    english=(r"(?:said|says|stated|states|told|claims?|claimed|reported|reports|according to|wrote|noted|writes|quoted)\b",),
    chinese=(r"表示|称|指出|写道|整理了|据|声称|报道|透露|推进",),
)  # fmt: skip
TRAINED_ON = _sign(
    english=(r"(?:trained|training|train|run|runs|ran|using|uses|used|inference)\b",), chinese=(r"训练|使用|采用|运行|配备|用的",)
)  # fmt: skip
DATED = re.compile(
    r"(?:\d{1,2}\s?月\s?\d{1,2}\s?[日号]|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,2}\b|\b\d{1,2}\s(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|(?:19|20)\d\d\s?年\s?\d{1,2}\s?月)"
)
# "We introduce X", 我们推出: the announcement itself, which nobody needs to check.
OWN_RELEASE = _sign(
    english=(r"(?:we|we['’]re|our)\b[^.]{0,40}(?:introduc|releas|announc|launch|present|unveil|open-?sourc|publish|shar)", r"(?:introducing|announcing)"),
    chinese=(r"我们[^，。]{0,12}(?:推出|发布|宣布|开源|公开)",),
)  # fmt: skip
# A sentence about the system that was spoken of before.
IT = re.compile(
    r"^\W*(?:it|the (?:[\w-]+ )?(?:model|system|chip|assistant|agent|robot|tool|app|device|drug|processor|service|product|API|framework|platform))\b|^\W*(?:它|该(?:模型|系统|芯片|产品|平台|机器人|药物)|这[款个套](?:模型|系统|芯片)?|模型|新模型|系统|芯片)",
    re.I,
)
# "… to better handle", "users can share": what something is for or what others do, not what it does.
NOT_ITS_OWN = re.compile(
    r"\b(?:to|helps?|helped|helping)\s(?:\w+\s){0,2}$|\b(?:users?|developers?|people|anyone|customers|researchers|you|we|they)\s(?:also\s|now\s)?$|\b(?:an?|the|its|our|their|this|any|some|of|for|how|whether)\s(?:[\w-]+\s){0,2}$|(?:用户|开发者|大家|[你您我]们?)(?:也|均|都)?$",
    re.I,
)
