"""Conditional requests: a strong ETag from what an answer depends on, so that an unchanged one is not made again.

It depends on the dataset revision, this code, and the address in its canonical form (RFC 9110, sections 8.8.3 and 13).
"""

import re
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa
from fastapi import Request
from fastapi.responses import Response
from pydantic_core import to_json

from api.pagination import digest
from api.problems import ProblemError, invalid
from api.resource import Query
from models import Revision
from models.base import columns
from models.database import reading
from models.settings import ROOT

CODINGS = ("gzip", "br", "zstd")

Make = Callable[[sa.Connection, int], dict[str, Any]]
"""Makes the body of an answer from one snapshot of the data and its revision."""


@cache
def code_version() -> str:
    """Give a fingerprint of the code that makes answers."""
    files = sorted(path for folder in ("api", "models") for path in (ROOT / folder).rglob("*.py"))
    return blake2b(b"".join(path.read_bytes() for path in files), digest_size=4).hexdigest()


def revision(connection: sa.Connection) -> int:
    """Give the revision of the data, 0 before the first load."""
    return connection.scalar(sa.select(sa.func.max(columns(Revision).c.number))) or 0


def matches(header: str | None, etag: str) -> str | None:
    """Give the entry of an `If-None-Match` header that names this answer, in whatever content coding."""
    if header is None:
        return None
    if header.strip() == "*":
        return etag
    bare = re.compile(rf'(?:W/)?"{re.escape(etag.strip(chr(34)))}(?:-(?:{"|".join(CODINGS)}))?"')
    found = bare.search(header)
    return found[0].removeprefix("W/") if found else None


def respond(request: Request, query: Query, make: Make) -> Response:
    """Answer from one snapshot of the data: 304 where the client has the answer already, else the body."""
    _refuse_repeats(request, query)
    address = query.canonical(request.url.path)
    # The connection is opened and given back in here, never held while the client reads: a pool cannot be starved.
    with reading() as connection:
        number = revision(connection)
        etag = f'"{number}-{code_version()}-{digest(address)}"'
        headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
        if known := matches(request.headers.get("if-none-match"), etag):
            return Response(status_code=304, headers=headers | {"ETag": known})
        body = make(connection, number)
    if following := body.get("links", {}).get("next"):
        headers["Link"] = f'<{following}>; rel="next"'
    return Response(to_json(body), headers=headers, media_type="application/json")


def _refuse_repeats(request: Request, query: Query) -> None:
    names = [name for name, _ in request.query_params.multi_items()]
    repeated = {name for name in names if names.count(name) > 1 and not isinstance(getattr(query, name), list)}
    if repeated:
        detail = "Takes one value; name it once."
        raise invalid([ProblemError(parameter=name, code="repeated", detail=detail) for name in sorted(repeated)])
