"""The records: a class for each schema."""

from collections.abc import Iterator
from typing import Any

from generator.document import Schema, named, page_of, type_of, union, usable, words

HEAD = '''"""What the API answers; written by `make clients` from its OpenAPI document."""

# ruff: noqa: E501
from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from entente_client.model import Model
'''


def models(document: Schema) -> str:
    """Write the module of the records. Pages of lists are left out: `Page` is all of them."""
    schemas: dict[str, Any] = {named(name): schema for name, schema in document["components"]["schemas"].items()}
    classes = [line for name, schema in schemas.items() for line in _class(name, schema)]
    return "\n".join([HEAD, *vocabularies(schemas), *classes, *unions(schemas)]) + "\n"


def vocabularies(schemas: dict[str, Any]) -> Iterator[str]:
    """Write the words that fields take; they are checked before a program runs, and then the API may know more."""
    found = {name: schema["enum"] for name, schema in schemas.items() if "enum" in schema}
    yield "if TYPE_CHECKING:"
    yield from (f"    {name} = {words(values)}" for name, values in found.items())
    yield "else:"
    yield f"    {' = '.join(found)} = str"


def unions(schemas: dict[str, Any]) -> Iterator[str]:
    """Write the kinds of records that one list may have."""
    for schema in schemas.values():
        items = page_of(schema) or {}
        if "discriminator" in items:
            yield f"{type_of(items)}: TypeAlias = {union(items)}"


def _class(name: str, schema: Schema) -> Iterator[str]:
    properties = {field: of for field, of in schema.get("properties", {}).items() if usable(field)}
    if not properties or page_of(schema):
        return
    tag = next((field for field, of in properties.items() if "const" in of), None)
    options = f", tag_field={tag!r}, tag={properties[tag]['const']!r}" if tag else ""
    yield f"class {name}(Model, kw_only=True{options}):"
    yield f'    """{about(name, schema)}"""\n'
    yield from (_field(field, of, schema) for field, of in properties.items() if field != tag)
    if tag:
        # What tells kinds apart is no attribute otherwise.
        yield f"\n    @property\n    def {tag}(self) -> {type_of(properties[tag])}:"
        yield f'        """{properties[tag].get("description", "The kind of record.")}"""'
        yield f"        return {properties[tag]['const']!r}"


def about(name: str, schema: Schema) -> str:
    """Give the first sentence about a schema."""
    said = schema.get("description") or f"{name}."
    return str(said).partition("\n")[0]


def _field(name: str, schema: Schema, owner: Schema) -> str:
    kind = type_of(schema)
    if name in owner.get("required", ()):
        return f"    {name}: {kind}"
    optional = kind if kind.endswith("None") else f"{kind} | None"
    return f"    {name}: {optional} = None"
