"""Transactions: one snapshot to read from, and one writer at a time."""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa

from models.engines import WAIT, WAIT_TO_WRITE, engine, is_sqlite, limit
from models.pace import PACE, place
from models.settings import settings

log = logging.getLogger("entente")

NEWEST = sa.text("SELECT max(number) FROM revision")

WRITE_LOCK = 0x656E74656E7465
"""Key of the PostgreSQL advisory lock that lets one process at a time migrate, load or write."""


@contextmanager
def reading(url: str | None = None, within: float = 0) -> Iterator[sa.Connection]:
    """Open a connection on one snapshot of the data.

    Where it has `within` seconds, the database stops what takes longer; it fails as interrupted.
    """
    with engine(url or settings().database_url).connect() as connection:
        limit(connection, within)
        with connection.begin():
            yield connection


def answering(within: float | None = None) -> AbstractContextManager[sa.Connection]:
    """Open a connection on one snapshot to answer somebody with, within the seconds of the settings if no others.

    In place where that is to be short; of a replica, where there is one that is not behind `LEAST`.
    """
    address, seconds = settings().database_url, within or settings().query_timeout
    if PACE.short and (short := place(address)).free.acquire(blocking=False):
        return short
    return _nearby(seconds) if settings().database_read_url else reading(address, seconds)


LEAST: ContextVar[int] = ContextVar("least", default=0)
"""The revision that a request has to see."""


@contextmanager
def _nearby(within: float) -> Iterator[sa.Connection]:
    """Read from a replica, or from the primary where none answers, or has come so far."""
    with ExitStack() as opened:
        yield _replica(opened, within) or opened.enter_context(reading(settings().database_url, within))


def _replica(opened: ExitStack, within: float) -> sa.Connection | None:
    # Where it will not do, it is given back before another is opened: two for each request could not all be had.
    try:
        with ExitStack() as own:
            replica = own.enter_context(reading(settings().database_read_url, within))
            if not LEAST.get() or (replica.scalar(NEWEST) or 0) >= LEAST.get():
                opened.push(own.pop_all())
                return replica
    except (sa.exc.DBAPIError, sa.exc.TimeoutError):
        log.warning("the replicas do not answer")
    return None


@contextmanager
def writing(url: str | None = None, wait: float = WAIT_TO_WRITE) -> Iterator[sa.Connection]:
    """Open a transaction that writes; one at a time on each database, all or nothing.

    Raises OperationalError where another writer takes longer than `wait` seconds.
    """
    address = url or settings().database_url
    with noting(address, wait) as connection:
        if not is_sqlite(address):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(1000 * wait)}")
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITE_LOCK)))
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        yield connection


@contextmanager
def noting(url: str | None = None, wait: float = WAIT) -> Iterator[sa.Connection]:
    """Open a short transaction that writes beside the data, such as a job: it is no revision.

    On PostgreSQL it waits for no writer of data, on SQLite not longer than `wait` seconds; then it fails as busy.
    """
    address = url or settings().database_url
    with engine(address, writes=True).connect() as connection:
        if is_sqlite(address):
            driver: Any = connection.connection.driver_connection
            driver.execute(f"PRAGMA busy_timeout = {int(1000 * wait)}")
        try:
            with connection.begin():
                yield connection
        finally:
            if is_sqlite(address) and not connection.invalidated:
                driver.execute(f"PRAGMA busy_timeout = {1000 * WAIT_TO_WRITE}")
