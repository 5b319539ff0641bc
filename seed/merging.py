"""Brings rows of the database to what they should be: the one way in which data files and imports are written."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import SQLModel

from models import metadata
from models.base import columns
from seed.derived import Rows, touch
from seed.files import Table
from seed.rows import OWNERS, chunks


class Changes(NamedTuple):
    """How many rows are new, are different, and are gone."""

    inserted: int = 0
    updated: int = 0
    deleted: int = 0

    def plus(self, other: "Changes") -> "Changes":
        """Add two counts."""
        return Changes(*(one + more for one, more in zip(self, other, strict=True)))


def merge(
    connection: sa.Connection,
    rows: dict[sa.Table, Table],
    gone: Mapping[str, set[tuple[Any, ...]]] = {},
    children: Mapping[type[SQLModel], tuple[str, ...]] = OWNERS,
) -> Changes:
    """Write complete rows by table and primary key, each with what belongs to it.

    Of the tables in `children`, rows of the same owners that are not among them go; of other tables, those that `gone`
    names. What is there already stays as it is.
    """
    owners = {columns(table): names for table, names in children.items()}
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
    return Changes(inserted, updated, deleted)


def _known(
    connection: sa.Connection,
    table: sa.Table,
    rows: dict[sa.Table, Table],
    owner: tuple[str, ...] | None,
    known: dict[sa.Table, Table],
    gone: Mapping[str, set[tuple[Any, ...]]],
) -> Table:
    """Give the rows that the database has now: those with the same keys, or those of the same owners."""
    own = rows.get(table, {}).keys() | gone.get(table.name, set())
    keys = _owners(table, owner, rows, known) if owner else own
    by = [table.c[name] for name in owner] if owner else list(table.primary_key)
    found: Table = {}
    for chunk in chunks(keys):
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
    for chunk in chunks(keys):
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
