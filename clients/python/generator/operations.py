"""The clients: a class for each resource, with a method for each of its operations, and one for the API."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.document import Operation, Schema, camel, named, operations, type_of, words
from generator.parameters import action, resource

HEAD = '''"""The API: each operation a method; written by `make clients` from the OpenAPI document."""

from functools import cached_property
from types import NoneType
from typing import Literal, Unpack
from uuid import uuid4

from entente_client import models, parameters
from entente_client.calls import Call, Write, path
from entente_client.pages import Page
from entente_client.{module} import {prefix}Export, {prefix}Pages, {prefix}Resource, {prefix}Shell

'''

NAMES = {"country_profile": "profile", "mirror_trade": "mirror"}
"""What is called otherwise here than in the document."""

OWN = ("list", "get", "stats", "export", "history", "put", "delete", "create")
"""What is a method of its resource; the rest are methods of the client."""


class Flavour(NamedTuple):
    """A client that waits, or one that does not."""

    module: str
    prefix: str
    begin: str
    wait: str


SYNC = Flavour("sync", "", "def", "")
ASYNC = Flavour("asynchronous", "Async", "async def", "await ")


def clients(document: Schema, flavour: Flavour) -> str:
    """Write the module of a client."""
    known = [operation for operation in operations(document) if method(operation, flavour, "self")]
    items = {resource(o) for o in known if action(o) == "get" and o.places == ["id"]}
    owned = [o for o in known if resource(o) in items and action(o) in OWN]
    lines = [HEAD.format(**flavour._asdict())]
    for path in dict.fromkeys(map(resource, owned)):
        lines.append(f'class {flavour.prefix}{camel(path)}({flavour.prefix}Resource):\n    """`/v1/{path}`."""\n')
        lines += [method(o, flavour, "self._client") for o in owned if resource(o) == path]
    lines.append(f"class {flavour.prefix}Client({flavour.prefix}Shell):")
    lines.append(f'    """A client of the API{" that does not wait" if flavour is ASYNC else ""}."""\n')
    for path in dict.fromkeys(map(resource, owned)):
        lines.append(f"    {path.replace('-', '_')} = cached_property({flavour.prefix}{camel(path)})")
    lines += [method(o, flavour, "self") for o in known if o not in owned]
    return "\n".join(lines) + "\n"


def method(operation: Operation, flavour: Flavour, client: str) -> str:
    """Write an operation; nothing where it answers with neither JSON nor a file of records."""
    make = MAKES.get(operation.verb, _reading)
    lines = [*make(operation, flavour, client)]
    return "\n".join(f"    {line}" for line in lines) + "\n" if lines else ""


def name(operation: Operation, client: str) -> str:
    """Give the name of a method: what it does with a resource, or what it is about."""
    if client != "self":
        return action(operation)
    plain = operation.id.removeprefix("get_").removeprefix("list_")
    return NAMES.get(plain, plain)


def _reading(operation: Operation, flavour: Flavour, client: str) -> Iterator[str]:
    if action(operation) == "export":
        yield from _lazy(operation, f"{flavour.prefix}Export", client, "bytes")
    elif operation.records:
        gives = f"models.{type_of(operation.records)}"
        yield from _lazy(operation, f"{flavour.prefix}Pages[{gives}]", client, f"Page[{gives}]")
    elif operation.gives:
        yield from _head(operation, flavour.begin, client, gives := f"models.{named(operation.gives)}")
        yield f"    return {flavour.wait}{client}.read({_call(operation, gives)})"


def _lazy(operation: Operation, kind: str, client: str, gives: str) -> Iterator[str]:
    """Write what asks for nothing yet."""
    yield from _head(operation, "def", client, kind)
    yield f"    return {kind.partition('[')[0]}({client}, {_call(operation, gives)})"


def _put(operation: Operation, flavour: Flavour, client: str) -> Iterator[str]:
    record = f"models.{named(operation.gives)}"
    takes = f"record: {record} | models.{type_of(operation.takes)}"
    yield from _head(operation, flavour.begin, client, record, takes, *map(_takes, CONDITIONS))
    yield f"    headers = {{{_headers(CONDITIONS)}, 'Content-Type': 'application/json'}}"
    yield f"    return {flavour.wait}{client}.write({_write(operation, record, 'record')})"


def _delete(operation: Operation, flavour: Flavour, client: str) -> Iterator[str]:
    yield from _head(operation, flavour.begin, client, "None", *map(_takes, CONDITIONS))
    yield f"    headers = {{{_headers(CONDITIONS)}}}"
    yield f"    {flavour.wait}{client}.write({_write(operation, 'NoneType')})"


def _create(operation: Operation, flavour: Flavour, client: str) -> Iterator[str]:
    gives = f"models.{named(operation.gives)}"
    media = f"media_type: {words(list(operation.said['requestBody']['content']))}"
    yield from _head(
        operation, flavour.begin, client, gives, "content: bytes", media, "idempotency_key: str | None = None"
    )
    yield "    headers = {'Content-Type': media_type, 'Idempotency-Key': idempotency_key or str(uuid4())}"
    yield f"    return {flavour.wait}{client}.write({_write(operation, gives, 'content')})"


MAKES = {"put": _put, "delete": _delete, "post": _create}

CONDITIONS = {"if_match": "If-Match", "if_none_match": "If-None-Match"}


def _takes(argument: str) -> str:
    return f"{argument}: str | None = None"


def _headers(names: dict[str, str]) -> str:
    return ", ".join(f"{header!r}: {argument}" for argument, header in names.items())


def _call(operation: Operation, gives: str) -> str:
    counted = "" if "total" in operation.query or not gives.startswith("Page[") else ", counted=False"
    return f"Call({_path(operation)}, {_query(operation)}, {gives}{counted})"


def _write(operation: Operation, gives: str, body: str = "None") -> str:
    return f"Write({operation.verb.upper()!r}, {_path(operation)}, {_query(operation)}, {gives}, headers, {body})"


def _path(operation: Operation) -> str:
    places = operation.places
    plain = "".join("{}" if part.startswith("{") else part for part in re.split(r"(\{\w+\})", operation.path))
    return f"path({plain!r}, {', '.join(places)})" if places else repr(plain)


def _query(operation: Operation) -> str:
    return "query" if operation.query else "{}"


def _head(operation: Operation, begin: str, client: str, gives: str, *more: str) -> Iterator[str]:
    query = [f"**query: Unpack[parameters.{camel(operation.id)}]"] if operation.query else []
    takes = ", ".join(["self", *(f"{place}: str" for place in operation.places), *more, *query])
    yield f"{begin} {name(operation, client)}({takes}) -> {gives}:"
    yield f'    """{operation.said["summary"]}{"" if operation.said["summary"].endswith("?") else "."}"""'
