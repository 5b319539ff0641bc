"""Locks by name, across processes: each lasts as long as its holder, however the holder ends, and leaves no trace.

Rows of a database cannot do that: whoever is killed changes none. On PostgreSQL it is an advisory lock of a session, on
SQLite the lock of an empty file beside the database.
"""

from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa

from models.engines import driver_url, is_sqlite

KEEPALIVE = {"tcp_keepalives_idle": 30, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3}
"""What a server is asked to look at, so that it soon misses a machine that went without a word; in seconds."""


class Hold(Protocol):
    """A lock that is held."""

    def close(self) -> None:
        """Let go of it."""


def hold(url: str, name: str) -> Hold | None:
    """Take a lock on a database; nothing where somebody holds it, in whichever process."""
    return _hold_file(url, name) if is_sqlite(url) else _hold_session(url, name)


def is_held(url: str, name: str) -> bool:
    """Tell whether somebody holds a lock. To whoever asks at the same moment, it may seem held."""
    if taken := hold(url, name):
        taken.close()
    return taken is None


def _digest(name: str) -> bytes:
    return blake2b(name.encode(), digest_size=8).digest()


def _hold_file(url: str, name: str) -> Hold | None:
    # Windows has none.
    import fcntl

    # Never removed: who waits for a file that another removes would hold what nobody else looks at.
    file = Path(f"{sa.make_url(url).database}-lock-{_digest(name).hex()}").open("ab")  # noqa: SIM115
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


@cache
def _sessions(url: str) -> sa.Engine:
    return sa.create_engine(driver_url(url), poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")


def _hold_session(url: str, name: str) -> Hold | None:
    session = _sessions(url).connect()
    key = int.from_bytes(_digest(name), signed=True)
    if not session.scalar(sa.select(sa.func.pg_try_advisory_lock(key))):
        session.close()
        return None
    for setting, value in KEEPALIVE.items():
        session.exec_driver_sql(f"SET {setting} = {value}")
    return session
