"""The history of records: in which revision each became what it is, what it was before, and who has the last word."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from models import Past, Revision, metadata
from models.base import columns
from models.revision import RevisionKind, Why
from seed.bodies import RECORDS, bodies
from seed.rows import OWNERS, chunks

Address = tuple[str, str]
"""A record: its table and its id."""

revision, past = columns(Revision), columns(Past)


def following(connection: sa.Connection) -> int:
    """Give the number of the next revision; nobody else may write until the transaction ends."""
    return (connection.scalar(sa.select(sa.func.max(revision.c.number))) or 0) + 1


def commit(connection: sa.Connection, number: int, why: Why, moment: datetime | None = None) -> int:
    """Give the data its next revision, of this moment or of now."""
    connection.execute(
        sa.insert(revision).values(
            number=number, committed_at=moment or datetime.now(UTC), kind=why.kind, actor=why.actor, reason=why.reason
        )
    )
    return number


def record_of(
    table: sa.Table, row: Mapping[str, Any] | sa.RowMapping, relations: Mapping[str, str] = {}
) -> Address | None:
    """Give the record that a row is, or is a part of; `relations` are treaty relations with their treaties."""
    if table.name in RECORDS:
        return table.name, row["id"]
    if table.name == "citation":
        if row["resource"] in RECORDS:
            return row["resource"], row["record"]
        return ("treaty", relations[row["record"]]) if row["record"] in relations else None
    if owner := _OWNERS.get(table):
        return owner[1], row[owner[0]]
    return None


_OWNERS = {
    columns(table): (names[0], next(key.column.table.name for key in columns(table).c[names[0]].foreign_keys))
    for table, names in OWNERS.items()
    if len(names) == 1
}


def remember(connection: sa.Connection, records: Iterable[Address], number: int) -> None:
    """Keep what records are that are about to change; what this revision has made of them is nothing to remember."""
    for resource, ids in _by_table(records).items():
        for chunk in chunks(ids):
            found = bodies(connection, resource, chunk)
            before = [
                {
                    "revision": body.revision,
                    "resource": resource,
                    "record": id,
                    "body": json.dumps(body.record, ensure_ascii=False),
                }
                for id, body in found.items()
                if body.revision != number
            ]
            if before:
                connection.execute(sa.insert(past), before)


def advance(connection: sa.Connection, records: Iterable[Address], number: int) -> None:
    """Note that records are of this revision."""
    for resource, ids in _by_table(records).items():
        table = metadata.tables[resource]
        for chunk in chunks(ids):
            connection.execute(sa.update(table).where(table.c.id.in_(chunk)).values(revision=number))


def bury(connection: sa.Connection, records: Iterable[Address], number: int, moved_to: str | None = None) -> None:
    """Note that records are gone since this revision."""
    gone = [{"revision": number, "resource": resource, "record": id, "moved_to": moved_to} for resource, id in records]
    if gone:
        connection.execute(sa.insert(past), gone)


def _by_table(records: Iterable[Address]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for resource, id in records:
        found.setdefault(resource, []).append(id)
    return found


def held(connection: sa.Connection, resources: Collection[str] = tuple(RECORDS)) -> set[Address]:
    """Give the records that were last written, or deleted, one by one: neither a load nor an import changes them."""
    return {(resource, id) for resource in resources for query in held_by(resource) for id in connection.scalars(query)}


def held_by(resource: str) -> tuple[sa.Select[Any], sa.Select[Any]]:
    """Give the queries for the ids of such records of a table: of those that are there, and of those that are gone."""
    written = sa.select(revision.c.number).where(revision.c.kind == RevisionKind.WRITE)
    table, later = metadata.tables[resource], past.alias()
    newer = sa.exists().where(
        later.c.resource == past.c.resource, later.c.record == past.c.record, later.c.revision > past.c.revision
    )
    there = sa.exists().where(table.c.id == past.c.record)
    gone = sa.select(past.c.record).where(
        past.c.resource == resource, past.c.body.is_(None), past.c.revision.in_(written), ~newer, ~there
    )
    return sa.select(table.c.id).where(table.c.revision.in_(written)), gone
