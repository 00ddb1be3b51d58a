"""One thing of one subject told with two values: in the title and the body, in the text and a table."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from claims.core.quantities import Metric
from claims.judging.own_numbers.figures import Figure
from claims.judging.own_numbers.findings import Check, Outcome, OwnArithmetic, outcome_of

# What one system has one of. A score is left: it is of a setting; a price, of an offer.
_SINGULAR = frozenset(
    {
        Metric.PARAMETERS,
        Metric.ACTIVE_PARAMETERS,
        Metric.TOKENS,
        Metric.ACCELERATORS,
        Metric.ACCELERATOR_HOURS,
        Metric.ENERGY,
        Metric.EMISSIONS,
        Metric.COMPUTE,
        Metric.CONTEXT_LENGTH,
        Metric.LANGUAGES,
    }
)
_VALUES_THAT_DIFFER = 2
# Words by which two values can both be right: another stage, version, part, time, setting, or somebody's estimate.
_ANOTHER = re.compile(
    r"\b(?:versions?|variants?|sizes|famil(?:y|ies)|series|checkpoints?|mini|small|large|medium|nano|tiny|lite|base)\b"
    r"|\b(?:previous\w*|earlier|formerly|initial\w*|originally|later|then|now|new(?:er|est|ly)?|latest|updated?)\b"
    r"|\b(?:upgrad|scal(?:ed|es|ing)|grew|grow|expand|extend|increas|improv|continu)\w*|\bup from\b"
    r"|\b(?:additional|another|further|more than|extra|stages?|phases?|steps?|first|second|third|also|or)\b"
    r"|\b(?:uses|using|based on|built on|derived|architecture|backbone|unlike)\b|基于|架构|采用"
    r"|\b(?:per|each|every|average|total|overall|subset|part of|of which|includ\w+|between|supports?)\b"
    r"|\b(?:estimat|assum|suppos|guess|calculat)\w*|\b(?:would|could|if)\b"
    r"|\b(?:fine-?tun|post-?train|pre-?train|distill|activ|expert|embedding)\w*"
    r"|版本?|系列|小型|大型|改进|升级|扩展|扩大|增加|提升|成为|达到|之前|此前|以往|早期|最初|后来|现在|最新|新的?|另外|额外|进一步"
    r"|阶段|首先|然后|随后|每|平均|总|其中|包括|估计|推算|假设|如果|微调|预训练|激活",
    re.I,
)


def told_twice(figures: Sequence[Figure]) -> Iterator[OwnArithmetic]:
    """Two values of one thing, where nothing in either sentence says how both could be right.

    A subject with three values has variants, and a sentence with two of a kind tells them apart: neither counts.
    """
    groups: dict[tuple[str, Metric, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if _is_singular(figure):
            groups[figure.subject, figure.metric, figure.quantity.scope].append(figure)
    for group in groups.values():
        if len({one.amount for one in group}) == _VALUES_THAT_DIFFER and _each_alone(group, figures):
            first = group[0]
            second = next(one for one in group if one.amount != first.amount)
            apart = outcome_of(first.span, first.amount, second) is Outcome.DIFFERS
            if apart and not (says_another(first) or says_another(second)):
                yield _differing(first, second)


def _is_singular(figure: Figure) -> bool:
    return figure.metric in _SINGULAR and figure.is_plain and bool(figure.subject) and figure.named and figure.is_exact


def _each_alone(group: Sequence[Figure], figures: Sequence[Figure]) -> bool:
    places = [one.place for one in group]
    return all(sum(one.place == place and one.metric is group[0].metric for one in figures) == 1 for place in places)


def says_another(figure: Figure) -> bool:
    """Whether its sentence tells of another stage, version, part or time, so that another value can be right too."""
    return bool(_ANOTHER.search(figure.sentence))


def _differing(first: Figure, second: Figure) -> OwnArithmetic:
    return OwnArithmetic(
        check=Check.TWICE,
        outcome=Outcome.DIFFERS,
        steps=(f"the text says {first.quantity.raw}", f"and, of the same, {second.quantity.raw}"),
        computed=first.span,
        stated=second.span,
        unit=second.unit,
        figures=(first, second),
    )
