"""Lists that the database makes and takes as one JSON text: the subjects inside a treaty's row, the ids of a page."""

from collections.abc import Container, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class json_list(GenericFunction[Any]):
    """All values of a group as one JSON list, empty when there is none."""

    type = sa.Text()
    inherit_cache = True


class json_row(GenericFunction[Any]):
    """Names and values in turn as one JSON object."""

    type = sa.Text()
    inherit_cache = True


@compiles(json_list, "sqlite")
def _(element: json_list, compiler: Any, **kw: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **kw)})"


@compiles(json_list, "postgresql")
def _(element: json_list, compiler: Any, **kw: Any) -> str:
    return f"coalesce(json_agg({compiler.process(element.clauses, **kw)}), '[]'::json)::text"


@compiles(json_row, "sqlite")
def _(element: json_row, compiler: Any, **kw: Any) -> str:
    return f"json_object({compiler.process(element.clauses, **kw)})"


@compiles(json_row, "postgresql")
def _(element: json_row, compiler: Any, **kw: Any) -> str:
    return f"json_build_object({compiler.process(element.clauses, **kw)})"


class json_number(GenericFunction[Any]):
    """A number in JSON with all its digits."""

    type = sa.Float()
    inherit_cache = True


@compiles(json_number, "sqlite")
def _(element: json_number, compiler: Any, **kw: Any) -> str:
    number = compiler.process(element.clauses, **kw)
    if compiler.dialect.dbapi.sqlite_version_info >= (3, 43):
        return str(number)
    # Older ones write fifteen digits, which is not every number; `quote` writes as many as it takes.
    return f"json(ifnull(nullif(quote({number}), 'NULL'), 'null'))"


@compiles(json_number, "postgresql")
def _(element: json_number, compiler: Any, **kw: Any) -> str:
    return str(compiler.process(element.clauses, **kw))


class json_part(GenericFunction[Any]):
    """JSON text as a part of more JSON."""

    type = sa.Text()
    inherit_cache = True


@compiles(json_part, "sqlite")
def _(element: json_part, compiler: Any, **kw: Any) -> str:
    return f"json({compiler.process(element.clauses, **kw)})"


@compiles(json_part, "postgresql")
def _(element: json_part, compiler: Any, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)})::json"


class json_text(GenericFunction[Any]):
    """JSON as text, to be sent as it stands."""

    type = sa.Text()
    inherit_cache = True


@compiles(json_text, "sqlite")
def _(element: json_text, compiler: Any, **kw: Any) -> str:
    return str(compiler.process(element.clauses, **kw))


@compiles(json_text, "postgresql")
def _(element: json_text, compiler: Any, **kw: Any) -> str:
    return f"({compiler.process(element.clauses, **kw)})::text"


LINE = ",\n"
"""What parts the records of a page: JSON text has no line break inside."""


class lines(GenericFunction[Any]):
    """JSON texts in the order that they come in, as one text; absent when there is none."""

    type = sa.Text()
    inherit_cache = True


@compiles(lines, "sqlite")
def _(element: lines, compiler: Any, **kw: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **kw)}, ',' || char(10))"


@compiles(lines, "postgresql")
def _(element: lines, compiler: Any, **kw: Any) -> str:
    return f"string_agg({compiler.process(element.clauses, **kw)}, ',' || chr(10))"


def json_of(fields: Mapping[str, sa.ColumnElement[Any]], lists: Container[str]) -> sa.ColumnElement[Any]:
    """Give some fields as one JSON text; those in `lists` are JSON already."""
    pairs: list[sa.ColumnElement[Any]] = []
    for name, column in fields.items():
        number, part = isinstance(column.type, sa.Float), name in lists
        value = sa.func.json_part(column) if part else sa.func.json_number(column) if number else column
        pairs += [sa.literal_column(f"'{name}'"), value]
    return sa.func.json_text(sa.func.json_row(*pairs))


def listed(rows: sa.Select[Any]) -> sa.ColumnElement[Any]:
    """Give the rows of a correlated select as a JSON list: of values for one column, of objects for more."""
    inner = rows.subquery()
    if len(inner.c) == 1:
        value: Any = inner.c[0]
    else:
        pairs = [part for column in inner.c for part in (sa.literal_column(f"'{column.name}'"), column)]
        value = sa.func.json_row(*pairs)
    return sa.select(sa.func.json_list(value)).select_from(inner).scalar_subquery()


class Ids(sa.types.TypeDecorator[list[str]]):
    """A list of ids as one value: JSON on SQLite, an array on PostgreSQL."""

    impl = sa.Text
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> Any:
        """Take the database's own type."""
        plain = sa.Text() if dialect.name == "sqlite" else postgresql.ARRAY(sa.Text)
        return dialect.type_descriptor(plain)

    def process_bind_param(self, value: list[str] | None, dialect: sa.Dialect) -> Any:
        """Write a list as the database takes it."""
        return msgspec.json.encode(value).decode() if dialect.name == "sqlite" else value


class among(GenericFunction[Any]):
    """Whether a column is one of the ids in one value: the same SQL for any number of them."""

    # Not Boolean: on SQLite that is compared with 1, which no index understands.
    type = sa.types.NULLTYPE
    inherit_cache = True


@compiles(among, "sqlite")
def _(element: among, compiler: Any, **kw: Any) -> str:
    column, ids = (compiler.process(part, **kw) for part in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({ids}))"  # noqa: S608


@compiles(among, "postgresql")
def _(element: among, compiler: Any, **kw: Any) -> str:
    column, ids = (compiler.process(part, **kw) for part in element.clauses)
    return f"{column} = ANY({ids})"
