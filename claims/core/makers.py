"""Who makes systems: one table of makers, the house each belongs to, and how papers are signed. Facts only.

Each line is "Name | house | names in running text | further signatures". A unit shares the house of its owner ("DAMO
Academy" is of the house of Alibaba). A signature tells the house where papers are signed by a team or a unit, and is no
name of the maker in running text. Facts from the makers' own pages; kept to those whose systems the seed knows, whose
units sign papers under different names, or who report on others.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """A maker with its house (a short key), its other names, and the names by which its papers are signed besides."""

    name: str
    house: str
    aliases: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()

    @property
    def all_names(self) -> tuple[str, ...]:
        """Everything that this maker is called by or signs with, its name first."""
        return (self.name, *self.aliases, *self.signatures)


_TABLE = """
OpenAI | openai | open ai |
Alibaba | alibaba | 阿里巴巴, 阿里, Alibaba Cloud, 阿里云 | qwen team, 通义, aliyun, ant group
Alibaba DAMO Academy | alibaba | DAMO Academy, 达摩院, 阿里巴巴达摩院, 阿里巴巴 DAMO 研究院, DAMO 研究院, 阿里 DAMO 学院 |
Google DeepMind | google | DeepMind |
Google | google | 谷歌, Google Research, Google Brain | alphabet
Microsoft | microsoft | 微软, Microsoft Research | deepspeed
NVIDIA | nvidia | Nvidia, 英伟达 |
Meta | meta | Meta AI, Facebook, FAIR | meta platforms, fair at meta
Amazon | amazon | AWS, 亚马逊 |
Apple | apple | 苹果公司 | 苹果
Anthropic | anthropic | |
BAAI | baai | 智源研究院, 北京智源, Beijing Academy of Artificial Intelligence | 智源
Baidu | baidu | 百度 | ernie team
Tencent | tencent | 腾讯 | hunyuan
Huawei | huawei | 华为 | noah's ark
ByteDance | bytedance | 字节跳动 | doubao, 豆包
DeepSeek-AI | deepseek | | deepseek, 深度求索
Zhipu AI | zhipu | 智谱, Zhipu | z.ai, thudm, glm team
Moonshot AI | moonshot | 月之暗面 | moonshot, kimi team
MiniMax | minimax | |
01.AI | 01ai | 零一万物 |
Mistral AI | mistral | | mistral
xAI | xai | | x.ai
Hugging Face | hugging face | HuggingFace |
BigScience | hugging face | |
Stability AI | stability | |
EleutherAI | eleutherai | | eleuther
Databricks | databricks | | mosaicml, mosaic ml
Cohere | cohere | |
IBM | ibm | |
Intel | intel | |
AMD | amd | |
Cerebras | cerebras | |
Ai2 | ai2 | | allen institute, allenai
Together AI | together | | together computer, together.ai
Salesforce | salesforce | |
Stanford | stanford | 斯坦福 |
Berkeley | berkeley | |
Tsinghua | tsinghua | 清华大学, 清华 |
Epoch AI | epoch | | epoch.ai, epochai
METR | metr | |
Technology Innovation Institute | tii | TII |
Shanghai AI Laboratory | shanghai ai lab | Shanghai AI Lab, 上海人工智能实验室 | shanghai artificial intelligence laboratory, internlm
LMSYS | lmsys | LMSYS Org | large model systems, lmarena
InfoQ | infoq | |
"""


def _parsed(line: str) -> Maker:
    name, house, aliases, signatures = (part.strip() for part in line.split("|"))
    return Maker(name=name, house=house, aliases=_listed(aliases), signatures=_listed(signatures))


def _listed(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.split(",") if name.strip())


MAKERS: tuple[Maker, ...] = tuple(_parsed(line) for line in _TABLE.strip().splitlines())
