"""Fills an empty database from a package, in one transaction: the same rows, revisions and all, or none."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from models import Revision
from models.base import columns, derive, tables
from models.driver import analyze
from seed.bar import Told, nobody
from seed.derived import rebuild
from seed.files import DataError
from seed.loader import Report
from seed.package import facts
from seed.unpack import AGAIN, Faults, Line, batches, described

Rows = list[dict[str, Any]]


class Placed(NamedTuple):
    """A complete row of a table, and the line that it was read from."""

    number: int
    row: dict[str, Any]


def restore(connection: sa.Connection, folder: Path, told: Told = nobody) -> Report:
    """Load a package into an empty database; tell what came.

    The revisions come with the rest, so that the copy answers as the original does: to load a package is no change of
    the data, and makes no revision of its own.

    Raises DataError, with file, line and field, where anything is wrong; the caller's transaction must then end.
    """
    _refuse_unless_empty(connection)
    files = described(folder)
    faults, done, total, count = Faults(), 0, sum(file.bytes for file in files.values()), 0
    told(done, total)
    for table, file in files.items():
        filling = Filling(connection, table, file.path, faults)
        for batch in batches(folder, table, file, faults):
            filling.add(batch)
            count += len(batch)
            told(done := done + sum(len(line.raw) for line in batch), total)
        filling.end()
    faults.end()
    rebuild(connection)
    analyze(connection)
    return Report(count, 0, 0, connection.scalar(sa.select(sa.func.max(columns(Revision).c.number))))


def _refuse_unless_empty(connection: sa.Connection) -> None:
    for table in facts():
        if connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).first():
            raise DataError(
                [
                    f"the database holds data already (in the table {table.name!r}); a package is loaded into an empty "
                    "one: point DATABASE_URL to a new database and run `entente migrate`"
                ]
            )


class Filling:
    """A table that is being filled from a file. Once there is a fault, rows are read on, but none is written."""

    def __init__(self, connection: sa.Connection, table: sa.Table, path: str, faults: Faults) -> None:
        self.connection, self.table, self.path, self.faults = connection, table, path, faults
        self.model = tables()[table.name]
        self.within = [key.parent.name for key in table.foreign_keys if key.column.table is table]
        self.later: list[Placed] = []

    def add(self, batch: list[Line]) -> None:
        """Write some rows; what refers to rows of the same table waits for the end, when all of them are there."""
        placed = [Placed(line.number, derive(self.model, line.row)) for line in batch]
        if self.within:
            self.later += [place for place in placed if any(place.row[name] is not None for name in self.within)]
            placed = [Placed(place.number, place.row | dict.fromkeys(self.within)) for place in placed]
        self._try(lambda found: insert(self.connection, self.table, found), placed)

    def end(self) -> None:
        """Complete the rows that refer to others."""
        for place in self.later:
            self._try(self._complete, [place])

    def _complete(self, rows: Rows) -> None:
        for row in rows:
            same = (column == row[column.name] for column in self.table.primary_key)
            self.connection.execute(
                sa.update(self.table).where(*same).values({name: row[name] for name in self.within})
            )

    def _try(self, write: Callable[[Rows], None], placed: list[Placed]) -> None:
        """Write rows; where the database refuses, find the first that it refuses, by halves."""
        if self.faults:
            return
        driver: Any = self.connection.dialect.dbapi
        try:
            with self.connection.begin_nested():
                write([place.row for place in placed])
        except (sa.exc.IntegrityError, sa.exc.DataError, driver.IntegrityError, driver.DataError) as error:
            if len(placed) == 1:
                self.faults.note(f"{self.path}: line {placed[0].number}: {self._reason(placed[0].row, error)}")
                return
            half = len(placed) // 2
            self._try(write, placed[:half])
            self._try(write, placed[half:])

    def _reason(self, row: dict[str, Any], error: Exception) -> str:
        for key in self.table.foreign_keys:
            value, other = row[key.parent.name], key.column
            if value is not None and not self.connection.scalar(sa.select(other).where(other == value)):
                field = next(name for name in self.model.model_fields if key.parent.name.startswith(name))
                return f"{field}: no {other.table.name} of the package has the id {value!r}; {AGAIN}"
        cause = str(getattr(error, "orig", error)).splitlines()[0]
        return f"the database refuses the row: {cause}; {AGAIN}"


def insert(connection: sa.Connection, table: sa.Table, rows: Rows) -> None:
    """Insert rows in the quickest way of the database: COPY on PostgreSQL, one prepared statement on SQLite."""
    dialect = connection.dialect
    found = [table.c[name] for name in rows[0]]
    quoted = ", ".join(map(dialect.identifier_preparer.format_column, found))
    makers = ((place, c.type.dialect_impl(dialect).bind_processor(dialect)) for place, c in enumerate(found))
    prepared = [(place, made) for place, made in makers if made]
    values = [list(row.values()) for row in rows]
    for row in values:
        for place, made in prepared:
            row[place] = made(row[place])
    if dialect.name == "sqlite":
        places = ", ".join("?" * len(found))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({quoted}) VALUES ({places})", list(map(tuple, values)))  # noqa: S608
        return
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({quoted}) FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)
