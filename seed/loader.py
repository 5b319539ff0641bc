"""Brings the database to what the data files say, in one transaction; a load that changes nothing leaves no trace."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from models import Curated, Revision
from models.base import columns
from seed.files import Table, read
from seed.merging import merge
from seed.rows import OWNERS


class Report(NamedTuple):
    """What a load did."""

    inserted: int
    updated: int
    deleted: int
    revision: int | None

    def __str__(self) -> str:
        if self.revision is None:
            return "nothing to change"
        return f"revision {self.revision}: {self.inserted} rows new, {self.updated} changed, {self.deleted} gone"


def load(connection: sa.Connection, folder: Path) -> Report:
    """Load a folder of data files; records that left the files go, rows of other origin stay as they are.

    Raises DataError, before anything is written, where a file is wrong.
    """
    rows = {columns(table): found for table, found in read(folder).items()}
    gone = _track(connection, rows, {columns(table) for table in OWNERS})
    changes = merge(connection, rows, gone)
    number = commit(connection, f"load of the data files in {folder.name}") if any(changes) else None
    return Report(*changes, number)


def _track(
    connection: sa.Connection, rows: dict[sa.Table, Table], children: set[sa.Table]
) -> dict[str, set[tuple[Any, ...]]]:
    """Note which records the files hold; give the keys of those that they held before and hold no longer."""
    curated = columns(Curated)
    now = {(table.name, key[0]) for table, found in rows.items() if table not in children for key in found}
    rows[curated] = {key: {"resource": key[0], "record": key[1]} for key in now}
    gone: dict[str, set[tuple[Any, ...]]] = {}
    for resource, record in connection.execute(sa.select(curated.c.resource, curated.c.record)):
        if (resource, record) not in now:
            gone.setdefault(resource, set()).add((record,))
            gone.setdefault(curated.name, set()).add((resource, record))
    return gone


def commit(connection: sa.Connection, reason: str) -> int:
    """Give the data its next revision."""
    table = columns(Revision)
    number = (connection.scalar(sa.select(sa.func.max(table.c.number))) or 0) + 1
    connection.execute(sa.insert(table).values(number=number, committed_at=datetime.now(UTC), reason=reason))
    return number


def is_empty(connection: sa.Connection) -> bool:
    """Tell whether nothing has been loaded yet."""
    return connection.scalar(sa.select(sa.func.count()).select_from(columns(Revision))) == 0
