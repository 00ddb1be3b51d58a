"""Names that a Chinese text makes itself: 名为“北风”的大模型, 白鹭-Med 3.0, 芯片“青鲤”QL-30, and 白鹭大模型 where 白鹭 comes again."""

import re
from collections.abc import Iterator

from claims.core.known_subjects import KnownSubject, SubjectKind

_OPEN, _CLOSE = "[“《「『]", "[”》」』]"
_NAME = r"(?P<name>[㐀-鿿A-Za-z0-9·\- ]{2,16}?)"
_KIND = r"(?:大模型|模型|智能体|机器人|智能助手|对话系统|聊天机器人|芯片|处理器|超算|超级计算机|量子计算机|智算[舱中心]{1,2}|数据中心|集群|产品)"
_CALLED = r"(?:名为|名叫|取名为?|命名为|代号为?)"
_BROUGHT = r"(?:推出|发布|开源|上线|研发|研制|研制出|打造|训练)了?"
_NOT_A_WORK = r"(?!的?(?:论文|报告|白皮书|一文|文章|法案|条例|办法|指南|计划|战略|协议|杂志|一书|前沿|期刊))"
_MARKED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_OPEN}{_NAME}{_CLOSE}\s?[\d.]*\s?[㐀-鿿]{{0,6}}?{_KIND}",
        rf"{_KIND}\s?[“「『]{_NAME}[”」』](?P<model>[A-Z][A-Z0-9]*-?\d+[A-Za-z0-9]*)?",
        rf"(?:{_CALLED}|称为|叫做?|{_BROUGHT})[^，。；：:“《「『\n]{{0,10}}{_OPEN}{_NAME}{_CLOSE}{_NOT_A_WORK}",
        rf"{_CALLED}\s?(?P<name>[㐀-鿿]{{2,5}}?)(?=的|[，。、（(])",
    )
)
_SORT = r"(?:语言|多模态|视觉|预训练|翻译|语音|代码|推理|对话|视频|图像|端侧)?"
# 蓝鲸是一个 70 亿参数的语言模型。
_DESCRIBED = re.compile(
    rf"(?:^|[。！？\n])\s*(?P<name>[㐀-鿿]{{2,4}})是(?:我们|由|一个|一款|一种|一枚|首个|首款)[^，。\n]{{0,24}}{_KIND}",
    re.M,
)
# 玄鲸一号, 灵犀X1, 星图 Pro.
_NUMBERED = re.compile(
    r"(?:^|[，。、：:“「《】\s的了是]|推出|发布|上线|研发)(?P<name>[㐀-鿿]{2,3}(?:[一二三四五六七八九]号(?![楼线院])|[A-Z]\d[A-Za-z0-9]*|\s?(?:Pro|Max|Mini|Ultra|Turbo|Lite|Plus|Air)(?![a-z])"
    r"|\s?\d\.\d(?![\d%倍万亿分秒个美元]|\s?[%TBMGk万亿倍])))",
    re.M,
)
# What is quoted again and again is called so: “萤火”.
_QUOTED = re.compile(r"[“「](?P<name>[㐀-鿿]{2,6})[”」]")
# Without marks only repetition tells a name from a kind of model: 白鹭大模型 …… 白鹭使用.
_UNMARKED = re.compile(
    rf"(?:^|[，。、；：:！？!?【】\s（(]|{_BROUGHT}|[的是和与及款])(?P<name>[㐀-鿿]{{2,4}}?)(?={_SORT}(?:大?模型|芯片|机器人)(?!公司|企业|团队|厂商|行业|赛道|领域))",
    re.M,
)
# 旗舰模型霁月-Max, 沧浪-1: the characters before the hyphen, back to a word that is no part of a name.
_HYPHENED = re.compile(
    r"(?P<run>[㐀-鿿]{2,12})-(?P<rest>[Vv]?\d+(?:\.\d+)?[A-Za-z]*(?![\d.%])|[A-Z][A-Za-z]*(?: \d\.\d)?)"
)
_ENDS = re.compile(
    r".*(?:模型|芯片|系统|机器人|产品|旗舰|推出|发布|开源|上线|宣布|训练|关于|对于|使用|采用|基于|相比|[的了在是和与及为对将比款把由用于说])"
)
_LONGEST_RUN = 4
_COMPANY = re.compile(
    r"(?:^|[，。、：:；【】「“《\s]|由|与|和|据)(?P<name>[㐀-鿿]{2,4}(?:科技|智能|算力|动力|集团|网络|机器人|半导体))(?=[」”，。：:、\s]|宣布|发布|今日|日前|近日|成立|表示|称|在|的|推出|方面)"
    r"|(?:^|[，。：:】]\s?)(?P<speaking>[㐀-鿿]{2,4})(?=方面(?:回应|表示|称))|(?:公司|企业|厂商)[「“](?P<marked>[㐀-鿿]{2,8})[」”]",
    re.M,
)
_NO_NAME = re.compile(
    r"^[一两三几每各多这那该此某本新]|[的了在是和与及为将对其我你他们不用会让把被]"
    r"|^(?:大|小|超|语言|多模态|国产|通用|行业|开源|千亿|万亿|百亿|人工智能|视觉|预训练|基础|基座|稀疏|稠密|规模|中文|垂直|主流|国内|国外|全球|最|第|自研|自主|端侧|云端"
    r"|推理|对话|文本|图像|视频|语音|生成|医疗|金融|教育|法律|政务|企业|参数|智能|数据|训练|计算|旗舰|混合专家|下一代|级|类|型|模型|公司|科技|团队|发布|推出|阿里|百度|腾讯|华为"
    r"|代码|编程|数学|科学|光子|芯片|服务|国际|首个|首款|顶级|闭源)+$"
)


def chinese_names(text: str) -> Iterator[KnownSubject]:
    """The systems and companies that the text names by itself; a name may come again."""
    for company in _COMPANY.finditer(text):
        name = company["name"] or company["speaking"] or company["marked"]
        if not _NO_NAME.search(name):
            yield KnownSubject(name=name, kind=SubjectKind.MAKER)
    marked = [found for pattern in _MARKED for found in pattern.finditer(text)]
    designated = {found["name"].strip(): model for found in marked if (model := found.groupdict().get("model"))}
    for name in (*(found["name"].strip() for found in marked), *_unmarked(text)):
        if re.search(r"[㐀-鿿]", name) and not _NO_NAME.search(name):
            model = designated.get(name)
            yield KnownSubject(name=model or name, kind=SubjectKind.SYSTEM, aliases=(name,) if model else ())
    yield from _hyphened(text)


def _unmarked(text: str) -> Iterator[str]:
    """What comes again as a name does, or is described as one."""
    quoted = [found["name"] for found in _QUOTED.finditer(text)]
    yield from (name for name in quoted if quoted.count(name) > 1)
    yield from (found["name"] for found in _DESCRIBED.finditer(text))
    yield from (found["name"] for found in _NUMBERED.finditer(text) if text.count(found["name"]) > 1)
    for name in dict.fromkeys(found["name"] for found in _UNMARKED.finditer(text)):
        if re.search(rf"(?:^|[，。、；：:“\s]){name}(?!{_SORT}(?:大?模型|芯片|机器人))", text, re.M):
            yield name


def _hyphened(text: str) -> Iterator[KnownSubject]:
    """Each member of a family with the short forms that mean it here: V2 for 星槎-V2, and 沧浪 where 沧浪-1 is the only one."""
    members: dict[str, set[str]] = {}
    for found in _HYPHENED.finditer(text):
        stem = _ENDS.sub("", found["run"])[-_LONGEST_RUN:]
        if len(stem) > 1 and not _NO_NAME.search(stem):
            members.setdefault(stem, set()).add(found["rest"])
    for stem, endings in members.items():
        versions = (
            set(re.findall(r"(?<![A-Za-z0-9_-])[Vv]\d(?:\.\d)?(?![A-Za-z0-9])", text)) if len(members) == 1 else set()
        )
        for ending in sorted(endings | (versions if any(re.match(r"[Vv]\d", one) for one in endings) else set())):
            shorts = (ending,) if ending in versions else ()
            alone = (stem,) if len(endings) == 1 and ending in endings and not (versions - {ending}) else ()
            yield KnownSubject(name=f"{stem}-{ending}", kind=SubjectKind.SYSTEM, aliases=(*shorts, *alone))
