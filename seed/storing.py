"""Stores the records of an import, each with what belongs to it, and never over what the data files hold."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from models import Citation, Curated, metadata
from models.base import columns
from seed.files import Table
from seed.history import following, held, record_of
from seed.merging import Changes, merge
from seed.report import Refused, Report
from seed.rows import OWNERS, key_of, links, named, whole
from seed.spool import Entry, Spool

HELD = "the data files hold a record of this id with other values, and have the last word; change it there"
WRITTEN = "this record was written or deleted on its own since, and stays as it is; change it there"
ROOTLESS = "the import does not hold the {} {!r} that this belongs to; import its line along"


class Store:
    """One import on its way into the database, within the caller's transaction."""

    def __init__(self, connection: sa.Connection, spool: Spool, report: Report) -> None:
        self.connection, self.spool, self.report = connection, spool, report
        self.accepted, self.number, self.written = spool.count(), following(connection), held(connection)
        # Ids that are passed over: held by the data files, or refused.
        self.passed: set[tuple[str, str]] = set()
        self.refused: set[tuple[str, str]] = set()

    def run(self, advance: Callable[[int], object]) -> Changes:
        """Store everything; `advance` is told of each batch how many rows it had.

        Records come first and what belongs to them after, so that they may refer to each other in any order.
        """
        changes = Changes()
        for batch in self.spool.batches(roots=True):
            changes = changes.plus(self.merge(self.fit(self.allowed(batch)), {}))
        for batch in self.spool.batches(roots=False):
            rows = self.fit(self.unwritten(self.rooted(self.unless_passed(batch))))
            changes = changes.plus(self.merge(rows))
            advance(len(batch))
        self.report.accepted += +self.accepted
        return changes

    def merge(self, entries: Iterable[Entry], children: Mapping[type[SQLModel], tuple[str, ...]] = OWNERS) -> Changes:
        """Merge some rows, each with what belongs to it."""
        rows: dict[sa.Table, Table] = {}
        for entry in entries:
            table = columns(entry.table)
            rows.setdefault(table, {})[key_of(entry.table, entry.row)] = whole(entry.table, entry.row)
        return merge(self.connection, rows, self.number, {}, children, self.written)

    def allowed(self, batch: list[Entry]) -> list[Entry]:
        """Give the records that nobody else has the last word about; the same values are no fault."""
        curated = self.rows_of(columns(Curated), {entry.root for entry in batch})
        for entry in batch:
            if entry.root in curated or entry.root in self.written:
                self.passed.add(entry.root)
                if self.differs(entry) and entry.root[0] != "source":
                    self.refuse(entry, WRITTEN if entry.root in self.written else HELD)
        return [entry for entry in batch if entry.root not in self.passed]

    def unless_passed(self, batch: list[Entry]) -> list[Entry]:
        """Give the rows whose record is not passed over."""
        over = [entry for entry in batch if entry.root in self.passed or entry.root in self.refused]
        self.accepted.subtract(entry.key[0] for entry in over if entry.key != entry.root)
        return [entry for entry in batch if entry.root not in self.passed and entry.root not in self.refused]

    def rooted(self, batch: list[Entry]) -> list[Entry]:
        """Give the rows whose record is in the import."""
        roots = {entry.root for entry in batch if entry.key == entry.root}
        for entry in batch:
            if entry.root not in roots and entry.table is not Citation:
                self.refuse(entry, ROOTLESS.format(*entry.root))
        return [entry for entry in batch if entry.root in roots]

    def unwritten(self, batch: list[Entry]) -> list[Entry]:
        """Give the rows of what was not written on its own since, as an article of a treaty may have been."""
        if not self.written:
            return batch
        free: list[Entry] = []
        for entry in batch:
            if record_of(columns(entry.table), entry.row) not in self.written:
                free.append(entry)
                continue
            self.accepted[entry.key[0]] -= 1
            if self.differs(entry):
                self.report.add(Refused(entry.place, WRITTEN))
        return free

    def differs(self, entry: Entry) -> bool:
        """Tell whether a row is not stored with these values."""
        key = key_of(entry.table, entry.row)
        known = self.rows_of(columns(entry.table), {key}).get(key, {})
        return any(name != "revision" and known.get(name) != value for name, value in entry.row.items())

    def fit(self, batch: list[Entry]) -> list[Entry]:
        """Give the rows whose references all hold; what refers to a row that does not, goes with it."""
        own = {entry.key for entry in batch}
        fitting: list[Entry] = []
        missing = self.missing(batch, own)
        for entry in batch:
            broken = next((link for link in _links(entry) if link[1:] in missing), None)
            if broken:
                field, table, id = broken
                self.refuse(entry, f"{field}: there is no {table} {id!r}; import it first, or correct the id")
            else:
                fitting.append(entry)
        gone = self.refused
        cited = [e for e in fitting if e.table is Citation and (e.row["resource"], e.row["record"]) in gone]
        self.accepted["citation"] -= len(cited)
        return [entry for entry in fitting if entry not in cited] if cited else fitting

    def missing(self, batch: list[Entry], own: set[tuple[str, Any]]) -> set[tuple[str, str]]:
        """Give what is referred to, as table and id, and neither in the batch nor in the database."""
        wanted = {(table, id) for entry in batch for _, table, id in _links(entry)} - own
        for table in {table for table, _ in wanted}:
            ids = {(id,) for name, id in wanted if name == table}
            wanted -= {(table, key[0]) for key in self.rows_of(metadata.tables[table], ids)}
        return wanted

    def rows_of(self, table: sa.Table, keys: set[tuple[Any, ...]]) -> Table:
        """Give the rows of a table with some keys."""
        names = [column.name for column in table.primary_key]
        found = named(self.connection, table, names, keys)
        return {tuple(row[name] for name in names): dict(row) for row in found}

    def refuse(self, entry: Entry, words: str) -> None:
        """Note that a row is not stored; with the row of a line, the line."""
        self.refused.add(entry.key)
        self.accepted[entry.key[0]] -= 1
        self.report.add(Refused(entry.place, words))
        if entry.line:
            self.report.lines.subtract({"accepted": 1, "refused": -1})


def _links(entry: Entry) -> Iterator[tuple[str, str, str]]:
    """Give what a row refers to: field, table, id."""
    return links(columns(entry.table), whole(entry.table, entry.row))
