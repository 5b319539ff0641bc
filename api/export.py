"""Every matching record in one file, streamed as the database finds it, in memory that does not grow with it."""

from collections.abc import Generator
from typing import Annotated, Any, Literal, NamedTuple

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi import Query as InQuery
from fastapi.responses import Response
from pydantic import Field, create_model

from api.caching import CODING, dataset, etag_of, header
from api.cells import csv_of
from api.files import MEDIA_TYPES, File, Format
from api.forms import Form, kept_by_form
from api.lists import json_of
from api.operators import many
from api.query import Query
from api.resource import Resource
from api.route import DataRoute
from api.statement import Statement
from models.database import answering

FIRST, CHUNK = 100, 2_000
"""Rows of the first part of a file, which is to come at once, and of every other."""


class Exporting(NamedTuple):
    """The SQL of a file in one form: a statement that gives its lines, and what stands before and between them."""

    lines: Statement
    begin: str
    end: str


def fields_of(resource: Resource) -> dict[str, sa.ColumnElement[Any]]:
    """Give every field of a file, with its SQL: what a record always has, and its citations."""
    cited = {"citations": resource.citations} if resource.cited else {}
    return {**dict(zip(resource.names, resource.select, strict=True)), **cited}


@kept_by_form
def exporting(resource: Resource, form: Form, names: tuple[str, ...], format: str) -> Exporting:
    """Write the SQL of a file. It is in the order of the database: to sort first would be to wait."""
    every = fields_of(resource)
    if format == Format.CSV:
        line, begin, end = csv_of((every[name] for name in names), resource.plain), ",".join(names) + "\r\n", "\r\n"
    else:
        line, begin, end = json_of({name: every[name] for name in names}, {*resource.lists, "citations"}), "", "\n"
    statement = sa.select(line).select_from(resource.source).where(*resource.conditions(form))
    return Exporting(Statement(statement), begin, end)


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
    names = tuple(dict.fromkeys(query.given.get("fields") or fields_of(resource)))
    sql = exporting(resource, form, names, query.given.get("format", Format.CSV))
    yield sql.begin.encode()
    for rows in sql.lines.stream(connection, values, FIRST, CHUNK):
        yield (sql.end.join([line for (line,) in rows]) + sql.end).encode()


def export_router(resource: Resource) -> APIRouter:
    """Give the export of a resource."""
    routes = APIRouter(prefix=f"/v1/{resource.path}", tags=[resource.path], route_class=DataRoute)
    plural = resource.path.replace("-", "_")
    text = {"schema": {"type": "string"}}
    content = {type_.partition(";")[0]: text for type_ in MEDIA_TYPES.values()}

    @routes.get(
        "/export",
        operation_id=f"export_{plural}",
        summary=f"Export {plural.replace('_', ' ')}",
        description=f"Every matching record in one file, each with its sources, in no particular order. {WORDS}",
        response_class=Response,
        responses={200: {"content": content}},
    )
    def export(request: Request, query: Annotated[export_query(resource), InQuery()]) -> Response:  # type: ignore[valid-type]
        with answering() as connection:
            data = dataset(connection)
        etag = etag_of(query.canonical(request.scope["path"]), data)
        headers = {"ETag": f"W/{etag}", "Cache-Control": "public, no-cache"}
        if etag in CODING.sub('"', header(request.scope, b"if-none-match")):
            return Response(status_code=304, headers=headers)
        form = query.given.get("format", Format.CSV)
        headers["Content-Disposition"] = f'attachment; filename="{resource.path}-r{data.revision}.{form}"'
        return File(lambda connection: parts(resource, query, connection), MEDIA_TYPES[form], headers)

    return routes


WORDS = (
    "CSV is RFC 4180 in UTF-8 with a header: an absent value is an empty cell, a list is its JSON, and a text that a "
    "spreadsheet would run as a formula begins with an apostrophe. NDJSON has one JSON object a line."
)
