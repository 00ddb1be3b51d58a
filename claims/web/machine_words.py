"""What the rules wrote down in English, told in Chinese where all of its words are known: readings, formulas, inputs.

The names of inputs and the frames of sentences are a closed set; what stands in their gaps is a name, an amount or
somebody's own words. A sentence of which some clause is unknown stays as it was written.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from claims.figures import tight_percents

# A piece of a text and its language, "" for names and amounts, which have none.
type Run = tuple[str, str]

_MEASURES = {
    "accelerators": "加速器数量",
    "hours": "训练时长",
    "accelerator-hours": "加速器小时数",
    "energy": "能耗",
    "emissions": "碳排放",
    "cost": "成本",
    "compute": "计算量",
    "parameters": "参数量",
    "tokens": "词元数",
    "power": "功率",
    "price": "价格",
    "peak": "峰值算力",
    "utilisation": "利用率",
}
_INPUTS = {
    **_MEASURES,
    "power": "单卡功率",
    "PUE": "PUE",
    "price": "单位价格",
    "peak": "单卡峰值算力",
    "grid intensity": "电网碳强度",
    "training tokens": "训练词元数",
    "length of the run": "训练时长",
    "power an accelerator, cooling included": "单卡功率（含散热）",
    "price of an accelerator-hour": "每加速器小时价格",
    "sum of the claim's own numbers": "说法自身数字之和",
    "machines": "机器数",
    "GPUs": "GPU 数",
    "GPUs in each": "每台的 GPU 数",
    "GPU-hours": "GPU 小时数",
    "price of an hour": "每小时价格",
    "tokens a second": "每秒词元数",
}
# The frame of a clause, and how it is told; {0}, {1} … are its gaps.
_FRAMES = tuple(
    (re.compile(frame), told)
    for frame, told in (
        (r"claimed (.+), said (.+): an estimate under other assumptions", "宣称 {0}，文中为 {1}（前提不同的估计）"),
        (r"claimed (.+), said (.+), by others", "宣称 {0}，文中另有 {1}"),
        (r"claimed (.+), said (.+)", "宣称 {0}，文中为 {1}"),
        (r"it names (.+), of the same family", "文中提到同系列的 {0}"),
        (r"it names (.+), a member of the family", "文中提到该系列的成员 {0}"),
        (r"it names (.+), another member of the family", "文中提到该系列的另一成员 {0}"),
        (r"it names (.+) at the size claimed", "文中提到 {0}，规模与所称相同"),
        (r"it names (.+), at another size", "文中提到 {0}，但规模不同"),
        (r"it names (.+) as well", "文中同样提到 {0}"),
        (r"it names (.+), not (.+)", "文中提到的是 {0}，而非 {1}"),
        (r"it names (.+)", "文中提到 {0}"),
        (r"its authors present (.+)", "作者在文中发布 {0}"),
        (r"its figure goes into the arithmetic", "其数字用于算式"),
        (r"the same rank: (.+)", "名次相同：{0}"),
        (r"(.+) is only what another system is compared with", "{0} 在文中只是比较的对象"),
        (r"(.+): (.+), which fits the claimed (.+)", "{0}：{1}，与宣称的 {2} 相符"),
        (r"(.+): (.+), which does not fit the claimed (.+)", "{0}：{1}，与宣称的 {2} 不符"),
        (r"(.+): (.+), which neither fits nor rules out the claimed (.+)", "{0}：{1}，既不证实也不排除宣称的 {2}"),
        (r"(.+): (.+), which keeps the bound of the claimed (.+)", "{0}：{1}，在宣称的 {2} 界限之内"),
        (r"the claimed (.+) is that rounded down", "宣称的 {0} 是向下取整的结果"),
        (r"by accelerator-hours alone: (.+)", "仅按加速器小时数：{0}"),
        (r"(.+) by accelerator-hours alone", "仅按加速器小时数为 {0}"),
        (r"the range is for (.+) an accelerator against (.+)", "区间对应单卡 {0} 与 {1}"),
        (r"the text says (.+), which is (.+)", "原文说 {0}，即 {1}"),
        (r"the text says (.+)", "原文说 {0}"),
        (r"and, of the same, (.+)", "对同一项又说 {0}"),
        (r"and (.+), which is (.+)", "又说 {0}，即 {1}"),
        (r"the shares of one whole make 100 ?%", "同一整体的各部分合计应为 100%"),
        (r"(.+ = .+), up (.+)", "{0}，上升 {1}"),
        (r"(.+ = .+), down (.+)", "{0}，下降 {1}"),
        (r"(.+ = .+), (.+%) less", "{0}，即减少 {1}"),
        (r"by its name, (.+)", "据其名称，{0}"),
        (r"the source gives (.+) to (.+)", "来源给出 {0} 至 {1}"),
        (r"dense 16-bit peak of (.+?), (the usual .+|as .+)", "{0} 的 16 位稠密峰值算力；{1}"),
        (r"cloud list prices of (.+?), (the usual .+|as .+)", "{0} 的云服务标价；{1}"),
        (r"the usual accelerators of the time, as none is named", "文中未写明型号，取当时常用的加速器"),
        (r"as the document names them", "按该文献所写型号"),
        (r"as the claim names them", "按说法所写型号"),
        (r"as the system's own name says", "按系统自身名称所示"),
        (r"(.+), the usual accelerators of the time, as none is named", "{0}：文中未写明型号，取当时常用的加速器"),
        (r"(.+), as the document names them", "{0}，按该文献所写型号"),
        (r"(.+), as the claim names them", "{0}，按说法所写型号"),
        (
            r"from the physical floor to the world's average data centre \(Uptime Institute 2020\)",
            "从物理下限到全球数据中心平均值（Uptime Institute，2020）",
        ),
        (
            r"published runs, from GPT-3 \(Patterson et al. 2021\) to the best reported \(Korthikanti et al. 2022\)",
            "已公布的训练：从 GPT-3（Patterson 等，2021）到所见最高值（Korthikanti 等，2022）",
        ),
        (r"from hydropower to coal, over a plant's life \(IPCC 2014\)", "从水电到煤电的全生命周期值（IPCC，2014）"),
    )
)
_SCALES = {"million": (100, "万"), "billion": (10, "亿"), "trillion": (1, "万亿")}
_UNITS = {
    "parameters": "参数", "tokens": "词元", "days": "天", "day": "天", "hours": "小时", "h": "小时", "GPUs": "块 GPU",
    "times": "倍",
}  # fmt: skip
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_SCALED = re.compile(rf"(\$?)({_NUMBER})(?:–({_NUMBER}))? (million|billion|trillion)\b")
_MEASURED = re.compile(rf"({_NUMBER}(?: 万亿| 亿| 万)?) ({'|'.join(_UNITS)})\b")
_BETWEEN = re.compile(r"( × | ÷ | = |[()]|: )")
# "57.1×", but not the sign between two factors.
_MULTIPLE = re.compile(r"(?<=\d)×(?!\d)")
# A name in brackets behind an amount says whose it is: "10 trillion (M6-10T)".
_NAME = re.compile(r"[A-Z][\w.+-]*(?: [\w.+-]+)*")
_ENGLISH_WORDS = re.compile(r"[A-Za-z]{2,}[ -][a-z]{2,}|^[A-Z]?[a-z]+$")


def in_chinese(text: str) -> tuple[Run, ...] | None:
    """The text in Chinese, with what is quoted in it marked as what it is; None where it has words that are unknown."""
    told = [_clause(clause) for clause in text.rstrip(".").split("; ")]
    runs: list[Run] = []
    for number, clause in enumerate(told):
        if clause is None:
            return None
        runs += ([("；", "zh")] if number else []) + clause
    return tuple(runs)


def _clause(text: str) -> list[Run] | None:
    for frame, told in _FRAMES:
        if found := frame.fullmatch(text):
            return [run for piece in re.split(r"(\{\d\})", told) for run in _filled(piece, found)]
    return _formula(text)


def _filled(piece: str, found: re.Match[str]) -> Iterator[Run]:
    if not re.fullmatch(r"\{\d\}", piece):
        yield from [(piece, "zh")] if piece else []
        return
    gap = found[int(piece[1]) + 1]
    inner = _clause(gap)
    yield from inner if inner is not None else [_gap(gap)]


def _gap(text: str) -> Run:
    """A name, an amount, or words of somebody else."""
    amount = _amount(text).replace(" to ", " 至 ").replace(" and ", " 和 ")
    return amount, "en" if _ENGLISH_WORDS.search(amount) else ""


def _formula(text: str) -> list[Run] | None:
    """Names of inputs and amounts with signs between them."""
    parts = [part for part in _BETWEEN.split(text) if part]
    told = [_part(part, before) for before, part in pairwise(["", *parts])]
    return [("".join(part for part in told if part).replace(": ", "："), "zh")] if None not in told else None


def _part(text: str, before: str) -> str | None:
    if _BETWEEN.fullmatch(text) or (before == "(" and text not in _INPUTS and _NAME.fullmatch(text)):
        return text
    return _named(text)


def _named(text: str) -> str | None:
    if text in _INPUTS:
        return _INPUTS[text]
    measure, of, whose = text.partition(" of ")
    if of and measure in _MEASURES:
        return f"{whose} 的{_MEASURES[measure]}"
    amount = _amount(text)
    return amount if amount and not _ENGLISH_WORDS.search(amount) and amount[:1] in "$0123456789" else None


def _amount(text: str) -> str:
    """ "$4.6 million" as "460 万美元", "10 trillion parameters" as "10 万亿参数"."""
    told = _MEASURED.sub(_with_unit, _SCALED.sub(_scaled, text))
    return tight_percents(_MULTIPLE.sub(" 倍", told))


def _scaled(found: re.Match[str]) -> str:
    factor, name = _SCALES[found[4]]
    ends = [Decimal(end.replace(",", "")) * factor for end in (found[2], found[3]) if end]
    numbers = "–".join(f"{end.normalize():f}" for end in ends)
    return f"{numbers} {name}{'美元' if found[1] else ''}"


def _with_unit(found: re.Match[str]) -> str:
    unit = _UNITS[found[2]]
    return f"{found[1]}{unit}" if found[1][-1] in "万亿" else f"{found[1]} {unit}"
