"""Brings rows of the database to what they should be: the one way in which data files, imports and writers write."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import SQLModel

from models import TreatyRelation, metadata
from models.base import columns
from models.statement import StatementRelationKind
from seed.bodies import RECORDS
from seed.derived import touch
from seed.files import Table
from seed.history import Address, advance, bury, record_of, remember
from seed.rows import OWNERS, chunks, named

RELATION = columns(TreatyRelation)


class InTheWay(Exception):
    """What was written on its own since stands in the way of a load or an import, as the database says."""

    def __str__(self) -> str:
        return (
            "what was written on its own since refers to what is to go, or has what another record is to have; change "
            f"or delete that first ({str(self.args[0]).splitlines()[0]})"
        )


class Changes(NamedTuple):
    """How many rows are new, are different, and are gone."""

    inserted: int = 0
    updated: int = 0
    deleted: int = 0

    def plus(self, other: "Changes") -> "Changes":
        """Add two counts."""
        return Changes(*(one + more for one, more in zip(self, other, strict=True)))


class Difference(NamedTuple):
    """How the rows of a table are to change: new ones, others as they will be and as they were, and those that go."""

    table: sa.Table
    new: Table
    changed: Table
    before: Table
    left: Table

    def addresses(self, now: Mapping[str, str], before: Mapping[str, str]) -> Iterator[Address]:
        """Give the records that any of it belongs to, or belonged to; of treaty relations, by their treaties."""
        for rows, treaties in (((self.new, self.changed), now), ((self.before, self.left), before)):
            for row in (row for some in rows for row in some.values()):
                if address := record_of(self.table, row, treaties):
                    yield address


def merge(
    connection: sa.Connection,
    rows: Mapping[sa.Table, Table],
    number: int,
    gone: Mapping[str, set[tuple[Any, ...]]] = {},
    children: Mapping[type[SQLModel], tuple[str, ...]] = OWNERS,
    held: Collection[Address] = (),
    moved_to: str | None = None,
) -> Changes:
    """Write complete rows by table and primary key, each with what belongs to it, as a part of a revision.

    Of the tables in `children`, rows of the same owners that are not among them go; of other tables, those that `gone`
    names. What is there already stays as it is, and so does every record in `held`.
    """
    owners = {columns(table): names for table, names in children.items()}
    order = [table for table in metadata.sorted_tables if table in rows or table in owners or table.name in gone]
    known: dict[sa.Table, Table] = {}
    # Citations last: what a record that goes was cited by goes with it.
    for table in sorted(order, key=lambda table: len(owners.get(table, ())) > 1):
        known[table] = _known(connection, table, rows, owners.get(table), known, gone)
    will, was = ({row["id"]: row["treaty"] for row in every.get(RELATION, {}).values()} for every in (rows, known))
    found = [_differ(table, rows.get(table, {}), known[table], was | will, held) for table in order]
    new = {(d.table.name, key[0]) for d in found if d.table.name in RECORDS for key in d.new}
    left = {(d.table.name, key[0]) for d in found if d.table.name in RECORDS for key in d.left}
    others = {address for d in found for address in d.addresses(was | will, will | was)} - new
    remember(connection, others, number)
    try:
        changes = _write(connection, found, owners, number)
    except sa.exc.IntegrityError as error:
        raise InTheWay(error.orig) if held else error from None
    advance(connection, others - left, number)
    bury(connection, left, number, moved_to)
    for d in found:
        touch(
            connection,
            d.table,
            [*d.new.values(), *d.changed.values()],
            [*d.left.values(), *d.before.values()],
        )
    return changes


def _differ(
    table: sa.Table, rows: Table, known: Table, treaties: Mapping[str, str], held: Collection[Address]
) -> Difference:
    if held:
        rows, known = (
            {key: row for key, row in every.items() if not _is_held(table, row, treaties, held)}
            for every in (rows, known)
        )
    changed = {key: row for key, row in rows.items() if key in known and _differs(known[key], row)}
    return Difference(
        table,
        {key: row for key, row in rows.items() if key not in known},
        changed,
        {key: known[key] for key in changed},
        {key: row for key, row in known.items() if key not in rows},
    )


def _is_held(table: sa.Table, row: Mapping[str, Any], treaties: Mapping[str, str], held: Collection[Address]) -> bool:
    if table.name == "statement_relation" and row["relation"] == StatementRelationKind.CONTRADICTS:
        # It is told from both ends, or from none.
        return all(("statement", row[end]) in held for end in ("statement", "related_statement"))
    return record_of(table, row, treaties) in held


def _differs(known: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    return any(known[name] != value for name, value in row.items() if name != "revision")


def _write(connection: sa.Connection, found: list[Difference], owners: Collection[sa.Table], number: int) -> Changes:
    inserted = updated = 0
    deleted = sum(_delete(connection, d.table, d.left) for d in reversed(found) if d.table in owners)
    for d in found:
        of = {"revision": number} if d.table.name in RECORDS else {}
        inserted += _insert(connection, d.table, [row | of for row in d.new.values()])
        updated += _update(connection, d.table, {key: row | of for key, row in d.changed.items()})
    # Records last, when nothing that stays refers to them any more.
    deleted += sum(_delete(connection, d.table, d.left) for d in reversed(found) if d.table not in owners)
    return Changes(inserted, updated, deleted)


def _known(
    connection: sa.Connection,
    table: sa.Table,
    rows: Mapping[sa.Table, Table],
    owner: tuple[str, ...] | None,
    known: dict[sa.Table, Table],
    gone: Mapping[str, set[tuple[Any, ...]]],
) -> Table:
    """Give the rows that the database has now: those with the same keys, or those of the same owners."""
    own = rows.get(table, {}).keys() | gone.get(table.name, set())
    keys = _owners(table, owner, rows, known) if owner else own
    by = owner or [column.name for column in table.primary_key]
    found = (dict(row) for row in named(connection, table, by, keys))
    return {tuple(row[column.name] for column in table.primary_key): row for row in found}


def _owners(
    table: sa.Table, owner: tuple[str, ...], rows: Mapping[sa.Table, Table], known: dict[sa.Table, Table]
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
