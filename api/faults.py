"""Faults that nobody asked for: what each is to the client, and which of them are gone when the work is done again."""

import logging

import sqlalchemy as sa
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.problems import Problem
from models.driver import code_of, of_disk
from models.engines import sqlite

log = logging.getLogger("entente")

AWAY = ("08", "53", "55", "57")
"""Classes of SQLSTATE for a server that is away, full, busy or stopped."""

AWAY_SQLITE = (
    *("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_FULL"),
    # Half a file, as while it is copied, and one that may not be written.
    *("SQLITE_NOTADB", "SQLITE_READONLY", "SQLITE_PERM"),
)

PASSING = ("08", "53", "57P", "40001", "40P01", "25006")
"""What is over soon: a server that is away or starts, a deadlock, a primary that has just become a replica."""

STOPPED = ("57014", "SQLITE_INTERRUPT")
"""How the databases say that a statement took too long."""

ROOM = "Whoever runs this service has to see to it; send the request again then, as it is."


class Busy(Exception):
    """There is no room for a request now; nothing of it was done."""


def as_problem(error: Exception) -> Problem:
    """Give the problem of an exception that nobody expected; it is logged, and never shown."""
    if isinstance(error, Busy):
        return Problem("unavailable", "Too many ask at once. Nothing was done; try again.", Retry_After="1")
    code = code_of(error)
    if code in STOPPED:
        log.warning("a statement was stopped: it took too long")
        return Problem("unavailable", "It took too long. Ask for less at once, or try later.", Retry_After="10")
    if code == "42P01" or str(getattr(error, "orig", "")).startswith("no such table"):
        return Problem("unavailable", "The database has no tables yet. Run `entente migrate`.", Retry_After="10")
    if words := of_disk(error):
        log.error("%s (%s)", words, code)
        return Problem("unavailable", f"{words}; nothing was written. {ROOM}", Retry_After="60")
    if is_away(error):
        log.warning("database unavailable: %s", type(getattr(error, "orig", error)).__name__)
        return Problem("unavailable", "The database does not answer at the moment.", Retry_After="5")
    log.error("unexpected %s", type(error).__name__, exc_info=error)
    return Problem("internal-error", "Something went wrong here. It has been logged.")


def is_away(error: BaseException) -> bool:
    """Tell a database that is away, busy or full from a statement that is wrong."""
    return isinstance(error, PoolTimeout) or _among(error, AWAY, AWAY_SQLITE)


def is_passing(error: BaseException) -> bool:
    """Tell a fault of a server that another attempt may not meet."""
    return _among(error, PASSING, ())


def _among(error: BaseException, server: tuple[str, ...], file: tuple[str, ...]) -> bool:
    """Tell whether a fault is a lost connection, or one of these: of a server, or of a file of SQLite."""
    if not isinstance(error, sa.exc.DBAPIError):
        return False
    code = code_of(error)
    if isinstance(error.orig, sqlite.Error):
        return code.startswith(file)
    lost = error.connection_invalidated or (isinstance(error, sa.exc.OperationalError) and not code)
    return lost or code.startswith(server)
