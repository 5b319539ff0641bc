"""The OpenAPI document, as the client sees it."""

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from keyword import iskeyword
from typing import Any, NamedTuple

Schema = Mapping[str, Any]

RENAMED = {"Problem": "ProblemDocument", "ProblemError": "Fault"}
"""Schemas whose names exceptions have here, or would seem to have."""

PAGE = {"data", "page", "links", "meta"}
"""The properties of a page of any list."""

SCALARS = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


class Operation(NamedTuple):
    """One operation: its address, its verb, what the document says of it, and all schemas."""

    path: str
    verb: str
    said: Schema
    schemas: Schema

    @property
    def id(self) -> str:
        """Its name in the document."""
        return str(self.said["operationId"])

    @property
    def places(self) -> list[str]:
        """The names of the places in its path."""
        return re.findall(r"\{(\w+)\}", self.path)

    @property
    def query(self) -> dict[str, Schema]:
        """Its parameters in the query that can be arguments, by name."""
        return {p["name"]: p for p in self.said.get("parameters", ()) if p["in"] == "query" and usable(p["name"])}

    @property
    def answers(self) -> dict[str, Schema]:
        """The schemas of its first good answer, by media type."""
        good = min((status for status in self.said["responses"] if status.startswith("2")), default="")
        content = self.said["responses"].get(good, {}).get("content", {})
        return {media: about["schema"] for media, about in content.items()}

    @property
    def takes(self) -> Schema:
        """The schema of its body, in JSON."""
        schema: Schema = self.said["requestBody"]["content"]["application/json"]["schema"]
        return schema

    @property
    def gives(self) -> str:
        """The name of what it answers with, in JSON; empty where that has none."""
        reference: str = self.answers.get("application/json", {}).get("$ref", "")
        return reference.rpartition("/")[2]

    @property
    def records(self) -> Schema | None:
        """The schema of the records that its pages have; None where its answer is not a page."""
        return page_of(self.schemas[self.gives]) if self.gives else None


def operations(document: Schema) -> Iterator[Operation]:
    """Give all operations, in their order."""
    for path, verbs in document["paths"].items():
        for verb, said in verbs.items():
            yield Operation(path, verb, said, document["components"]["schemas"])


def named(reference: str) -> str:
    """Give the name here of a schema that is referred to."""
    name = re.sub(r"\W+", "_", reference.rpartition("/")[2])
    return RENAMED.get(name, name)


def usable(name: str) -> bool:
    """Tell whether Python takes a name; the others, such as `@context`, are left out."""
    return name.isidentifier() and not iskeyword(name)


def camel(name: str) -> str:
    """Give a name as a class has it."""
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[_-]", name))


def page_of(schema: Schema) -> Schema | None:
    """Give the schema of the records of a page; None where the schema is not of a page."""
    properties: Schema = schema.get("properties", {})
    return properties["data"]["items"] if set(properties) == PAGE else None


def type_of(schema: Schema) -> str:
    """Write a schema as a type."""
    if "$ref" in schema:
        return named(schema["$ref"])
    if "discriminator" in schema:
        # Kinds of one thing, as `TreatyChange` and `ForumChange`: named by what their names have in common.
        ends = zip(*(reversed(named(part["$ref"])) for part in schema["oneOf"]), strict=False)
        return "".join(letters[0] for letters in takewhile(lambda letters: len(set(letters)) == 1, ends))[::-1]
    if "anyOf" in schema or "oneOf" in schema:
        return union(schema)
    if values := schema.get("enum") or [schema[key] for key in ("const",) if key in schema]:
        return words(values)
    return _plain(schema)


def union(schema: Schema) -> str:
    """Write the types that a value may have."""
    return " | ".join(dict.fromkeys(map(type_of, schema.get("anyOf") or schema["oneOf"])))


def _plain(schema: Schema) -> str:
    kind = schema.get("type")
    if kind == "array":
        return f"list[{type_of(schema['items'])}]"
    if kind == "object":
        inner = schema.get("additionalProperties")
        return f"dict[str, {type_of(inner) if isinstance(inner, Mapping) else 'Any'}]"
    if schema.get("format") == "date-time":
        return "datetime"
    return SCALARS.get(str(kind), "Any")


def words(values: list[str]) -> str:
    """Write a list of words as a type."""
    return f"Literal[{', '.join(map(repr, values))}]"
