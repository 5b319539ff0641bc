"""Brings the database to what the data files say, in one transaction; a load that changes nothing leaves no trace."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from models import Curated, Revision, metadata
from models.base import columns
from models.revision import RevisionKind, Why
from seed.files import DataError, Table, read
from seed.history import Address, commit, following, held, record_of
from seed.merging import InTheWay, merge
from seed.rows import OWNERS, links


class Report(NamedTuple):
    """What a load did; `kept` are records that stay as they were written since, whatever the files say."""

    inserted: int
    updated: int
    deleted: int
    revision: int | None
    kept: Sequence[str] = ()

    def __str__(self) -> str:
        done = f"revision {self.revision}: {self.inserted} rows new, {self.updated} changed, {self.deleted} gone"
        others = "; as they were written since: " + ", ".join(self.kept) if self.kept else ""
        return f"{done if self.revision is not None else 'nothing to change'}{others}"


def load(connection: sa.Connection, folder: Path) -> Report:
    """Load a folder of data files; records that left the files go, rows of other origin stay as they are.

    So does what was written or deleted one by one since: the files no longer have the last word about it.

    Raises DataError, before anything is written, where a file is wrong.
    """
    rows = {columns(table): found for table, found in read(folder).items()}
    gone = _track(connection, rows, {columns(table) for table in OWNERS})
    written = held(connection)
    _refuse_missing(connection, rows, written)
    number = following(connection)
    try:
        changes = merge(connection, rows, number, gone, held=written)
    except InTheWay as error:
        raise DataError([str(error)]) from None
    why = Why(RevisionKind.LOAD, f"load of the data files in {folder.name}")
    kept = tuple(sorted(" ".join(key) for key in written if (key[1],) in rows.get(metadata.tables[key[0]], {})))
    return Report(*changes, commit(connection, number, why) if any(changes) else None, kept)


def _refuse_missing(connection: sa.Connection, rows: dict[sa.Table, Table], written: set[Address]) -> None:
    """Refuse records that refer to one that was deleted since; the files hold it, the database does not."""
    gone = {a for a in written if not connection.scalar(_there(*a))} if written else set()
    faults = [
        f"{table.name} {key[0]}: {field}: the {other} {id!r} was deleted on purpose; take it out of the files too"
        for table, found in rows.items()
        for key, row in found.items()
        for field, other, id in links(table, row)
        if (other, id) in gone and record_of(table, row) not in written
    ]
    if faults:
        raise DataError(faults)


def _there(resource: str, id: str) -> sa.Select[Any]:
    table = metadata.tables[resource]
    return sa.select(table.c.id).where(table.c.id == id)


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


def is_empty(connection: sa.Connection) -> bool:
    """Tell whether nothing has been loaded yet."""
    return connection.scalar(sa.select(sa.func.count()).select_from(columns(Revision))) == 0
