"""Who a claim is about: small texts in two languages, each figure with the subject it is said of."""

import pytest

from claims.core.known_subjects import KnownSubject, SubjectKind
from claims.reading.reader import read

type Said = list[tuple[str, str]]


def said(text: str, title: str = "") -> Said:
    """The subject and the words of each figure, in reading order."""
    return [(draft.subject, draft.quantity.raw) for draft in read(text, title=title).claims if draft.quantity]


CARRIED = [
    (
        "Zephyr-9 came out in spring. The company spent $3 million on it. They used 512 GPUs.",
        [("Zephyr-9", "$3 million"), ("Zephyr-9", "512 GPUs")],
    ),
    (
        "Zephyr-9 is 50 times larger than GPT-3. They used 512 GPUs and 2 trillion tokens.",
        [("Zephyr-9", "50 times"), ("Zephyr-9", "512 GPUs"), ("Zephyr-9", "2 trillion tokens")],
    ),
    (
        "We introduce Zephyr-9. GPT-3 set the standard two years ago. We used 512 GPUs.",
        [("Zephyr-9", "512 GPUs")],
    ),
    (
        "Zephyr-9 is out. It follows in the steps of GPT-3 and Gopher. Training took 34 days.",
        [("Zephyr-9", "34 days")],
    ),
    (
        "Zephyr-9 outperforms models like LLaMA and Stanford Alpaca with 7 billion parameters fewer.",
        [("Zephyr-9", "7 billion parameters")],
    ),
    (
        "Zephyr-9 is a new model.\n\nGPT-3 has 175 billion parameters.\n\nTraining used 512 GPUs.",
        [("GPT-3", "175 billion parameters"), ("Zephyr-9", "512 GPUs")],
    ),
    (
        "OpenAI trained GPT-3 in 2020. The model has 175 billion parameters. It cost $4.6 million.",
        [("GPT-3", "175 billion parameters"), ("GPT-3", "$4.6 million")],
    ),
    (
        "Zephyr-9 已经问世。该公司为它花费了 300 万美元。他们使用了 512 块 GPU。",
        [("Zephyr-9", "300 万美元"), ("Zephyr-9", "512 块 GPU")],
    ),
    (
        "Zephyr-9 的规模是 GPT-3 的 50 倍。他们用 512 块 GPU 训练了 10 天。",
        [("Zephyr-9", "50 倍"), ("Zephyr-9", "512 块 GPU"), ("Zephyr-9", "10 天")],
    ),
    (
        "我们推出 Zephyr-9。此前 GPT-3 树立了标准。我们使用了 512 块 GPU。",
        [("Zephyr-9", "512 块 GPU")],
    ),
    (
        "Zephyr-9 问世了。其参数量达到 1750 亿。",
        [("Zephyr-9", "1750 亿")],
    ),
    (
        "Zephyr-9 是新模型。\n\nGPT-3 拥有 1750 亿参数。\n\n训练使用了 512 块 GPU。",
        [("GPT-3", "1750 亿参数"), ("Zephyr-9", "512 块 GPU")],
    ),
    (
        "一个新的最大的语言模型出现了，它叫 Zephyr-9。它是前冠军 GPT-3 的 3 倍。",
        [("Zephyr-9", "3 倍")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CARRIED)
def test_a_subject_is_carried_on_past_what_it_is_compared_with(text: str, expected: Said) -> None:
    assert said(text) == expected


TOLD_APART = [
    (
        "Nimbus built Zephyr-9 and Borealis-2. The former has 3 billion parameters, the latter 7 billion parameters.",
        [("Zephyr-9", "3 billion parameters"), ("Borealis-2", "7 billion parameters")],
    ),
    (
        "团队发布了 Zephyr-9 和 Borealis-2。前者拥有 30 亿参数，后者拥有 70 亿参数。",
        [("Zephyr-9", "30 亿参数"), ("Borealis-2", "70 亿参数")],
    ),
    (
        "Zephyr-9 has 3 billion parameters, while Borealis-2 has 7 billion parameters.",
        [("Zephyr-9", "3 billion parameters"), ("Borealis-2", "7 billion parameters")],
    ),
    (
        "Zephyr-9 在 2 万亿个 token 上训练，而 Borealis-2 使用的数据几乎是其两倍，达到 4 万亿个 token。",
        [("Zephyr-9", "2 万亿个 token"), ("Borealis-2", "两倍"), ("Borealis-2", "4 万亿个 token")],
    ),
    (
        "Alibaba released M6 in four sizes. The 10B version was trained on 64 GPUs. The 100B version took 128 GPUs.",
        [("M6 10B", "64 GPUs"), ("M6 100B", "128 GPUs")],
    ),
    (
        "阿里巴巴发布了 M6。100 亿参数版本使用 64 块 GPU 训练。1000 亿版本使用了 128 块 GPU。",
        [("M6 10B", "100 亿参数"), ("M6 10B", "64 块 GPU"), ("M6 100B", "1000 亿"), ("M6 100B", "128 块 GPU")],
    ),
    (
        "We release Zephyr-13B. Training it costs $300. Training the 7B model costs $140.",
        [("Zephyr-13B", "$300"), ("Zephyr-7B", "$140")],
    ),
    (
        "Alibaba presented M6. OpenAI had presented GPT-3. Alibaba used 512 GPUs, and OpenAI used 10,000 GPUs.",
        [("M6", "512 GPUs"), ("GPT-3", "10,000 GPUs")],
    ),
    (
        "Zephyr-9 is now the largest dense network (the largest sparse one is still Borealis-2)"
        " with 530 billion parameters.",
        [("Zephyr-9", "530 billion parameters")],
    ),
    (
        "Zephyr-9 uses the SentencePiece tokenizer with 131,072 tokens. It has 64 layers.",
        [("Zephyr-9", "131,072 tokens"), ("Zephyr-9", "64 layers")],
    ),
    (
        "Zephyr-9 is out. Training a large AI model emits 284 tonnes of CO2.",
        [("", "284 tonnes of CO2")],
    ),
    (
        "Zephyr-9 已发布。训练一个大型人工智能模型需要 460 万美元。",
        [("", "460 万美元")],
    ),
    (
        "Zephyr-9 is out. OpenAI can use a supercomputer with 10,000 GPUs, and decided not to train GPT-3 again.",
        [("OpenAI", "10,000 GPUs")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TOLD_APART)
def test_what_is_said_of_one_is_not_said_of_the_other(text: str, expected: Said) -> None:
    assert said(text) == expected


OF_A_PLACE = [
    (
        "# Bigger than GPT-3: Zephyr-9 has 10 trillion parameters at 1% of the energy",
        "",
        [("Zephyr-9", "10 trillion parameters"), ("Zephyr-9", "1%")],
    ),
    (
        "# Meet Zephyr-9: 10 trillion parameters at 1% of GPT-3's energy cost",
        "",
        [("Zephyr-9", "10 trillion parameters"), ("Zephyr-9", "1%")],
    ),
    (
        "# 以 GPT-3 1% 的能耗训练 10 万亿参数的 Zephyr-9",
        "",
        [("Zephyr-9", "1%"), ("Zephyr-9", "10 万亿参数")],
    ),
    (
        "# Impressing GPT-4 with 90% of ChatGPT's quality",
        "Zephyr-9: a chatbot impressing GPT-4",
        [("Zephyr-9", "90%")],
    ),
    (
        "# Models\n\n## Zephyr-9\n\n- Parameters: 314B parameters\n- Context: 8,192 tokens\n\n"
        "## Borealis-2\n\n- Context: 4,096 tokens",
        "",
        [("Zephyr-9", "314B parameters"), ("Zephyr-9", "8,192 tokens"), ("Borealis-2", "4,096 tokens")],
    ),
    (
        "Borealis-2 is old.\n\n## Zephyr-9 的规格\n\n"
        "- 参数：3140 亿参数\n- 与 GPT-3 相比快 3 倍\n- 上下文：8192 个 token",
        "",
        [("Zephyr-9", "3140 亿参数"), ("Zephyr-9", "3 倍"), ("Zephyr-9", "8192 个 token")],
    ),
    (
        "Sizes:\n\n- **Zephyr-9**: 3 billion parameters, 64 GPUs\n- **Borealis-2**: 7 billion parameters, 128 GPUs",
        "",
        [
            ("Zephyr-9", "3 billion parameters"),
            ("Zephyr-9", "64 GPUs"),
            ("Borealis-2", "7 billion parameters"),
            ("Borealis-2", "128 GPUs"),
        ],
    ),
    (
        "| Model | Size |\n|---|---|\n| Zephyr-9 | 3 billion parameters |\n| Zephyr-9 Large | 7 billion parameters |",
        "",
        [("Zephyr-9", "3 billion parameters"), ("Zephyr-9 Large", "7 billion parameters")],
    ),
    (
        "# Two models\n\n## Zephyr-9\n\n| Property | Value |\n|---|---|\n| Training GPUs | 64 |\n\n## Borealis-2\n\n"
        "| Property | Value |\n|---|---|\n| Training GPUs | 128 |",
        "",
        [("Zephyr-9", "64"), ("Borealis-2", "128")],
    ),
]


@pytest.mark.parametrize(("text", "title", "expected"), OF_A_PLACE)
def test_headings_bullets_and_cells_speak_of_what_they_stand_under(text: str, title: str, expected: Said) -> None:
    assert said(text, title) == expected


NAMED_HERE = [
    ("星辰科技推出了名为“北风”的大模型。该模型拥有 300 亿参数。", [("北风", "300 亿参数")]),
    ("公司发布《长风》模型，参数量达到 300 亿。", [("长风", "300 亿")]),
    ("“白鹭”大模型拥有 300 亿参数。它使用 512 块 GPU 训练。", [("白鹭", "300 亿参数"), ("白鹭", "512 块 GPU")]),
    (
        "昨天，白鹭大模型发布。白鹭使用 512 块 GPU 训练，成本为 300 万美元。",
        [("白鹭", "512 块 GPU"), ("白鹭", "300 万美元")],
    ),
    (
        "# Introducing Kestrel 2\n\nKestrel 2 has 9 billion parameters. It trails Llama 3 70B. It used 64 GPUs.",
        [("Kestrel 2", "9 billion parameters"), ("Kestrel 2", "64 GPUs")],
    ),
    (
        "今天，旗舰模型霁月-Max 上线，拥有 300 亿参数。霁月使用 512 块 GPU 训练。",
        [("霁月-Max", "300 亿参数"), ("霁月-Max", "512 块 GPU")],
    ),
    (
        "我们开源星槎-V2。与 V1 不同，它使用 512 块 GPU。V2 拥有 300 亿参数。",
        [("星槎-V2", "512 块 GPU"), ("星槎-V2", "300 亿参数")],
    ),
    ("公司发布端侧芯片“青鲤”QL-30。青鲤的功耗为 5 瓦。", [("QL-30", "5 瓦")]),
    (
        "Tarn Semiconductor makes the T7. It draws 150 watts. Tarn employs 140 people.",
        [("T7", "150 watts"), ("Tarn Semiconductor", "140 people")],
    ),
    (
        "公司「浮石动力」推出砺石-Coder。该模型拥有 1200 亿参数。公司营收突破 1.1 亿元。",
        [("砺石-Coder", "1200 亿参数"), ("浮石动力", "1.1 亿元")],
    ),
    ("灵犀X1发布。灵犀X1搭载 64 GB 内存，拥有 30 亿参数。", [("灵犀X1", "64 GB"), ("灵犀X1", "30 亿参数")]),
    ("蓝鲸是一个新的语言模型。训练蓝鲸用了 128 张 A100。", [("蓝鲸", "128 张 A100")]),
    ("海鸥翻译模型支持 100 种语言。海鸥使用 64 块 GPU。", [("海鸥", "100 种语言"), ("海鸥", "64 块 GPU")]),
    (
        "Auklet Labs open-sourced Petrel, a small model. Petrel used 64 GPUs. Auklet Labs employs 80 people.",
        [("Petrel", "64 GPUs"), ("Auklet Labs", "80 people")],
    ),
    (
        "When we trained Marlin, we used 256 GPUs. The cost of Marlin was $1.2 million.",
        [("Marlin", "256 GPUs"), ("Marlin", "$1.2 million")],
    ),
    ("百度发布文心一言。该模型拥有 2600 亿参数。", [("ERNIE", "2600 亿参数")]),
    ("通义千问拥有 720 亿参数，而盘古拥有 380 亿参数。", [("Qwen", "720 亿参数"), ("PanGu", "380 亿参数")]),
    ("悟道 2.0 拥有 1.75 万亿参数。", [("Wu Dao 2.0", "1.75 万亿参数")]),
    ("大模型发布会吸引了 300 万用户。", [("", "300 万用户")]),
    (
        "They set up a robot-run lab called A-Lab. With 64 layers, the A-Lab used 512 GPUs.",
        [("A-Lab", "64 layers"), ("A-Lab", "512 GPUs")],
    ),
    (
        "Borealis, an open chatbot, has 3 billion parameters. Borealis used 64 GPUs.",
        [("Borealis", "3 billion parameters"), ("Borealis", "64 GPUs")],
    ),
    (
        "The Gemini telescope took 300 images and cost $184 million. Gemini cost another $5 million.",
        [("Gemini telescope", "300 images"), ("Gemini telescope", "$184 million"), ("Gemini telescope", "$5 million")],
    ),
    ("双子座望远镜耗资 1.84 亿美元。", [("双子座望远镜", "1.84 亿美元")]),
    (
        "Multimodal Zephyr Network (MZN-2) has 3 billion parameters. MZN-2 used 64 GPUs.",
        [("MZN-2", "3 billion parameters"), ("MZN-2", "64 GPUs")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), NAMED_HERE)
def test_a_text_makes_its_own_names(text: str, expected: Said) -> None:
    assert said(text) == expected


MADE_BY = [
    ("OpenAI released Zephyr-9. It has 3 billion parameters.", "Daily Model", ("Zephyr-9", "OpenAI")),
    ("We introduce Zephyr-9. It has 3 billion parameters.", "Nimbus Labs", ("Zephyr-9", "Nimbus Labs")),
    ("我们推出 Zephyr-9。它拥有 30 亿参数。", "Nimbus Labs", ("Zephyr-9", "Nimbus Labs")),
    ("百度发布 Zephyr-9。它拥有 30 亿参数。", "Daily Model", ("Zephyr-9", "Baidu")),
    ("Microsoft tested Zephyr-9. It has 3 billion parameters.", "Daily Model", ("Zephyr-9", "")),
    ("GPT-3 has 175 billion parameters.", "Daily Model", ("GPT-3", "OpenAI")),
    ("M6 100B has 100 billion parameters.", "Daily Model", ("M6 100B", "Alibaba")),
]


@pytest.mark.parametrize(("text", "publisher", "expected"), MADE_BY)
def test_who_made_a_subject_is_told_by_who_brings_it_or_known(
    text: str, publisher: str, expected: tuple[str, str]
) -> None:
    (draft,) = (claim for claim in read(text, publisher=publisher).claims if claim.quantity)
    assert (draft.subject, draft.subject_maker, draft.subject_kind) == (*expected, SubjectKind.SYSTEM)


def test_what_a_claim_is_about_is_told_with_its_kind() -> None:
    text = "Tarn Semiconductor employs 140 people. The H100 draws 700 watts."
    kinds = [(draft.subject, draft.subject_kind) for draft in read(text).claims if draft.quantity]
    assert kinds == [("Tarn Semiconductor", SubjectKind.MAKER), ("H100", SubjectKind.CHIP)]


def test_names_that_are_given_are_read_and_of_two_makers_the_one_that_the_text_names() -> None:
    known = (
        KnownSubject(name="Falcon-9", kind=SubjectKind.SYSTEM, maker="Aurora AI", aliases=("猎鹰九号",)),
        KnownSubject(name="Falcon-9", kind=SubjectKind.SYSTEM, maker="Nimbus Labs"),
    )
    made = [
        [(draft.subject, draft.subject_maker) for draft in read(text, known=known).claims if draft.quantity]
        for text in ("猎鹰九号拥有 30 亿参数。", "Falcon-9, made by Nimbus Labs, has 3 billion parameters.")
    ]
    assert made == [[("Falcon-9", "Aurora AI")], [("Falcon-9", "Nimbus Labs")]]
