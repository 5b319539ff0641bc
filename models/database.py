"""Connections: how each database is opened, for reading and for writing."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from math import inf
from threading import Lock, local
from time import monotonic, thread_time
from typing import Any

import sqlalchemy as sa

from models.settings import settings

try:
    # A newer SQLite in a wheel: rows are read in two thirds of the time, and numbers in JSON keep all their digits.
    import pysqlite3.dbapi2 as _sqlite  # type: ignore[import-untyped]
except ImportError:
    import sqlite3.dbapi2 as _sqlite

sqlite: Any = _sqlite

WRITE_LOCK = 0x656E74656E7465
"""Key of the PostgreSQL advisory lock that lets one process at a time migrate, load or write."""


REST = 1.0
"""Seconds that a connection to a server may rest before it is asked whether it still works: no restart is quicker."""

WAIT, WAIT_TO_WRITE = 5, 600
"""Seconds that a reader and a writer of an SQLite file wait for another writer: to store millions takes minutes."""

CACHE = 16_000
"""Kilobytes of an SQLite file that each connection keeps at most: to ask the system for a page costs more."""


@cache
def engine(url: str, *, writes: bool = False) -> sa.Engine:
    """Give the engine of a database, one for reading and one for writing in each process.

    Readers see one snapshot for a whole request. On SQLite a writer takes its lock at the start (`BEGIN IMMEDIATE`):
    a transaction that reads first and writes later would fail at once, or lose another writer's change.
    """
    if is_sqlite(url):
        return _file(url, *(("BEGIN IMMEDIATE", WAIT_TO_WRITE) if writes else ("BEGIN", WAIT)))
    return _server(url, "READ COMMITTED" if writes else "REPEATABLE READ")


def is_sqlite(url: str) -> bool:
    """Tell whether a URL names an SQLite file."""
    return url.startswith("sqlite")


def driver_url(url: str) -> str:
    """Name the driver in a PostgreSQL URL that leaves it out, as most services write theirs."""
    scheme, separator, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if separator and scheme in ("postgres", "postgresql") else url


def _server(url: str, isolation: Any) -> sa.Engine:
    made = sa.create_engine(
        driver_url(url), pool_size=settings().pool_size, max_overflow=0, pool_timeout=10, isolation_level=isolation
    )

    @sa.event.listens_for(made, "checkin")
    def rest(_connection: Any, record: Any) -> None:
        record.info["since"] = monotonic()

    @sa.event.listens_for(made, "checkout")
    def wake(connection: Any, record: Any, _proxy: Any) -> None:
        # To ask before each use whether the server is still there takes as long as to read.
        if monotonic() - record.info.get("since", inf) > REST and not _answers(made, connection):
            raise sa.exc.DisconnectionError("The server closed the connection while it was not used.")

    return made


def _answers(made: sa.Engine, connection: Any) -> bool:
    try:
        return made.dialect.do_ping(connection)
    except made.dialect.loaded_dbapi.Error:
        return False


def _file(url: str, begin: str, wait: float) -> sa.Engine:
    made = sa.create_engine(
        url,
        module=sqlite,
        # One more: it is kept open for short reads.
        pool_size=settings().pool_size + 1,
        max_overflow=0,
        pool_timeout=10,
        connect_args={"timeout": wait, "check_same_thread": False},
    )

    @sa.event.listens_for(made, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # The driver's own transactions begin too late and end too early; the event below begins them.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"cache_size=-{CACHE}"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(made, "begin")
    def start(connection: sa.Connection) -> None:
        driver: Any = connection.connection.driver_connection
        if not driver.in_transaction:
            try:
                driver.execute(begin)
            except sqlite.Error as error:
                # As all other statements fail: so that a busy database is known as one.
                raise sa.exc.DBAPIError.instance(begin, None, error, sqlite.Error) from error

    return made


def reading(url: str | None = None) -> AbstractContextManager[sa.Connection]:
    """Open a connection on one snapshot of the data."""
    address = url or settings().database_url
    if PACE.short and (place := _place(address)).free.acquire(blocking=False):
        return place
    return _reading(address)


@contextmanager
def _reading(address: str) -> Iterator[sa.Connection]:
    with engine(address).connect() as connection, connection.begin():
        yield connection


SHORT, STEPS = 0.02, 20_000
"""Seconds of work that reading may take where others wait, and how many steps of SQLite's machine pass between looks.

Of work, not of the clock: a process that has to wait its turn would send away what is short.
"""


class Pace(local):
    """Whether what runs in this thread must be short.

    Within it, reads are done on a connection that is kept open, and statements that turn out long are stopped; they
    fail as interrupted. For SQLite alone, where a connection costs more than most queries, and queries count steps.
    """

    short = False

    def __enter__(self) -> None:
        self.short = True

    def __exit__(self, *_: object) -> None:
        self.short = False


PACE = Pace()


class Place(AbstractContextManager[sa.Connection]):
    """A connection of SQLite that is kept open for short reads; whoever has acquired `free` enters one snapshot."""

    def __init__(self, url: str) -> None:
        self.free = Lock()
        self.connection = engine(url).connect()
        driver: Any = self.connection.connection.driver_connection
        self.driver, self.begun = driver, 0.0
        driver.set_progress_handler(self.is_long, STEPS)

    def is_long(self) -> bool:
        """Tell whether the read that is under way has taken too long, as of the first time that this was asked."""
        now = thread_time()
        self.begun = self.begun or now
        return now - self.begun > SHORT

    def __enter__(self) -> sa.Connection:
        self.begun = 0.0
        try:
            self.driver.execute("BEGIN")
        except Exception:
            self.give_up()
            raise
        return self.connection

    def give_up(self) -> None:
        """Let go of a connection that is of no use any more; the next read opens another."""
        _place.cache_clear()
        self.connection.invalidate()
        self.free.release()

    def __exit__(self, *_: object) -> None:
        try:
            if self.connection.in_transaction():
                self.connection.rollback()
            else:
                self.driver.execute("ROLLBACK")
        except Exception:
            self.give_up()
            raise
        self.free.release()


@cache
def _place(url: str) -> Place:
    return Place(url)


def glance(url: str, sql: str) -> tuple[Any, ...] | None:
    """Give the first row of a very short read of what is there now, on SQLite; nothing where that cannot be done."""
    if not is_sqlite(url) or not (place := _place(url)).free.acquire(blocking=False):
        return None
    try:
        place.begun = 0.0
        row: tuple[Any, ...] | None = place.driver.execute(sql).fetchone()
        return row
    except sqlite.Error:
        return None
    finally:
        place.free.release()


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
