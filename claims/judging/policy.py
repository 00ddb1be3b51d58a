"""What an installation lets its jobs accept without a person, and how many people it takes to say "refuted"."""

from dataclasses import dataclass

from claims.judging.findings import Basis, Finding, Stance

# Changes whenever the same settings would accept otherwise.
POLICY_VERSION = "1"
# Two figures that agree, said of a system that is named or presented, are read with 0.77 or more; a figure beside
# others, or one that is tied to the claim by its maker only, with less.
NUMBERS_FROM = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Named by its `version`, which each piece of evidence keeps that was accepted under it.

    `numbers_from` and `words_from` are the confidence (0..1) from which a stance that was read from compared figures,
    or from words alone, counts without a person; None is never. `single_editor` lets one person say "refuted".
    """

    numbers_from: float | None = NUMBERS_FROM
    words_from: float | None = None
    single_editor: bool = False

    def __post_init__(self) -> None:
        """Refuse bars that are no confidence. Raises `ValueError`."""
        for bar in (self.numbers_from, self.words_from):
            if bar is not None and not 0 < bar <= 1:
                raise ValueError(f"A bar must be above 0 and at most 1, not {bar}.")

    @property
    def version(self) -> str:
        """What was accepted by it, in words that stay true when the settings change."""
        return f"{POLICY_VERSION}: numbers {_told(self.numbers_from)}, words {_told(self.words_from)}"

    def accepts(self, found: Finding, *, verbatim: bool) -> bool:
        """Whether `found` counts without a person. `verbatim` says that its quote stands in the document word for word.

        A mention never does: it takes no side.
        """
        bar = self.numbers_from if found.basis is Basis.NUMBERS else self.words_from
        return verbatim and found.stance is not Stance.MENTIONS and bar is not None and found.confidence >= bar


def _told(bar: float | None) -> str:
    return "never" if bar is None else f"from {bar:g}"
