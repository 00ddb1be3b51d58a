"""Words by which texts in English and Chinese speak of a metric, so that a Chinese claim finds an English paper."""

from claims.core.quantities import Metric

# Written as readers know them; they are cut into terms like any text.
METRIC_WORDS: dict[Metric, str] = {
    Metric.PARAMETERS: "parameters trillion billion scale 参数 规模",
    Metric.ACTIVE_PARAMETERS: "parameters activated active sparse experts 参数 激活",
    Metric.TOKENS: "tokens corpus pretrained data 语料 数据",
    Metric.DATASET_SIZE: "dataset corpus examples images 数据 语料",
    Metric.ACCELERATORS: "GPU GPUs TPU accelerators V100 A100 H100 cluster 显卡",
    Metric.ACCELERATOR_HOURS: "GPU hours GPUs compute trained 小时",
    Metric.TRAINING_TIME: "days hours train training weeks GPUs 训练",
    Metric.COMPUTE: "FLOPs flop compute petaflop 算力 计算",
    Metric.THROUGHPUT: "FLOP/s teraflop petaflop throughput 吞吐",
    Metric.POWER: "power watts kW 功率",
    Metric.ENERGY: "energy MWh kWh consumption carbon greener 能耗 能源",
    Metric.EMISSIONS: "carbon emissions CO2 CO2e footprint 排放",
    Metric.COST: "cost costs dollars million price 成本 费用",
    Metric.PRICE: "price hour cost instance 价格",
    Metric.SPEED: "faster speedup speed times 倍 速度",
    Metric.EFFICIENCY: "efficiency efficient speedup 效率",
    Metric.SCORE: "accuracy benchmark evaluation score performance 准确 基准",
    Metric.CONTEXT_LENGTH: "context length tokens sequence 上下",
    Metric.MEMORY: "memory GB 显存 内存",
    Metric.USERS: "users people weekly 用户",
    Metric.LANGUAGES: "languages multilingual 语言",
    Metric.DURATION: "days months years 个月",
    Metric.DATE: "released announced date 发布 宣布",
    Metric.COUNT: "number total 数量",
    Metric.SIZE: "size large largest 规模",
    Metric.OTHER: "",
}
