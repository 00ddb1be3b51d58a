"""Organisations under their several names, as announcements and papers write them: one key a house.

Kept small on purpose: only houses whose units sign papers under different names need a line here; any other name is
its own key. Facts from the houses' own pages.
"""

import re
from functools import cache

HOUSES: dict[str, tuple[str, ...]] = {
    "alibaba": ("alibaba", "damo academy", "qwen team", "通义", "达摩院", "阿里", "aliyun", "ant group"),
    "google": ("google", "deepmind", "谷歌", "alphabet"),
    "openai": ("openai", "open ai"),
    "microsoft": ("microsoft", "微软", "deepspeed"),
    "nvidia": ("nvidia", "英伟达"),
    "meta": ("meta ai", "facebook", "fair at meta", "meta platforms", "genai, meta"),
    "amazon": ("amazon", "aws", "亚马逊"),
    "baai": ("baai", "beijing academy of artificial intelligence", "智源"),
    "baidu": ("baidu", "百度", "ernie team"),
    "tencent": ("tencent", "腾讯", "hunyuan"),
    "huawei": ("huawei", "华为", "noah's ark"),
    "bytedance": ("bytedance", "字节跳动", "doubao", "豆包"),
    "deepseek": ("deepseek", "深度求索"),
    "zhipu": ("zhipu", "智谱", "z.ai", "thudm", "glm team"),
    "moonshot": ("moonshot", "月之暗面", "kimi team"),
    "minimax": ("minimax",),
    "01ai": ("01.ai", "零一万物"),
    "shanghai ai lab": (
        "shanghai ai lab",
        "shanghai artificial intelligence laboratory",
        "internlm",
        "上海人工智能实验室",
    ),
    "anthropic": ("anthropic",),
    "mistral": ("mistral",),
    "xai": ("xai", "x.ai"),
    "apple": ("apple", "苹果"),
    "ibm": ("ibm",),
    "ai2": ("allen institute", "allenai", "ai2"),
    "hugging face": ("hugging face", "huggingface", "bigscience"),
    "lmsys": ("lmsys", "large model systems", "lmarena"),
    "stanford": ("stanford",),
    "berkeley": ("berkeley",),
    "cohere": ("cohere",),
    "databricks": ("databricks", "mosaicml", "mosaic ml"),
    "stability": ("stability ai",),
    "eleutherai": ("eleuther",),
    "together": ("together ai", "together computer", "together.ai"),
    "salesforce": ("salesforce",),
    "tii": ("technology innovation institute", "tii"),
    "epoch": ("epoch ai", "epoch.ai", "epochai"),
    "metr": ("metr",),
    "tsinghua": ("tsinghua", "清华"),
}

# Words that say the same of every house and must not tell houses apart.
LEGAL_FORM = re.compile(r"\b(inc|ltd|llc|corp|corporation|group|labs?|research|team|university|the|of)\b\.?")


@cache
def house(name: str) -> str:
    """The key of the house that `name` belongs to: "DAMO Academy" → "alibaba"; an unknown name is its own key."""
    folded = name.casefold().strip()
    for key, names in HOUSES.items():
        if any(_stands_in(alias, folded) for alias in names):
            return key
    return " ".join(LEGAL_FORM.sub(" ", folded).split()) or folded


@cache
def houses_in(text: str) -> frozenset[str]:
    """The known houses that a text names."""
    folded = text.casefold()
    return frozenset(key for key, names in HOUSES.items() if any(_stands_in(alias, folded) for alias in names))


def _stands_in(alias: str, text: str) -> bool:
    if not alias.isascii():
        return alias in text
    return re.search(rf"(?<![a-z0-9]){re.escape(alias)}(?![a-z0-9])", text) is not None
