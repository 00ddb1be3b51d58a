"""The words by which claims without a number are known, in English and Chinese: one pattern a kind of statement."""

import re

RANKING = re.compile(
    r"(?P<rank>\bthe (?!best (?:way|thing|time|practice|part|place|effort))(?:[a-z]{3,}est|best|most \w+|least \w+)\s(?:[\w-]+\s){0,4}?(?:in|of|on|among|ever|yet|available|we know)\b|\b(?:achiev\w+|sets?|setting|new|reach\w+|establish\w+|deliver\w+|attain\w+)\s(?:\w+[\s-]){0,2}?(?:state[- ]of[- ]the[- ]art|SOTA|best|highest)\b|\b(?:the|world['’]?s|currently)\s(?:\w+[\s-]){0,2}?(?:first|largest|biggest|strongest|fastest|best(?!\spractices?)(?:-performing)?|smallest"
    r"|most (?:powerful|capable|advanced|efficient|accurate|intelligent|widely)|highest|lowest|cheapest|leading)\b(?!\s(?:stage|step|phase|time we|author|week|day|place to|half))"
    r"|\b(?:took|takes|taking|won|wins|finish\w*|came|comes|placed|places|ranks?|ranked|ranking)\s(?:in\s|as\s)?(?:first|second|third|fourth|fifth|top|#?\d+(?:st|nd|rd|th)?)\b|\bfor the first time\b|\b(?:ranks?|ranked|ranking) (?:first|second|third|top|#?\d)|\b(?:tops?|topped|topping) the\b|#1\b|\bnumber one\b|\bsets? a new (?:record|standard|bar)"
    r"|首个|首款|首次|首创|第一个|(?<![与和像如])最大的|(?<![与和像如])最强|(?<![与和像如当前]{1})最先进|最快|最小的|最高的?|业界领先|全球(?:首|第一|最)|世界(?:首|第一|最)|国内(?:首|第一|最)|位居|位列|排名第|名列|创下|登顶|刷新|夺得|(?:获|拿下|取得|斩获|排在|位)[^，。]{0,14}第[一二三四五六七八九十\d]|冠军|榜首)",
    re.I,
)
COMPARISON = re.compile(
    r"(?P<compare>\b(?:outperform|surpass|outscor|outstrip|eclips)(?:e?s|e?d|ing)?\b|\b(?:exceed(?:s|ed|ing)?|beats?|beating|rivals?|rival+ing|match(?:es|ed|ing)?)\s(?=\S)|\b(?:better|faster|worse|more \w+|less \w+|lower|higher|cheaper|stronger|smaller|larger) than\b"
    r"|\b(?:los(?:es?|t) to|trail(?:s|ed|ing)?|lag(?:s|ged|ging)?(?: behind)?|f[ae]lls? short of)\b|\b(?:never|no) worse\b|\bcomparable (?:to|with|performance|results)|\bon par with\b|\bcompetitive (?:with|against|performance|results)|\b(?:similar|similarly|superior|equivalent|inferior|identical) to\b|\boverwhelmingly superior\b|\bin line with\b"
    r"|超过了?|超越了?|优于|媲美|相当(?!于|大|多|的|高|长)|匹敌|不逊|强于|胜过|领先于|更胜一筹|竞争力|类似于|相似|持平|击败|不输|远不及|落后于?|逊色?于|输给|略逊|不及(?!格|时|物)|不如(?!意)|低于|高于|接近(?=\s?[A-Z]))",
    re.I,
)
LICENCE = re.compile(
    r"(?P<licence>\b(?:licen[sc]ed under|under (?:the|an?) [\w.\s-]{0,25}licen[sc]e|Apache[- ]2\.0|MIT Licen[sc]e|CC[- ]BY[\w-]*|commercial (?:use|usage|licen[sc]e)|non-?commercial|permissive licen[sc]e)\b"
    r"|\blicen[sc]e:\s?\S|许可(?:证|协议)?下|许可证|(?:MIT|Apache|GPL|BSD|CC)\S{0,10}\s?(?:协议|许可)|允许商用|开源协议|可商用|商业使用|免费商用)",
    re.I,
)
AVAILABILITY = re.compile(
    r"(?P<available>\b(?:is|are|was|were|now|made|become|becomes|being) (?:\w+ ){0,2}?(?:available|accessible|suspended|deprecated|discontinued|retired|shut down|withdrawn|open-sourced|closed)\b|\b(?:has|have) (?:\w+ ){0,2}?(?:retired|discontinued|suspended|shut down|withdrawn|deprecated)\b"
    r"|\bavailable (?:today|now|via|through|on|in|to|for|as|under|at)\b|(?:已|均已|现已|正式|即日起)[^，。]{0,8}(?:上线|开放|开源|可用|下架|停用|下线|停服|关停|公测|发售|量产|投产|商用|投入(?:使用|运行|运营))|投入(?:使用|运行|运营|商用)|\b(?:sampling|(?:volume |mass )?production|construction|operations?|shipments?|sales|deliver(?:y|ies)|rollout) (?:began|begins|started|starts)\b|(?:尚未|没有|并未)\s?(?:披露|公布|公开|开源)"
    r"|\b(?:has|have|had|did|does|do)(?:n['’]t| not) (?:yet )?(?:been )?(?:disclos|reveal|releas|publish|shar)\w*|了解甚少|知之甚少)",
    re.I,
)
RELEASE = re.compile(
    r"(?P<release>\b(?:announc|releas|launch|unveil|debut|open-?sourc|introduc|roll(?:ed|ing|s)? out|ship|publish)(?:e?s|e?d|p?ed|ing)?\b|\bopen weights?\b|推出|发布|宣布|开源|上线|公布|公开)",
    re.I,
)
DECISION = re.compile(
    r"(?P<decided>\b(?:decided|chose|agreed|acquired?|acquires|partnered|invested|signed|joined|left|fired|resigned|sued|settled|teamed up|denied|confirmed|admitted|retracted|withdr[ae]w)\b"
    r"|决定|收购|达成(?:合作|协议)|投资了|否认|承认|起诉|撤回|联手|提出了|结合起来|选择了)",
    re.I,
)
FINDING = re.compile(
    r"\b(?:show(?:s|ed|n)?|demonstrat\w+|find(?:s|ings?)?|found|reveal\w*|indicat\w+|prov(?:e|es|ed|en)|verif(?:y|ied|ies)|confirm\w*|observ\w+|discover\w*|evaluations?|experiments?)\b"
    r"|表明|显示|证明|发现|实验|测试",
    re.I,
)
ABILITY = re.compile(
    r"(?P<ability>\b(?:can|able to|capable of|supports?|enables?|handles?|excels?|reduces?|improves?|produces?|generates?|achieves?|converges?)\b|能够|支持|擅长|具备|可以|具有|实现了)",
    re.I,
)
# Somebody says that what was said is not so.
DENIAL = re.compile(
    r"(?P<denial>\b(?:den(?:y|ied|ies)|walk(?:s|ed)? back|retract(?:s|ed)?|withdrew)\b|\bis (?:a )?fake\b|\b(?:is|are|was|were) (?:not true|untrue|false)\b|否认|辟谣|不实|不属实|撤回)",
    re.I,
)
# Where and by whom research came out.
PUBLICATION = re.compile(
    r"(?P<published>\b(?:published|appeared|accepted|presented) (?:online )?(?:in|at|on) (?:the )?(?:journal )?[A-Z]\w+|在线发表|发表[于在]|刊登[于在]|研制出|研发出|研制成功)"
)
# What something cannot do or does not have: as checkable as what it can.
LACK = re.compile(
    r"(?P<lack>\b(?:does|do|did|can|is|are|was|were|has|have)(?:\s?not|n['’]t)\s(?:yet\s|currently\s|\w+ly\s)?(?:support\w*|handl\w+|brows\w+|access\w*|includ\w+|requir\w+|need\w*|us(?:e|es|ed|ing)\b|contain\w*|run\b|generat\w+|process\w*|understand|read|write|see|hear|work"
    r"|accept\w*|allow\w*|provid\w+|offer\w*|stor(?:e|es|ed)|send|share\w*|train\w*|cover\w*|compet\w+|connect\w*|approved|certified|profitable|available)"
    r"|\b(?:did|does|do|has|have|had)(?: not|n['’]t) (?:experience|encounter|observe|rely|suffer|increase)\w*\b|\bwithout any\b|\bno (?:loss spikes|rollbacks|manual|additional training)\b|\bcannot\s\w+|\bno longer\s(?:\w+s|\w+ed|supports?)\b|\b(?:is|are) (?:un|not )supported\b|\bno (?:user|customer|personal|human|synthetic|external|private)[\w-]*\s(?:data|labels?|feedback|text|images)\b|\b(?:carries|has|have|needs?|requires?|uses?|used) no\s\w+"
    r"|没有(?:出现|发生|遇到|使用)|未(?:出现|发生|使用)|无需|不支持|无法|(?<!能)不能(?!说|不)|尚不|尚未|仍未|并未|并不(?:能|会|是|支持|包含|需要)|没有(?:使用|用到|取得|获得|公布|公开|披露|提供|经过|采用|任何)|不再|不(?:包括|包含|需要|具备|提供|收集|存储|联网|依赖|涉及))",
    re.I,
)
# What something can do, in the present and without a number.
CAN = re.compile(
    r"(?P<can>\b(?:can|is able to|are able to|is capable of)\s(?!not\b|be\s(?:found|seen|used|read|downloaded|accessed|expected|a|an|the)\b)[a-z]+|\b(?:supports?|handles?|understands?|generates?|accepts?|transcribes?|translates?|recogni[sz]es?|runs? (?:on|locally|offline)|works? (?:on|with|without|offline)|fits (?:in|on))\s\w"
    r"|能够|可以|可(?=一次|直接|自动|同时|实时|在|用|对)|支持|能(?=在|一次|自动|直接|同时|实时|听|看|读|写|用|对|理解|生成|识别)|也能|就能|擅长|具备|无需|不用联网)",
    re.I,
)
# Founding, backers, profit, approval: facts about a company or a product that registers hold.
COMPANY_FACT = re.compile(
    r"(?P<fact>\b(?:was|were)\s(?:co-)?founded\b|\bfounded in\b|\b(?:turned|turn|is|are|became|remains?) (?:un)?profitable\b|\bbr(?:oke|eaks?) even\b|\b(?:round|funding|investment|raise)\b[^.;]{0,40}\b(?:co-)?led by\s|\bbacked by (?:[A-Z]\w+ ){1,3}(?:Capital|Ventures|Partners|Fund)\b|\b(?:approved|cleared|certified|audited) by\b"
    r"|成立于|创立于|创办于|领投|跟投|(?<!能力)盈利(?!能力)|毛利率|扭亏|获批|得到[^，。]{0,24}(?:支持|资助)|获得[^，。]{0,24}(?:资助|投资|认证|批准)|通过[^，。]{0,12}(?:认证|审批|备案))",
    re.I,
)
QUOTATION = re.compile(r"[“\"][^”\"]{12,}[”\"]|[「『][^」』]{8,}[」』]")
SAYS = re.compile(
    r"\b(?:said|says|stated|states|told|claims?|claimed|reported|reports|according to|wrote|noted|writes|quoted)\b|表示|称|指出|写道|整理了|据|声称|报道|透露|推进",
    re.I,
)
TRAINED_ON = re.compile(
    r"(?P<on>\b(?:trained|training|train|run|runs|ran|using|uses|used|inference)\b|训练|使用|采用|运行|配备)", re.I
)


RANKED_NOUN = re.compile(
    r"^.{0,60}?(?:models?|networks?|systems?|LLMs?|chips?|clusters?|datasets?|benchmarks?|results?|performance|scores?|accuracy|open-source|base|record"
    r"|supercomputers?|processors?|GPUs?|labs?|compan(?:y|ies)|AI|parameters?|chatbots?|assistants?|agents?|模型|网络|系统|芯片|集群|数据集|性能|水平|记录|参数|智能|语言|训练|公司|机构|成果|开源)",
    re.I,
)
# To be the first of a size is a claim beside the size itself.
FIRST = re.compile(r"\bfirst\b|largest|biggest|首个|首款|第一个|最大", re.I)
WHOLE_RANK = re.compile(
    r"first time|SOTA|state|record|rank|top|#1|number one|\bthe (?:[a-z]{3,}est|most|least|best)\b.*\b(?:in|of|on|among|ever|yet|available|we know)$|\b(?:took|takes|won|wins|finish|came|comes|place)|位列|夺得|第[一二三四五六七八九十\d]|冠军|榜首|首次|首创|刷新|登顶|创下|排名|位居|名列",
    re.I,
)
DATED = re.compile(
    r"(?:\d{1,2}\s?月\s?\d{1,2}\s?[日号]|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,2}\b|(?:19|20)\d\d\s?年\s?\d{1,2}\s?月)"
)
# "We introduce X", 我们推出: the announcement itself, which nobody needs to check.
OWN_RELEASE = re.compile(
    r"\b(?:we|we['’]re|our)\b[^.]{0,40}(?:introduc|releas|announc|launch|present|unveil|open-?sourc|publish|shar)|我们[^，。]{0,12}(?:推出|发布|宣布|开源|公开)|^\W*(?:introducing|announcing)",
    re.I,
)
# A sentence about the system that was spoken of before.
IT = re.compile(
    r"^\W*(?:it|the (?:new |whole )?(?:model|system|chip|assistant|agent|robot|tool|app|device))\b|^\W*(?:它|该(?:模型|系统|芯片|产品)|这款|模型|新模型)",
    re.I,
)
# "… to better handle", "users can share": what something is for or what others do, not what it does.
NOT_ITS_OWN = re.compile(
    r"\b(?:to|helps?|helped|helping)\s(?:\w+\s){0,2}$|\b(?:users?|developers?|people|anyone|customers|researchers|you|we|they)\s(?:also\s|now\s)?$|(?:用户|开发者|大家|[你您我]们?)(?:也|均|都)?$",
    re.I,
)
