"""Where the rows of an import wait until all of its files are read: a temporary file, so that memory stays flat."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple, Self

from sqlmodel import SQLModel

from models import metadata
from models.base import columns, tables
from seed.report import Place, Refused
from seed.rows import OWNERS, Row, is_id, key_of

BATCH = 2_000
"""Rows that are held in memory at once, or those of one record where it has more."""

ORDER = {table.name: number for number, table in enumerate(metadata.sorted_tables)}


class Entry(NamedTuple):
    """A row that waits: where it was found, whether it stands for its whole line, and the record it belongs to."""

    place: Place
    line: bool
    root: tuple[str, str]
    table: type[SQLModel]
    row: dict[str, Any]

    @property
    def key(self) -> tuple[str, Any]:
        """Its table and its id."""
        return str(self.table.__tablename__), key_of(self.table, self.row)[0]


class Spool:
    """The rows of an import, by the record that they belong to; a context that forgets them at its end."""

    def __init__(self) -> None:
        # A database without a name is a temporary file, which goes when it is closed.
        self.file = sqlite3.connect("")
        self.file.execute(
            "CREATE TABLE entry (number INTEGER PRIMARY KEY, root_order INT, root_table TEXT, root TEXT, place TEXT,"
            " line INT, name TEXT, key TEXT, row TEXT, UNIQUE (name, key))"
        )
        self.file.execute("CREATE INDEX by_root ON entry (root_order, root, number)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def add(self, place: Place, rows: list[Row]) -> Iterator[Refused]:
        """Take the rows of one record; gives what cannot be taken: a row that is there with other values."""
        root_table, root = _root(*rows[0])
        for number, (table, row) in enumerate(rows):
            key = [str(part) for part in key_of(table, row)]
            text = json.dumps(row, ensure_ascii=False)
            if not is_id(key[0]):
                yield Refused(place, f"{key[0]!r} cannot be an id")
                continue
            values = (ORDER[root_table], root_table, root, json.dumps(place), number == 0)
            added = self.file.execute(
                "INSERT INTO entry (root_order, root_table, root, place, line, name, key, row)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (*values, table.__tablename__, ".".join(key), text),
            )
            if not added.rowcount and not self._has(str(table.__tablename__), ".".join(key), text):
                yield Refused(place, f"the {table.__tablename__} {'.'.join(key)} is there before, with other values")

    def _has(self, name: str, key: str, row: str) -> bool:
        found = self.file.execute("SELECT row FROM entry WHERE name = ? AND key = ?", (name, key)).fetchone()
        return found is not None and found[0] == row

    def batches(self, *, roots: bool) -> Iterator[list[Entry]]:
        """Give the rows in batches of whole records, what others refer to first; or only the records' own rows."""
        where = " WHERE name = root_table AND key = root" if roots else ""
        batch: list[Entry] = []
        for place, line, table, root, name, row in self.file.execute(
            f"SELECT place, line, root_table, root, name, row FROM entry{where} ORDER BY root_order, root, number"  # noqa: S608
        ):
            entry = Entry(json.loads(place), bool(line), (table, root), tables()[name], json.loads(row))
            if len(batch) >= BATCH and batch[-1].root != entry.root:
                yield batch
                batch = []
            batch.append(entry)
        if batch:
            yield batch

    def count(self) -> Counter[str]:
        """Count the rows by table."""
        return Counter(dict(self.file.execute("SELECT name, count(*) FROM entry GROUP BY name")))


def _root(table: type[SQLModel], row: dict[str, Any]) -> tuple[str, str]:
    """Give the table and the id of the record that a row belongs to: the row itself, or its owner."""
    if table not in OWNERS:
        return str(table.__tablename__), str(key_of(table, row)[0])
    owner = OWNERS[table][0]
    (parent,) = columns(table).c[owner].foreign_keys
    return parent.column.table.name, str(row[owner])
