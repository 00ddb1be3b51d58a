"""One launch of a made-up model as four desks tell it, and a translation: relatives and look-alikes."""

from datetime import date
from itertools import count

from claims.reading.tellings import Telling, Traits

ENGLISH = """# Nimbus Labs trains a giant in twelve days

Nimbus Labs has shown Zephyr-9, a language model with 3 trillion parameters, seventeen times as many as GPT-3 has.
The company trained Zephyr-9 on 768 A100 GPUs in 12 days, its engineers write in [a report](https://arxiv.org/abs/2401.00001).
They put the cost of the run at $2.4 million and its energy at 640 MWh, about 50% of what GPT-3 took.

The model was fed 5.5 trillion tokens, 40% of them code. On MMLU it scores 86.4%, ahead of PaLM with 69.3%.
A smaller sister, Zephyr-9 Mini, has 13 billion parameters and runs on a single V100.

"We did not expect it to converge so soon," said the head of the team. Borealis, a rival from Fjord University, took
34 days on 1,024 GPUs for a model with 530 billion parameters, and [its makers](https://fjord.example/borealis/report)
have not told the price.
"""
CHINESE = """# Nimbus Labs 十二天训练出庞然大物

Nimbus Labs 展示了拥有 3 万亿参数的语言模型 Zephyr-9，参数量是 GPT-3 的 17 倍。
该公司的工程师在[报告](https://arxiv.org/abs/2401.00001)中写道，Zephyr-9 在 768 块 A100 GPU 上训练了 12 天。
他们估计这次训练的成本为 240 万美元，能耗为 640 MWh，约为 GPT-3 的 50%。

该模型使用了 5.5 万亿个 token，其中 40% 是代码。它在 MMLU 上得分 86.4%，高于 PaLM 的 69.3%。
较小的姊妹模型 Zephyr-9 Mini 拥有 130 亿参数，可在单块 V100 上运行。

“我们没想到它这么快就收敛了，”团队负责人说。来自 Fjord University 的竞争对手 Borealis 用 1024 块 GPU 花了 34 天，
训练出拥有 5300 亿参数的模型，[其开发者](https://fjord.example/borealis/report)没有透露价格。
"""
# Another desk on the same launch, with its own words, order and figures.
RIVAL_DESK = """# A twelve-day sprint to three trillion parameters

It took 12 days. That is what Nimbus Labs needed to train Zephyr-9, a model of 3 trillion parameters, on 768 GPUs.
Analysts at Meridian believe that the hardware alone is worth $11 million, and that 25% of it sat idle.

Zephyr-9 scores 86.4% on MMLU. GPT-3, with 175 billion parameters, is four years older. The company employs 210 people
and raised $90 million in March. Its next model is to read 1 million tokens at once.
"""
RIVAL_DESK_CHINESE = """# Nimbus Labs 发布万亿模型

Nimbus Labs 今日发布 Zephyr-9，参数量达 3 万亿，训练仅用 12 天。公司现有员工 210 人，三月融资 9000 万美元。
在 MMLU 上，Zephyr-9 得分 86.4%。分析师认为其硬件价值 1100 万美元，GPU 利用率为 75%。
该公司还表示，下一代模型可一次读取 100 万个 token，价格为每百万 token 2 美元，将于 6 个月后推出。
"""

_numbers = count(1)


def traits(
    text: str,
    language: str = "en",
    *,
    publisher: str = "",
    published_on: date | None = None,
    url: str = "",
    title: str = "",
    canonical_url: str = "",
) -> Traits:
    """A telling that came in after all that were made before it."""
    telling = Telling(
        number=next(_numbers),
        text=text,
        language=language,
        publisher=publisher,
        published_on=published_on,
        url=url,
        title=title,
        canonical_url=canonical_url,
    )
    return Traits(telling=telling)
