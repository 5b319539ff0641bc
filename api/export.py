"""Every matching record in one file, streamed as the database finds it, in memory that does not grow with it."""

from collections.abc import Callable, Generator, Iterable, Sequence
from typing import Annotated, Any, Literal

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi import Query as InQuery
from fastapi.responses import Response
from pydantic import Field, create_model

from api.caching import dataset, of_stream
from api.cells import csv_of
from api.files import MEDIA_TYPES, File, Format
from api.forms import Form, kept_by_form
from api.languages import UNTRANSLATED, untranslated
from api.lists import json_of
from api.operators import many
from api.parquet import GROUP, installed, parquet
from api.problems import ProblemError, invalid
from api.query import Query
from api.resource import Resource
from api.route import DataRoute
from api.serving import spoken_in, varying
from api.statement import Statement
from models.database import answering

Parts = Generator[bytes, None, None]

FIRST, CHUNK = 100, 2_000
"""Rows of the first part of a file, which is to come at once, and of every other."""


def fields_of(resource: Resource) -> dict[str, sa.ColumnElement[Any]]:
    """Give every field of a file, with its SQL: what a record always has, and its citations."""
    cited = {"citations": resource.citations} if resource.cited else {}
    return {**dict(zip(resource.names, resource.select, strict=True)), **cited}


@kept_by_form
def exporting(resource: Resource, form: Form, names: tuple[str, ...], format: str) -> Statement:
    """Write the SQL of a file: of its lines, or of its columns. It is in the order of the database: to sort first would
    be to wait.
    """
    every = fields_of(resource)
    if UNTRANSLATED in every:
        here = {name: value for name, value in resource.translated.items() if name in names}
        every[UNTRANSLATED] = untranslated(here, resource.language)
    fields = {name: every[name] for name in names}
    shown: dict[str, Callable[[], list[sa.ColumnElement[Any]]]] = {
        Format.CSV: lambda: [csv_of(fields.values(), resource.plain)],
        Format.NDJSON: lambda: [json_of(fields, {*resource.ready, "citations"})],
        Format.PARQUET: lambda: [*fields.values()],
    }
    statement = sa.select(*shown[format]()).select_from(resource.source).where(*resource.conditions(form))
    return Statement(statement)


def export_query(resource: Resource) -> type[Query]:
    """Give the parameters of an export: the form of the file, its fields, then the filters of the list."""
    one = Literal[tuple(fields_of(resource))]  # type: ignore[valid-type]
    fields: dict[str, Any] = {
        "format": (Format, Field(default="csv", description="How the file is written.")),
        "fields": (many(one), Field(default=None, description="Fields of the file, in this order; else all of them.")),
    }
    fields |= resource.ways()
    for name, filter in resource.parameters.items():
        fields[name] = (filter.type, Field(default=None, description=filter.words))
    return create_model(f"{resource.name}_export", __base__=Query, **fields)


def parts(resource: Resource, query: Query, about: dict[str, str], connection: sa.Connection) -> Parts:
    """Write a file, part by part."""
    resource = resource.as_asked(query)
    form, values = resource.filtered(query)
    asked = query.given.get("fields", fields_of(resource))
    names = tuple(dict.fromkeys([*asked, *(name for name in resource.ready if name == UNTRANSLATED)]))
    format = query.given.get("format", Format.CSV)
    sql = exporting(resource, form, names, format)
    if format == Format.PARQUET:
        yield from parquet(resource.read, names, sql.stream(connection, values, GROUP), about)
    else:
        yield from _lines(sql.stream(connection, values, FIRST, CHUNK), *LINES[format](names))


LINES: dict[str, Callable[[Sequence[str]], tuple[str, str]]] = {
    Format.CSV: lambda names: (",".join(names) + "\r\n", "\r\n"),
    Format.NDJSON: lambda _: ("", "\n"),
}
"""What stands before the lines of a file, and after each."""


def _lines(groups: Iterable[list[Any]], begin: str, end: str) -> Parts:
    yield begin.encode()
    for rows in groups:
        yield (end.join([line for (line,) in rows]) + end).encode()


def check(format: str) -> None:
    """Refuse a kind of file that cannot be written here."""
    if format == Format.PARQUET and not installed():
        detail = "This server writes no Parquet: it is without the extra `parquet`. Ask for `csv` or `ndjson`."
        raise invalid([ProblemError(parameter="format", code="not_available", detail=detail)])


def export_router(resource: Resource) -> APIRouter:
    """Give the export of a resource."""
    routes = APIRouter(prefix=f"/v1/{resource.path}", tags=[resource.path], route_class=DataRoute)
    plural = resource.path.replace("-", "_")
    content = {type_.partition(";")[0]: {"schema": {"type": "string"}} for type_ in MEDIA_TYPES.values()}
    content[MEDIA_TYPES[Format.PARQUET]] = {"schema": {"type": "string", "format": "binary"}}

    @routes.get(
        "/export",
        operation_id=f"export_{plural}",
        summary=f"Export {plural.replace('_', ' ')}",
        description=f"Every matching record in one file, each with its sources, in no particular order. {WORDS}",
        response_class=Response,
        responses={200: {"content": content}},
    )
    def export(request: Request, query: Annotated[export_query(resource), InQuery()]) -> Response:  # type: ignore[valid-type]
        check(form := query.given.get("format", Format.CSV))
        with answering() as connection:
            data = dataset(connection)
        address = query.canonical(request.scope["path"])
        headers, known = of_stream(request.scope, address, data)
        headers |= {name.decode(): value.decode() for name, value in [*varying(query), *spoken_in(query, True)]}
        if known:
            return Response(status_code=304, headers=headers)
        headers["Content-Disposition"] = f'attachment; filename="{resource.path}-r{data.revision}.{form}"'
        about = {"entente:revision": str(data.revision), "entente:request": address}
        return File(lambda connection: parts(resource, query, about, connection), MEDIA_TYPES[form], headers)

    return routes


WORDS = (
    "CSV is RFC 4180 in UTF-8 with a header: an absent value is an empty cell, a list is its JSON, and a text that a "
    "spreadsheet would run as a formula begins with an apostrophe. NDJSON has one JSON object a line. "
    "Parquet has the types of the schema, and needs an extra on the server."
)
