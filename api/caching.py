"""Conditional requests: a strong ETag from what an answer depends on, so that an unchanged one is not made again.

It depends on the dataset revision, this code, and the address in its canonical form (RFC 9110, sections 8.8.3 and 13).
"""

from collections import Counter
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from typing import Any, NamedTuple

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

Make = Callable[[sa.Connection, int], dict[str, Any]]
"""Makes the body of an answer from one snapshot of the data and its revision."""


@cache
def code_version() -> str:
    """Give a fingerprint of the code that makes answers."""
    files = sorted(path for folder in ("api", "models") for path in (ROOT / folder).rglob("*.py"))
    return blake2b(b"".join(path.read_bytes() for path in files), digest_size=4).hexdigest()


class Dataset(NamedTuple):
    """A revision of the data, and what tells it from one with the same number in another database."""

    revision: int
    stamp: str


def dataset(connection: sa.Connection) -> Dataset:
    """Give the revision that a connection sees, 0 before the first load."""
    table = columns(Revision)
    row = connection.execute(sa.select(table).order_by(table.c.number.desc()).limit(1)).first()
    return Dataset(row.number, row.committed_at.isoformat()) if row else Dataset(0, "")


def respond(request: Request, query: Query, make: Make) -> Response:
    """Answer from one snapshot of the data: 304 where the client has the answer already, else the body."""
    _refuse_repeats(request, query)
    address = query.canonical(request.url.path)
    known = request.headers.get("if-none-match", "")
    # The connection is opened and given back in here, never held while the client reads: a pool cannot be starved.
    with reading() as connection:
        data = dataset(connection)
        etag = f'"{data.revision}-{digest(address, data.stamp, code_version())}"'
        headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
        if etag in known:
            return Response(status_code=304, headers=headers)
        body = make(connection, data.revision)
    if known.strip() == "*":
        return Response(status_code=304, headers=headers)
    if following := body.get("links", {}).get("next"):
        headers["Link"] = f'<{following}>; rel="next"'
    return Response(to_json(body), headers=headers, media_type="application/json")


def _refuse_repeats(request: Request, query: Query) -> None:
    times = Counter(name for name, _ in request.query_params.multi_items())
    repeated = [name for name, count in times.items() if count > 1 and not isinstance(getattr(query, name), list)]
    if repeated:
        detail = "Takes one value; name it once."
        raise invalid([ProblemError(parameter=name, code="repeated", detail=detail) for name in sorted(repeated)])
