"""Every matching record in one file, streamed as the database finds it, in memory that does not grow with it."""

from collections.abc import Generator
from functools import lru_cache
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi import Query as InQuery
from fastapi.responses import Response
from pydantic import Field, create_model

from api.caching import CODING, dataset, etag_of, header
from api.files import WRITERS, File, Format
from api.operators import many
from api.query import Query
from api.resource import Form, Resource
from api.route import DataRoute
from api.statement import Statement
from models.database import reading

FIRST, CHUNK = 100, 2_000
"""Rows of the first part of a file, which is to come at once, and of every other."""


class Exporting(NamedTuple):
    """The SQL of a file in one form, the record that its rows are, and which fields are lists."""

    rows: Statement
    struct: type[msgspec.Struct]
    names: list[str]
    lists: list[bool]


def fields_of(resource: Resource) -> dict[str, sa.ColumnElement[Any]]:
    """Give every field of a file, with its SQL: what a record always has, and its citations."""
    cited = {"citations": resource.citations} if resource.cited else {}
    return {**dict(zip(resource.names, resource.select, strict=True)), **cited}


@lru_cache(maxsize=500)
def exporting(resource: Resource, form: Form, names: tuple[str, ...]) -> Exporting:
    """Write the SQL of a file. It is in the order of the database: to sort first would be to wait."""
    every = fields_of(resource)
    statement = sa.select(*(every[name] for name in names)).select_from(resource.source)
    struct = msgspec.defstruct(resource.name, [*names], gc=False)
    lists = [name in (*resource.lists, "citations") for name in names]
    return Exporting(Statement(statement.where(*resource.conditions(form))), struct, [*names], lists)


def export_query(resource: Resource) -> type[Query]:
    """Give the parameters of an export: the form of the file, its fields, then the filters of the list."""
    one = Literal[tuple(fields_of(resource))]  # type: ignore[valid-type]
    fields: dict[str, Any] = {
        "format": (Format, Field(default="csv", description="How the file is written.")),
        "fields": (many(one), Field(default=None, description="Fields of the file, in this order; else all of them.")),
    }
    fields |= resource.form_of_values()
    for name, filter in resource.parameters.items():
        fields[name] = (filter.type, Field(default=None, description=filter.words))
    return create_model(f"{resource.name}_export", __base__=Query, **fields)


def parts(resource: Resource, query: Query, connection: sa.Connection) -> Generator[bytes, None, None]:
    """Write a file, part by part."""
    resource = resource.as_asked(query)
    form, values = resource.filtered(query)
    names = dict.fromkeys(query.given.get("fields") or fields_of(resource))
    sql, writer = exporting(resource, form, tuple(names)), WRITERS[query.given.get("format", Format.CSV)]
    begin = writer.begin(sql.names)
    for rows in sql.rows.stream(connection, values, FIRST, CHUNK):
        yield begin + writer.write(sql.struct, sql.lists, rows)
        begin = b""
    if begin:
        yield begin


def export_router(resource: Resource) -> APIRouter:
    """Give the export of a resource."""
    routes = APIRouter(prefix=f"/v1/{resource.path}", tags=[resource.path], route_class=DataRoute)
    plural = resource.path.replace("-", "_")
    text = {"schema": {"type": "string"}}
    content = {writer.media_type.partition(";")[0]: text for writer in WRITERS.values()}

    @routes.get(
        "/export",
        operation_id=f"export_{plural}",
        summary=f"Export {plural.replace('_', ' ')}",
        description=f"Every matching record in one file, each with its sources, in no particular order. {WORDS}",
        response_class=Response,
        responses={200: {"content": content}},
    )
    def export(request: Request, query: Annotated[export_query(resource), InQuery()]) -> Response:  # type: ignore[valid-type]
        with reading() as connection:
            data = dataset(connection)
        etag = etag_of(query.canonical(request.scope["path"]), data)
        headers = {"ETag": f"W/{etag}", "Cache-Control": "public, no-cache"}
        if etag in CODING.sub('"', header(request.scope, b"if-none-match")):
            return Response(status_code=304, headers=headers)
        form = query.given.get("format", Format.CSV)
        headers["Content-Disposition"] = f'attachment; filename="{resource.path}-r{data.revision}.{form}"'
        return File(lambda connection: parts(resource, query, connection), WRITERS[form].media_type, headers)

    return routes


WORDS = (
    "CSV is RFC 4180 in UTF-8 with a header: an absent value is an empty cell, a list is its JSON, and a text that a "
    "spreadsheet would run as a formula begins with an apostrophe. NDJSON has one JSON object a line."
)
