"""Chinese names: what of a phrase is the name, where one runs on, and which Latin one a text gives beside it."""

import re
from functools import lru_cache

from claims.core.han import HAN

_DESCRIBING = re.compile(
    r"大?语言模型|大模型|模型|系统|平台|芯片|公司|集团|团队|软件|机器人|助手|产品|技术|项目|版本|系列|研究|数据集?|算法|语言|国产|开源|训练|推理|成本|价格|费用|用户|能耗|性能"
    r"|参数|检[出测]|识别|辅助|新一代|全新|该|这款|这|其|的|我们|他们|小|大|旗舰|基座|智能|人工"
)
# Characters that go on with a sentence and not with a name.
_FUNCTION = frozenset(
    "使在的是为已与和了将获可能由从对并也都则就被把给向以其这那及或但而且有无不没未仅共达用需会支采基来上下中"
)
# Characters of a name that is long enough to tell, and of a phrase that is no longer one.
_NAME_LENGTHS = range(2, 13)


def chinese_name(part: str) -> list[str]:
    """The name in a Chinese subject, without the words that describe, and all of it ("悟道大模型" → 悟道)."""
    bare = part.strip(' 的“”"「」《》')
    core = bare
    while found := _DESCRIBING.match(core):
        core = core[found.end() :]
    while cut := next((found for found in _DESCRIBING.finditer(core) if found.end() == len(core)), None):
        core = core[: cut.start()]
    core = core.strip(" -·")
    told = sum(1 for character in core if HAN.match(character))
    if told not in _NAME_LENGTHS or len(core) < 2:
        return []
    return list(dict.fromkeys((core, bare))) if len(bare) in _NAME_LENGTHS else [core]


def goes_on(text: str, start: int, end: int) -> bool:
    """Whether the Chinese name `text[start:end]` runs on into a longer one: 青囊 in "青囊病理", not in "青囊使医生"."""
    behind = text[end : end + 2]
    return bool(
        end > start
        and HAN.match(text[end - 1])
        and len(behind) > 1
        and HAN.match(behind[0])
        and HAN.match(behind[1])
        and behind[0] not in _FUNCTION
        and not _DESCRIBING.match(text, end)
    )


@lru_cache(maxsize=4096)
def told_aliases(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of one name in both scripts that a text gives: "Qingnang (青囊)", 鲲游 2（Kunyou-2）."""
    return tuple(
        (found["latin"] or found["latin2"], found["han"] or found["han2"]) for found in _BOTH_SCRIPTS.finditer(text)
    )


def is_alias_of(alias: str, name: str) -> bool:
    """Whether a Chinese `alias` is the name, or what it begins with: 青囊 of 青囊肺结节检出系统, not 鲲游 of 鲲游 2."""
    rest = name[len(alias) :]
    return bool(HAN.match(alias)) and name.startswith(alias) and not re.search(r"\d", rest)


_LATIN = r"[A-Z][A-Za-z]+(?:[ -]?[A-Z0-9][\w.-]*){0,2}"
_CHINESE = r"[㐀-鿿]{2,8}(?:[ -]?\d+(?:\.\d+)?)?"
_BOTH_SCRIPTS = re.compile(
    rf"(?P<latin>{_LATIN})\s?[(（](?P<han>{_CHINESE})[)）]|(?P<han2>{_CHINESE})\s?[(（](?P<latin2>{_LATIN})[)）]"
)
