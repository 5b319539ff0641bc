"""What changed, in order: what records became in each revision, from what they are now and what is kept of before."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
import sqlalchemy as sa

from api.statement import Statement, limited
from models import Past, Revision, metadata
from models.base import columns
from seed.bodies import RECORDS, bodies

past, revision = columns(Past), columns(Revision)

EVERY = tuple(sorted(RECORDS))
"""The tables of all records, in the order of changes within a revision."""


class Place(NamedTuple):
    """A place in the order of changes; the one of a revision alone is after all of its changes."""

    revision: int
    resource: str = "~"
    record: str = ""


class Entry(NamedTuple):
    """One change as it is found: whether the record still is so, else what it was; and what was there before."""

    revision: int
    resource: str
    record: str
    current: int
    body: str | None
    moved_to: str | None
    before: int | None

    @property
    def place(self) -> Place:
        """Its place in the order."""
        return Place(self.revision, self.resource, self.record)

    @property
    def action(self) -> str:
        """What was done to the record."""
        return "deleted" if not self.current and self.body is None else "changed" if self.before else "created"


def since(connection: sa.Connection, after: Place, resources: Sequence[str], most: int) -> list[Entry]:
    """Give the changes that come after a place, the oldest first."""
    statement = _since(tuple(resources) or EVERY, after.resource)
    return [Entry(*row) for row in statement.rows(connection, {**after._asdict(), "most": most})]


def of_record(connection: sa.Connection, resource: str, id: str, until: int, most: int) -> list[Entry]:
    """Give the changes of one record before a revision, the newest first."""
    values = {"revision": until, "record": id, "most": most}
    return [Entry(*row) for row in _of_record(resource).rows(connection, values)]


_revision, _resource, _record = (
    sa.bindparam(name, type_=past.c[name].type) for name in ("revision", "resource", "record")
)


@lru_cache(maxsize=500)
def _since(resources: tuple[str, ...], after: str) -> Statement:
    """Write the SQL of the changes after a place in a table: each index is read from there on, and no further."""
    kept = sa.tuple_(past.c.revision, past.c.resource, past.c.record) > sa.tuple_(_revision, _resource, _record)
    named = past.c.resource.in_([sa.literal_column(f"'{name}'") for name in resources])
    parts = [_past().where(past.c.revision >= _revision, kept, named).order_by(*_ORDER)]
    for name in resources:
        table = metadata.tables[name]
        beyond = table.c.revision > _revision
        if name == after:
            beyond = sa.tuple_(table.c.revision, table.c.id) > sa.tuple_(_revision, _record)
        elif name > after:
            beyond = table.c.revision >= _revision
        parts.append(_present(name).where(beyond).order_by(table.c.revision, table.c.id))
    return _together(parts, "asc")


@lru_cache(maxsize=100)
def _of_record(resource: str) -> Statement:
    table = metadata.tables[resource]
    mine = (past.c.resource == resource, past.c.record == _record, past.c.revision < _revision)
    now = _present(resource).where(table.c.id == _record, table.c.revision < _revision)
    return _together([_past().where(*mine).order_by(past.c.revision.desc()), now], "desc")


_ORDER = (past.c.revision, past.c.resource, past.c.record)


def _past() -> sa.Select[Any]:
    return sa.select(*_ORDER, sa.literal(0).label("current"), past.c.body, past.c.moved_to)


def _present(name: str) -> sa.Select[Any]:
    table, nothing = metadata.tables[name], sa.cast(sa.null(), sa.Text)
    of = (table.c.revision, sa.literal(name, past.c.resource.type).label("resource"), table.c.id.label("record"))
    return sa.select(*of, sa.literal(1).label("current"), nothing.label("body"), nothing.label("moved_to"))


def _together(parts: Sequence[sa.Select[Any]], way: str) -> Statement:
    """Put the first of several lists together, and tell of each whether anything was there before."""
    found = sa.union_all(*(sa.select(limited(part).subquery()) for part in parts)).subquery()
    order = [getattr(found.c[name], way)() for name in ("revision", "resource", "record")]
    earlier = past.alias()
    before = (
        sa.select(sa.case((earlier.c.body.is_(None), 0), else_=1))
        .where(earlier.c.resource == found.c.resource, earlier.c.record == found.c.record)
        .where(earlier.c.revision < found.c.revision)
        .order_by(earlier.c.revision.desc())
        .limit(1)
    )
    return Statement(limited(sa.select(found, before.scalar_subquery().label("before")).order_by(*order)))


def shown(connection: sa.Connection, entries: Sequence[Entry], paths: dict[str, str]) -> Iterator[dict[str, Any]]:
    """Give changes as they are answered: a query for their revisions, and a few for each kind of record."""
    made = {row.number: row for row in _revisions(connection, {entry.revision for entry in entries})}
    current: dict[str, list[str]] = {}
    for entry in entries:
        if entry.current:
            current.setdefault(entry.resource, []).append(entry.record)
    found = {name: bodies(connection, name, ids) for name, ids in current.items()}
    for entry in entries:
        now = msgspec.Raw((entry.body or "null").encode())
        by = made[entry.revision]
        yield {
            "revision": entry.revision,
            "committed_at": by.committed_at,
            "actor": by.actor,
            "reason": by.reason,
            "action": entry.action,
            "resource": paths[entry.resource],
            "id": entry.record,
            "moved_to": entry.moved_to,
            "record": found[entry.resource][entry.record].record if entry.current else now,
        }


def _revisions(connection: sa.Connection, numbers: set[int]) -> Sequence[sa.Row[Any]]:
    return connection.execute(sa.select(revision).where(revision.c.number.in_(numbers))).all()
