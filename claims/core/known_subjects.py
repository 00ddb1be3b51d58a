"""A small seed of names: systems, makers, chips and benchmarks with their aliases. Facts only; editors extend it.

Each line is "Name | maker | alias, alias". A name matches whole words, in any case when longer than three letters. The
facts are those of the makers' own announcements and model cards; the names of makers come from `claims.core.makers`.
"""

from dataclasses import dataclass
from enum import StrEnum

from claims.core.makers import MAKERS


class SubjectKind(StrEnum):
    """What a name stands for."""

    SYSTEM = "system"
    MAKER = "maker"
    CHIP = "chip"
    BENCHMARK = "benchmark"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSubject:
    """A name that the reader knows before it reads; `maker` is "" where the subject is a maker itself."""

    name: str
    kind: SubjectKind
    maker: str = ""
    aliases: tuple[str, ...] = ()


_SYSTEMS = """
GPT-2 | OpenAI | GPT2, GPT 2
GPT-3 | OpenAI | GPT3, GPT 3, GPT 3 号, GPT-3 175B, GPT3-175B
GPT-3.5 | OpenAI | GPT3.5, GPT 3.5, gpt-3.5-turbo
GPT-4 | OpenAI | GPT4, GPT 4
GPT-4o | OpenAI | GPT4o, GPT 4o
GPT-5 | OpenAI | GPT5, GPT 5
ChatGPT | OpenAI |
InstructGPT | OpenAI |
Codex | OpenAI |
DALL-E | OpenAI | DALL·E, DALLE, DALL-E 2, DALL·E 2, DALL-E 3
Sora | OpenAI |
CLIP | OpenAI |
Whisper | OpenAI |
o1 | OpenAI | OpenAI o1
o3 | OpenAI | OpenAI o3
o4 | OpenAI | OpenAI o4
M6 | Alibaba |
M6-10T | Alibaba | M6 10T, M6 10 万亿
M6-T | Alibaba | M6 1T, M6-1T
Qwen | Alibaba | 通义千问, Tongyi Qianwen
QwQ | Alibaba |
Wu Dao 2.0 | BAAI | 悟道 2.0, 悟道2.0, 武道 2.0, 武道2.0, WuDao 2.0, Wudao 2.0, Wu Dao 2
Wu Dao | BAAI | 悟道, 武道, WuDao
MT-NLG | Microsoft | MT-NGL, MT NLG, Megatron-Turing NLG, Megatron-Turing NLG 530B, MT-NLG 530B, MT-NGL 530B, 威震天-图灵 NGL, 威震天-图灵 NLG
Turing-NLG | Microsoft | T-NLG, Turing NLG
Megatron-LM | NVIDIA | Megatron LM, Megatron-ML
Nemotron | NVIDIA |
DeepSpeed | Microsoft |
Phi | Microsoft |
GLaM | Google |
PaLM | Google |
LaMDA | Google |
BERT | Google |
T5 | Google |
Switch Transformer | Google | Switch Transformers
GShard | Google |
Gopher | Google DeepMind |
Chinchilla | Google DeepMind |
AlphaGo | Google DeepMind |
AlphaZero | Google DeepMind |
AlphaFold | Google DeepMind |
AlphaStar | Google DeepMind |
AlphaCode | Google DeepMind |
GNoME | Google DeepMind |
Gato | Google DeepMind |
Flamingo | Google DeepMind |
Veo | Google DeepMind |
Gemini | Google | 双子座
Gemma | Google |
Bard | Google |
Imagen | Google |
LLaMA | Meta | Llama
Galactica | Meta |
OPT | Meta |
OPT-175B | Meta |
Claude | Anthropic |
Mistral | Mistral AI |
Mixtral | Mistral AI |
Codestral | Mistral AI |
Grok | xAI |
DeepSeek | DeepSeek-AI | 深度求索
ERNIE | Baidu | 文心一言, 文心大模型, Ernie Bot
Hunyuan | Tencent | 混元
PanGu | Huawei | PanGu-α, 盘古, Pangu
PanGu-Σ | Huawei |
GLM | Zhipu AI | ChatGLM, 智谱清言
Kimi | Moonshot AI |
Doubao | ByteDance | 豆包
InternLM | Shanghai AI Laboratory | 书生·浦语, 书生浦语
Baichuan | Baichuan | 百川
Yi | 01.AI |
MiniMax | MiniMax |
Falcon | Technology Innovation Institute |
BLOOM | BigScience |
GPT-J | EleutherAI |
GPT-NeoX | EleutherAI | GPT-NeoX-20B
Pythia | EleutherAI |
StableLM | Stability AI |
Stable Diffusion | Stability AI |
Midjourney | Midjourney |
Jurassic-1 | AI21 Labs | Jurassic 1
Jamba | AI21 Labs |
Command R | Cohere | Command R+
DBRX | Databricks |
MPT | Databricks |
Dolly | Databricks |
Alpaca | Stanford |
Vicuna | LMSYS |
Koala | Berkeley |
OLMo | Ai2 |
HyperCLOVA | Naver |
YaLM | Yandex |
Luminous | Aleph Alpha |
Granite | IBM |
Arctic | Snowflake |
"""

_CHIPS = """
A100 | NVIDIA | A100s, NVIDIA A100, Nvidia A100
V100 | NVIDIA | V100s, Tesla V100, Nvidia V100
H100 | NVIDIA | H100s
H200 | NVIDIA | H200s
H800 | NVIDIA | H800s
H20 | NVIDIA |
A800 | NVIDIA |
B200 | NVIDIA | B200s
GB200 | NVIDIA |
T4 | NVIDIA |
L40S | NVIDIA |
A10G | NVIDIA |
RTX 4090 | NVIDIA | RTX4090
RTX 3090 | NVIDIA |
P100 | NVIDIA |
K80 | NVIDIA |
MI250X | AMD | MI250
MI300X | AMD | MI300
TPU | Google | TPUs, TPUv3, TPUv4, TPU v3, TPU v4, TPUv5e, TPU v5p
Ascend 910 | Huawei | 昇腾, 昇腾 910
Trainium | Amazon | Trainium2
"""

_BENCHMARKS = """
MMLU | | MMLU-Pro
GSM8K | |
MATH | | MATH-500
HumanEval | |
MBPP | |
GPQA | | GPQA Diamond
AIME | | AIME 2024, AIME 2025
ARC-AGI | | ARC-AGI-1, ARC-AGI-2
FrontierMath | |
SWE-bench | | SWE-bench Verified, SWEBench-Verified, SWE-Bench
Codeforces | |
HellaSwag | |
BIG-bench | | BIG-Bench Hard, BBH
SuperGLUE | |
GLUE | |
SQuAD | |
ImageNet | |
COCO | |
LAMBADA | |
WinoGrande | |
TruthfulQA | |
MT-Bench | |
AlpacaEval | | AlpacaEval 2.0
Chatbot Arena | | LMArena, LMSYS Arena
C-Eval | | CEval
CMMLU | |
LiveCodeBench | |
Arena-Hard | |
IFEval | |
MMMU | |
MathVista | |
DROP | |
TriviaQA | |
LibriSpeech | |
WMT | |
Elo | | ELO
BLEU | |
"""


def _parsed(table: str, kind: SubjectKind) -> list[KnownSubject]:
    rows = []
    for line in table.strip().splitlines():
        name, maker, aliases = (part.strip() for part in line.split("|"))
        known = tuple(alias.strip() for alias in aliases.split(",") if alias.strip())
        rows.append(KnownSubject(name=name, kind=kind, maker=maker, aliases=known))
    return rows


# A name that a system shares with its maker ("MiniMax") is read as the system's: the first to have a name keeps it.
KNOWN_SUBJECTS: tuple[KnownSubject, ...] = (
    *_parsed(_SYSTEMS, SubjectKind.SYSTEM),
    *(KnownSubject(name=maker.name, kind=SubjectKind.MAKER, aliases=maker.aliases) for maker in MAKERS),
    *_parsed(_CHIPS, SubjectKind.CHIP),
    *_parsed(_BENCHMARKS, SubjectKind.BENCHMARK),
)

# Names that are followed by a version number ("Claude 3.5", "Llama 2", "Wu Dao 2.0"): that number is part of the name.
COUNTED_VERSIONS = (
    "GPT", "Claude", "Gemini", "Gemma", "Llama", "LLaMA", "Qwen", "Phi", "Mistral Large", "Grok", "Wu Dao", "WuDao",
    "悟道", "武道", "DALL-E", "DALL·E", "Stable Diffusion", "Midjourney", "Sora", "Veo", "Imagen", "Codex", "PaLM", "ERNIE",
    "文心一言", "文心大模型", "文心", "混元", "盘古", "豆包", "Kimi K", "ChatGLM", "GLM", "Jurassic", "Falcon", "Baichuan", "百川",
    "Yi", "Nemotron", "OLMo", "Granite", "Opus", "Sonnet", "Haiku", "Command R", "Step", "Suno", "Runway Gen", "Gen",
    "Alexa", "Windows", "Web", "Ascend", "昇腾", "RTX", "Flux", "通义千问", "星火", "Spark", "ImageNet", "Ubuntu", "TPU v",
)  # fmt: skip
