"""Read an announcement: its source links, and draft claims at their exact places."""

from collections.abc import Iterator
from datetime import date

from claims.core.known_subjects import KnownSubject
from claims.core.lexicon import Lexicon
from claims.core.masking import plain_signs
from claims.core.own_names import lexicon_for
from claims.core.sentences import Sentence, split_sentences
from claims.reading.drafting import Drafting
from claims.reading.drafts import DraftClaim, LeftSentence, Reading
from claims.reading.languages import READ_LANGUAGES, language_of
from claims.reading.links import read_links
from claims.reading.looking import Looked, look_at, with_boilerplate
from claims.reading.repeats import in_passing, without_weak_repeats
from claims.reading.statements import statements_in
from claims.reading.subject_tracking import SubjectTracker, main_subject
from claims.reading.tables import TableFigure, figures_of, tables_in
from claims.reading.triage import FINAL
from claims.reading.worth import Worth, names_its_size


def read(
    text: str,
    *,
    title: str = "",
    language: str = "",
    publisher: str = "",
    published_on: date | None = None,
    url: str = "",
    known: tuple[KnownSubject, ...] = (),
) -> Reading:
    """All links and draft claims of `text` (Markdown or plain). Pure and linear in the length of the text.

    `language` "" is found out, and one that is not read gives links only; relative links are joined to `url`; what a
    clause says of a year after `published_on` is a forecast; `known` are names to look for besides those of the seed.
    """
    language = language or language_of(text)
    plain = plain_signs(text)
    lexicon = lexicon_for(plain, title, known)
    links = read_links(text, url)
    if language not in READ_LANGUAGES:
        return Reading(language=language, claims=(), links=links)
    tracker = SubjectTracker(main=main_subject(title, plain, lexicon), lexicon=lexicon, publisher=publisher)
    drafting = Drafting(raw=text, publisher=publisher, tracker=tracker)
    found: list[tuple[DraftClaim, bool]] = []
    left: list[LeftSentence] = []
    sentences = split_sentences(text)
    tabled = _figures_by_row(sentences, lexicon)
    year = published_on.year if published_on else None
    for sentence, boilerplate in with_boilerplate(sentences):
        looked = look_at(sentence, language=language, lexicon=lexicon, year=year, boilerplate=boilerplate)
        tracker.enter(text, sentence, looked.names)
        if sentence in tabled:
            found.extend((drafting.tabled(looked, figure), False) for figure in tabled[sentence])
            continue
        drafts = list(_drafts(drafting, looked))
        if not drafts and looked.leaving:
            left.append(_left(text, looked))
        found.extend(drafts)
        tracker.follow(looked.text, looked.names)
    claims = sorted(without_weak_repeats(found), key=lambda claim: (claim.start, claim.end))
    return Reading(language=language, claims=tuple(claims), links=links, left=tuple(left))


def _figures_by_row(sentences: tuple[Sentence, ...], lexicon: Lexicon) -> dict[Sentence, list[TableFigure]]:
    """Every row of every table with its figures; the head with none."""
    rows: dict[Sentence, list[TableFigure]] = {}
    for table in tables_in(sentences):
        rows |= {row: [] for row in table}
        for figure in figures_of(table, lexicon):
            rows[figure.row].append(figure)
    return rows


def _left(raw: str, looked: Looked) -> LeftSentence:
    start, end = looked.sentence.start, looked.sentence.end
    return LeftSentence(
        quote=raw[start:end], start=start, end=end, reasons=tuple(reason.value for reason in looked.leaving)
    )


def _drafts(drafting: Drafting, looked: Looked) -> Iterator[tuple[DraftClaim, bool]]:
    """Each draft with whether it is told in passing only."""
    if FINAL.intersection(looked.leaving):
        return
    worthy = looked.worthy()
    measured = tuple((quantity.start, quantity.end) for quantity, _ in worthy)
    statements = [told for told in statements_in(looked.text, looked.names, measured) if looked.tells(told)]
    claimed = (*measured, *((told.start, told.end) for told in statements))
    for quantity, worth in worthy:
        draft = drafting.measured(looked, quantity, claimed)
        if worth is Worth.MENTIONED and names_its_size(draft.subject, quantity):
            continue
        yield draft, worth is Worth.MENTIONED or in_passing(looked.text, quantity.start)
    for told in statements:
        yield drafting.told(looked, told, claimed), False
