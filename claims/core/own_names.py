"""The names to read a text with: those that are known, and those that the text makes itself, for this text only."""

from collections.abc import Iterator

from claims.core.chinese_names import chinese_names
from claims.core.english_names import english_names
from claims.core.known_subjects import KnownSubject, SubjectKind
from claims.core.lexicon import SEED, Lexicon, lexicon_of, spelling
from claims.core.plain_text import flatten
from claims.core.subjects import ANOTHER_THING, find_names


def lexicon_for(text: str, title: str = "", known: tuple[KnownSubject, ...] = ()) -> Lexicon:
    """The seed's names, above them those that editors `known`, above them those that the text makes itself."""
    # Line ends stay, since rows of tables and beginnings of lines tell names.
    plain = "".join(text[place] for place in flatten(text).offsets)
    whole = f"{title}\n{plain}"
    told = lexicon_of(_by_maker_named(known, whole), beneath=SEED) if known else SEED
    own = [*_other_things(whole, told), *_unknown(whole, title, told)]
    return lexicon_of(own, beneath=told) if own else told


def _by_maker_named(known: tuple[KnownSubject, ...], text: str) -> list[KnownSubject]:
    """The subjects with those first whose maker the text names: of several that share a name the first keeps it."""
    folded = text.casefold()
    return sorted(known, key=lambda subject: not (subject.maker and subject.maker.casefold() in folded))


def _unknown(text: str, title: str, told: Lexicon) -> Iterator[KnownSubject]:
    seen: set[str] = set()
    for subject in (*english_names(text, title), *chinese_names(text)):
        if spelling(subject.name) not in seen and told.named(subject.name) is None:
            seen.add(spelling(subject.name))
            yield KnownSubject(
                name=subject.name,
                kind=subject.kind,
                aliases=tuple(alias for alias in subject.aliases if told.named(alias) is None),
            )


def _other_things(text: str, told: Lexicon) -> Iterator[KnownSubject]:
    """What only shares the name of a system ("the Gemini telescope"), where the text does not speak of that system first."""
    if not ANOTHER_THING.search(text):
        return
    seen: set[str] = set()
    for mention in find_names(text, told):
        thing = ANOTHER_THING.search(mention.name)
        bare = mention.name[: thing.start()] if thing else ""
        if bare and told.named(bare) and bare not in seen:
            yield KnownSubject(name=mention.canonical, kind=SubjectKind.SYSTEM, aliases=(bare,))
        seen.add(mention.name)
