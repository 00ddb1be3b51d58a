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


_SIGNS: tuple[tuple[Leaving, re.Pattern[str]], ...] = tuple(
    (leaving, re.compile(pattern, re.I))
    for leaving, pattern in (
        (Leaving.QUESTION, r"[?？][\"'”’」)]*\s*$|^(?:why|how|what|is it|can we|does|do we)\b[^.]*\?"),
        (
            Leaving.INSTRUCTION,
            r"^(?:\W*)(?:please|make sure|join|try|check (?:out|it)|visit|sign up|subscribe|click|see (?:the|our|below|also|here)|read (?:the|more|our)"
            r"|follow|download|get \d+% off|use code|scan|run\b|install|note that|stay tuned|contact|let us know|share (?:your|this)|learn more|refer to|get started|start (?:by|with)"
            r"|explore|watch|head (?:over|to)|feel free|don['’]t forget|register|apply|to (?:use|get|run|install|start|try|learn|download|build)\b[^,]{0,60},\s?(?:run|use|see|click|install|visit|please|you)"
            r"|for (?:more|further|additional) (?:details|information))\b|\bencourage (?:users|you|everyone|developers)|\b(?:you can|you may) (?:also )?(?:find|read|try|use|download|access|support)"
            r"|扫描[^。]{0,12}二维码|^\W*(?:请|点击|欢迎|关注|扫码|注意|订阅|阅读|了解更多|如果[你您]|[你您](?:也)?可以|参阅|参见|详见)|欢迎(?:大家|试用|体验|加入|反馈)",
        ),
        (Leaving.THANKS, r"\bthank(?:s|ful)?\b|grateful|acknowledg(?:e|ments?)\b|感谢|致谢|鸣谢|鼓掌"),
        (
            Leaving.BOILERPLATE,
            r"all rights reserved|cookie|privacy policy|terms of (?:use|service)|photo(?:graph)? by|image credit|©|\bnewsletter\b|unsubscribe"
            r"|^(?:原文|来源|作者|编辑|图源|译者)\s?[:：]|拍摄的照片|版权|转载|更多(?:细节|详情|信息)|more details (?:are|can)"
            r"|(?:figure|table|section) \d+ (?:shows|displays|provides|presents|illustrates|summarizes)",
        ),
        (
            Leaving.CONDITION,
            r"^\W*(?:if|assuming|suppose|unless|were we|provided that)\b|^\W*(?:如果|假如|倘若|若是|要是|只要)",
        ),
        (
            Leaving.PREDICTION,
            r"\b(?:will|won['’]t|would|could|might|may|shall)\b(?! (?:have|be able) )|\b(?:expects?|anticipates?|hopes?|intends?|plans?|aims?|wants?|going) to\b|\bslated (?:for|to)\b|\bshould follow\b"
            r"|\b(?:expected|likely|poised|set|supposed|planned) to\b|\bwe (?:expect|anticipate|hope|plan|look forward)|in the (?:near )?future\b|\bsoon\b"
            r"|potential(?:ly)?\b|promis(?:e|es|ing)\b|under (?:active )?development|\b(?:i|we)['’]ll\b"
            r"|预计|预期|将会|将在|将把|将为|将极大|即将|有望|可能会|或许|也许|计划在|打算|期待|未来|下一代|目标是|的目标|会越来越|致力于|旨在|力争|争取|下一步|路要走",
        ),
        (
            Leaving.OPINION,
            r"\b(?:i|we) (?:think|believe|feel|guess|suspect|hope)\b|in my (?:opinion|view)|\bmy (?:favou?rite|take)|excit(?:ed|ing)|amazing|awesome|mind-?blowing"
            r"|game-?changer|bright\b|remain(?:s)? (?:an )?(?:open|mostly|largely)|is needed\b|crucial\b|it['’]s (?:easy|hard|important|worth)|should\b|must\b"
            r"|我(?:们)?(?:认为|相信|觉得|希望|期望|真的)|在我看来|令人|至关重要|极其重要|不是吗|看起来|应该|必须|最终都|难以置信|让我们|一线希望|深远|效率最佳|非常灵活",
        ),
        (
            Leaving.DEFINITION,
            r"\b(?:refers to|is defined as|stands for|contains? a set of|are known as|means that)\b|\bis an? (?:type|kind|set|technique|method|process|class|form|measure) of\b"
            r"|指的是|是指|所谓|是一种(?:技术|方法|机制|算法|架构)",
        ),
    )
)
# A sentence of these kinds holds no claim, whatever numbers stand in it; the others only weigh against one.
FINAL = frozenset({Leaving.QUESTION, Leaving.INSTRUCTION, Leaving.THANKS, Leaving.BOILERPLATE})
# A number in a clause of this kind is a forecast, a goal or a supposition.
_FORECAST = re.compile(
    r"\b(?:will|won['’]t|would|could|might|shall)\b|\b(?:expected|likely|set|planned|projected|plans?|aims?|hopes?|intends?|wants?|going) to\b|\bslated (?:for|to)\b|\bshould follow\b|\bpotentially\b"
    r"|\bwe (?:expect|anticipate|hope|plan)\b|\bby (?:the end of )?20[3-9]\d\b|预计|预期|将会|将达|即将|有望|可能会|计划(?!的支持)|打算|目标是|最终目标|力争|争取|下一步|明年|希望|路要走|[年月]之?后",
    re.I,
)


def reasons_to_leave(sentence: str) -> tuple[Leaving, ...]:
    """Every sign in a sentence that it is no claim, strongest first; empty when there is none."""
    return tuple(leaving for leaving, pattern in _SIGNS if pattern.search(sentence))


def is_forecast(clause: str) -> bool:
    """Whether a clause speaks of what is to come or could be, not of what was done or measured."""
    return bool(_FORECAST.search(clause))
