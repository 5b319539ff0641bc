"""Every operation that the OpenAPI document names, with what is to be known to ask it."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from api.main import app


class Parameter(NamedTuple):
    """A parameter of an operation, in its path or its query; of a list, `type` and `form` are those of its items."""

    name: str
    place: str
    type: str
    form: str
    example: str


class Operation(NamedTuple):
    """One operation; `needed` is what its query must have, `body` the schema of what it takes."""

    method: str
    path: str
    parameters: tuple[Parameter, ...]
    needed: dict[str, str]
    body: Any

    def target(self, pairs: Any = (), **parts: str) -> str:
        """Give its address with parameters, and with parts of its path; else those are examples."""
        query = urlencode([*self.needed.items(), *pairs], encoding="utf-8", errors="surrogatepass")
        return self.address(**parts) + (f"?{query}" if query else "")

    def address(self, **parts: str) -> str:
        """Give its address without a query."""
        address = self.path
        for parameter in self.parameters:
            if parameter.place == "path":
                value = quote(parts.get(parameter.name, parameter.example), safe="", errors="surrogatepass")
                address = address.replace(f"{{{parameter.name}}}", value)
        return address

    def given(self, parameter: Parameter, value: str) -> str:
        """Give its address with one value, wherever that goes."""
        if parameter.place == "path":
            return self.target(**{parameter.name: value})
        other = {name: text for name, text in self.needed.items() if name != parameter.name}
        return self._replace(needed=other).target([(parameter.name, value)])


@cache
def operations() -> list[Operation]:
    """Give all operations, but HEAD: it is GET without a body."""
    paths = app.openapi()["paths"]
    examples = {path: _examples(each["get"]) for path, each in paths.items() if "get" in each}
    found = []
    for path, each in paths.items():
        for method, operation in each.items():
            if method != "head":
                found.append(_operation(method, path, operation, examples.get(path, {})))
    return found


NEEDED = {"format": "countries"}
"""What is needed, and has no example."""


def _operation(method: str, path: str, operation: Any, examples: dict[str, str]) -> Operation:
    parameters, needed = [], {}
    for given in operation.get("parameters", []):
        if given["in"] not in ("path", "query"):
            continue
        schema = resolved(given["schema"])
        item = resolved(schema["items"]) if schema.get("type") == "array" else schema
        example = str(given.get("example") or examples.get(given["name"]) or NEEDED.get(given["name"], "x"))
        parameter = Parameter(given["name"], given["in"], item.get("type", "string"), _form(item), example)
        parameters.append(parameter)
        if given["in"] == "query" and given["required"]:
            needed[given["name"]] = example
    content = operation.get("requestBody", {}).get("content", {})
    body = content.get("application/json", {}).get("schema")
    return Operation(method.upper(), path, tuple(parameters), needed, body)


def _form(schema: Any) -> str:
    """Give what a value must be like, however it is described; vocabularies are all alike."""
    return " ".join(f"{name}={schema[name]}" for name in ("pattern", "maxLength") if name in schema)


def _examples(operation: Any) -> dict[str, str]:
    given = operation.get("parameters", [])
    return {parameter["name"]: parameter["example"] for parameter in given if "example" in parameter}


def resolved(schema: Any) -> Any:
    """Follow a reference within the document."""
    if "$ref" not in schema:
        return schema
    return app.openapi()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]


def texts(schema: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Give the places of all texts in a schema of a record, each with its schema; `*` is any item of a list."""
    schema = resolved(schema)
    for choice in schema.get("anyOf", ()):
        yield from texts(choice)
    if schema.get("type") == "string" and "enum" not in schema and "const" not in schema:
        yield (), schema
    for name, part in schema.get("properties", {}).items():
        yield from (((name, *place), found) for place, found in texts(part))
    if "items" in schema:
        yield from ((("*", *place), found) for place, found in texts(schema["items"]))
