"""Where observations wait outside the live tables until all of them are read, so that memory and locks stay small."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa

from models import TradeMetric
from models.base import columns
from models.driver import known
from models.engines import WAIT_TO_WRITE, engine, is_sqlite

CACHE, REST = "-65536", "-8192"
"""Kibibytes of pages that SQLite keeps of the file that is written to, and of the other one."""

ALONE = (
    # What waits is of no use after a crash.
    "stage.journal_mode = OFF",
    "stage.synchronous = OFF",
    # The file is brought up to date after the commit, when no other writer waits for it.
    "wal_autocheckpoint = 0",
    # A look at some rows of each index: at all of millions it takes a minute, and other writers wait.
    "analysis_limit = 1000",
    # Whoever merges compares with the models' own vocabularies and with the tables referred to, all rows at once: for
    # each row by itself that takes longer than to store it.
    "ignore_check_constraints = ON",
    "foreign_keys = OFF",
)

Rows = Sequence[tuple[Any, ...]]


class Stage(Protocol):
    """A table that only its connection sees: rows with their `id`, and a `number` that counts them as they come."""

    connection: sa.Connection
    table: sa.Table

    def fill(self, batches: Iterable[Rows]) -> None:
        """Take all rows, once, before the connection begins a transaction."""

    def sort(self) -> None:
        """Make ready for a merge of rows that did not come in the order of their ids."""

    def settle(self) -> None:
        """Tidy up after a commit, when others may write again."""


@contextmanager
def staged(url: str, names: Sequence[str]) -> Iterator[Stage]:
    """Open a connection that writes, with a table of these columns of trade metrics, `id` first.

    Both are gone at the end, also where the process is killed.
    """
    with engine(url, writes=True).connect() as connection, tempfile.TemporaryDirectory(prefix="entente-") as folder:
        try:
            yield FileStage(connection, names, Path(folder)) if is_sqlite(url) else CopyStage(connection, names)
        except connection.dialect.dbapi.Error as error:  # type: ignore[union-attr]
            # What the driver says by itself, as all other statements fail.
            raise known(error, connection, "the stage of an import") from error
        finally:
            # Its settings and its table must not come back with it from the pool.
            connection.invalidate()


def _columns(names: Sequence[str]) -> Iterator[sa.Column[Any]]:
    return (sa.Column(name, columns(TradeMetric).c[name].type, primary_key=name == "id") for name in names)


class FileStage:
    """On SQLite, a database file of its own: the wheel of SQLite keeps temporary tables in memory, whatever is set."""

    def __init__(self, connection: sa.Connection, names: Sequence[str], folder: Path) -> None:
        driver: Any = connection.connection.driver_connection
        self.connection, self.names, self.driver = connection, names, driver
        self.driver.execute("ATTACH ? AS stage", (str(folder / "stage.db"),))
        self.set(*ALONE, f"stage.cache_size = {REST}", f"cache_size = {CACHE}")
        # As they come, which is quickest.
        number = sa.Column("number", sa.Integer, primary_key=True)
        self.table = self.made("observation", number, *(sa.Column(c.name, c.type) for c in _columns(names)))
        # The open file lives on without its name; however the process ends, nothing of it is left.
        (folder / "stage.db").unlink()

    def set(self, *pragmas: str) -> None:
        """Set some pragmas."""
        for pragma in pragmas:
            self.driver.execute(f"PRAGMA {pragma}")

    def made(self, name: str, *of: sa.Column[Any], **options: Any) -> sa.Table:
        """Make a table beside the live ones."""
        table = sa.Table(name, sa.MetaData(), *of, schema="stage", **options)
        self.driver.execute(str(sa.schema.CreateTable(table).compile(dialect=self.connection.dialect)))
        return table

    def fill(self, batches: Iterable[Rows]) -> None:
        """Take all rows."""
        marks = ", ".join("?" * len(self.names))
        sql = f"INSERT INTO stage.observation ({', '.join(self.names)}) VALUES ({marks})"  # noqa: S608
        self.driver.execute("BEGIN")
        for rows in batches:
            self.driver.executemany(sql, rows)
        self.driver.execute("COMMIT")

    def sort(self) -> None:
        """Copy them into the order of their ids: into a tree, as the wheel of SQLite sorts in memory too."""
        self.set(f"cache_size = {REST}", f"stage.cache_size = {CACHE}")
        number = sa.Column("number", sa.Integer, primary_key=True)
        self.table = self.made("ordered", *_columns(self.names), number, sqlite_with_rowid=False)
        names = ", ".join((*self.names, "number"))
        self.driver.execute(f"INSERT INTO stage.ordered ({names}) SELECT {names} FROM stage.observation")  # noqa: S608
        self.set(f"stage.cache_size = {REST}", f"cache_size = {CACHE}")

    def settle(self) -> None:
        """Bring the file up to date: first as holds nobody up, then as gives the room back, where nobody reads."""
        self.set(
            "wal_checkpoint(PASSIVE)",
            "busy_timeout = 0",
            "wal_checkpoint(TRUNCATE)",
            f"busy_timeout = {1000 * WAIT_TO_WRITE}",
        )


class CopyStage:
    """On PostgreSQL, a temporary table that is filled by COPY."""

    def __init__(self, connection: sa.Connection, names: Sequence[str]) -> None:
        self.connection, self.names = connection, names
        # Numbers are drawn many at a time: one by one they take as long as the rows.
        number = sa.Column("number", sa.BigInteger, sa.Identity(cache=10_000))
        plain = (sa.Column(c.name, c.type) for c in _columns(names))
        self.table = sa.Table("observation", sa.MetaData(), number, *plain, prefixes=["TEMPORARY"])
        with connection.begin():
            connection.exec_driver_sql("SET temp_buffers = '64MB'")
            self.table.create(connection)

    def fill(self, batches: Iterable[Rows]) -> None:
        """Take all rows."""
        driver: Any = self.connection.connection.driver_connection
        sql = f"COPY observation ({', '.join(self.names)}) FROM STDIN (FORMAT csv)"
        with driver.cursor() as cursor, cursor.copy(sql) as copy:
            for rows in batches:
                text = io.StringIO()
                csv.writer(text).writerows(rows)
                copy.write(text.getvalue())
        driver.commit()

    def sort(self) -> None:
        """Leave them as they are: PostgreSQL sorts where it must, on disk where it must."""

    def settle(self) -> None:
        """Leave all to PostgreSQL."""
