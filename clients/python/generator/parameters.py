"""The parameters: a class for those of each operation, and one for the filters that those of a resource share."""

import re
from collections.abc import Iterator, Mapping

from generator.document import Operation, Schema, camel, operations, type_of

HEAD = '''"""What may be asked; written by `make clients` from the OpenAPI document."""

# fmt: off
# ruff: noqa: D101, E501, I001
from collections.abc import Sequence
from datetime import date
from typing import Literal, Required, TypeAlias, TypedDict, TypeVar

{models}

T = TypeVar("T")

Many: TypeAlias = T | Sequence[T]
"""One value or several."""

Text: TypeAlias = str | date
"""A text, or a day: `"2013-11"`, `date(2013, 11, 11)`."""


'''

PLAIN = {"str": "Text"}
"""Types that are wider where they are asked with."""

SHARED = ("list", "stats", "export")
"""Operations of a resource that have its filters in common."""


def parameters(document: Schema) -> str:
    """Write the module of the parameters."""
    asked = [operation for operation in operations(document) if operation.query]
    lines = list(_classes(asked))
    enums = [name for name, schema in document["components"]["schemas"].items() if "enum" in schema]
    words = {word for line in lines for word in re.findall(r"\w+", line.partition(":")[2])}
    used = ", ".join(name for name in enums if name in words)
    return HEAD.format(models=f"from entente_client.models import {used}") + "\n".join(lines).rstrip() + "\n"


def _classes(asked: list[Operation]) -> Iterator[str]:
    filters = {path: common(asked, path) for path in dict.fromkeys(map(resource, asked))}
    for path, shared in filters.items():
        if shared:
            yield from _class(filters_of(path), shared)
    for operation in asked:
        shared = filters[resource(operation)] if action(operation) in SHARED else {}
        own = {name: said for name, said in operation.query.items() if name not in shared}
        yield from _class(camel(operation.id), own, filters_of(resource(operation)) if shared else "TypedDict")


def resource(operation: Operation) -> str:
    """Give the part of a path that names a resource: `treaties`."""
    return operation.path.split("/")[2] if operation.path.startswith("/v1/") else operation.path


def action(operation: Operation) -> str:
    """Give what an operation does with its resource: `list`, `get`, `stats`, `put`."""
    *_, last = operation.path.split("/")
    if last == resource(operation):
        return "list" if operation.verb == "get" else "create"
    if last == "{id}":
        return operation.verb
    return last


def filters_of(path: str) -> str:
    """Give the name of the filters of a resource."""
    return f"{camel(path)}Filters"


def common(asked: list[Operation], path: str) -> dict[str, Schema]:
    """Give the parameters that a list, its statistics and its export share; none where not all three are there."""
    found = {action(o): o.query for o in asked if resource(o) == path and not o.places}
    if not set(SHARED) <= set(found):
        return {}
    same = [name for name in found["list"] if all(name in found[one] for one in SHARED)]
    return {n: found["list"][n] for n in same if len({type_of(found[one][n]["schema"]) for one in SHARED}) == 1}


def _class(name: str, fields: Mapping[str, Schema], base: str = "TypedDict") -> Iterator[str]:
    yield f"class {name}({base}, total=False):"
    yield from (f"    {field}: {_type(said)}" for field, said in fields.items())
    yield "" if fields else "    ..."
    yield ""


def _type(said: Schema) -> str:
    kind = type_of(said["schema"])
    if kind.startswith("list["):
        item = kind[5:-1]
        kind = f"Many[{PLAIN.get(item, item)}]"
    kind = PLAIN.get(kind, kind)
    return f"Required[{kind}]" if said.get("required") else kind
