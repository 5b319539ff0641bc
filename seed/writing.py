"""Writes and deletes records one by one, each with what is a part of it, within the caller's transaction."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from models import Statement, StatementRelation, metadata
from models.base import columns
from models.statement import StatementRelationKind
from seed.bodies import OWNED
from seed.fitting import fitted
from seed.history import Address, record_of
from seed.merging import Changes, merge
from seed.rows import OWNERS, Row, whole

SHOWN = 3
"""Records of each kind that are named of those that refer to one."""

relation = columns(StatementRelation)
CONTRADICTS = StatementRelationKind.CONTRADICTS.value


class StillReferred(Exception):
    """A record that others refer to, so that it cannot go."""

    def __init__(self, by: list[Address]) -> None:
        super().__init__(", ".join(" ".join(address) for address in by))
        self.by = by


def put(connection: sa.Connection, resource: str, rows: list[Row], number: int) -> Changes:
    """Create a record or put it in the place of the one of its id, as a part of a revision; its own row comes first.

    Raises Unfit where something is wrong with it.
    """
    id = rows[0][1]["id"]
    # What other statements say in return is a part of them, not of this one.
    own = [(table, row) for table, row in rows if table is not StatementRelation or row["statement"] == id]
    made = fitted(connection, resource, own)
    before = _contradicted(connection, id) if resource == "statement" else set()
    changes = merge(connection, made, number, {}, OWNED[resource])
    now = {row["related_statement"] for row in made.get(relation, {}).values() if row["relation"] == CONTRADICTS}
    return changes.plus(_answer(connection, id, before - now, now, number))


def delete(connection: sa.Connection, resource: str, id: str, number: int, moved_to: str | None = None) -> Changes:
    """Delete a record with what is a part of it; nothing changes where there is none.

    Raises StillReferred where others refer to it.
    """
    before = _contradicted(connection, id) if resource == "statement" else set()
    changes = _answer(connection, id, before, set(), number)
    if by := list(_referring(connection, resource, id)):
        raise StillReferred(by)
    return changes.plus(merge(connection, {}, number, {resource: {(id,)}}, OWNED[resource], moved_to=moved_to))


def _referring(connection: sa.Connection, resource: str, id: str) -> Iterator[Address]:
    """Give some of the records that refer to one; what is a part of it does not count."""
    for table in metadata.sorted_tables:
        owners = {columns(model): names[0] for model, names in OWNED[resource].items()}
        owners[metadata.tables[resource]] = "id"
        own = [table.c[owners[table]] != id] if table in owners else []
        keys = [column for column in table.columns for key in column.foreign_keys if key.column.table.name == resource]
        if keys:
            found = sa.select(table).where(sa.or_(*(column == id for column in keys)), *own).limit(SHOWN)
            rows = connection.execute(found).mappings().all()
            yield from filter(None, (_address(connection, table, row) for row in rows))


def _address(connection: sa.Connection, table: sa.Table, row: Any) -> Address | None:
    address = record_of(table, row)
    if address is None and table.name == "citation":
        owned = metadata.tables[row["resource"]]
        found = connection.execute(sa.select(owned).where(owned.c.id == row["record"])).mappings().first()
        return record_of(owned, found) if found else None
    return address


def _contradicted(connection: sa.Connection, id: str) -> set[str]:
    """Give the statements that one contradicts."""
    found = sa.select(relation.c.related_statement)
    return set(connection.scalars(found.where(relation.c.statement == id, relation.c.relation == CONTRADICTS)))


def _answer(connection: sa.Connection, id: str, no: set[str], yes: set[str], number: int) -> Changes:
    """Let other statements contradict one, or no longer: who is contradicted contradicts."""
    others, table = sorted(no | yes), columns(Statement)
    if not others:
        return Changes()
    said = connection.execute(sa.select(table).where(table.c.id.in_(others))).mappings()
    kept = connection.execute(sa.select(relation).where(relation.c.statement.in_(others))).mappings()
    rows = {
        table: {(row["id"],): dict(row) for row in said},
        relation: {
            (row["id"],): dict(row)
            for row in kept
            if not (row["related_statement"] == id and row["relation"] == CONTRADICTS)
        },
    }
    for other in sorted(yes):
        row = {"id": f"{other}.{CONTRADICTS}.{id}", "statement": other, "relation": CONTRADICTS}
        rows[relation][row["id"],] = whole(StatementRelation, row | {"related_statement": id})
    return merge(connection, rows, number, {}, {StatementRelation: OWNERS[StatementRelation]})
