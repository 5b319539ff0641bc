"""Bodies of writes: read up to a size, and held to the form of their record; every fault is pointed to."""

import asyncio
from collections.abc import Container, Iterable, Mapping
from functools import cache
from typing import Any

import msgspec
from fastapi import Request
from pydantic import BaseModel, Field, ValidationError, create_model
from starlette.requests import ClientDisconnect

from api.problems import ENUMS, FAULTS, Problem, ProblemError, nearest, unknown_value
from api.record import Record
from api.resource import Resource
from seed.alone import ALONE
from seed.fitting import Fault
from seed.rows import CURATED, CitationRecord

MOST = 1_000_000
"""Bytes of a record: more than the longest article has."""

WHOLE = 30.0
"""Seconds until a record must be there as a whole, however steadily it comes."""

JSON = "application/json"

RESERVED = ("stats", "export", "mirror")
"""Last parts of paths that stand where an id does."""


@cache
def form(resource: Resource) -> type[BaseModel]:
    """Give the form of a record as it is written, for documentation: its id is that of the address."""
    alone = ALONE[resource.model]
    id = alone.model_fields["id"]
    mine = (id.annotation | None, Field(default=None, description="Its id, as in the address."))
    words = f"{alone.__doc__} What only an answer has, such as names beside ids, may be sent back, and is passed over."
    return create_model(f"{resource.read.__name__}Record", __base__=alone, __doc__=words, id=mine)


async def read(request: Request) -> bytes:
    """Read a JSON body. Raises problems `unsupported-media-type`, `content-too-large` and `request-timeout`."""
    kind = request.headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if kind != JSON and not kind.endswith("+json"):
        raise Problem("unsupported-media-type", f"A record is sent as `{JSON}`, not as {kind[:60]!r}.")
    _check_size(int(request.headers.get("content-length", "0")))
    body = bytearray()
    try:
        async with asyncio.timeout(WHOLE):
            async for part in request.stream():
                body += part
                _check_size(len(body))
    except TimeoutError:
        detail = f"The record did not come whole within {WHOLE:.0f} seconds."
        raise Problem("request-timeout", detail, Connection="close") from None
    except ClientDisconnect:
        raise Problem("malformed-request", "The record broke off.") from None
    return bytes(body)


def _check_size(size: int) -> None:
    if size > MOST:
        raise Problem("content-too-large", f"A record has at most {MOST:,} bytes.", Connection="close")


def record_of(resource: Resource, id: str, body: bytes) -> Any:
    """Read a record from JSON. Raises problems `malformed-request` and `invalid-record`."""
    try:
        found = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem("malformed-request", f"The body is not JSON: {error}.") from None
    if not isinstance(found, dict):
        raise unfit([Fault((), "a record is a JSON object")])
    if id in RESERVED:
        raise unfit([Fault(("id",), f"`/{id}` is a path of its own here; choose another id")])
    if found.get("id", id) != id:
        raise unfit([Fault(("id",), f"the address says {id!r}; write the record under its own id, or leave `id` out")])
    alone = ALONE[resource.model]
    sent = msgspec.json.encode({**_own(resource, alone, found), "id": id})
    try:
        return alone.model_validate_json(sent, strict=True, context=CURATED)
    except ValidationError as error:
        faults = error.errors()
        raise _invalid(
            [_fault(fault, alone, resource.all_includes) for fault in faults[:FAULTS]], len(faults)
        ) from None


def _own(record: Record, alone: Any, found: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is only in answers: what is beside the record's own fields, in its parts too."""
    parts = {name: include.of for name, include in record.all_includes.items() if name in alone.model_fields}
    answered = {*record.names} - {*alone.model_fields}
    own = {name: value for name, value in found.items() if name not in answered}
    for name, part in parts.items():
        if isinstance(items := own.get(name), list):
            form = CitationRecord if name == "citations" else _item(alone, name)
            own[name] = [_own(part, form, item) if isinstance(item, dict) else item for item in items]
    return own


def _item(alone: Any, name: str) -> Any:
    return alone.model_fields[name].annotation.__args__[0]


def _fault(entry: Any, alone: Any, apart: Container[str]) -> ProblemError:
    """Put one finding of the validator into words that say what would be right."""
    words, near = str(entry["msg"]).removeprefix("Value error, "), None
    at = [str(part) for part in entry["loc"]]
    if entry["type"] == "extra_forbidden" and at[-1] in apart:
        words = "is not a part of this record: each of them is a record of its own, written at its own address"
    elif entry["type"] == "extra_forbidden":
        near = nearest(at[-1], alone.model_fields) if len(at) == 1 else None
        words = f"there is no such field; did you mean {near}?" if near else "there is no such field here"
    elif entry["type"] in ENUMS:
        words, near = unknown_value(entry)
    elif entry["type"] == "too_short":
        words = "needs one at least"
    elif entry["type"] == "missing":
        words = "is missing; add it"
    elif not at:
        # What is wrong with a record as a whole says itself which field it is about.
        field, colon, rest = words.partition(": ")
        at, words = ([field], rest) if colon and field in alone.model_fields else ([], words)
    return ProblemError(pointer=pointer(at), code=entry["type"], detail=words, nearest=near)


def pointer(parts: Iterable[str]) -> str:
    """Write a JSON Pointer."""
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


def unfit(faults: Iterable[Fault]) -> Problem:
    """Give the problem of a record that cannot be stored as it is."""
    found = [ProblemError(pointer=pointer(fault.at), code="unfit", detail=fault.words) for fault in faults]
    return _invalid(found[:FAULTS], len(found))


def _invalid(errors: list[ProblemError], found: int) -> Problem:
    words = [f"{error.pointer or 'The record'}: {error.detail.rstrip('.')}." for error in errors]
    more = [f"And {found - len(errors)} more faults; mend these first."] if found > len(errors) else []
    return Problem("invalid-record", " ".join([*words, *more]), errors)
