"""Brings the trade metrics that wait on a stage into the live table, within the transaction of the stage."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from models import Citation, Curated, TradeMetric
from models.base import columns
from models.database import WRITE_LOCK
from models.revision import Why
from seed.derived import touch
from seed.files import Table
from seed.history import commit, following, held, held_by, remember
from seed.merging import Changes, merge
from seed.report import Refused, Repaired, Report
from seed.rows import CHUNK, Row, chunks, key_of, whole
from seed.staging import Stage
from seed.storing import WRITTEN

live, curated = columns(TradeMetric), columns(Curated)

HELD = "the data files hold this observation with other values, and have the last word; change it there"
AGAIN = "says again what an earlier line says; the earlier one is stored"
APART = "another line gives another value for this observation, and none of them is stored; keep the right one"
UPSERT: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Vanished(Exception):
    """Something that observations refer to was deleted while they were read."""


class Merging:
    """One merge. `used` are the ids that the observations refer to, by column."""

    def __init__(
        self,
        stage: Stage,
        constants: Mapping[str, Any],
        records: Sequence[Row],
        used: Mapping[str, set[Any]],
        report: Report,
    ) -> None:
        self.connection, self.staged, self.records = stage.connection, stage.table, records
        self.used, self.report = used, report
        self.values: dict[str, sa.ColumnElement[Any]] = {
            column.name: self.staged.c[column.name]
            if column.name in self.staged.c
            else sa.literal(constants[column.name], column.type)
            for column in live.columns
            if column.name != "revision"
        }
        self.number = 0
        self.reporters: set[str] = set()

    def run(self, *, doubles: bool) -> Changes:
        """Merge records and observations, of which some may be there twice if there may be `doubles`.

        Where the database lets us, rows are stored without looking at what each refers to: that is looked at
        afterwards, for all of them at once.
        """
        if self.connection.dialect.name != "sqlite":
            self.connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITE_LOCK)))
        # Nobody else can take the number any more, nor write before it.
        self.number = following(self.connection)
        self.values["revision"] = sa.literal(self.number, live.c.revision.type)
        unchecked = self.uncheck()
        changes = Changes() if unchecked else self.store_records()
        changes = changes.plus(self.store(doubles=doubles))
        if unchecked:
            self.check_again()
            changes = changes.plus(self.store_records())
        self.check_references()
        return changes

    def uncheck(self) -> bool:
        """Leave the look at foreign keys to `check_references`, where the database lets this role."""
        if self.connection.dialect.name == "sqlite":
            return True
        asked = sa.select(sa.func.has_parameter_privilege("session_replication_role", "SET"))
        if may := bool(self.connection.scalar(asked)):
            self.connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        return may

    def check_again(self) -> None:
        """End what `uncheck` began."""
        if self.connection.dialect.name != "sqlite":
            self.connection.exec_driver_sql("SET LOCAL session_replication_role = origin")

    def store_records(self) -> Changes:
        """Merge the rows of other tables, but for those that the data files hold."""
        last = {tuple(row) for row in self.connection.execute(sa.select(curated.c.resource, curated.c.record))}
        last |= held(self.connection)
        rows: dict[sa.Table, Table] = {}
        for table, row in self.records:
            about = (row["resource"], row["record"]) if table is Citation else (table.__tablename__, row["id"])
            if about not in last:
                rows.setdefault(columns(table), {})[key_of(table, row)] = whole(table, row)
        self.report.accepted.update({table.name: len(found) for table, found in rows.items()})
        return merge(self.connection, rows, self.number, {}, {})

    def store(self, *, doubles: bool) -> Changes:
        """Merge the observations: new ones, and those that differ."""
        if doubles:
            self.drop_doubles()
        # The id of an observation holds its source: where none of the source is there, none can be the same.
        source = sa.select(live.c.id).where(live.c.source.in_(self.used["source"] - {None})).limit(1)
        known = self.connection.scalar(source) is not None or held(self.connection, (live.name,))
        return self.store_again() if known else self.store_first()

    def store_first(self) -> Changes:
        """Insert the observations of a source that has none."""
        inserted = self.insert(sa.insert(live))
        self.report.accepted[live.name] += inserted
        self.reporters = self.used["reporter"] - {None}
        return Changes(inserted)

    def store_again(self) -> Changes:
        """Insert and update what is new and what differs."""
        if self.connection.dialect.name != "sqlite":
            # Nobody else has looked at a table that nobody else sees.
            self.connection.exec_driver_sql("ANALYZE observation")
        self.drop_held()
        self.report.accepted[live.name] += self.count()
        self.drop_same()
        updated = self.count(self.staged.c.id.in_(sa.select(live.c.id)))
        inserted = self.count() - updated
        reporters = sa.select(self.values["reporter"]).select_from(self.staged).distinct()
        self.reporters = set(self.connection.scalars(reporters))
        if inserted + updated:
            statement = UPSERT[self.connection.dialect.name](live)
            self.remember()
            changed = {name: statement.excluded[name] for name in self.values if name != "id"}
            self.insert(statement.on_conflict_do_update(index_elements=["id"], set_=changed))
        return Changes(inserted, updated)

    def count(self, *where: sa.ColumnElement[bool]) -> int:
        """Count what waits."""
        return self.connection.scalar(sa.select(sa.func.count()).select_from(self.staged).where(*where)) or 0

    def drop_doubles(self) -> None:
        """Keep one of lines that say the same, and none of lines that say different things about one observation."""
        ids = sa.select(self.staged.c.id).group_by(self.staged.c.id).having(sa.func.count() > 1)
        found = sa.select(self.staged).where(self.staged.c.id.in_(ids)).order_by(self.staged.c.id, self.staged.c.number)
        dropped: list[tuple[str, int]] = []
        for _, group in groupby(self.connection.execute(found).mappings(), lambda row: row["id"]):
            rows = list(group)
            apart = any(row[name] != rows[0][name] for row in rows for name in row if name not in ("number", "locator"))
            for row in rows if apart else rows[1:]:
                self.report.add(Refused(row["locator"], APART) if apart else Repaired(row["locator"], AGAIN))
                dropped.append((row["id"], row["number"]))
            self.report.lines.subtract({"accepted": len(rows), "refused": -len(rows)} if apart else {})
        for chunk in chunks(dropped):
            self.connection.execute(
                sa.delete(self.staged).where(sa.tuple_(self.staged.c.id, self.staged.c.number).in_(chunk))
            )

    def remember(self) -> None:
        """Keep what the observations that differ were before."""
        differing = sa.select(live.c.id).where(live.c.id.in_(sa.select(self.staged.c.id)))
        # As they come: all of millions would not fit into memory.
        for ids in self.connection.scalars(differing, execution_options={"yield_per": CHUNK}).partitions():
            remember(self.connection, ((live.name, id) for id in ids), self.number)

    def drop_held(self) -> None:
        """Leave what the data files hold, or somebody wrote on its own, as it is."""
        curating = sa.select(curated.c.record).where(curated.c.resource == live.name)
        for ids, words in (*((query, WRITTEN) for query in held_by(live.name)), (curating, HELD)):
            there = sa.exists().where(live.c.id == self.staged.c.id, self.same())
            differing = sa.select(self.values["locator"]).select_from(self.staged)
            for locator in self.connection.scalars(differing.where(self.staged.c.id.in_(ids), ~there)).all():
                self.report.add(Refused(locator, words))
                self.report.lines.subtract({"accepted": 1, "refused": -1})
            self.connection.execute(sa.delete(self.staged).where(self.staged.c.id.in_(ids)))

    def same(self) -> sa.ColumnElement[bool]:
        """Give the condition that a row is there already, with all its values."""
        values = ((live.c[name], value) for name, value in self.values.items() if name != "revision")
        return sa.and_(*(column.is_not_distinct_from(value) for column, value in values))

    def drop_same(self) -> None:
        """Leave out what is there already."""
        there = sa.exists().where(live.c.id == self.staged.c.id, self.same())
        self.connection.execute(sa.delete(self.staged).where(there))

    def insert(self, statement: Any) -> int:
        """Write what still waits, and count it."""
        found = sa.select(*self.values.values()).select_from(self.staged).where(sa.true())
        if self.connection.dialect.name == "sqlite":
            # The order that it waits in, which is that of the table's own index.
            found = found.order_by(*self.staged.primary_key)
        counted = statement.from_select(list(self.values), found).execution_options(preserve_rowcount=True)
        return int(self.connection.execute(counted).rowcount)

    def check_references(self) -> None:
        """Look at what all rows refer to, and keep it from going before the transaction ends.

        Raises Vanished where something is not there.
        """
        for name, ids in self.used.items():
            (foreign,) = live.c[name].foreign_keys
            target = foreign.column
            there: set[str] = set()
            for chunk in chunks(ids - {None}):
                found = sa.select(target).where(target.in_(chunk)).with_for_update(read=True, key_share=True)
                there.update(self.connection.scalars(found))
            if gone := sorted(ids - there - {None}):
                raise Vanished(f"{name}: there is no {target.table.name} {gone[0]!r} any more; import again")

    def finish(self, why: Why) -> int:
        """Bring up to date what is kept beside the observations, and give the data its next revision."""
        touch(self.connection, live, [{"reporter": reporter} for reporter in self.reporters], [])
        return commit(self.connection, self.number, why)
