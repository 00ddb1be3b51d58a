"""The arguments of an OAI-PMH request: which go together, and what is wrong with them (protocol 2.0, 3.6 and 4).

arXiv's wordings are kept, misspellings included: clients that read them should not depend on them.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tests.standin.arxiv_categories import all_sets
from tests.standin.oai_formats import FORMATS, Format
from tests.standin.profiles import Profile, TokenForm

type Arguments = Mapping[str, str]

_EXPLANATIONS = {
    "badArgument": "The request includes illegal arguments, is missing required arguments, includes a repeated "
    "argument, or values for arguments have an illegal syntax.",
    "badVerb": "Value of the verb argument is not a legal OAI-PMH verb, the verb argument is missing, or the verb "
    "argument is repeated.",
    "badResumptionToken": "The value of the resumptionToken argument is invalid or expired.",
    "cannotDisseminateFormat": "The metadata format identified by the value given for the metadataPrefix argument is "
    "not supported by the item or by the repository.",
    "idDoesNotExist": "The value of the identifier argument is unknown or illegal in this repository.",
    "noRecordsMatch": "The combination of the values of the from, until, set and metadataPrefix arguments results in "
    "an empty list.",
    "noMetadataFormats": "There are no metadata formats available for the specified item.",
    "noSetHierarchy": "The repository does not support sets.",
}
# What a verb must and may have beside itself.
_NEEDED: Mapping[str, frozenset[str]] = {
    "Identify": frozenset(),
    "ListMetadataFormats": frozenset(),
    "ListSets": frozenset(),
    "GetRecord": frozenset({"identifier", "metadataPrefix"}),
    "ListIdentifiers": frozenset({"metadataPrefix"}),
    "ListRecords": frozenset({"metadataPrefix"}),
}
_SELECTION = frozenset({"from", "until", "set", "resumptionToken"})
_ALLOWED: Mapping[str, frozenset[str]] = {
    "ListMetadataFormats": frozenset({"identifier"}),
    "ListSets": frozenset({"resumptionToken"}),
    "ListIdentifiers": _SELECTION,
    "ListRecords": _SELECTION,
}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One `<error>`. `echo` are the arguments that `<request>` repeats beside it."""

    code: str
    reason: str = ""
    echo: tuple[tuple[str, str], ...] = ()

    @property
    def told(self) -> str:
        """The text of the error."""
        return f"{_EXPLANATIONS[self.code]} Reason: {self.reason}" if self.reason else _EXPLANATIONS[self.code]


class Refused(Exception):
    """The request cannot be answered, for one or several reasons."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*(fault.code for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which records a list is about: moments from `since` to `until` (both included), of one set or of all."""

    since: datetime
    until: datetime
    set: str


def arguments_of(parameters: tuple[tuple[str, str], ...], profile: Profile) -> Arguments:
    """The arguments of a request that is well formed. Raises `Refused`."""
    told = dict(parameters)
    verb = told.get("verb", "")
    times = Counter(name for name, _ in parameters)
    if profile.tokens is TokenForm.KEPT and (verb not in _NEEDED or times["verb"] > 1):
        raise Refused(Fault(code="badVerb", reason="Invalid verb provided"))
    if max(times.values(), default=0) > 1:
        raise Refused(Fault(code="badArgument", reason="Duplicate parameters not allowed"))
    if verb not in _NEEDED:
        raise Refused(Fault(code="badVerb", reason="Invalid verb provided"))
    if wrong := _wrong_names(told, verb):
        # The protocol allows several errors at once; services stop at the first.
        raise Refused(*(wrong if profile.tokens is TokenForm.KEPT and profile.error_status == 200 else wrong[:1]))
    return told


def _wrong_names(told: Arguments, verb: str) -> list[Fault]:
    names = told.keys() - {"verb"}
    allowed = _NEEDED[verb] | _ALLOWED.get(verb, frozenset())
    reasons = [f"No other parameters allowed for {verb}" for _ in sorted(names - allowed)]
    if "resumptionToken" in names & allowed:
        reasons += ["No other paramters allowed with resumptionToken"] if names & allowed - {"resumptionToken"} else []
    else:
        reasons += [f"{name} required." for name in sorted(_NEEDED[verb] - names)]
    return [Fault(code="badArgument", reason=reason) for reason in reasons]


def checked_format(told: Arguments) -> Format:
    """The metadata format that is asked for. Raises `Refused`."""
    form = FORMATS.get(told["metadataPrefix"])
    if form is None:
        raise Refused(
            Fault(
                code="cannotDisseminateFormat",
                reason="Did not recognize requested format",
                echo=(("verb", told["verb"]),),
            )
        )
    return form


def selection_of(told: Arguments, profile: Profile) -> Selection:
    """The records that a list asks for. Raises `Refused` for dates and sets that are none."""
    earliest = datetime.combine(profile.earliest, datetime.min.time(), UTC)
    since = _moment(told, "from", profile) or datetime.min.replace(tzinfo=UTC)
    until = _moment(told, "until", profile) or datetime.max.replace(tzinfo=UTC)
    if "T" not in told.get("until", "T"):
        until += timedelta(days=1) - timedelta(seconds=1)
    if len({len(told[name]) for name in ("from", "until") if name in told}) > 1:
        raise _bad_argument("from and until must have the same granularity")
    if since > until:
        raise _bad_argument("until date must be greater than or equal to from date")
    # The protocol has no such rule (2.7.1 leaves the list empty); arXiv does.
    if profile.tokens is TokenForm.QUESTION and "from" in told and since < earliest:
        raise _bad_argument("start date too early")
    asked_set = told.get("set", "")
    if asked_set and not profile.has_sets:
        raise Refused(Fault(code="noSetHierarchy", echo=tuple(told.items())))
    if asked_set and asked_set not in dict(all_sets()):
        if profile.tokens is TokenForm.QUESTION:
            raise _bad_argument("Set does not exist")
        raise Refused(Fault(code="noRecordsMatch", echo=tuple(told.items())))
    return Selection(since=since, until=until, set=asked_set)


def _moment(told: Arguments, name: str, profile: Profile) -> datetime | None:
    value = told.get(name)
    if value is None:
        return None
    try:
        if profile.seconds and _SECOND.fullmatch(value):
            return datetime.fromisoformat(value)
        if _DAY.fullmatch(value):
            return datetime.combine(date.fromisoformat(value), datetime.min.time(), UTC)
    except ValueError:
        pass
    raise _bad_argument(f"{name} date format must be YYYY-MM-DD")


def _bad_argument(reason: str) -> Refused:
    return Refused(Fault(code="badArgument", reason=reason))
