"""How a reader is asked for what would settle a claim, in English and Chinese."""

from dataclasses import dataclass

from claims.core.quantities import Metric


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One language's words. `metrics` name an amount, `pattern` says whose it is."""

    metrics: dict[Metric, str]
    pattern: str
    grid: str
    gap: str
    claimant: str
    source: str
    ranking: str
    evaluation: str
    measured_again: str

    def asked_of(self, pattern: str, claimant: str, **words: str) -> str:
        """A pattern filled in; among Chinese words a Latin name has a gap on either side."""
        name = claimant or self.claimant
        return pattern.format(claimant=f"{self.gap}{name}{self.gap}" if name.isascii() else name, **words).strip()

    def named(self, metric: Metric) -> str:
        """The amount alone: "number of accelerators"."""
        return self.metrics[metric]

    def of(self, metric: Metric, subject: str) -> str:
        """The amount with whose it is: "training energy of M6-10T", "M6-10T 的训练能耗"."""
        return self.pattern.format(metric=self.metrics[metric], subject=subject)


_ENGLISH = Wording(
    metrics={
        Metric.PARAMETERS: "number of parameters",
        Metric.ACTIVE_PARAMETERS: "number of active parameters",
        Metric.TOKENS: "number of training tokens",
        Metric.CONTEXT_LENGTH: "context length",
        Metric.ACCELERATORS: "number of accelerators",
        Metric.ACCELERATOR_HOURS: "accelerator-hours",
        Metric.TRAINING_TIME: "length of the run",
        Metric.COMPUTE: "training compute",
        Metric.ENERGY: "training energy",
        Metric.EMISSIONS: "training emissions",
        Metric.COST: "training cost",
        Metric.POWER: "the chips or their power",
        Metric.PRICE: "the chips or the price of an hour",
    },
    pattern="{metric} of {subject}",
    grid="carbon intensity of the electricity",
    gap="",
    claimant="the claimant",
    source="a source independent of {claimant} that says so",
    ranking="a ranking or survey of that time by somebody other than {claimant}",
    evaluation="an evaluation on {benchmark} by somebody other than {claimant}",
    measured_again="somebody who measured it again and is on neither side",
)
_CHINESE = Wording(
    metrics={
        Metric.PARAMETERS: "参数量",
        Metric.ACTIVE_PARAMETERS: "激活参数量",
        Metric.TOKENS: "训练词元数",
        Metric.CONTEXT_LENGTH: "上下文长度",
        Metric.ACCELERATORS: "加速器数量",
        Metric.ACCELERATOR_HOURS: "加速器小时数",
        Metric.TRAINING_TIME: "训练时长",
        Metric.COMPUTE: "训练计算量",
        Metric.ENERGY: "训练能耗",
        Metric.EMISSIONS: "训练碳排放",
        Metric.COST: "训练成本",
        Metric.POWER: "芯片型号或其功率",
        Metric.PRICE: "芯片型号或每小时价格",
    },
    pattern="{subject} 的{metric}",
    grid="所用电力的碳强度",
    gap=" ",
    claimant="声明方",
    source="独立于{claimant}的来源的证实",
    ranking="{claimant}以外的人在当时所作的排名或综述",
    evaluation="{claimant}以外的人在 {benchmark} 上的评测",
    measured_again="与双方均无关的第三方的重新测量",
)


def wording_of(language: str) -> Wording:
    """The words of a claim's language; English where we have none of its own."""
    return _CHINESE if language == "zh" else _ENGLISH
