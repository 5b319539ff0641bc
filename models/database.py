"""Connections: how each database is opened, for reading and for writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import sqlalchemy as sa

from models.settings import settings

WRITE_LOCK = 0x656E74656E7465
"""Key of the PostgreSQL advisory lock that lets one process at a time migrate, load or write."""


@cache
def engine(url: str, *, writes: bool = False) -> sa.Engine:
    """Give the engine of a database, one for reading and one for writing in each process.

    Readers see one snapshot for a whole request. On SQLite a writer takes its lock at the start (`BEGIN IMMEDIATE`):
    a transaction that reads first and writes later would fail at once, or lose another writer's change.
    """
    if is_sqlite(url):
        return _sqlite(url, begin="BEGIN IMMEDIATE" if writes else "BEGIN")
    return sa.create_engine(
        driver_url(url),
        pool_size=settings().pool_size,
        max_overflow=0,
        pool_timeout=10,
        pool_pre_ping=True,
        isolation_level="READ COMMITTED" if writes else "REPEATABLE READ",
    )


def is_sqlite(url: str) -> bool:
    """Tell whether a URL names an SQLite file."""
    return url.startswith("sqlite")


def driver_url(url: str) -> str:
    """Name the driver in a PostgreSQL URL that leaves it out, as most services write theirs."""
    scheme, separator, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if separator and scheme in ("postgres", "postgresql") else url


def _sqlite(url: str, begin: str) -> sa.Engine:
    made = sa.create_engine(
        url,
        pool_size=settings().pool_size,
        max_overflow=0,
        pool_timeout=10,
        connect_args={"timeout": 5, "check_same_thread": False},
    )

    @sa.event.listens_for(made, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver's own transactions begin too late and end too early; the event below begins them.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(made, "begin")
    def start(connection: sa.Connection) -> None:
        connection.exec_driver_sql(begin)

    return made


@contextmanager
def reading(url: str | None = None) -> Iterator[sa.Connection]:
    """Open a connection on one snapshot of the data."""
    with engine(url or settings().database_url).connect() as connection:
        yield connection


@contextmanager
def writing(url: str | None = None) -> Iterator[sa.Connection]:
    """Open a transaction that writes; one at a time on each database, all or nothing."""
    address = url or settings().database_url
    with engine(address, writes=True).begin() as connection:
        if not is_sqlite(address):
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITE_LOCK)))
        yield connection
