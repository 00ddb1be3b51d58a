"""What editors did with a claim, in words: what was changed from what to what; and which of it readers are told."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.core.quantities import Comparator, Relation
from claims.core.statements import ClaimKind
from claims.figures import amount
from claims.models import ClaimAct, DeskAct, Workflow
from claims.models.claim_acts import figure_of
from claims.wording import ATTRIBUTION_WORDS, METRIC_WORDS, Words, page_language, told_day

type State = Mapping[str, Any]

ACT_WORDS = Words(
    {
        DeskAct.TRACKED: gettext_noop("Taken up, to be followed"),
        DeskAct.DISMISSED: gettext_noop("Set aside"),
        DeskAct.ARCHIVED: gettext_noop("Laid to rest"),
        DeskAct.REOPENED: gettext_noop("Made a draft again"),
        DeskAct.EDITED: gettext_noop("Corrected"),
        DeskAct.SPLIT: gettext_noop("Split into claims of their own"),
        DeskAct.MARKED: gettext_noop("Marked in the text by hand"),
        DeskAct.UNDONE: gettext_noop("Taken back"),
    }
)
KIND_WORDS = Words(
    {
        ClaimKind.QUANTITY: gettext_noop("a quantity"),
        ClaimKind.COMPARISON: gettext_noop("a comparison"),
        ClaimKind.RANKING: gettext_noop("a ranking"),
        ClaimKind.CAPABILITY: gettext_noop("a capability"),
        ClaimKind.EVENT: gettext_noop("an event"),
        ClaimKind.STATEMENT: gettext_noop("a statement"),
    }
)
WORKFLOW_WORDS = Words(
    {
        Workflow.DRAFT: gettext_noop("a draft"),
        Workflow.TRACKED: gettext_noop("followed"),
        Workflow.ARCHIVED: gettext_noop("at rest"),
        Workflow.DISMISSED: gettext_noop("set aside"),
        Workflow.MERGED: gettext_noop("merged"),
    }
)
# The order in which changes are told.
FIELD_WORDS = Words(
    {
        "workflow": gettext_noop("standing"),
        "text": gettext_noop("words"),
        "subject": gettext_noop("subject"),
        "claimant": gettext_noop("claimant"),
        "kind": gettext_noop("kind"),
        "attribution": gettext_noop("told by"),
        "metric": gettext_noop("measure"),
        "value": gettext_noop("value"),
        "scope": gettext_noop("scope"),
        "baseline": gettext_noop("compared with"),
        "raw": gettext_noop("figure as written"),
        "hedged": gettext_noop("told with reserve"),
        "denied": gettext_noop("a denial"),
        "claimed_on": gettext_noop("claimed on"),
        "settle_by": gettext_noop("to be settled by"),
    }
)
# What an act says by its name alone.
_MOVES = (DeskAct.TRACKED, DeskAct.DISMISSED, DeskAct.ARCHIVED, DeskAct.REOPENED, DeskAct.SPLIT, DeskAct.MARKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that was changed: its `field`, the word for it, and what it was and is in words, "" for nothing.

    `quoted` is of words that stand in a text, which pages show in the language of the claim.
    """

    field: str
    name: str
    before: str
    after: str

    @property
    def quoted(self) -> bool:
        """Whether both sides are words of the claim."""
        return self.field in ("text", "raw")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldAct:
    """An act with what it changed. `parts` are the claims that came of a split, `part_of` the one that was split."""

    act: ClaimAct
    word: str
    changes: tuple[Change, ...]
    parts: tuple[int, ...]
    part_of: int | None


def tell_act(act: ClaimAct) -> ToldAct:
    """The act in the language of the page; reads `parts` and `part_of`, prefetched for a list."""
    changes = tuple(changes_of(act.before, act.after)) if act.before else ()
    return ToldAct(
        act=act,
        word=ACT_WORDS[act.act],
        changes=tuple(one for one in changes if one.field != "workflow" or act.act not in _MOVES),
        parts=tuple(sorted(part.claim_id for part in act.parts.all())),
        part_of=act.part_of.claim_id if act.part_of else None,
    )


def changes_of(before: State, after: State) -> Iterator[Change]:
    """What differs between two states of a claim (`workflows.decide_claim.state_of`), as far as both tell of it."""
    was, now = _told(before), _told(after)
    if "value" in was and was["value"] == now.get("value"):
        # Rounded they are the same: then in full.
        was["value"], now["value"] = _exactly(before["quantity"]), _exactly(after["quantity"])
    for field in FIELD_WORDS:
        if field in was and field in now and was[field] != now[field]:
            yield Change(field=field, name=FIELD_WORDS[field], before=was[field], after=now[field])


def for_readers(acts: Iterable[ClaimAct]) -> Iterator[ClaimAct]:
    """Of the acts of one claim, the oldest first, those that matter to who reads it.

    Until it is followed, a draft is put right as often as an editor likes: of that only what became of it is told.
    """
    known: set[int] = set()
    for act in acts:
        public = act.act in _MOVES or act.before.get("workflow") not in (None, Workflow.DRAFT) or bool(known)
        if act.undoes_id in known if act.undoes_id else public:
            known.add(act.pk)
            yield act


def _told(state: State) -> dict[str, str]:
    """Each field in words."""
    told = {name: state[name] for name in ("text", "subject", "claimant") if name in state}
    worded = (("workflow", WORKFLOW_WORDS), ("kind", KIND_WORDS), ("attribution", ATTRIBUTION_WORDS))
    told |= {name: words.get(state[name], state[name]) for name, words in worded if name in state}
    told |= {name: _("yes") if state[name] else _("no") for name in ("hedged", "denied") if name in state}
    days = ((name, state[name]) for name in ("claimed_on", "settle_by") if name in state)
    told |= {name: told_day(date.fromisoformat(day), page_language()) if day else "" for name, day in days}
    return told | (_figure_told(state["quantity"]) if "quantity" in state else {})


def _figure_told(written: Mapping[str, str | None] | None) -> dict[str, str]:
    if written is None:
        return dict.fromkeys(("metric", "value", "scope", "baseline", "raw"), "")
    figure = figure_of(written)
    return {
        "metric": METRIC_WORDS[figure.metric],
        "value": amount(figure, language=page_language()),
        "scope": figure.scope,
        "baseline": figure.baseline,
        "raw": figure.raw,
    }


def _exactly(written: Mapping[str, str | None] | None) -> str:
    if written is None:
        return ""
    numbers = (Decimal(told) for name in ("value", "low", "high") if (told := written[name]) is not None)
    figures = " – ".join(f"{number.normalize():f}" for number in numbers)
    plain = (Relation.VALUE, Comparator.EQUAL)
    meant = (word for word in (written["relation"], written["comparator"]) if word not in plain)
    return " ".join(filter(None, (*meant, figures, written["unit"])))
