"""What a package is: the whole dataset as files that a `datapackage.json` describes, after Data Package 2.0.

One file for each table of facts, with its published columns alone: what is derived from them is made anew. It is for
machines: nothing is neutralised for spreadsheets, and the same data is the same bytes, from whichever database.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlmodel.sql.sqltypes import UTCDateTime

from models import metadata
from models.base import columns, tables
from models.source import Source
from seed.derived import KEPT, OPERATIONAL

DESCRIPTOR = "datapackage.json"
NAME = "entente"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
DESCRIPTION = (
    "Regional-integration data, each fact with its source. The licence is that of the selection and our own words; "
    "each source keeps its own terms, named in the table `source`."
)

Row = Sequence[Any]
"""The published values of a row, in the order of their columns."""


class Format(StrEnum):
    """How the rows of a package are written."""

    CSV = "csv"
    NDJSON = "ndjson"


MEDIATYPES = {Format.CSV: "text/csv", Format.NDJSON: "application/x-ndjson"}
DIALECTS: dict[Format, dict[str, Any]] = {
    Format.CSV: {"header": True, "delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
    Format.NDJSON: {"itemType": "object"},
}
TYPES = {"string": "string", "integer": "integer", "number": "number", "boolean": "boolean"}
"""Types of Table Schema by those of JSON Schema."""

DATES = {"date-time": "datetime", "date": "date"}
CONSTRAINTS = ("enum", "minLength", "maxLength", "minimum", "maximum")
"""What Table Schema and JSON Schema call alike."""


def facts() -> list[sa.Table]:
    """Give the tables that a package holds, each after those that it refers to."""
    return [table for table in metadata.sorted_tables if table not in KEPT | OPERATIONAL]


def published(table: sa.Table) -> list[sa.Column[Any]]:
    """Give the columns of a table that a package holds."""
    return [table.c[name] for name in tables()[table.name].model_fields]


@cache
def names(table: sa.Table) -> list[str]:
    """Give their names."""
    return [column.name for column in published(table)]


@cache
def _moments(table: sa.Table) -> list[int]:
    """Give the places of the columns that are moments, which CSV has no form for."""
    return [place for place, column in enumerate(published(table)) if isinstance(column.type, UTCDateTime)]


def _csv(table: sa.Table, rows: Iterable[Row]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        if "" in row:
            found = dict(zip(names(table), row, strict=True))
            raise ValueError(f"{found} has an empty text, which CSV cannot tell from an absent one; use NDJSON")
        writer.writerow(row)
    return text.getvalue().encode()


def _ndjson(table: sa.Table, rows: Iterable[Row]) -> bytes:
    fields = names(table)
    return msgspec.json.Encoder().encode_lines([dict(zip(fields, row, strict=True)) for row in rows])


WRITERS: dict[Format, Callable[[sa.Table, Iterable[Row]], bytes]] = {Format.CSV: _csv, Format.NDJSON: _ndjson}


def written(format: Format, table: sa.Table, rows: Iterable[Row]) -> bytes:
    """Write rows as lines of a file.

    Raises ValueError on an empty text in CSV, where an empty cell is an absent value.
    """
    moments = _moments(table)
    return WRITERS[format](table, [_plain(row, moments) for row in rows] if moments else rows)


def _plain(row: Row, moments: list[int]) -> Row:
    return [
        value.isoformat().replace("+00:00", "Z") if value is not None and place in moments else value
        for place, value in enumerate(row)
    ]


def heading(format: Format, table: sa.Table) -> bytes:
    """Give what a file begins with."""
    return _csv(table, [names(table)]) if format == Format.CSV else b""


def schema(table: sa.Table) -> dict[str, Any]:
    """Describe a table's columns and keys as a Table Schema."""
    described = tables()[table.name].model_json_schema()
    fields = [_field(column, described) for column in published(table)]
    keys = [_foreign_key(table, key) for column in published(table) for key in column.foreign_keys]
    unique = [rule.columns.keys() for rule in table.constraints if isinstance(rule, sa.UniqueConstraint)]
    return {
        "fields": fields,
        "missingValues": [""],
        "primaryKey": [column.name for column in table.primary_key],
        **({"uniqueKeys": unique} if unique else {}),
        **({"foreignKeys": keys} if keys else {}),
    }


def _field(column: sa.Column[Any], described: dict[str, Any]) -> dict[str, Any]:
    outer = described["properties"][column.name]
    inner = next((part for part in outer.get("anyOf", ()) if part.get("type") != "null"), outer)
    if "$ref" in inner:
        inner = described["$defs"][inner["$ref"].rpartition("/")[2]]
    words = inner | outer
    constraints = {name: words[name] for name in CONSTRAINTS if name in words}
    if not column.nullable:
        constraints = {"required": True, **constraints}
    # Table Schema takes patterns in the syntax of XML Schema: always of the whole text, and without `\x`.
    if "\\x" not in (pattern := words.get("pattern", "\\x")):
        constraints["pattern"] = pattern.removeprefix("^").removesuffix("$")
    return {
        "name": column.name,
        "type": DATES.get(words.get("format", "")) or TYPES[inner["type"]],
        **({"description": outer["description"]} if "description" in outer else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _foreign_key(table: sa.Table, key: sa.ForeignKey) -> dict[str, Any]:
    other = key.column.table
    to = {"fields": [key.column.name]} if other is table else {"resource": other.name, "fields": [key.column.name]}
    return {"fields": [key.parent.name], "reference": to}


def resource(table: sa.Table, format: Format, bytes: int, sha256: str) -> dict[str, Any]:
    """Describe the file of a table."""
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.{format}",
        "description": (tables()[table.name].__doc__ or "").strip(),
        "format": str(format),
        "mediatype": MEDIATYPES[format],
        "encoding": "utf-8",
        "bytes": bytes,
        "hash": f"sha256:{sha256}",
        "dialect": DIALECTS[format],
        "schema": schema(table),
    }


def descriptor(connection: sa.Connection, resources: list[dict[str, Any]]) -> bytes:
    """Write the `datapackage.json`. It does not say when it was made: the same data is the same package."""
    source = columns(Source)
    found = connection.execute(sa.select(source.c.title, source.c.url).order_by(source.c.id))
    sources = [
        {"title": title, **({"path": url} if url and url.startswith(("http://", "https://")) else {})}
        for title, url in found
    ]
    package: dict[str, Any] = {
        "$schema": PROFILE,
        "name": NAME,
        "title": "Entente: regional integration, cited",
        "description": DESCRIPTION,
        "licenses": [LICENCE],
        **({"sources": sources} if sources else {}),
        "resources": sorted(resources, key=lambda resource: str(resource["name"])),
    }
    return json.dumps(package, indent=1, ensure_ascii=False).encode() + b"\n"
