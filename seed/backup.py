"""Backups of an SQLite database, taken and put back while servers read and write it.

Both ways go through SQLite's online backup: a backup is one committed state, whoever writes meanwhile; a restore is one
transaction, so that readers see the old data until all of the new is there, and keep the old whatever ends it.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

import sqlalchemy as sa

from models.engines import WAIT_TO_WRITE, sqlite
from seed.files import DataError
from seed.migrations import head

ASK = 0.05
"""Seconds between two looks at whether a database is free."""


def save(url: str, to: Path, *, force: bool = False) -> int:
    """Write a backup of a database; give its bytes. It appears under its name once it is whole and has been checked.

    Raises DataError where there is no database, or a file that is not to be replaced, or the backup is damaged.
    """
    database = path_of(url)
    if not database.is_file():
        raise DataError([f"there is no database {database}"])
    if to.exists() and (to.samefile(database) or to.is_dir()):
        raise DataError([f"{to} is {'a folder' if to.is_dir() else 'the database itself'}; name another file"])
    if to.exists() and not force:
        raise DataError([f"{to} is there already; --force replaces it"])
    with _beside(to) as partial:
        with _opened(database, "ro") as source, _opened(partial) as made:
            _copy(source, made)
            # One file, which can be read where nothing can be written.
            made.execute("PRAGMA journal_mode = DELETE")
            _check(made, to, "quick_check")
        _settle(partial)
        os.replace(partial, to)
    _settle(to.absolute().parent)
    return to.stat().st_size


def put_back(url: str, backup: Path, *, force: bool = False, wait: float = WAIT_TO_WRITE) -> int:
    """Replace what a database holds by a backup, in one transaction; give the revision of the backup.

    Servers may go on: they see the change as one of the data. Other writers wait, or are waited for, `wait` seconds.

    Raises DataError where the backup is damaged or not of this code, or data is there that is not to be replaced.
    """
    database = path_of(url)
    if not backup.is_file():
        folder = "a folder; `entente load` reads packages" if backup.is_dir() else "no file"
        raise DataError([f"{backup} is {folder}"])
    if database.exists() and backup.samefile(database):
        raise DataError([f"{backup} is the database itself"])
    with _opened(backup, "ro") as source:
        _check(source, backup, "integrity_check")
        _refuse_other_migration(source, backup)
        with _opened(database) as live:
            if not force and _value(live, "SELECT count(*) FROM sqlite_schema"):
                raise DataError([f"the database {database} holds data already; --force replaces it"])
            _copy(source, live, wait)
            # What was written beside the file moves into it; where readers are in the way, later.
            live.execute("PRAGMA wal_checkpoint(PASSIVE)")
        return int(_value(source, "SELECT coalesce(max(number), 0) FROM revision"))


def path_of(url: str) -> Path:
    """Give the file of an SQLite database.

    Raises DataError where it is in memory.
    """
    name = sa.make_url(url).database
    if not name or name == ":memory:":
        raise DataError(["the database is in memory, not in a file"])
    return Path(name)


@contextmanager
def _opened(path: Path, mode: str = "rwc") -> Iterator[Any]:
    """Open a file of SQLite apart from the connections of the engine; what it complains of is a DataError."""
    address = f"{path.absolute().as_uri()}?mode={mode}"
    try:
        with closing(sqlite.connect(address, uri=True, timeout=1, isolation_level=None)) as opened:
            yield opened
    except sqlite.Error as error:
        raise DataError([f"SQLite says: {error}"]) from error


@contextmanager
def _beside(to: Path) -> Iterator[Path]:
    """Give a name for a file that is not whole yet; what is left of it goes, however this ends."""
    handle, name = tempfile.mkstemp(prefix=f".{to.name}.", dir=to.absolute().parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.unlink(name + ending)


def _copy(source: Any, target: Any, wait: float = WAIT_TO_WRITE) -> None:
    """Copy all pages in one step: in several, each write of others would begin the copy anew."""
    until = monotonic() + wait

    def ask(_status: int, _left: int, _total: int) -> None:
        if monotonic() > until:
            raise DataError([f"the database was busy for {wait:g} seconds"])

    source.backup(target, pages=-1, progress=ask, sleep=ASK)


def _check(opened: Any, path: Path, how: str) -> None:
    try:
        found = _value(opened, f"PRAGMA {how}")
    except sqlite.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise DataError([f"{path} is damaged, or no database: {found.splitlines()[0]}"])


def _refuse_other_migration(opened: Any, path: Path) -> None:
    try:
        found = _value(opened, "SELECT version_num FROM alembic_version")
    except sqlite.OperationalError:
        raise DataError([f"{path} is no database of Entente"]) from None
    if found != head():
        raise DataError(
            [
                f"{path} is of migration {found}, this code needs {head()}: copy the file, and run "
                "`DATABASE_URL=sqlite:///COPY entente migrate` if it is older, or a newer Entente if it is not"
            ]
        )


def _value(opened: Any, sql: str) -> Any:
    row = opened.execute(sql).fetchone()
    return row[0] if row else None


def _settle(path: Path) -> None:
    """Have the system write a file, or the names of a folder, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
