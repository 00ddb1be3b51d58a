"""Examples of documents, made from their description, so that they are always true to it."""

from collections.abc import Mapping
from typing import Any

type Schema = Mapping[str, Any]

_COMPONENTS = "#/components/schemas/"
# How deep resources within resources are shown.
_DEPTH = 3
_OF_FORMATS = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T09:30:00Z",
    "uri": "https://example.org/",
    "uri-reference": "https://example.org/",
}
_OF_TYPES: dict[str, object] = {
    "string": "…",
    "integer": 12,
    "number": 0.5,
    "boolean": True,
    "object": {},
    "null": None,
}


def named(schema: Schema) -> str:
    """The name of the component that a schema is, or is one of; "" where it is none."""
    either = schema.get("oneOf") or schema.get("allOf") or [schema]
    return str(either[0].get("$ref", "")).removeprefix(_COMPONENTS)


def resolved(whole: Schema, schema: Schema) -> Schema:
    """The component itself."""
    name = named(schema)
    found: Schema = whole["components"]["schemas"][name] if name else schema
    return found


def body_of(whole: Schema, operation: Schema) -> Schema:
    """What an operation takes, `{}` for nothing."""
    content = operation.get("requestBody", {}).get("content", {})
    return resolved(whole, content["application/json"]["schema"]) if content else {}


def example_of(whole: Schema, schema: Schema, depth: int = _DEPTH) -> Any:
    """A value that the schema allows; deeper than `depth`, lists are empty."""
    told = resolved(whole, schema)
    if "enum" in told:
        return told["enum"][0]
    kinds = told.get("type", "object")
    kind = kinds[0] if isinstance(kinds, list) else kinds
    if kind == "array":
        return [example_of(whole, told["items"], depth - 1)] if depth else []
    if kind == "object" and "properties" in told:
        parts = told["properties"].items()
        return {name: example_of(whole, one, depth - 1 if named(one) else depth) for name, one in parts}
    return _OF_FORMATS.get(told.get("format", ""), _OF_TYPES[kind])
