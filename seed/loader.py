"""Brings the database to what the data files say, in one transaction; a load that changes nothing leaves no trace."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import sqlalchemy as sa

from models import Curated, Revision, metadata
from models.base import columns
from seed.derived import Rows, touch
from seed.files import Table, read
from seed.rows import OWNERS

CHUNK = 500


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
    owners = {columns(table): names for table, names in OWNERS.items()}
    order = [table for table in metadata.sorted_tables if table in rows or table in owners or table.name in gone]
    known: dict[sa.Table, Table] = {}
    # Citations last: what a record that goes was cited by goes with it.
    for table in sorted(order, key=lambda table: len(owners.get(table, ())) > 1):
        known[table] = _known(connection, table, rows, owners.get(table), known, gone)
    leaving = {table: known[table].keys() - rows.get(table, {}).keys() for table in reversed(order)}
    deleted = sum(_delete(connection, table, keys) for table, keys in leaving.items() if table in owners)
    inserted = updated = 0
    touched: list[tuple[sa.Table, Rows, Rows]] = []
    for table in order:
        found = rows.get(table, {})
        new = [row for key, row in found.items() if key not in known[table]]
        changed = {key: row for key, row in found.items() if key in known[table] and known[table][key] != row}
        inserted += _insert(connection, table, new)
        updated += _update(connection, table, changed)
        left = [known[table][key] for key in leaving[table]]
        touched.append((table, [*new, *changed.values()], [*left, *(known[table][key] for key in changed)]))
    # Records last, when nothing that stays refers to them any more.
    deleted += sum(_delete(connection, table, keys) for table, keys in leaving.items() if table not in owners)
    for table, now, before in touched:
        touch(connection, table, now, before)
    number = commit(connection, f"load of the data files in {folder.name}") if inserted + updated + deleted else None
    return Report(inserted, updated, deleted, number)


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


def _known(
    connection: sa.Connection,
    table: sa.Table,
    rows: dict[sa.Table, Table],
    owner: tuple[str, ...] | None,
    known: dict[sa.Table, Table],
    gone: dict[str, set[tuple[Any, ...]]],
) -> Table:
    """Give the rows that the database has now: those with the same keys, or those of the same owners."""
    own = rows.get(table, {}).keys() | gone.get(table.name, set())
    keys = _owners(table, owner, rows, known) if owner else own
    by = [table.c[name] for name in owner] if owner else list(table.primary_key)
    found: Table = {}
    for chunk in _chunks(keys):
        for row in connection.execute(sa.select(table).where(sa.tuple_(*by).in_(chunk))).mappings():
            found[tuple(row[column.name] for column in table.primary_key)] = dict(row)
    return found


def _owners(
    table: sa.Table, owner: tuple[str, ...], rows: dict[sa.Table, Table], known: dict[sa.Table, Table]
) -> set[tuple[Any, ...]]:
    """Give the records that rows of a table can belong to: those that come, those that stay, and those that go."""
    if len(owner) > 1:
        return {(parent.name, key[0]) for every in (rows, known) for parent, found in every.items() for key in found}
    parent = next(foreign.column.table for foreign in table.c[owner[0]].foreign_keys)
    return {(key[0],) for every in (rows, known) for key in every.get(parent, {})}


def _delete(connection: sa.Connection, table: sa.Table, keys: Iterable[tuple[Any, ...]]) -> int:
    keys = list(keys)
    for chunk in _chunks(keys):
        connection.execute(sa.delete(table).where(sa.tuple_(*table.primary_key).in_(chunk)))
    return len(keys)


def _insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, Any]]) -> int:
    if rows:
        connection.execute(sa.insert(table), rows)
    return len(rows)


def _update(connection: sa.Connection, table: sa.Table, rows: Table) -> int:
    for key, row in rows.items():
        same = (column == value for column, value in zip(table.primary_key, key, strict=True))
        connection.execute(sa.update(table).where(*same).values(row))
    return len(rows)


def _chunks(keys: Iterable[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    found = list(keys)
    for start in range(0, len(found), CHUNK):
        yield found[start : start + CHUNK]
