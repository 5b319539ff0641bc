"""Statements that are written once and run with any values.

To build and compile SQL takes longer than to run it, so each form of a query is kept: the statement, with places for
its values. SQL is still declared in one place, by SQLAlchemy, for both databases.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa

from models.driver import fetch, stream

Values = Mapping[str, Any]

NOTHING: sa.ColumnElement[int] = sa.literal_column("0")
MOST = sa.bindparam("most", type_=sa.Integer()) + NOTHING
"""The place of a limit. SQLite plans a statement anew each time for a limit that is a place and nothing else."""


def limited(select: sa.Select[Any]) -> sa.Select[Any]:
    """Give at most as many rows as the place `most` says."""
    return select.limit(MOST).offset(NOTHING)


class Text(NamedTuple):
    """A statement in the words of one database, and how its values are handed over."""

    sql: str
    given: dict[str, Any]
    converted: dict[str, Callable[[Any], Any]]
    order: list[str] | None


class Statement:
    """A SELECT with named places (`sa.bindparam`) for its values."""

    def __init__(self, select: sa.Select[Any]) -> None:
        self.select = select
        self._texts: dict[str, Text] = {}

    def rows(self, connection: sa.Connection, values: Values) -> list[tuple[Any, ...]]:
        """Run it with values for its places."""
        return fetch(connection, *self._written(connection, values))

    def stream(self, connection: sa.Connection, values: Values, *sizes: int) -> Iterator[list[tuple[Any, ...]]]:
        """Run it, and give the rows as they come: in lists of these sizes, the last of which goes on."""
        return stream(connection, *self._written(connection, values), sizes)

    def _written(self, connection: sa.Connection, values: Values) -> tuple[str, Any]:
        text = self._texts.get(connection.dialect.name) or self._compile(connection.dialect)
        if not values and not text.given:
            return text.sql, ()
        given = {**text.given, **values}
        for name, convert in text.converted.items():
            given[name] = convert(given[name])
        return text.sql, given if text.order is None else [given[name] for name in text.order]

    def _compile(self, dialect: sa.Dialect) -> Text:
        compiled: Any = self.select.compile(dialect=dialect)
        places = {name: compiled.binds[name].type for name in compiled.binds}
        converters = {name: type_.dialect_impl(dialect).bind_processor(dialect) for name, type_ in places.items()}
        converted = {name: convert for name, convert in converters.items() if convert}
        text = Text(compiled.string, dict(compiled.params), converted, compiled.positiontup)
        self._texts[dialect.name] = text
        return text
