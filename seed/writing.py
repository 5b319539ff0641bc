"""Writes and deletes records one by one, each with what is a part of it, within the caller's transaction."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa

from models import Statement, StatementRelation, metadata
from models.base import columns, tables
from models.statement import StatementRelationKind
from seed.bodies import OWNED, PARTS
from seed.files import Table
from seed.history import Address, record_of
from seed.merging import Changes, merge
from seed.rows import OWNERS, Row, is_id, key_of, links, whole

LONGEST = 2_000
"""Bytes of a text that an index of PostgreSQL surely takes."""

SHOWN = 3
"""Records of each kind that are named of those that refer to one."""

relation = columns(StatementRelation)
CONTRADICTS = StatementRelationKind.CONTRADICTS.value


class Fault(NamedTuple):
    """What is wrong with one field of a record, and what to do."""

    field: str
    words: str


class Unfit(Exception):
    """A record that cannot be stored as it is, with everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.words}" for fault in faults))
        self.faults = faults


class StillReferred(Exception):
    """A record that others refer to, so that it cannot go."""

    def __init__(self, by: list[Address]) -> None:
        super().__init__(", ".join(" ".join(address) for address in by))
        self.by = by


def put(connection: sa.Connection, resource: str, rows: list[Row], number: int) -> Changes:
    """Create a record or put it in the place of the one of its id, as a part of a revision; its own row comes first.

    Raises Unfit where it refers to nothing, says a thing twice, or is too long.
    """
    id = rows[0][1]["id"]
    # What other statements say in return is a part of them, not of this one.
    own = [(table, row) for table, row in rows if table is not StatementRelation or row["statement"] == id]
    made = {table: {} for table in (columns(table) for table, _ in own)}  # type: dict[sa.Table, Table]
    if faults := [*_placed(resource, own, made), *_unfit(connection, resource, made)]:
        raise Unfit(faults)
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


def _placed(resource: str, rows: list[Row], made: dict[sa.Table, Table]) -> Iterator[Fault]:
    """Complete the rows, and find what is there twice or cannot be an id."""
    for table, row in rows:
        key, field = key_of(table, row), _field(resource, columns(table))
        if not is_id(str(key[0])):
            yield Fault(field, f"{key[0]!r} cannot be an id; shorten the locator or give an id of plain letters")
        if key in made[columns(table)]:
            yield Fault(field, f"{' '.join(map(str, key))} is there twice; keep one")
        made[columns(table)][key] = whole(table, row)


def _unfit(connection: sa.Connection, resource: str, made: dict[sa.Table, Table]) -> Iterator[Fault]:
    for table, rows in made.items():
        for key, row in rows.items():
            for field, other, id in links(table, row):
                target = metadata.tables[other]
                if (id,) not in made.get(target, {}) and not _there(connection, target.c.id == id):
                    field = field if table.name == resource else _field(resource, table)
                    yield Fault(field, f"there is no {other} {id!r}; write it first, or correct the id")
            for name in _indexed(table):
                if len(str(row[name] or "").encode()) > LONGEST:
                    field = name.removesuffix("_folded") if table.name == resource else _field(resource, table)
                    yield Fault(field, f"a text here has at most {LONGEST:,} bytes; shorten it")
            yield from _doubled(connection, table, key, row)
            if table.name != resource:
                yield from _taken(connection, resource, table, row)


def _taken(connection: sa.Connection, resource: str, table: sa.Table, row: dict[str, Any]) -> Iterator[Fault]:
    """Find a part whose id is that of a part of another record."""
    owner = OWNERS[tables()[table.name]]
    other = sa.tuple_(*(table.c[name] for name in owner)) != sa.tuple_(*(row[name] for name in owner))
    if "id" in row and _there(connection, table.c.id == row["id"], other):
        yield Fault(
            _field(resource, table),
            f"{row['id']!r} is a part of another record; write it otherwise, or leave the `id` out",
        )


def _field(resource: str, table: sa.Table) -> str:
    """Give the field of a record that rows of a table are in."""
    parts = PARTS.get(resource, {}).items()
    return next(
        (field for field, part in parts if columns(part.table) is table), "citations" * (table.name != resource)
    )


def _indexed(table: sa.Table) -> list[str]:
    indexed = {column.name for index in table.indexes for column in index.columns}
    return [column.name for column in table.columns if column.name in indexed and isinstance(column.type, sa.String)]


def _doubled(connection: sa.Connection, table: sa.Table, key: Any, row: dict[str, Any]) -> Iterator[Fault]:
    """Find another row with values that only one may have, as two articles of one number."""
    for rule in (c for c in table.constraints if isinstance(c, sa.UniqueConstraint)):
        names = [column.name for column in rule.columns]
        others = (sa.tuple_(*table.primary_key) != sa.tuple_(*key), *(table.c[name] == row[name] for name in names))
        if _there(connection, *others):
            values = " ".join(str(row[name]) for name in names)
            yield Fault(names[-1], f"another {table.name} has {values} already; give this one its own")


def _there(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> bool:
    return connection.execute(sa.select(sa.literal(1)).where(*where).limit(1)).first() is not None


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
