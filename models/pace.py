"""Short reads in place: on SQLite a connection costs more than most queries, and a thread more than either."""

from contextlib import AbstractContextManager
from functools import cache
from threading import Lock, local
from time import thread_time
from typing import Any

import sqlalchemy as sa

from models.engines import STEPS, engine, is_sqlite, sqlite

SHORT = 0.02
"""Seconds of work that reading may take where others wait.

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
        place.cache_clear()
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
def place(url: str) -> Place:
    """Give the one of this process."""
    return Place(url)


def glance(url: str, sql: str) -> tuple[Any, ...] | None:
    """Give the first row of a very short read of what is there now, on SQLite; nothing where that cannot be done."""
    try:
        found = place(url) if is_sqlite(url) else None
    except sa.exc.DBAPIError:
        return None
    if found is None or not found.free.acquire(blocking=False):
        return None
    try:
        found.begun = 0.0
        row: tuple[Any, ...] | None = found.driver.execute(sql).fetchone()
        return row
    except sqlite.Error:
        return None
    finally:
        found.free.release()
