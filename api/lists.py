"""Short lists inside a row, such as the subjects of a treaty, made by the database in the same query."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class json_list(GenericFunction[Any]):
    """All values of a group as one JSON list, empty when there is none."""

    type = sa.JSON()
    inherit_cache = True


class json_row(GenericFunction[Any]):
    """Names and values in turn as one JSON object."""

    type = sa.JSON()
    inherit_cache = True


@compiles(json_list, "sqlite")
def _(element: json_list, compiler: Any, **kw: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **kw)})"


@compiles(json_list, "postgresql")
def _(element: json_list, compiler: Any, **kw: Any) -> str:
    return f"coalesce(json_agg({compiler.process(element.clauses, **kw)}), '[]'::json)"


@compiles(json_row, "sqlite")
def _(element: json_row, compiler: Any, **kw: Any) -> str:
    return f"json_object({compiler.process(element.clauses, **kw)})"


@compiles(json_row, "postgresql")
def _(element: json_row, compiler: Any, **kw: Any) -> str:
    return f"json_build_object({compiler.process(element.clauses, **kw)})"


def listed(rows: sa.Select[Any]) -> sa.ColumnElement[Any]:
    """Give the rows of a correlated select as a JSON list: of values for one column, of objects for more."""
    inner = rows.subquery()
    if len(inner.c) == 1:
        value: Any = inner.c[0]
    else:
        pairs = [part for column in inner.c for part in (sa.literal_column(f"'{column.name}'"), column)]
        value = sa.func.json_row(*pairs)
    return sa.select(sa.func.json_list(value)).select_from(inner).scalar_subquery()
