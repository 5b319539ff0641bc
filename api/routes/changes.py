"""What changed since a revision: for services that keep a copy, and as a feed for people."""

from datetime import datetime
from enum import StrEnum
from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

import sqlalchemy as sa
from fastapi import APIRouter, Path, Request
from fastapi import Query as InQuery
from fastapi.responses import Response
from pydantic import BaseModel, Field, create_model

from api.bodies import form
from api.changes import EVERY, Entry, Place, of_record, shown, since
from api.operators import LARGEST, WHOLE, many
from api.pagination import Key, damaged, decode, digest, encode
from api.problems import Problem
from api.query import PagedQuery
from api.resource import Resource
from api.route import DataRoute
from api.router import Links, Meta, PageInfo, enveloped
from api.routes import RESOURCES
from api.serving import respond
from models import Past
from models.base import PRINTABLE, columns

past = columns(Past)
WRITTEN = {resource.name: resource for resource in RESOURCES if resource.name in EVERY}
PATHS = {name: resource.path for name, resource in WRITTEN.items()}
TABLES = {path: name for name, path in PATHS.items()}
KEYS = [Key(past.c[name], False, False) for name in ("revision", "resource", "record")]


class Action(StrEnum):
    """What was done to a record."""

    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"


class Change(BaseModel):
    """One record, and what it became in one revision."""

    revision: int = Field(description="Revision of the data that it became so in.")
    committed_at: datetime = Field(description="When that was committed.")
    actor: str = Field(description="Who made it: `command` line, or `key:<id>`.")
    reason: str = Field(description="Why it was made.")
    action: Action = Field(description="What was done.")
    id: str = Field(description="Id of the record.")
    moved_to: str | None = Field(description="Of what was deleted: id of the record that took its place.")


def change_of(name: str) -> Any:
    """Give the schema of the changes of one kind of record."""
    resource = WRITTEN[name]
    words = "The record as PUT takes it, without what is absent; null where it was deleted."
    kind: Any = Literal[resource.path]
    written: Any = form(resource)
    return create_model(
        f"{resource.read.__name__}Change",
        __base__=Change,
        resource=(kind, Field(description="The kind of record.")),
        record=(written | None, Field(description=words)),
    )


MODELS = {name: change_of(name) for name in WRITTEN}
Some: Any = Annotated[reduce(or_, MODELS.values()), Field(discriminator="resource")]


def page_of(name: str, change: Any, words: str) -> type[BaseModel]:
    """Give the schema of a page of changes."""
    data = (list[change], Field(description=words))
    return create_model(name, data=data, page=PageInfo, links=Links, meta=Meta)


Kinds: Any = many(Literal[tuple(TABLES)])


class ChangesQuery(PagedQuery):
    """Parameters of the changes."""

    since: Annotated[int, Field(ge=0, le=LARGEST, description="Only changes after this revision."), WHOLE] = 0
    resource: Annotated[
        Kinds,
        Field(description="Only changes of these kinds of record."),
    ] = None


routes = APIRouter(tags=["changes"], route_class=DataRoute)


@routes.get(
    "/v1/changes",
    operation_id="list_changes",
    summary="List changes since a revision",
    response_model=page_of("ChangesPage", Some, "The changes, the oldest first."),
)
def list_changes(request: Request, query: Annotated[ChangesQuery, InQuery()]) -> Response:
    """Every record that was created, changed or deleted, in order: whoever follows has a copy of all records.

    Begin with `since=0`, or with the revision of a copy; follow `links.next`; after the last page ask for `since` its
    `meta.revision`. Each change shows the record as it was then; to apply one twice does no harm. Within a revision
    they come by kind and id, so that what a record refers to may come after it.
    """
    return respond(request, query, lambda connection, revision: changes(query, connection, revision))


def changes(query: ChangesQuery, connection: sa.Connection, revision: int) -> dict[str, Any]:
    """Read one page of changes."""
    if query.since > revision:
        detail = f"There is no revision {query.since} yet; the newest is {revision}."
        raise Problem("not-found", f"{detail} A copy of another database begins anew, with since=0.")
    names = sorted(TABLES[path] for path in query.given.get("resource", ()))
    bound = digest("changes", *names)
    after = Place(query.since) if query.cursor is None else _place(query.cursor, bound)
    found = since(connection, after, names, query.limit + 1)
    return _page(query, "/v1/changes", bound, found, connection, revision)


def _place(cursor: str, bound: str) -> Place:
    place = Place(*decode(cursor, bound, KEYS))
    if place.resource not in EVERY:
        raise damaged()
    return place


def _page(
    query: PagedQuery, path: str, bound: str, found: list[Entry], connection: sa.Connection, revision: int
) -> dict[str, Any]:
    entries = found[: query.limit]
    cursor = encode(bound, entries[-1].place) if len(found) > query.limit else None
    return enveloped(query, path, list(shown(connection, entries, PATHS)), cursor, None, revision)


def history(
    query: PagedQuery, path: str, name: str, id: str, connection: sa.Connection, revision: int
) -> dict[str, Any]:
    """Read one page of the changes of a record."""
    bound = digest("history", name, id)
    until = LARGEST if query.cursor is None else _place(query.cursor, bound).revision
    found = of_record(connection, name, id, until, query.limit + 1)
    if not found and query.cursor is None:
        raise Problem("not-found", f"There is no {WRITTEN[name].called} with the id {id!r}, and never was.")
    return _page(query, path, bound, found, connection, revision)


def history_router(resource: Resource) -> APIRouter:
    """Give the history of the records of a resource; of those that are made from others, none."""
    routes = APIRouter(prefix=f"/v1/{resource.path}", tags=[resource.path], route_class=DataRoute)
    if resource.name not in WRITTEN:
        return routes
    named = Path(
        max_length=300, pattern=PRINTABLE, description=f"Id of the {resource.called}.", examples=[resource.example]
    )
    model = page_of(f"{resource.read.__name__}History", MODELS[resource.name], "Its versions, the newest first.")

    @routes.get(
        "/{id}/history",
        operation_id=f"get_{resource.name}_history",
        summary=f"Tell the history of one {resource.called}",
        response_model=model,
    )
    def get_history(request: Request, id: Annotated[str, named], query: Annotated[PagedQuery, InQuery()]) -> Response:
        """What the record was, who changed it, when and why; also of one that is gone."""
        path = request.scope["path"]
        return respond(request, query, lambda connection, now: history(query, path, resource.name, id, connection, now))

    return routes
