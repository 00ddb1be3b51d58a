"""The API's own pages: its description for programs (JSON, YAML) and for people, and what each problem means.

Nothing on them is fetched from elsewhere, and none of it is written twice: the page for people is the description.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import override
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from rest_framework.exceptions import APIException

from claims.api.describing import described, in_yaml
from claims.api.examples import body_of, example_of, named

type Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldTold:
    """A parameter, or a field of a document. `kind` is "text", "list of number or null" …; `link` its component."""

    name: str
    kind: str
    words: str
    is_required: bool
    allowed: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """What can be done at an address."""

    number: str
    verb: str
    path: str
    words: str
    parameters: tuple[FieldTold, ...]
    body: tuple[FieldTold, ...]
    answer: str
    media_types: tuple[str, ...]
    curl: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What there is of one resource."""

    name: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """How one kind of document looks."""

    name: str
    words: str
    fields: tuple[FieldTold, ...]
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemTold:
    """A kind of problem."""

    code: str
    status: int
    title: str
    words: str


@require_safe
@gzip_page
def schema(request: HttpRequest) -> HttpResponse:
    """The description in OpenAPI 3.1: JSON, or YAML with `format=yaml` or by `Accept`."""
    is_yaml = request.GET.get("format") == "yaml" or "yaml" in request.headers.get("Accept", "")
    if is_yaml:
        body, kind = in_yaml(described()), "application/vnd.oai.openapi"
    else:
        body, kind = json.dumps(described(), ensure_ascii=False).encode(), "application/vnd.oai.openapi+json"
    return HttpResponse(body, content_type=kind, headers={"Access-Control-Allow-Origin": "*", "Vary": "Accept"})


@require_safe
@gzip_page
def docs(request: HttpRequest) -> HttpResponse:
    """The description for people."""
    whole = described()
    operations = [
        _operation(whole, where, verb, told) for where, verbs in whole["paths"].items() for verb, told in verbs.items()
    ]
    groups = [
        Group(name=name.replace("-", " "), operations=tuple(of_it))
        for name, of_it in groupby(operations, key=lambda one: one.path.split("/")[3])
    ]
    return render(request, "api/docs.html", {"groups": groups, "documents": tuple(_documents(whole))})


@require_safe
@gzip_page
def problems(request: HttpRequest) -> HttpResponse:
    """What each kind of problem means: all errors that the API can raise tell it themselves."""
    return render(request, "api/problems.html", {"problems": known_problems()})


def known_problems() -> list[ProblemTold]:
    """By status."""
    kinds = {
        kind.default_code: kind
        for kind in _kinds_of(APIException)
        if kind.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    }
    told = [
        ProblemTold(
            code=str(code),
            status=kind.status_code,
            title=HTTPStatus(kind.status_code).phrase,
            words=_words_of(kind),
        )
        for code, kind in kinds.items()
        if kind.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
    ]
    return sorted(told, key=lambda one: (one.status, one.code))


def _words_of(kind: type[APIException]) -> str:
    """In English, as the whole description is, without the gaps that an error fills."""
    with override("en"):
        words = (kind.__doc__ or str(kind.default_detail)).strip().replace("`detail`", "the detail")
    return re.sub(r' "\{\w+\}"', "", words)


def _kinds_of(kind: type[APIException]) -> Iterator[type[APIException]]:
    for below in kind.__subclasses__():
        yield below
        yield from _kinds_of(below)


def _operation(whole: Schema, where: str, verb: str, told: Schema) -> Operation:
    contents: list[Schema] = [one.get("content", {}) for code, one in told["responses"].items() if code < "3"]
    content = contents[0] if contents else {}
    answers: list[Schema] = [media["schema"] for media in content.values()]
    return Operation(
        number=told["operationId"],
        verb=verb.upper(),
        path=where,
        words=told.get("description", ""),
        parameters=tuple(_parameter(one) for one in told.get("parameters", ())),
        body=_fields(whole, body_of(whole, told)),
        answer=named(answers[0]) if answers else "",
        media_types=tuple(content),
        curl=_curl(whole, where, verb, told),
    )


def _parameter(told: Schema) -> FieldTold:
    words = told.get("description") or {"path": "In the path.", "header": "A header."}.get(told["in"], "")
    return _field(told["name"], told["schema"], words, is_required=told.get("required", False))


def _fields(whole: Schema, shape: Schema) -> tuple[FieldTold, ...]:
    required = shape.get("required", ())
    return tuple(
        _field(name, one, one.get("description", ""), is_required=name in required)
        for name, one in shape.get("properties", {}).items()
    )


def _field(name: str, schema: Schema, words: str, *, is_required: bool) -> FieldTold:
    inner = schema.get("items", schema)
    return FieldTold(
        name=name,
        kind=_kind(schema),
        words=words,
        is_required=is_required,
        allowed=tuple(str(word) for word in inner.get("enum", ()) if word),
        link=named(inner),
    )


def _kind(schema: Schema) -> str:
    if schema.get("type") == "array":
        return f"list of {_kind(schema['items'])}"
    if "oneOf" in schema or "allOf" in schema:
        either = schema.get("oneOf") or schema["allOf"]
        return " or ".join("null" if one.get("type") == "null" else named(one) for one in either)
    if link := named(schema):
        return link
    kinds = schema.get("type", "anything")
    told = {"string": "text", "boolean": "true or false", "null": "null"}
    words = {"date": "date", "date-time": "moment", "uri": "address", "uri-reference": "address"}
    plain = words.get(schema.get("format", ""))
    return " or ".join(
        plain if plain and one == "string" else told.get(one, str(one))
        for one in (kinds if isinstance(kinds, list) else [kinds])
    )


def _documents(whole: Schema) -> Iterator[Document]:
    for name, shape in whole["components"]["schemas"].items():
        if shape.get("properties") and not name.endswith("Page"):
            example = json.dumps(shape["examples"][0], ensure_ascii=False, indent=2)
            yield Document(name=name, words=shape.get("description", ""), fields=_fields(whole, shape), example=example)


def _curl(whole: Schema, where: str, verb: str, told: Schema) -> str:
    """A line that can be pasted."""
    address = f"{settings.SITE_URL}{where}"
    for parameter in told.get("parameters", ()):
        if parameter["in"] == "path":
            address = address.replace(f"{{{parameter['name']}}}", "12")
    line = "curl" if {} in told.get("security", ()) else 'curl -H "Authorization: Token $TOKEN"'
    if verb == "get":
        return f"{line} '{address}'"
    body = json.dumps(example_of(whole, body_of(whole, told)), ensure_ascii=False)
    return f"{line} --json '{body}' '{address}'"


app_name = "api_pages"
urlpatterns = [
    path("schema/", schema, name="schema"),
    path("docs/", docs, name="docs"),
    path("docs/problems/", problems, name="problems"),
]
