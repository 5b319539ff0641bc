"""What is wrong with a record that is to be written: each fault with its place, found by a few queries for all rows."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import SQLModel

from models import Citation, metadata
from models.base import columns
from seed.bodies import PARTS, Part
from seed.files import Table
from seed.rows import OWNERS, Row, is_id, key_of, links, named, whole

LONGEST = 2_000
"""Bytes of a text that an index of PostgreSQL surely takes."""

At = tuple[str, ...]
"""A place in a record: names of fields and numbers of items."""


class Fault(NamedTuple):
    """What is wrong at one place of a record, and what to do."""

    at: At
    words: str


class Unfit(Exception):
    """A record that cannot be stored as it is, with everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{'/'.join(fault.at)}: {fault.words}" for fault in faults))
        self.faults = faults


class Placed(NamedTuple):
    """A complete row of a record, its key, and where in the record it is."""

    table: type[SQLModel]
    row: dict[str, Any]
    key: tuple[Any, ...]
    at: At

    def within(self, column: str) -> At:
        """Give the place of one of its columns."""
        part = _part(self.table, self.row)
        if part is None:
            return (*self.at, column.removesuffix("_folded"))
        if isinstance(part.columns, str):
            return self.at
        return (*self.at, *(name for name, own in part.columns.items() if own == column.removesuffix("_folded")))


def fitted(connection: sa.Connection, resource: str, rows: list[Row]) -> dict[sa.Table, Table]:
    """Complete the rows of a record, its own first, by table and key.

    Raises Unfit where they refer to nothing, say a thing twice, take what is another's, or are too long.
    """
    placed = list(_placed(resource, rows))
    made: dict[sa.Table, Table] = {}
    for one in placed:
        made.setdefault(columns(one.table), {})[one.key] = one.row
    finders = (_doubled(placed), _long(placed), _dangling(connection, placed, made), _taken(connection, resource, made))
    faults = [fault for found in finders for fault in found]
    faults += [fault for one in placed[:1] for fault in _not_unique(connection, one)]
    if faults:
        raise Unfit(faults)
    return made


def _placed(resource: str, rows: list[Row]) -> Iterator[Placed]:
    numbers: Counter[At] = Counter()
    parts: dict[str, At] = {}
    for table, row in rows:
        at: At = ()
        if table.__tablename__ != resource:
            part = _part(table, row)
            within = (*parts.get(row["record"], ()), "citations") if table is Citation else (_field(resource, part),)
            at = (*within, str(numbers[within]))
            numbers[within] += 1
            parts[row.get("id", "")] = at
        yield Placed(table, whole(table, row), key_of(table, row), at)


def _part(table: type[SQLModel], row: Mapping[str, Any]) -> Part | None:
    """Give the part of a record that a row is an item of; nothing for citations, and for the record itself."""
    every = (part for parts in PARTS.values() for part in parts.values() if part.table is table)
    return next((part for part in every if all(row[name] == value for name, value in part.where.items())), None)


def _field(resource: str, part: Part | None) -> str:
    return next(field for field, own in PARTS[resource].items() if own is part)


def _doubled(placed: list[Placed]) -> Iterator[Fault]:
    seen: set[Any] = set()
    for one in placed:
        if not is_id(str(one.key[0])):
            yield Fault(one.at, f"{one.key[0]!r} cannot be an id; shorten the locator, or give an id of plain letters")
        if (one.table, one.key) in seen:
            yield Fault(one.at, f"{' '.join(map(str, one.key))} is there twice; keep one")
        seen.add((one.table, one.key))


def _long(placed: list[Placed]) -> Iterator[Fault]:
    for one in placed:
        table = columns(one.table)
        indexed = {column.name for index in table.indexes for column in index.columns}
        indexed |= {column.name for column in table.primary_key}
        for name in indexed:
            if len(str(one.row.get(name, "")).encode()) > LONGEST:
                yield Fault(one.within(name), f"a text here has at most {LONGEST:,} bytes; shorten it")


def _dangling(connection: sa.Connection, placed: list[Placed], made: dict[sa.Table, Table]) -> Iterator[Fault]:
    wanted = [
        (one.within(field), other, id) for one in placed for field, other, id in links(columns(one.table), one.row)
    ]
    there: dict[str, set[str]] = {}
    for other in {other for _, other, _ in wanted}:
        table = metadata.tables[other]
        asked = {(id,) for _, name, id in wanted if name == other} - made.get(table, {}).keys()
        there[other] = {row["id"] for row in named(connection, table, ("id",), asked)}
        there[other] |= {key[0] for key in made.get(table, {})}
    for at, other, id in wanted:
        if id not in there[other]:
            yield Fault(at, f"there is no {other} {id!r}; write it first, or correct the id")


def _taken(connection: sa.Connection, resource: str, made: dict[sa.Table, Table]) -> Iterator[Fault]:
    """Find parts whose id is that of a part of another record."""
    for model, owner in OWNERS.items():
        table = columns(model)
        if table.name == resource or "id" not in table.c or table not in made:
            continue
        for row in named(connection, table, ("id",), made[table]):
            mine = made[table][row["id"],]
            if any(row[name] != mine[name] for name in owner):
                field = "citations" if model is Citation else _field(resource, _part(model, mine))
                yield Fault((field,), f"{row['id']!r} is a part of another record; write it otherwise")


def _not_unique(connection: sa.Connection, one: Placed) -> Iterator[Fault]:
    """Find another record with values that only one may have, as two articles of one number."""
    table = columns(one.table)
    for rule in (rule for rule in table.constraints if isinstance(rule, sa.UniqueConstraint)):
        names = [column.name for column in rule.columns]
        same = named(connection, table, names, [tuple(one.row[name] for name in names)])
        if any(row["id"] != one.row["id"] for row in same):
            values = " ".join(str(one.row[name]) for name in names)
            yield Fault((names[-1],), f"another {table.name} has {values} already; give this one its own")
