"""Where observations wait outside the live tables until all of them are read, so that memory and locks stay small."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from models import TradeMetric
from models.base import columns
from models.database import engine, is_sqlite

CACHE = 96
"""Megabytes of pages that SQLite keeps of the database, and a sixth of that of what waits."""

PRAGMAS = (
    f"cache_size = -{CACHE * 1024}",
    # What waits is of no use after a crash.
    "stage.journal_mode = OFF",
    "stage.synchronous = OFF",
    f"stage.cache_size = -{CACHE * 1024 // 6}",
    # The file is brought up to date after the commit, when no other writer waits for it.
    "wal_autocheckpoint = 0",
    # Whoever merges compares with the models' own vocabularies and with the tables referred to, all rows at once: for
    # each row by itself that takes longer than to store it.
    "ignore_check_constraints = ON",
    "foreign_keys = OFF",
)

Rows = Sequence[tuple[Any, ...]]


class Stage(NamedTuple):
    """A table that only one connection sees: rows by `id` and `number`, which counts them as they come.

    `fill` is called once, before the connection begins a transaction; `settle` after a commit, when others may write.
    """

    connection: sa.Connection
    table: sa.Table
    fill: Callable[[Iterable[Rows]], None]
    settle: Callable[[], object]


@contextmanager
def staged(url: str, names: Sequence[str]) -> Iterator[Stage]:
    """Open a connection that writes, with a table of these columns of trade metrics, `id` first.

    Both are gone at the end, also where the process is killed.
    """
    with engine(url, writes=True).connect() as connection, tempfile.TemporaryDirectory(prefix="entente-") as folder:
        try:
            yield _file(connection, names, Path(folder)) if is_sqlite(url) else _copy(connection, names)
        finally:
            # Its settings and its table must not come back with it from the pool.
            connection.invalidate()


def _table(names: Sequence[str], *keys: sa.Column[Any], **place: Any) -> sa.Table:
    live = columns(TradeMetric)
    own = (sa.Column(name, live.c[name].type) for name in names if name not in {key.name for key in keys})
    return sa.Table("observation", sa.MetaData(), *keys, *own, **place)


def _file(connection: sa.Connection, names: Sequence[str], folder: Path) -> Stage:
    """Stage in a database file of its own: the wheel of SQLite keeps temporary tables, and sorts, in memory.

    A table in the order of its key is a sort that does not.
    """
    driver: Any = connection.connection.driver_connection
    driver.execute("ATTACH ? AS stage", (str(folder / "stage.db"),))
    for pragma in PRAGMAS:
        driver.execute(f"PRAGMA {pragma}")
    keys = (sa.Column(name, kind, primary_key=True) for name, kind in (("id", sa.String), ("number", sa.Integer)))
    table = _table(names, *keys, schema="stage", sqlite_with_rowid=False)
    driver.execute(str(sa.schema.CreateTable(table).compile(dialect=connection.dialect)))
    # The open file lives on without its name; however the process ends, nothing of it is left.
    (folder / "stage.db").unlink()
    marks = ", ".join("?" * len(names))
    sql = f"INSERT INTO stage.observation ({', '.join(names)}, number) VALUES ({marks}, ?)"  # noqa: S608

    def fill(batches: Iterable[Rows]) -> None:
        count = 0
        driver.execute("BEGIN")
        for rows in batches:
            driver.executemany(sql, map(tuple.__add__, rows, zip(range(count, count + len(rows)))))
            count += len(rows)
        driver.execute("COMMIT")

    def settle() -> None:
        # First what holds nobody up, then what is quick if nobody reads: it gives the room of the log back.
        for pragma in (
            "wal_checkpoint(PASSIVE)",
            "busy_timeout = 0",
            "wal_checkpoint(TRUNCATE)",
            "busy_timeout = 5000",
        ):
            driver.execute(f"PRAGMA {pragma}")

    return Stage(connection, table, fill, settle)


def _copy(connection: sa.Connection, names: Sequence[str]) -> Stage:
    """Stage in a temporary table, by COPY."""
    number = sa.Column("number", sa.BigInteger, sa.Identity(), primary_key=False)
    table = _table(names, number, prefixes=["TEMPORARY"])
    with connection.begin():
        table.create(connection)
    driver: Any = connection.connection.driver_connection
    sql = f"COPY observation ({', '.join(names)}) FROM STDIN (FORMAT csv)"

    def fill(batches: Iterable[Rows]) -> None:
        with driver.cursor() as cursor, cursor.copy(sql) as copy:
            for rows in batches:
                text = io.StringIO()
                csv.writer(text).writerows(rows)
                copy.write(text.getvalue())
        driver.commit()

    return Stage(connection, table, fill, lambda: None)
