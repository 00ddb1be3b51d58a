"""OAI-PMH 2.0 as arXiv speaks it at oaipmh.arxiv.org/oai, and in the other profiles (openarchives.org, protocol 2.0).

`/oai` answers; `/oai2` has moved there, as export.arxiv.org/oai2 has.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from urllib.parse import urlencode

from tests.standin.arxiv_categories import all_sets
from tests.standin.arxiv_haste import hasty
from tests.standin.library import Work
from tests.standin.markup import document, element, leaf, leaves
from tests.standin.oai_formats import FORMATS, XSI, Format
from tests.standin.oai_lists import Token, page_of, sets_of
from tests.standin.oai_questions import Arguments, Fault, Refused, arguments_of, checked_format
from tests.standin.profiles import Profile, TokenForm
from tests.standin.world import Request, Response, World

OAI = "http://www.openarchives.org/OAI/2.0/"
_SHAPE = "YYYY-MM-DD"


def answer(request: Request, world: World) -> Response:
    """See above."""
    if refusal := hasty(request, world):
        return refusal
    if request.path == "/oai2":
        moved = f"{request.base}/oai?{urlencode(request.parameters)}"
        return Response(status=301, headers=(("Location", moved),))
    if request.path != "/oai":
        return Response(status=404)
    profile = world.profile
    try:
        told = arguments_of(request.parameters, profile)
        content, echo = _content(told, request, world)
    except Refused as refused:
        errors = [leaf("error", fault.told, {"code": fault.code}) for fault in refused.faults]
        return _response(_envelope(errors, dict(_echoed(refused.faults[0], profile)), request), profile, failed=True)
    return _response(_envelope([element(told["verb"], content)], echo, request), profile)


def _response(root: str, profile: Profile, *, failed: bool = False) -> Response:
    status = profile.error_status if failed else 200
    return Response(status=status, body=document(root), content_type=profile.content_type)


def _echoed(fault: Fault, profile: Profile) -> tuple[tuple[str, str], ...]:
    """The arguments beside an error: none where they are wrong (3.2); Zenodo never repeats them."""
    return () if profile.error_status != 200 else fault.echo


def _envelope(parts: Iterable[str], echo: Arguments, request: Request) -> str:
    return element(
        "OAI-PMH",
        [
            leaf("responseDate", _stamp(request.at)),
            leaf("request", f"{request.base}/oai", echo),
            *parts,
        ],
        {"xmlns": OAI, "xmlns:xsi": XSI, "xsi:schemaLocation": f"{OAI} {OAI}OAI-PMH.xsd"},
    )


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _content(told: Arguments, request: Request, world: World) -> tuple[list[str], Arguments]:
    """What is inside the element of the verb, and the arguments that `<request>` repeats. Raises `Refused`."""
    match told["verb"]:
        case "Identify":
            return _identity(request, world.profile), told
        case "ListMetadataFormats":
            return _formats(told, world), told
        case "ListSets":
            return _sets(told, world.profile), told
        case "GetRecord":
            return [_record(_asked_work(told, world), checked_format(told), world.profile)], told
        case _:
            return _list(told, request, world)


def _identity(request: Request, profile: Profile) -> list[str]:
    return leaves(
        ("repositoryName", profile.repository),
        ("baseURL", f"{request.base}/oai"),
        ("protocolVersion", "2.0"),
        ("adminEmail", "help@example.org"),
        ("earliestDatestamp", f"{profile.earliest.isoformat()}{'T00:00:00Z' if profile.seconds else ''}"),
        ("deletedRecord", profile.deleted_record),
        ("granularity", f"{_SHAPE}Thh:mm:ssZ" if profile.seconds else _SHAPE),
    )


def _formats(told: Arguments, world: World) -> list[str]:
    if "identifier" in told and _asked_work(told, world).deleted:
        raise Refused(Fault(code="noMetadataFormats", echo=tuple(told.items())))
    return [
        element(
            "metadataFormat",
            leaves(
                ("metadataPrefix", form.prefix),
                ("schema", form.schema),
                ("metadataNamespace", form.namespace),
            ),
        )
        for form in FORMATS.values()
    ]


def _sets(told: Arguments, profile: Profile) -> list[str]:
    if not profile.has_sets:
        raise Refused(Fault(code="noSetHierarchy", echo=tuple(told.items())))
    if "resumptionToken" in told:
        # All sets are on one page, so that nobody was ever given a token.
        raise Refused(Fault(code="badResumptionToken", echo=tuple(told.items())))
    return [element("set", leaves(("setSpec", spec), ("setName", name))) for spec, name in all_sets()]


def _asked_work(told: Arguments, world: World) -> Work:
    """The work of an identifier. Raises `Refused`."""
    namespace, identifier = world.profile.namespace, told["identifier"]
    echo = () if world.profile.tokens is TokenForm.QUESTION else tuple(told.items())
    if not identifier.startswith(namespace):
        reason = f"All identifiers start with: {namespace}"
        raise Refused(Fault(code="idDoesNotExist", reason=reason, echo=echo))
    work = world.library.work(identifier.removeprefix(namespace))
    if work is None or not work.arxiv_id or (work.deleted and not world.profile.tells_deleted):
        raise Refused(Fault(code="idDoesNotExist", reason="Invalid arXiv_id structure", echo=echo))
    return work


def _list(told: Arguments, request: Request, world: World) -> tuple[list[str], Arguments]:
    page = page_of(told, world)
    works = () if request.empty_page else page.works
    if told["verb"] == "ListIdentifiers":
        # These headers leave out the other names of categories, as arXiv's do.
        parts = [_header(work, world.profile, aliases=world.profile.tokens is not TokenForm.QUESTION) for work in works]
    else:
        parts = [_record(work, page.form, world.profile) for work in works]
    return [*parts, *_token(page.token, world.profile)], page.echo


def _token(token: Token | None, profile: Profile) -> list[str]:
    if token is None:
        return []
    told = {
        profile.expiry_attribute: _stamp(token.expires) if token.value else "",
        "completeListSize": "" if token.size is None else str(token.size),
        "cursor": "" if token.cursor is None else str(token.cursor),
    }
    return [leaf("resumptionToken", token.value, {name: value for name, value in told.items() if value})]


def _header(work: Work, profile: Profile, *, aliases: bool = True) -> str:
    stamp = datetime.combine(work.datestamp, time.min, UTC)
    return element(
        "header",
        leaves(
            ("identifier", f"{profile.namespace}{work.arxiv_id}"),
            ("datestamp", _stamp(stamp) if profile.seconds else work.datestamp.isoformat()),
            *(("setSpec", one) for one in (sets_of(work, aliases=aliases) if profile.has_sets else ())),
        ),
        {"status": "deleted"} if work.deleted else {},
    )


def _record(work: Work, form: Format, profile: Profile) -> str:
    header = _header(work, profile)
    return element("record", [header] if work.deleted else [header, element("metadata", [form.tell(work)])])
