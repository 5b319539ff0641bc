"""Imports over HTTP: a file is uploaded, a job imports it, and tells what became of every line."""

import asyncio
from contextlib import ExitStack
from typing import Annotated, Any

import sqlalchemy as sa
from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi import Path as InPath
from fastapi import Query as InQuery
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from api.caching import dataset
from api.gate import gate
from api.intake import Asked, ImportQuery, asked
from api.jobs import start
from api.keyed import KeyedRoute
from api.keys import Caller, used
from api.pagination import Key, decode, digest, encode, position
from api.problems import Problem
from api.query import PageQuery, Query
from api.router import enveloped
from api.routes.import_jobs import SOON, SUMMARY, ImportJob, ImportPage, address, answer, summary, whole
from api.uploads import MEDIA_TYPES, Upload, media_type, take
from models.api_key import KeyScope
from models.database import noting, reading
from models.import_job import JobStatus
from models.locks import Hold, hold
from models.settings import settings
from seed.jobs import STOPPED, begin, bury, known, lock_of, read, resume, table


class ImportRoute(KeyedRoute):
    """A route of imports."""

    wanted = KeyScope.IMPORT


PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 1.6)
"""Seconds between two tries to take the lock of a key while no job of it runs: many may try at once."""

BINARY = {"schema": {"type": "string", "format": "binary"}}
routes = APIRouter(prefix="/v1/imports", tags=["imports"], route_class=ImportRoute)
SECURED: dict[str, Any] = {"security": [{"ApiKey": []}]}


@routes.post(
    "",
    operation_id="create_import",
    summary="Import a file",
    status_code=202,
    response_model=ImportJob,
    response_description="The file was taken in, and is being imported: follow the job.",
    responses={
        202: {
            "headers": {
                "Location": {"description": "Address of the job.", "schema": {"type": "string"}},
                "Retry-After": {"description": "Seconds to wait before asking it.", "schema": {"type": "integer"}},
            }
        },
        408: {"description": "The upload stopped."},
        409: {"description": "An import of this key is running, or being taken in."},
        413: {"description": "The file is too large."},
        415: {"description": "The body is called something that is not taken."},
    },
    openapi_extra={
        **SECURED,
        "requestBody": {
            "description": "The file itself, or a zip of a folder of files.",
            "required": True,
            "content": dict.fromkeys(MEDIA_TYPES, BINARY),
        },
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": False,
                "description": "A text of your own for this request: sent again with the same request, it gives the "
                "same job again; where a server stopped before its end, that job goes on.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 255},
            }
        ],
    },
)
async def create_import(request: Request, query: Annotated[ImportQuery, InQuery()]) -> Response:
    """Upload a file of one of the formats of `entente import`, with the options of the command.

    All of it is stored or nothing; importing twice changes nothing. A key has one import at a time.
    """
    url, who, wanted = settings().database_url, request.state.caller, asked(request, query)
    with ExitStack() as left:
        if lock := await _hold(url, who.key):
            left.callback(lock.close)
        before = await run_in_threadpool(_before, url, who, wanted, alone=lock is not None)
        media = media_type(request)
        if before:
            _check_same(before, **wanted._asdict(), media_type=media)
        upload = await take(request, wanted.filename)
        left.callback(upload.forget)
        if before:
            _check_same(before, digest=upload.digest)
        if lock is None or (before and before["error"] != STOPPED):
            return whole(await run_in_threadpool(read, url, table.c.id == before["id"]), 202)
        id = await run_in_threadpool(_begin, url, who, wanted, media, upload, before)
        await run_in_threadpool(start, url, id, upload, lock)
        # Whoever watches the job lets go of them at its end.
        left.pop_all()
    return whole(await run_in_threadpool(read, url, table.c.id == id), 202)


async def _hold(url: str, key: str) -> Hold | None:
    """Take the lock of a key; who holds it after its job has ended is about to let go."""
    for pause in (*PAUSES, 0):
        # A session of its own on PostgreSQL: as few at once as others have connections.
        if lock := await to_thread.run_sync(hold, url, lock_of(key), limiter=gate().threads):
            return lock
        if await run_in_threadpool(read, url, table.c.api_key == key, table.c.status == JobStatus.RUNNING):
            break
        await asyncio.sleep(pause)
    return None


def _before(url: str, who: Caller, wanted: Asked, *, alone: bool) -> Any:
    """Give the job that the same idempotency key has made before, if any.

    Raises Problem `conflict` where another import of the key goes on, and there is none, or one that is to go on.
    """
    if alone:
        bury(url, who.key)
    own = table.c.api_key == who.key
    before = wanted.idempotency_key and read(url, own, table.c.idempotency_key == wanted.idempotency_key)
    if alone or (before and before["error"] != STOPPED):
        return before
    running = read(url, own, table.c.status == JobStatus.RUNNING)
    where = f"is running: {address(running['id'])}" if running else "is being taken in"
    raise Problem("conflict", f"A key has one import at a time, and one {where}. Wait for its end.", Retry_After=SOON)


def _check_same(before: Any, **values: Any) -> None:
    if any(before[name] != value for name, value in values.items()):
        detail = f"This idempotency key came with another request before; that made {address(before['id'])}."
        raise Problem("idempotency-mismatch", detail)


def _begin(url: str, who: Caller, wanted: Asked, media: str, upload: Upload, before: Any) -> str:
    """Write down a job; one that a server has left undone, and that is sent again, is the same as before."""
    size = {"bytes": upload.bytes, "digest": upload.digest}
    try:
        with noting(url) as connection:
            used(connection, who)
            if before:
                return resume(connection, before["id"])
            return begin(connection, api_key=who.key, media_type=media, **size, **wanted._asdict())
    except sa.exc.IntegrityError:
        # The lock was lost with its connection, and another request has come in between.
        raise Problem("conflict", "Another import of this key has begun meanwhile.", Retry_After=SOON) from None


@routes.get(
    "",
    operation_id="list_imports",
    summary="List the imports of your key",
    response_model=ImportPage,
    openapi_extra=SECURED,
)
def list_imports(request: Request, query: Annotated[PageQuery, InQuery()]) -> Response:
    """The newest first, each without its report."""
    own = table.c.api_key == request.state.caller.key
    keys, fingerprint = [Key(table.c.id, True, False)], digest("imports", request.state.caller.key)
    found = sa.select(*SUMMARY).where(own).order_by(*(key.order for key in keys)).limit(query.limit + 1)
    if query.cursor is not None:
        found = found.where(position(keys, (False,), decode(query.cursor, fingerprint, keys)))
    known(settings().database_url, own, table.c.status == JobStatus.RUNNING)
    with reading(settings().database_url, within=settings().query_timeout) as connection:
        rows = [summary(dict(row)) for row in connection.execute(found).mappings()]
        total = connection.scalar(sa.select(sa.func.count()).select_from(table).where(own)) if query.total else None
        revision = dataset(connection).revision
    last = encode(fingerprint, [rows[query.limit - 1]["id"]]) if len(rows) > query.limit else None
    return answer(enveloped(query, request.scope["path"], rows[: query.limit], last, total, revision))


@routes.get(
    "/{id}",
    operation_id="get_import",
    summary="Follow an import of your key",
    response_model=ImportJob,
    openapi_extra=SECURED,
)
def get_import(
    request: Request,
    query: Annotated[Query, InQuery()],  # noqa: ARG001
    id: Annotated[str, InPath(description="Id of the job.", examples=["019ac0e5a1b2c0ffee0123456789abcdef"])],
) -> Response:
    """Where it stands, and at its end the report, as `entente import --report` writes it."""
    job = known(settings().database_url, table.c.id == id, table.c.api_key == request.state.caller.key)
    if job is None:
        raise Problem("not-found", "There is no import with this id, or it is not of this key.")
    return whole(job)
