"""Lists of OAI-PMH in pages, and the two kinds of resumption tokens (protocol 2.0, 3.5).

`QUESTION` tokens are arXiv's: the server keeps nothing, `from` moves on and `skip` counts records of that day. What is
restamped between two pages is seen twice, or missed where it was counted in `skip`. `KEPT` tokens name a list that the
server made when it was first asked, so that the same token leads to the same page.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import islice
from urllib.parse import parse_qsl, quote, unquote, urlencode

from tests.standin.arxiv_categories import set_of, with_aliases
from tests.standin.library import Library, Work
from tests.standin.oai_formats import Format
from tests.standin.oai_questions import Arguments, Fault, Refused, Selection, checked_format, selection_of
from tests.standin.profiles import TokenForm
from tests.standin.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What leads to the next page; `value` "" only tells that this was the last. `size` and `cursor` where told."""

    value: str
    expires: datetime
    size: int | None = None
    cursor: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """The works of one page in one format, the token after it if any, and the arguments as the answer repeats them."""

    works: tuple[Work, ...]
    form: Format
    token: Token | None
    echo: Arguments


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeptPlace:
    """A place in a list that the server keeps."""

    told: Arguments
    keys: tuple[str, ...]
    start: int
    expires: datetime


@dataclass(slots=True)
class OaiMemory:
    """The works in the order of harvests, as of a revision of the library, and the tokens that were given out."""

    revision: int = -1
    works: Sequence[Work] = ()
    places: dict[str, _KeptPlace] = field(default_factory=dict)
    lives: dict[str, datetime] = field(default_factory=dict)

    def in_order(self, library: Library) -> Sequence[Work]:
        """All works that arXiv has, by datestamp and id, as its server orders them."""
        if self.revision != library.revision:
            self.revision = library.revision
            known = (work for work in library.works if work.arxiv_id)
            self.works = sorted(known, key=lambda work: (work.datestamp, work.arxiv_id))
        return self.works


def sets_of(work: Work, *, aliases: bool = True) -> tuple[str, ...]:
    """The sets that a record is in: those of its categories, and of their other names."""
    return work.sets or tuple(set_of(name) for name in (with_aliases(work.categories) if aliases else work.categories))


def page_of(told: Arguments, world: World) -> ListPage:
    """The page that a list request asks for. Raises `Refused`."""
    if world.profile.tokens is TokenForm.QUESTION:
        return _page_by_question(told, world)
    return _page_by_place(told, world)


def _selected(selection: Selection, world: World) -> Iterable[Work]:
    works = world.memory(OaiMemory).in_order(world.library)
    first = bisect_left(works, selection.since.date(), key=lambda work: work.datestamp)
    for work in works[first:]:
        stamp = datetime.combine(work.datestamp, time.min, UTC)
        if stamp > selection.until:
            return
        told = world.profile.tells_deleted or not work.deleted
        if told and stamp >= selection.since and _in_set(work, selection.set):
            yield work


def _in_set(work: Work, wanted: str) -> bool:
    return not wanted or any(f"{one}:".startswith(f"{wanted}:") for one in sets_of(work))


def _page_size(told: Arguments, world: World) -> int:
    return world.profile.page_records if told["verb"] == "ListRecords" else world.profile.page_headers


# Tokens that hold the question.


def _page_by_question(told: Arguments, world: World) -> ListPage:
    question, skip = _read_question(told, world) if "resumptionToken" in told else (told, 0)
    form = checked_format(question)
    end = skip + _page_size(question, world)
    selected = list(islice(_selected(selection_of(question, world.profile), world), end + 1))
    works, after = selected[skip:end], selected[end:]
    if not works:
        raise Refused(Fault(code="noRecordsMatch", echo=tuple(told.items())))
    if not after:
        return ListPage(works=tuple(works), form=form, token=None, echo=told)
    day = after[0].datestamp
    counted = sum(1 for work in selected[:end] if work.datestamp == day)
    ahead = {**question, "from": day.isoformat()}
    token = _write_question({**ahead, "skip": str(counted)}, world)
    # The answer repeats the question that was moved on, not the one that was asked, as arXiv's does.
    echo = told if "resumptionToken" in told else ahead
    return ListPage(works=tuple(works), form=form, token=token, echo=echo)


def _write_question(question: Arguments, world: World) -> Token:
    order = ("verb", "metadataPrefix", "from", "until", "set", "skip")
    value = quote(urlencode([(name, question[name]) for name in order if name in question]))
    midnight = datetime.combine(world.clock.now().date() + timedelta(days=1), time.min, UTC)
    world.memory(OaiMemory).lives[value] = midnight
    return Token(value=value, expires=midnight)


def _read_question(told: Arguments, world: World) -> tuple[Arguments, int]:
    question = dict(parse_qsl(unquote(told["resumptionToken"])))
    expires = world.memory(OaiMemory).lives.get(told["resumptionToken"])
    skip = question.pop("skip", "")
    if not {"verb", "metadataPrefix"} <= question.keys() or not skip.isdecimal():
        raise Refused(Fault(code="badResumptionToken", reason="Token decoding failed or format is invalid."))
    if question["verb"] != told["verb"]:
        echo = tuple(told.items())
        raise Refused(Fault(code="badResumptionToken", reason="token from different verb", echo=echo))
    if expires is not None and world.clock.now() >= expires:
        raise Refused(Fault(code="badResumptionToken", reason="token expired", echo=tuple(told.items())))
    return question, int(skip)


# Tokens that name a place in a list which is kept.


def _page_by_place(told: Arguments, world: World) -> ListPage:
    place = _kept_place(told, world) if "resumptionToken" in told else _first_place(told, world)
    size = _page_size(place.told, world)
    end = place.start + size
    found = (world.library.work(key) for key in place.keys[place.start : end])
    works = tuple(work for work in found if work is not None)
    form = checked_format(place.told)
    return ListPage(works=works, form=form, token=_token_after(place, end, world), echo=told)


def _first_place(told: Arguments, world: World) -> _KeptPlace:
    checked_format(told)
    keys = tuple(work.key for work in _selected(selection_of(told, world.profile), world))
    if not keys:
        raise Refused(Fault(code="noRecordsMatch", echo=tuple(told.items())))
    return _KeptPlace(told=told, keys=keys, start=0, expires=_expiry(world))


def _kept_place(told: Arguments, world: World) -> _KeptPlace:
    place = world.memory(OaiMemory).places.get(told["resumptionToken"])
    if place is None or place.told["verb"] != told["verb"] or world.clock.now() >= place.expires:
        raise Refused(Fault(code="badResumptionToken", echo=tuple(told.items())))
    return place


def _token_after(place: _KeptPlace, end: int, world: World) -> Token | None:
    size = len(place.keys)
    if end >= size:
        empty = place.start > 0 and world.profile.ends_with_empty_token
        return Token(value="", expires=_expiry(world), size=size, cursor=place.start) if empty else None
    expires = _expiry(world)
    ahead = _KeptPlace(told=place.told, keys=place.keys, start=end, expires=expires)
    # Opaque, and with characters that only survive careful encoding (3.1.1.3).
    digest = hashlib.sha256(repr((sorted(place.told.items()), place.keys, end)).encode()).hexdigest()
    value = f".{digest[:24]}/+=&%2B?#{end}"
    world.memory(OaiMemory).places[value] = ahead
    return Token(value=value, expires=expires, size=size, cursor=place.start)


def _expiry(world: World) -> datetime:
    return world.clock.now().replace(microsecond=0) + timedelta(seconds=world.profile.token_seconds or 0)
