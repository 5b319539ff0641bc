"""The two routes that every resource has, made from its declaration."""

from functools import lru_cache, partial
from typing import Annotated, Any, NamedTuple

import msgspec
import sqlalchemy as sa
from fastapi import APIRouter, Path, Request
from fastapi import Query as InQuery
from fastapi.responses import Response
from pydantic import BaseModel, Field, create_model

from api.absent import absent
from api.forms import Form, kept_by_form
from api.lists import LINE
from api.pagination import Key, decode, encode, position
from api.query import PagedQuery, PageQuery, Query
from api.record import Record
from api.resource import Resource
from api.route import DataRoute
from api.serving import respond
from api.statement import Statement, limited
from models.base import PRINTABLE


class PageInfo(BaseModel):
    """Where a page stands in its list."""

    limit: int = Field(description="Most records on the page.")
    next_cursor: str | None = Field(description="Send it as `cursor` for the next page; null on the last one.")
    has_more: bool = Field(description="Whether a next page exists.")
    total: int | None = Field(description="Exact number of matching records; null with `total=false`.")


class Links(BaseModel):
    """Addresses of this page and the next."""

    self: str = Field(description="This page.")
    next: str | None = Field(description="The next page; null on the last one.")


class Meta(BaseModel):
    """What an answer was read from."""

    revision: int = Field(description="Revision of the data.")


def enveloped(
    query: PagedQuery, path: str, data: Any, cursor: str | None, total: int | None, revision: int
) -> dict[str, Any]:
    """Give a page in its envelope; `cursor` leads to the next one, where there is one."""
    return {
        "data": data,
        "page": {
            "limit": query.limit,
            "next_cursor": cursor,
            "has_more": cursor is not None,
            "total": total,
        },
        "links": {"self": query.canonical(path), "next": query.following(path, cursor) if cursor else None},
        "meta": {"revision": revision},
    }


class Listing(NamedTuple):
    """The SQL of a list in one form: of its rows from some place on, with their number, and of the number alone."""

    keys: list[Key]
    rows: Statement
    number: Statement


@kept_by_form
def listing(
    resource: Resource, form: Form, sort: tuple[str, ...], total: bool, absent: tuple[bool, ...] | None, whole: bool
) -> Listing:
    """Write the SQL of a list.

    `absent` tells which values of the cursor are, where there is a cursor; with `whole`, the database writes all
    records as one text, a line each, else their fields are read.
    """
    conditions, keys = resource.conditions(form), resource.keys(sort, form)
    count = sa.select(sa.func.count()).select_from(resource.table).where(*conditions)
    counted = [count.correlate(None).scalar_subquery()] if total else []
    record = [resource.text] if whole else [*resource.select, *counted]
    statement = sa.select(*record).select_from(resource.source).where(*conditions)
    if absent is not None:
        after = [sa.bindparam(f"after_{i}", type_=key.column.type) for i, key in enumerate(keys)]
        statement = statement.where(position(keys, absent, after))
    statement = limited(statement.order_by(*(key.order for key in keys)))
    if whole:
        found = statement.subquery()
        statement = sa.select(sa.func.lines(found.c[0]), sa.func.count(), *counted).select_from(found)
    return Listing(keys, Statement(statement), Statement(count))


def page(
    resource: Resource,
    query: PageQuery,
    path: str,
    connection: sa.Connection,
    revision: int,
    *,
    whole: bool = True,
) -> dict[str, Any]:
    """Read one page: one query for the rows and their total, and one for each include.

    Without `whole`, its records are open to have more added.
    """
    resource = resource.as_asked(query)
    form, values = resource.filtered(query)
    sort = tuple(query.given.get("sort", ()))
    fingerprint = resource.fingerprint(query)
    after = None if query.cursor is None else decode(query.cursor, fingerprint, resource.keys(sort))
    absent = None if after is None else tuple(value is None for value in after)
    # To write JSON costs PostgreSQL twice what it costs to send the rows and to write it here.
    whole = whole and connection.dialect.name == "sqlite" and not query.given.get("include")
    sql = listing(resource, form, sort, query.total, absent, whole)
    places = {f"after_{i}": value for i, value in enumerate(after or ())}
    found = sql.rows.rows(connection, {**values, **places, "most": query.limit + 1})
    data, last = _whole(found[0], query.limit) if whole else _open(resource, query, connection, found)
    cursor = encode(fingerprint, [resource.value(last, key.column.name) for key in sql.keys]) if last else None
    total = _total(query, sql, found, connection, values) if query.total else None
    return enveloped(query, path, data, cursor, total, revision)


Found = tuple[Any, dict[str, Any] | None]
"""The records of a page; the last one too, where more come after it."""


def _whole(found: tuple[Any, ...], limit: int) -> Found:
    """Give the records that are written as one text."""
    text, count, *_ = found
    last = None
    if count > limit:
        text, _, _ = text.rpartition(LINE)
        last = msgspec.json.decode(text[text.rfind(LINE) + 1 :].lstrip(","))
    return msgspec.Raw(f"[{text or ''}]"), last


def _open(resource: Resource, query: PageQuery, connection: sa.Connection, found: list[tuple[Any, ...]]) -> Found:
    """Give the records that are read field by field, with what `include` adds to each."""
    rows = found[: query.limit]
    records = resource.rows(rows)
    add_includes(resource, query, connection, records)
    return records, dict(zip(resource.names, rows[-1], strict=False)) if len(found) > query.limit else None


def _total(query: PageQuery, sql: Listing, found: list[Any], connection: sa.Connection, values: dict[str, Any]) -> int:
    if found:
        return int(found[0][-1])
    # Nothing after a cursor says nothing of what is before it.
    return 0 if query.cursor is None else int(sql.number.rows(connection, values)[0][0])


@lru_cache(maxsize=100)
def finding(record: Record, *by: str) -> Statement:
    """Write the SQL of one record, found by the values of some columns."""
    where = (record.table.c[name] == sa.bindparam(name) for name in by)
    return Statement(sa.select(*record.select).select_from(record.source).where(*where))


def item(
    record: Record, query: Query, missing: str, by: dict[str, str], connection: sa.Connection, _revision: int
) -> Any:
    """Read one record by the values of some columns; where there is none, a problem says what became of it.

    In the words of `missing`, where it never was.
    """
    data = record.rows(finding(record, *by).rows(connection, by))
    if not data:
        name, id = next(iter(by.items()))
        raise absent(connection, record.name if name == "id" else name, id, missing)
    add_includes(record, query, connection, data)
    return data[0]


def add_includes(record: Record, query: Query, connection: sa.Connection, data: list[Any]) -> None:
    """Add what `include` asks for to some records, with one query each."""
    for name in dict.fromkeys(query.given.get("include") or []):
        found = record.all_includes[name].fetch(record.table, [row.id for row in data], connection)
        for row in data:
            setattr(row, name, found[row.id])


def router(resource: Resource) -> APIRouter:
    """Give the list and the item of a resource; what else it needs is an ordinary route beside them."""
    routes = APIRouter(prefix=f"/v1/{resource.path}", tags=[resource.path], route_class=DataRoute)
    noun = resource.called
    envelope = create_model(
        f"{resource.read.__name__}Page",
        data=(list[resource.read], Field(description="The records of this page.")),  # type: ignore[name-defined]
        page=PageInfo,
        links=Links,
        meta=Meta,
    )
    plural = resource.path.replace("-", "_")
    named = Path(max_length=300, pattern=PRINTABLE, description=f"Id of the {noun}.", examples=[resource.example])
    tries = "".join(f"\n- [`?{query}`](/v1/{resource.path}?{query})" for query in resource.tries)

    @routes.get(
        "",
        operation_id=f"list_{plural}",
        summary=f"List {plural.replace('_', ' ')}",
        description=f"{resource.words}\n\nFor example:\n{tries}",
        response_model=envelope,
    )
    def list_(request: Request, query: Annotated[resource.list_query, InQuery()]) -> Response:  # type: ignore[name-defined]
        path = request.scope["path"]
        return respond(request, query, lambda connection, revision: page(resource, query, path, connection, revision))

    @routes.get(
        "/{id}",
        operation_id=f"get_{resource.name}",
        summary=f"Get one {noun}",
        description=f"The {noun} with this id. {resource.words}",
        response_model=resource.read,
    )
    def get(
        request: Request,
        id: Annotated[str, named],
        query: Annotated[resource.item_query, InQuery()],  # type: ignore[name-defined]
    ) -> Response:
        missing = f"There is no {noun} with the id {id!r}."
        return respond(request, query, partial(item, resource.as_asked(query), query, missing, {"id": id}))

    return routes
