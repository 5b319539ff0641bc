"""PUT and DELETE of every resource whose records are written one by one, made from its declaration."""

from typing import Annotated, Any

import msgspec
import sqlalchemy as sa
from fastapi import APIRouter, Body, Path, Request
from fastapi import Query as InQuery
from fastapi.responses import Response
from pydantic import Field

from api.absent import absent
from api.bodies import form, record_of, unfit
from api.caching import dataset, etag_of
from api.gate import gate, remaining, room
from api.keyed import KeyedRoute, Work
from api.keys import Caller, used
from api.operators import Word
from api.persisting import BUDGET, LAST, Attempts, patience, persisting
from api.preconditions import check
from api.problems import Problem, ProblemError, invalid
from api.query import Query
from api.resource import Resource
from api.router import item
from models import metadata
from models.api_key import KeyScope
from models.base import KEY
from models.database import writing
from models.revision import RevisionKind, Why
from seed.alone import ALONE
from seed.fitting import Fault, Unfit
from seed.history import commit, following
from seed.writing import StillReferred, delete, put


class WriteQuery(Query):
    """Parameters of a write."""

    reason: Annotated[Word, Field(description="Why it is made; the history of the record tells it.")] = None  # type: ignore[assignment]


class DeleteQuery(WriteQuery):
    """Parameters of a deletion."""

    moved_to: Annotated[
        str, Field(max_length=300, pattern=KEY, description="Id of the record that takes its place: 308 leads there.")
    ] = None  # type: ignore[assignment]


class WriteRoute(KeyedRoute):
    """A route that writes records."""

    wanted = KeyScope.WRITE

    async def carry(self, request: Request, work: Work) -> Response:
        """Write, one at a time, and outlast a change of the primary.

        Raises Busy where the turn does not come in time.
        """
        request.state.attempts = Attempts(request.state.caller.actor)
        async with room(gate().writer, remaining(BUDGET - LAST)):
            return await gate().watched(remaining(BUDGET), persisting, work)


def _revision(connection: sa.Connection, resource: Resource, id: str) -> int | None:
    table = metadata.tables[resource.name]
    return connection.scalar(sa.select(table.c.revision).where(table.c.id == id))


def replace(request: Request, resource: Resource, id: str, query: WriteQuery, record: Any) -> Response:
    """Create or replace a record, and answer it as it is then."""
    rows = _rows(record)
    with writing(wait=patience()) as connection:
        used(connection, request.state.caller)
        if not request.state.attempts.succeeded(connection):
            _put(connection, request, resource, id, query, rows)
        return _answer(connection, request, resource, id, 200 if request.state.attempts.existed else 201)


def _put(
    connection: sa.Connection, request: Request, resource: Resource, id: str, query: WriteQuery, rows: Any
) -> None:
    before, attempts = _revision(connection, resource, id), request.state.attempts
    attempts.existed = before is not None
    check(request.scope, connection, before)
    number = following(connection)
    try:
        changed = any(put(connection, resource.name, rows, number))
    except Unfit as error:
        raise unfit(error.faults) from None
    if changed:
        why = f"{'changed' if attempts.existed else 'created'} the {resource.called} {id}"
        commit(connection, number, _why(query, request.state.caller, why), attempts.begin())


def _rows(record: Any) -> Any:
    try:
        return list(record.rows())
    except ValueError as error:
        field, _, words = str(error).partition(": ")
        raise unfit([Fault((field,), words)]) from None


def _why(query: WriteQuery, by: Caller, usual: str) -> Why:
    return Why(RevisionKind.WRITE, query.reason or usual, by.actor)


def _answer(connection: sa.Connection, request: Request, resource: Resource, id: str, status: int) -> Response:
    path = request.scope["path"]
    parts = [name for name in resource.all_includes if name in ALONE[resource.model].model_fields]
    query = resource.item_query.model_validate({"include": ",".join(parts)} if parts else {})
    body = item(resource, query, "It was written a moment ago.", {"id": id}, connection, 0)
    address = query.canonical(path)
    headers = {
        "ETag": etag_of(address, dataset(connection)),
        "Content-Location": address,
        "Cache-Control": "no-store",
        **({"Location": query.canonical(path).partition("?")[0]} if status == 201 else {}),
    }
    return Response(msgspec.json.encode(body), status, headers, "application/json")


def remove(request: Request, resource: Resource, id: str, query: DeleteQuery) -> Response:
    """Delete a record."""
    with writing(wait=patience()) as connection:
        used(connection, request.state.caller)
        if request.state.attempts.succeeded(connection):
            return Response(status_code=204)
        before = _revision(connection, resource, id)
        if before is None:
            what = absent(connection, resource.name, id, f"There is no {resource.called} with the id {id!r}.")
            # Whoever deletes again must not be led to what took its place.
            raise Problem("gone", what.detail) if what.moved else what
        check(request.scope, connection, before)
        if query.moved_to and (query.moved_to == id or not _revision(connection, resource, query.moved_to)):
            detail = f"There is no other {resource.called} of this id. Write the one that takes the place first."
            raise invalid([ProblemError(parameter="moved_to", code="unknown_value", detail=detail)])
        number = following(connection)
        try:
            delete(connection, resource.name, id, number, query.moved_to or None)
        except StillReferred as error:
            raise Problem(
                "conflict", f"The {resource.called} is still referred to by {_named(error)}. Change these first."
            ) from None
        why = _why(query, request.state.caller, f"deleted the {resource.called} {id}")
        commit(connection, number, why, request.state.attempts.begin())
    return Response(status_code=204)


def _named(error: StillReferred) -> str:
    return ", ".join(f"the {resource.replace('_', ' ')} {id!r}" for resource, id in error.by)


CONDITIONS = [
    {"name": name, "in": "header", "description": words, "schema": {"type": "string"}}
    for name, words in {
        "If-Match": "An `ETag` that was read before: the record is written only if it has not changed since.",
        "If-None-Match": "`*`: the record is written only if there is none of this id.",
    }.items()
]


def write_router(resource: Resource) -> APIRouter:
    """Give what writes one record of a resource; for a resource whose records are made from others, nothing."""
    routes = APIRouter(prefix=f"/v1/{resource.path}", tags=[resource.path], route_class=WriteRoute)
    if resource.model not in ALONE:
        return routes
    named = Path(max_length=300, pattern=KEY, description=f"Id of the {resource.called}.")

    @routes.put(
        "/{id}",
        operation_id=f"put_{resource.name}",
        summary=f"Create or replace one {resource.called}",
        description=f"The {resource.called} as a whole, with its sources; what is left out is gone.",
        response_model=resource.read,
        openapi_extra={"parameters": CONDITIONS},
        responses={201: {"model": resource.read, "description": "It was created."}},
    )
    def put_one(
        request: Request,
        id: Annotated[str, named],
        query: Annotated[WriteQuery, InQuery()],
        body: Annotated[form(resource), Body()],  # type: ignore[valid-type]
    ) -> Response:
        return replace(request, resource, id, query, record_of(resource, id, body))

    @routes.delete(
        "/{id}",
        operation_id=f"delete_{resource.name}",
        summary=f"Delete one {resource.called}",
        description="Its address answers 410 from then on, or leads to what took its place.",
        status_code=204,
        openapi_extra={"parameters": CONDITIONS},
    )
    def delete_one(request: Request, id: Annotated[str, named], query: Annotated[DeleteQuery, InQuery()]) -> Response:
        return remove(request, resource, id, query)

    return routes
