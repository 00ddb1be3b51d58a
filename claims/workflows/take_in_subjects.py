"""Subjects with their makers and aliases, from the rows of a file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, Value
from django.utils.translation import gettext_noop

from claims.core.given_tables import lines_in, text_in
from claims.core.known_subjects import SubjectKind
from claims.core.lexicon import spelling
from claims.models import RowFate, Subject, SubjectAlias
from claims.models.spelling import Spelling
from claims.workflows.merge_subjects import learn_names
from claims.workflows.name_subject import LONGEST, organisation_named
from claims.workflows.row_verdicts import Cells, Column, RowFault, Verdict, Word, each_alone, one_of

_YES, _NO = ("yes", "true", "1", "是"), ("no", "false", "0", "否")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What is to be written: `known` is the subject that the row means, None for a new one."""

    known: Subject | None
    name: str
    kind: str
    maker: str
    aliases: tuple[str, ...]
    read_by_name: bool
    is_changed: bool


class SubjectRows:
    """A row adds what it tells; what it leaves out stays as it is, and no name is taken away."""

    columns = (
        Column(name="name", says=gettext_noop("The name that pages show."), example="Wu Dao 2.0", required=True),
        Column(name="kind", says=gettext_noop("system, maker, chip or benchmark; empty: system."), example="system"),
        Column(name="maker", says=gettext_noop("Who makes it, where it is no maker itself."), example="BAAI"),
        Column(
            name="aliases",
            says=gettext_noop("Its other names, a line each within the cell."),
            example="悟道 2.0\nWuDao 2.0",
        ),
        Column(
            name="read_by_name",
            says=gettext_noop("yes: look for the name in every text. Empty: yes, for new ones."),
            example="yes",
        ),
    )
    step = 100

    def keys(self, cells: Cells) -> tuple[str, ...]:
        """The name as it is spelt, with the maker and the kind."""
        name = spelling(text_in(cells, "name"))
        kind = text_in(cells, "kind").casefold() or SubjectKind.SYSTEM
        return (f"{kind}\n{text_in(cells, 'maker')}\n{name}",) if name else ()

    def foresee(self, rows: Sequence[Cells]) -> list[Verdict]:
        """What would become of each."""
        return each_alone(rows, lambda cells: _told(_planned(cells)))

    def take_in(self, rows: Sequence[Cells], word: Word) -> list[Verdict]:
        """Store each alone. Repeating it changes nothing."""
        return each_alone(rows, _stored)


def _planned(cells: Cells) -> _Plan:
    name, maker = _name_in(cells, "name"), _name_in(cells, "maker")
    if not name:
        raise RowFault("name", "The row has no name.", "Write the name, or take the row out.")
    kind = one_of("kind", text_in(cells, "kind").casefold() or SubjectKind.SYSTEM.value, list(SubjectKind))
    aliases = lines_in(cells, "aliases")
    if long := next((alias for alias in aliases if len(alias) > LONGEST), ""):
        raise RowFault("aliases", f"“{long[:40]}…” has {len(long)} characters.", f"{LONGEST} are the most.")
    known = _known(name, maker, kind)
    names = {name, *(known.all_names() if known else ())}
    fresh = tuple(alias for alias in aliases if alias not in names)
    told = _yes_or_no(text_in(cells, "read_by_name"))
    before = known.read_by_name if known else True
    read_by_name = before if told is None else told
    gets_maker = known is not None and bool(maker) and known.maker is None
    return _Plan(
        known=known,
        name=name,
        kind=kind,
        maker=maker,
        aliases=fresh,
        read_by_name=read_by_name,
        is_changed=bool(fresh) or read_by_name != before or gets_maker,
    )


def _name_in(cells: Cells, column: str) -> str:
    name = " ".join(text_in(cells, column).split())
    if len(name) > LONGEST:
        raise RowFault(column, f"“{name[:40]}…” has {len(name)} characters.", f"{LONGEST} are the most.")
    return name


def _yes_or_no(told: str) -> bool | None:
    if not told:
        return None
    return one_of("read_by_name", told.casefold(), (*_YES, *_NO)) in _YES


def _known(name: str, maker: str, kind: str) -> Subject | None:
    """The subject by this maker with the name, else with the alias, else one of that name whose maker nobody knows.

    A row without a maker means the only one of its name, and the one without a maker where there are several.
    """
    spelt = Spelling(Value(name))
    called = Subject.objects.filter(Q(spelling=spelt) | Q(aliases__spelling=spelt), kind=kind)
    found = list(called.select_related("maker").prefetch_related("aliases").order_by("pk").distinct())
    by_name = sorted(found, key=lambda subject: spelling(subject.name) != spelling(name))
    same = [subject for subject in by_name if (subject.maker.name if subject.maker else "") == maker]
    nameless = [subject for subject in by_name if subject.maker is None]
    if same or not found:
        return same[0] if same else None
    if maker:
        return nameless[0] if nameless else None
    if len(found) > 1:
        makers = ", ".join(subject.maker.name for subject in found if subject.maker)
        raise RowFault("maker", f"Several subjects are called “{name}”.", f"Say whose it is: {makers}.")
    return found[0]


def _told(plan: _Plan) -> Verdict:
    names = f" with {len(plan.aliases)} more names: {', '.join(plan.aliases)}" if plan.aliases else ""
    if plan.known is None:
        return Verdict(
            fate=RowFate.NEW, told=f"New {plan.kind} “{plan.name}”{f' by {plan.maker}' * bool(plan.maker)}{names}."
        )
    if not plan.is_changed:
        return Verdict(fate=RowFate.SAME, told=f"Known as subject {plan.known.pk}.")
    gets = [f"{len(plan.aliases)} more names: {', '.join(plan.aliases)}"] if plan.aliases else []
    gets += [f"its maker, {plan.maker}"] if plan.maker and plan.known.maker is None else []
    if plan.read_by_name != plan.known.read_by_name:
        gets.append("texts are read with its name" if plan.read_by_name else "texts are no longer read with its name")
    return Verdict(fate=RowFate.CHANGED, told=f"Subject {plan.known.pk}, “{plan.known.name}”: {'; '.join(gets)}.")


def _stored(cells: Cells) -> Verdict:
    with transaction.atomic():
        plan = _planned(cells)
        told = _told(plan)
        if told.fate is RowFate.SAME:
            return told
        subject = plan.known or Subject(name=plan.name, kind=plan.kind)
        subject.maker = subject.maker or organisation_named(plan.maker)
        subject.read_by_name = plan.read_by_name
        subject.save()
        SubjectAlias.objects.bulk_create(
            [SubjectAlias(subject=subject, name=alias) for alias in plan.aliases], ignore_conflicts=True
        )
        learn_names(subject.pk)
    return told
