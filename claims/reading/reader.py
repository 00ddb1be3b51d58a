"""Read an announcement: its source links, and draft claims at their exact places."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from claims.core.lexicon import Lexicon
from claims.core.measures import find_quantities
from claims.core.plain_text import balanced
from claims.core.quantities import Metric, Quantity
from claims.core.sentences import BlockKind, Sentence, split_sentences
from claims.core.statements import ClaimKind
from claims.core.subjects import NameMention, find_names
from claims.reading.attribution import attribution_of, is_denied, is_hedged
from claims.reading.clauses import clause_around, innermost_clause, with_leading_baseline
from claims.reading.drafts import DraftClaim, LeftSentence, Reading
from claims.reading.languages import READ_LANGUAGES, language_of
from claims.reading.links import read_links
from claims.reading.repeats import in_passing, without_weak_repeats
from claims.reading.scoring import Scored, score_measured, score_told
from claims.reading.slugs import claims_in_slugs
from claims.reading.statements import PAST_ACTS, Told, statements_in
from claims.reading.subject_tracking import SubjectTracker, main_subject, names_of_its_own
from claims.reading.tables import TableFigure, figures_of, tables_in
from claims.reading.triage import FINAL, Leaving, is_forecast, reasons_to_leave
from claims.reading.wording import claim_text
from claims.reading.worth import is_worth_a_claim


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """A sentence with all that was found in it."""

    sentence: Sentence
    names: tuple[NameMention, ...]
    quantities: tuple[Quantity, ...]
    leaving: tuple[Leaving, ...]

    @property
    def text(self) -> str:
        return self.sentence.text


def read(
    text: str,
    *,
    title: str = "",
    language: str = "",
    publisher: str = "",
    published_on: date | None = None,
    url: str = "",
) -> Reading:
    """All links and draft claims of `text` (Markdown or plain). Pure and linear in the length of the text.

    `language` "" is found out, and one that is not read gives links only; relative links are joined to `url`;
    `published_on` is taken for the caller's sake and changes nothing that is read.
    """
    language = language or language_of(text)
    own_names = names_of_its_own(f"{title}\n{text}")
    links = read_links(text, url)
    if language not in READ_LANGUAGES:
        return Reading(language=language, claims=(), links=links)
    tracker = SubjectTracker(main=main_subject(title, text, own_names))
    found: list[tuple[DraftClaim, bool]] = []
    left: list[LeftSentence] = []
    sentences = split_sentences(text)
    tabled = _figures_by_row(sentences, own_names)
    for sentence in sentences:
        if sentence.kind is BlockKind.CODE:
            continue
        looked = _look(sentence, language, own_names)
        if sentence in tabled:
            found.extend((_tabled(text, looked, figure, tracker, publisher), False) for figure in tabled[sentence])
            continue
        drafts = list(_drafts(text, looked, tracker, publisher))
        if not drafts and looked.leaving:
            left.append(_left(text, looked))
        found.extend(drafts)
        tracker.follow(looked.text, looked.names)
    claims = [*without_weak_repeats(found), *claims_in_slugs(text, links)]
    claims.sort(key=lambda claim: (claim.start, claim.end))
    return Reading(language=language, claims=tuple(claims), links=links, left=tuple(left))


def _figures_by_row(sentences: tuple[Sentence, ...], own_names: Lexicon) -> dict[Sentence, list[TableFigure]]:
    """Every row of every table with its figures; the head with none."""
    rows: dict[Sentence, list[TableFigure]] = {}
    for table in tables_in(sentences):
        rows |= {row: [] for row in table}
        for figure in figures_of(table, own_names):
            rows[figure.row].append(figure)
    return rows


def _look(sentence: Sentence, language: str, own_names: Lexicon) -> _Looked:
    names = find_names(sentence.text, own_names)
    return _Looked(
        sentence=sentence,
        names=names,
        quantities=find_quantities(sentence.text, language, names),
        leaving=reasons_to_leave(sentence.text),
    )


def _left(raw: str, looked: _Looked) -> LeftSentence:
    start, end = looked.sentence.start, looked.sentence.end
    return LeftSentence(
        quote=raw[start:end], start=start, end=end, reasons=tuple(reason.value for reason in looked.leaving)
    )


def _drafts(raw: str, looked: _Looked, tracker: SubjectTracker, publisher: str) -> Iterator[tuple[DraftClaim, bool]]:
    """Each draft with whether it is told in passing only."""
    if FINAL.intersection(looked.leaving):
        return
    worthy = _worthy(looked)
    for quantity in worthy:
        weak = in_passing(looked.text, quantity.start)
        yield _measured(raw, looked, quantity, worthy, tracker, publisher), weak
    measured = tuple((quantity.start, quantity.end) for quantity in worthy)
    statements = statements_in(looked.text, looked.names, measured)
    claimed = (*measured, *((told.start, told.end) for told in statements))
    for told in statements:
        if _is_told(looked, told):
            yield _told(raw, looked, told, claimed, tracker, publisher), False


def _is_told(looked: _Looked, told: Told) -> bool:
    """Whether a statement is meant as a fact: its clause is no forecast, and its sentence no opinion or definition."""
    clause = looked.text[slice(*innermost_clause(looked.text, told.start, told.end))]
    if is_forecast(clause) and told.reason != "decision":
        return False
    doubts = set(looked.leaving) if told.reason == "ability" else set(looked.leaving) - {Leaving.PREDICTION}
    return told.reason in PAST_ACTS or not doubts


def _worthy(looked: _Looked) -> tuple[Quantity, ...]:
    others = len(looked.quantities) - 1
    return tuple(
        quantity
        for quantity in looked.quantities
        if is_worth_a_claim(looked.text, quantity, others, looked.names)
        and not is_forecast(looked.text[slice(*innermost_clause(looked.text, quantity.start, quantity.end))])
        and not (Leaving.CONDITION in looked.leaving and Leaving.PREDICTION in looked.leaving)
    )


def _measured(
    raw: str,
    looked: _Looked,
    quantity: Quantity,
    worthy: tuple[Quantity, ...],
    tracker: SubjectTracker,
    publisher: str,
) -> DraftClaim:
    spans = tuple((other.start, other.end) for other in worthy)
    start, end = clause_around(looked.text, quantity.start, quantity.end, spans)
    if quantity.is_ratio:
        start, end = with_leading_baseline(looked.text, start, end)
    shared = sum(start <= other.start < end for other in worthy) > 1
    actor = tracker.actor(looked.names, quantity.start) if quantity.metric is Metric.OTHER else ""
    subject = actor or tracker.about(looked.text, looked.names, quantity.start, looked.quantities)
    scored = score_measured(quantity, subject, looked.leaving)
    kind = ClaimKind.COMPARISON if quantity.is_ratio else ClaimKind.QUANTITY
    clause = looked.text[start:end]
    text = claim_text(clause, subject, quantity, shared=shared)
    return _draft(raw, looked, (start, end), text, kind, subject, publisher, scored, quantity)


def _tabled(raw: str, looked: _Looked, figure: TableFigure, tracker: SubjectTracker, publisher: str) -> DraftClaim:
    """The claim of a table's figure; its quote is the row, which is what tells the figure with its label."""
    subject = figure.subject or tracker.main
    scored = score_measured(figure.quantity, subject, ())
    text = claim_text(f"{figure.topic} {figure.quantity.raw}", subject, None, shared=False)
    return _draft(
        raw, looked, _without_bars(looked.text), text, ClaimKind.QUANTITY, subject, publisher, scored, figure.quantity
    )


def _without_bars(row: str) -> tuple[int, int]:
    return len(row) - len(row.lstrip("| ")), len(row.rstrip("| "))


def _told(
    raw: str,
    looked: _Looked,
    told: Told,
    claimed: tuple[tuple[int, int], ...],
    tracker: SubjectTracker,
    publisher: str,
) -> DraftClaim:
    span = clause_around(looked.text, told.start, told.end, claimed)
    actor = tracker.actor(looked.names, told.start) if told.reason == "decision" else ""
    subject = actor or tracker.about(looked.text, looked.names, told.start)
    scored = score_told(told, subject, looked.leaving)
    text = claim_text(looked.text[slice(*span)], subject, None, shared=False)
    return _draft(raw, looked, span, text, told.kind, subject, publisher, scored, None)


def _draft(
    raw: str,
    looked: _Looked,
    span: tuple[int, int],
    text: str,
    kind: ClaimKind,
    subject: str,
    publisher: str,
    scored: Scored,
    quantity: Quantity | None,
) -> DraftClaim:
    start, end = balanced(raw, *looked.sentence.plain.span(*span))
    return DraftClaim(
        text=text,
        quote=raw[start:end],
        start=start,
        end=end,
        kind=kind,
        subject=subject,
        quantity=_placed(looked.sentence, quantity),
        attribution=attribution_of(looked.text, looked.names, publisher),
        hedged=is_hedged(looked.text[slice(*span)]),
        denied=is_denied(looked.text, looked.text[slice(*span)]),
        score=scored.score,
        reasons=scored.reasons,
    )


def _placed(sentence: Sentence, quantity: Quantity | None) -> Quantity | None:
    """The quantity with offsets in the whole text instead of in its sentence."""
    if quantity is None:
        return None
    start, end = sentence.plain.span(quantity.start, quantity.end)
    return replace(quantity, start=start, end=end)
