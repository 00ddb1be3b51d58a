"""What a sentence is when it is no claim: question, instruction, thanks, boilerplate, opinion, prediction, definition."""

import re
from enum import StrEnum


class Leaving(StrEnum):
    """Why a sentence is left."""

    QUESTION = "question"
    INSTRUCTION = "instruction"
    THANKS = "thanks"
    BOILERPLATE = "boilerplate"
    CONDITION = "condition"
    PREDICTION = "prediction"
    OPINION = "opinion"
    DEFINITION = "definition"


# "Would cost $4M" is an estimate of what is, every other "would" a forecast.
_WOULD = r"would(?! (?:cost|take|require|need|put|amount|have taken)\b)"
_SCHEDULED = r"\bslated (?:for|to)\b|\bshould (?:follow|arrive|ship|reach|be ready)\b"
_SIGNS: tuple[tuple[Leaving, re.Pattern[str]], ...] = tuple(
    (leaving, re.compile("|".join(groups), re.I))
    for leaving, groups in (
        (
            Leaving.QUESTION,
            (
                r"[?？][\"'”’」)]*\s*$|^(?:why|how|what|is it|can we|does|do we)\b[^.]*\?",
                r"(?:吗|呢)[”」』\"]?[。！]?\s*$",
            ),
        ),
        (
            Leaving.INSTRUCTION,
            (
                r"^(?:\W*)(?:please|make sure|join|try|check (?:out|it)|visit|sign up|subscribe|click|see (?:the|our|below|also|here)|read (?:the|more|our)",
                r"follow|download|get \d+% off|use code|scan|run\b|install|note that|stay tuned|contact|let us know|share (?:your|this)|learn more|refer to|get started|start (?:by|with)",
                r"explore|watch|head (?:over|to)|feel free|don['’]t (?:forget|use|miss)|do not use|never use|register|apply|reach out|tell us|write to us|reply to|email us|upgrade|to (?:use|get|run|install|start|try|learn|download|build)\b[^,]{0,60},\s?(?:run|use|see|click|install|visit|please|you)",
                r"for (?:more|further|additional) (?:details|information))\b|\bplease (?:do|don|use|see|contact|note|refer)|\bencourage (?:users|you|everyone|developers)|\b(?:you can|you may|you should) (?:also )?(?:find|read|try|use|download|access|support)",
                r"^\W*(?:请|点击|欢迎|关注|扫[码描]|注意|订阅|阅读|了解更多|如果[你您]|[你您](?:也)?可以|参阅|参见|详见|报名|建议|不妨)|欢迎(?:大家|试用|体验|加入|反馈|[^，。]{0,12}(?:投稿|来信|留言))|扫描[^。]{0,12}二维码|(?:识别|长按)[^。]{0,8}二维码|请勿|建议[^，。]{0,14}(?:使用|选择|采用)",
            ),
        ),
        (Leaving.THANKS, (r"\bthank(?:s|ful)?\b|grateful|acknowledg(?:e|ments?)\b|感谢|致谢|鸣谢|鼓掌",)),
        (
            Leaving.BOILERPLATE,
            (
                r"all rights reserved|cookie|privacy policy|terms of (?:use|service)|photo(?:graph)? (?:by|credit)|image (?:credit|courtesy)|©|\bnewsletter\b|unsubscribe|\btrademarks?\b|forward-looking statements?|media (?:contact|inquiries)|investor relations",
                r"(?:brought to you|sponsored) by|^\W*sponsor(?:ed)?\b|advertisement|\bdisclaimer\b|editor['’]s note|originally (?:published|appeared)|minutes? read\b|^(?:by|written by|reporting by|edited by) (?-i:[A-Z][a-z]+ [A-Z])|\bwe(?:['’]re| are) hiring\b|^\W*(?:share|tweet|print|email)\W*$|\((?:NASDAQ|NYSE|HKEX|TSX|LSE)\s?:",
                r"^(?:原文|来源|作者|编辑|图源|译者|记者|责编|责任编辑|校对|文|图)\s?[:：/|]|拍摄的照片|版权|转载|更多(?:细节|详情|信息)|more details (?:are|can)|免责声明|不构成[^，。]{0,6}建议|投资有风险|商务合作|媒体联系|联系我们|前瞻性陈述|本文(?:来自|转自|首发|由|系|不)|加入我们|我们在招",
                r"(?:figure|table|section) \d+ (?:shows|displays|provides|presents|illustrates|summarizes)",
            ),
        ),
        (
            Leaving.CONDITION,
            (
                r"^\W*(?:if|assuming|suppose|unless|were we|provided that|imagine)\b|^\W*(?:如果|假如|倘若|若是|要是|只要|假设|设想)",
            ),
        ),
        (
            Leaving.PREDICTION,
            (
                rf"\b(?:will|won['’]t|{_WOULD}|could|might|(?-i:may)|shall)\b(?! (?:have|be able) )|\b(?:expects?|anticipates?|hopes?|intends?|plans?|aims?|wants?|seeks?|going) to\b|{_SCHEDULED}",
                r"\b(?:expected|likely|poised|set|supposed|planned|scheduled|due|projected|forecast|on track|on course) to\b|\bwe (?:expect|anticipate|hope|plan|look forward)|in the (?:near |coming )?(?:future|years|months|weeks)\b|\bsoon\b|\bnext (?:year|quarter|month|week)\b|\bover the next\b|\broadmap\b|\bone day\b|\bsomeday\b|\beventually\b",
                r"potential(?:ly)?\b|promis(?:e|es|ing)\b|under (?:active )?development|\b(?:i|we)['’]ll\b|\b(?:goal|target|ambition|aim) (?:is|of|remains)\b|\btargets? (?:a|an|the)?\s?(?:20\d\d|launch|first)",
                r"预计|预期|预测|预估|将会|将在|将把|将为|将极大|将于|将达|将使|将成为|即将|有望|可能会|或许|也许|或将|计划[在于将]|打算|期待|未来|下一代|目标是|的目标|会越来越|致力于|旨在|力争|争取|下一步|路要走|明年|后年|届时|今后|愿景|展望|规划",
            ),
        ),
        (
            Leaving.OPINION,
            (
                r"\b(?:i|we) (?:think|believe|feel|guess|suspect|hope|doubt|worry|fear|argue|love|like|suppose)\b|in (?:my|our) (?:opinion|view)|\bmy (?:favou?rite|take|guess)|excit(?:ed|ing)|amazing|awesome|mind-?blowing|\bi['’]d (?:say|take|bet|argue)|anybody['’]s guess|pinch of salt|\barguably\b|\bfrankly\b|\bhonestly\b",
                r"game-?changer|bright\b|remain(?:s)? (?:an )?(?:open|mostly|largely)|is needed\b|crucial\b|it['’]s (?:easy|hard|important|worth|time|no secret)|should\b|must\b|(?:lovely|beautiful|remarkable|impressive|incredible|stunning|revolutionary|terrific|breathtaking) (?:idea|work|result|achievement|step|thing|moment)|(?:is|was) (?:not )?(?:a )?(?:nice|lovely|impressive|surprising|disappointing|unsurprising|thrilled|proud|delighted|pleased|optimistic|sceptical|skeptical|nonsense)\b",
                r"我(?:们)?(?:认为|相信|觉得|希望|期望|真的|看好|担心|猜|怀疑)|在(?:我|笔者)看来|笔者(?:认为|以为|觉得)|令人|至关重要|极其重要|不是吗|看起来|应该|必须|最终都|难以置信|让我们|一线希望|深远|效率最佳|非常灵活|看好|无疑|可谓|堪称|惊艳|震撼|乐观|悲观|恐怕|值得(?!注意的是)|意义重大|说白了|老实说|不足为奇|耐人寻味|不奇怪",
            ),
        ),
        (
            Leaving.DEFINITION,
            (
                r"\b(?:refers to|is defined as|stands for|contains? a set of|are known as|is known as|means that|in other words|is (?:roughly|about) what)\b|[\"”’] (?:here )?means\b|\bis an? (?:type|kind|set|technique|method|process|class|form|measure|way) of\b",
                r"指的是|是指|所谓|是一种(?:技术|方法|机制|算法|架构)|也就是说|换句话说|可以理解为|俗称|顾名思义",
            ),
        ),
    )
)
# A sentence of these kinds holds no claim, whatever numbers stand in it; the others only weigh against one.
FINAL = frozenset({Leaving.QUESTION, Leaving.INSTRUCTION, Leaving.THANKS, Leaving.BOILERPLATE})
# A number in a clause of this kind is a forecast, a goal or a supposition.
_FORECAST = re.compile(
    rf"\b(?:will|won['’]t|{_WOULD}|could|might|shall)\b|\b(?:expected|likely|set|planned|scheduled|due|projected|forecast|on track|plans?|aims?|hopes?|intends?|wants?|seeks?|going) to\b|{_SCHEDULED}|\bpotentially\b|\bnext (?:year|quarter|month|week)\b"
    r"|\bwe (?:expect|anticipate|hope|plan)\b|\b(?:goal|target|ambition|aim) (?:is|of)\b"
    r"|预计|预期|预测|将会|将达|将于|将在|将使|即将|有望|可能会|或将|计划(?!的支持)[在于将]?|打算|目标是|最终目标|力争|争取|下一步|明年|后年|届时|希望|路要走|[年月]之?后(?!的今天)",
    re.I,
)
_YEAR_AHEAD = re.compile(
    r"\b(?:by|in|until|before|from|through)\s(?:the end of\s|early\s|late\s|mid-?)?(20\d\d)\b|(20\d\d)\s?年(?:底|前|之前|初|中)?",
    re.I,
)
# Headings under which a company speaks of itself or of its page, not of what is announced.
LONGEST_HEADING = 60
_NO_HEADING = re.compile(r"\d|[.,;。，；!?！？]")
_BOILERPLATE_HEADING = re.compile(
    r"^\W*(?:(?-i:A)bout(?: us\b| the (?:company|author)s?\b| (?-i:[A-Z]))|forward-looking|contacts?\b|media contact|disclaimer|disclosure|sponsor|references\b|acknowledg|footnotes|related|further reading|subscribe|citation|more (?:from|stories)"
    r"|关于|联系|免责|参考(?:文献|资料)|致谢|相关(?:阅读|文章|链接)|延伸阅读|推荐阅读|引用|广告|加入我们)",
    re.I,
)


def reasons_to_leave(sentence: str) -> tuple[Leaving, ...]:
    """Every sign in a sentence that it is no claim, strongest first; empty when there is none."""
    return tuple(leaving for leaving, pattern in _SIGNS if pattern.search(sentence))


def is_forecast(clause: str, year: int | None = None) -> bool:
    """Whether a clause speaks of what is to come or could be; `year` is the one it was published in, where known."""
    if _FORECAST.search(clause):
        return True
    return year is not None and any(int(one or other) > year for one, other in _YEAR_AHEAD.findall(clause))


def opens_boilerplate(heading: str) -> bool:
    """Whether what stands under a heading is about the company or the page: "About Heron Labs", 免责声明.

    A figure or the end of a sentence tells that it is no heading.
    """
    return (
        len(heading) <= LONGEST_HEADING
        and not _NO_HEADING.search(heading)
        and bool(_BOILERPLATE_HEADING.match(heading))
    )
