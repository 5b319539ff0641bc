"""Statements in the words of the database's own driver, where the layers above it cost more than a short query."""

import errno
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from itertools import chain, repeat
from typing import Any

import sqlalchemy as sa

DISK = {
    **dict.fromkeys(("SQLITE_FULL", "53100", "ENOSPC", "EDQUOT"), "is full"),
    **dict.fromkeys(("SQLITE_IOERR", "58030", "EIO"), "cannot be read or written"),
}
"""Faults of a disk, by how SQLite's errors begin, by SQLSTATE and by errno, in words for people."""


def code_of(error: BaseException) -> str:
    """Give what the database or the system calls a fault: an SQLSTATE, a name of SQLite or of errno; `` for none."""
    cause = getattr(error, "orig", error)
    named = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    return str(named or errno.errorcode.get(getattr(cause, "errno", None) or 0, ""))


def of_disk(error: BaseException) -> str:
    """Say what the disk has to do with a fault; `` for nothing.

    Everything but the database writes to temporary files alone.
    """
    what = next((words for code, words in DISK.items() if code_of(error).startswith(code)), "")
    where = "the database" if isinstance(error, sa.exc.DBAPIError) else "temporary files"
    return what and f"The disk of {where} {what}"


within: Callable[[str], AbstractContextManager[object]] = nullcontext
"""What each statement is run in: where traces are wanted, a span; see `api/tracing.py`."""


def fetch(connection: sa.Connection, sql: str, values: Any) -> list[tuple[Any, ...]]:
    """Run SQL in the driver's own words; the rows as it gives them, none for what returns none.

    This is what makes a prepared statement worth preparing: what the layers above do for each run costs more than a
    short query itself.
    """
    driver: Any = connection.connection.driver_connection
    try:
        with within(sql):
            cursor = driver.execute(sql, values)
            return cursor.fetchall() if cursor.description else []
    except connection.dialect.dbapi.Error as error:  # type: ignore[union-attr]
        raise known(error, connection, sql) from error


def stream(connection: sa.Connection, sql: str, values: Any, sizes: Sequence[int]) -> Iterator[list[tuple[Any, ...]]]:
    """Run SQL, and give its rows as the database finds them, in lists of these sizes, the last of which goes on."""
    driver: Any = connection.connection.driver_connection
    try:
        with closing(
            driver.cursor() if connection.dialect.name == "sqlite" else driver.cursor(name="stream")
        ) as cursor:
            with within(sql):
                cursor.execute(sql, values)
            for size in chain(sizes, repeat(sizes[-1])):
                if not (rows := cursor.fetchmany(size)):
                    break
                yield rows
    except connection.dialect.dbapi.Error as error:  # type: ignore[union-attr]
        raise known(error, connection, sql) from error


def interrupt(connection: sa.Connection) -> None:
    """Stop what a connection is doing in another thread."""
    driver: Any = connection.connection.driver_connection
    driver.interrupt() if connection.dialect.name == "sqlite" else driver.cancel_safe()


def analyze(connection: sa.Connection) -> None:
    """Let the database look at its data, so that it plans queries by what is there; after much of it has changed."""
    connection.exec_driver_sql("ANALYZE")
    if connection.dialect.name == "sqlite":
        # With samples of the values, SQLite would plan a kept statement anew for each value: that takes longer than
        # most queries.
        connection.exec_driver_sql("DROP TABLE IF EXISTS sqlite_stat4")


def known(error: Exception, connection: sa.Connection, sql: str) -> Exception:
    """Give an error of the driver as one of SQLAlchemy, which everything above knows."""
    dialect: Any = connection.dialect
    if lost := dialect.is_disconnect(error, connection.connection.driver_connection, None):
        connection.invalidate(error)
    base = dialect.dbapi.Error
    return sa.exc.DBAPIError.instance(sql, None, error, base, connection_invalidated=lost, dialect=dialect)
