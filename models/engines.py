"""How each database is opened: its driver, its connections, and how its transactions begin."""

from functools import cache
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any

import sqlalchemy as sa

from models.lifeline import HELD, is_cut
from models.settings import settings

try:
    # A newer SQLite in a wheel: rows are read in two thirds of the time, and numbers in JSON keep all their digits.
    import pysqlite3.dbapi2 as _sqlite  # type: ignore[import-untyped]
except ImportError:
    import sqlite3.dbapi2 as _sqlite

sqlite: Any = _sqlite

REST = 1.0
"""Seconds that a connection to a server may rest before it is asked whether it still works: no restart is quicker."""

WAIT, WAIT_TO_WRITE = 5, 600
"""Seconds that a reader and a writer of an SQLite file wait for another writer: to store millions takes minutes."""

SPARE = 2
"""Connections to a server beside those of requests: for the revision of the data, and for who watches."""

CONNECT = 2
"""Seconds that each host of a URL may take to accept a connection: the fewest that its driver knows."""

STEPS = 20_000
"""Steps of SQLite's machine, about a millisecond, between two looks at whether a query takes too long."""

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
    return f"postgresql+psycopg://{_hosts(rest)}" if separator and scheme in ("postgres", "postgresql") else url


def _hosts(rest: str) -> str:
    """Write several hosts of a URL as its parameters, as SQLAlchemy wants them."""
    authority, slash, path = rest.partition("/")
    user, at, hosts = authority.rpartition("@")
    if "," not in hosts:
        return rest
    name, _, query = path.partition("?")
    named = "&".join([*(f"host={host}" for host in hosts.split(",")), *filter(None, [query])])
    return f"{user}{at}{slash or '/'}{name}?{named}"


def _server(url: str, isolation: Any) -> sa.Engine:
    made = sa.create_engine(
        driver_url(url),
        pool_size=settings().pool_size + SPARE,
        max_overflow=0,
        pool_timeout=10,
        isolation_level=isolation,
        connect_args={"connect_timeout": CONNECT},
    )

    @sa.event.listens_for(made, "do_connect")
    def dial(*_: object) -> None:
        # A connection that turns out dead is replaced by another, for which nobody may wait any more.
        if is_cut():
            raise made.dialect.loaded_dbapi.OperationalError("Nobody waits for this connection.")

    @sa.event.listens_for(made, "checkin")
    def rest(_connection: Any, record: Any) -> None:
        record.info["since"] = monotonic()
        if line := HELD.get():
            line.hold(None)

    @sa.event.listens_for(made, "checkout")
    def wake(connection: Any, record: Any, _proxy: Any) -> None:
        if line := HELD.get():
            line.hold(connection)
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
        _existing(sa.make_url(url)),
        module=sqlite,
        # One more: it is kept open for short reads.
        pool_size=settings().pool_size + 1,
        max_overflow=0,
        pool_timeout=10,
        connect_args={"timeout": wait, "check_same_thread": False},
    )

    @sa.event.listens_for(made, "connect")
    def prepare(connection: Any, record: Any) -> None:
        # The driver's own transactions begin too late and end too early; the event below begins them.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"cache_size=-{CACHE}"):
            connection.execute(f"PRAGMA {pragma}")
        record.info["until"] = inf
        connection.set_progress_handler(lambda: monotonic() > record.info["until"], STEPS)

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


def _existing(url: sa.URL) -> sa.URL:
    """Have SQLite open a file only where there is one: only a migration may make a database."""
    if url.database in (None, "", ":memory:") or url.query:
        return url
    return url.set(database=Path(str(url.database)).absolute().as_uri(), query={"mode": "rw", "uri": "true"})


def limit(connection: sa.Connection, within: float) -> None:
    """Have the database stop every statement of a connection that takes longer than so many seconds; 0 is no limit."""
    if connection.dialect.name == "sqlite":
        # From now on, and for all statements together.
        connection.info["until"] = monotonic() + (within or inf)
    elif connection.info.get("within", 0) != within:
        with connection.begin():
            connection.exec_driver_sql(f"SET statement_timeout = {int(1000 * within)}")
        connection.info["within"] = within
