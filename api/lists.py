"""Lists that the database makes and takes as one JSON text: the subjects inside a treaty's row, the ids of a page."""

from collections.abc import Container, Mapping
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


def in_sql(construct: type[GenericFunction[Any]], **templates: str) -> None:
    """Say how each database writes a construct; `{}` stands for its parts."""
    for dialect, template in templates.items():
        compiles(construct, dialect)(
            lambda element, compiler, template=template, **kw: template.format(compiler.process(element.clauses, **kw))
        )


class Textual(GenericFunction[Any]):
    """A construct that gives a text."""

    type = sa.Text()
    inherit_cache = True


class json_list(Textual):
    """All values of a group as one JSON list, empty when there is none."""


class json_row(Textual):
    """Names and values in turn as one JSON object."""


class json_number(GenericFunction[Any]):
    """A number in JSON with all its digits."""

    type = sa.Float()
    inherit_cache = True


class json_part(Textual):
    """JSON text as a part of more JSON."""


class json_text(Textual):
    """JSON as text, to be sent as it stands."""


LINE = ",\n"
"""What parts the records of a page: JSON text has no line break inside."""


class lines(Textual):
    """JSON texts in the order that they come in, as one text; absent when there is none."""


in_sql(json_list, sqlite="json_group_array({})", postgresql="coalesce(json_agg({}), '[]'::json)::text")
in_sql(json_row, sqlite="json_object({})", postgresql="json_build_object({})")
in_sql(json_number, postgresql="{}")
in_sql(json_part, sqlite="json({})", postgresql="({})::json")
in_sql(json_text, sqlite="{}", postgresql="({})::text")
in_sql(lines, sqlite="group_concat({}, ',' || char(10))", postgresql="string_agg({}, ',' || chr(10))")


@compiles(json_number, "sqlite")
def _(element: json_number, compiler: Any, **kw: Any) -> str:
    number = compiler.process(element.clauses, **kw)
    if compiler.dialect.dbapi.sqlite_version_info >= (3, 43):
        return str(number)
    # Older ones write fifteen digits, which is not every number; `quote` writes as many as it takes.
    return f"json(ifnull(nullif(quote({number}), 'NULL'), 'null'))"


def json_of(fields: Mapping[str, sa.ColumnElement[Any]], lists: Container[str]) -> sa.ColumnElement[Any]:
    """Give some fields as one JSON text; those in `lists` are JSON already."""
    pairs: list[sa.ColumnElement[Any]] = []
    for name, column in fields.items():
        number, part = isinstance(column.type, sa.Float), name in lists
        value = sa.func.json_part(column) if part else sa.func.json_number(column) if number else column
        pairs += [sa.literal_column(f"'{name}'"), value]
    return sa.func.json_text(sa.func.json_row(*pairs))


class Listed(NamedTuple):
    """A short list inside a record: columns of a child table, under the names that they get."""

    words: str
    columns: Mapping[str, Any]
    type: Any = str
    where: Any = None


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
