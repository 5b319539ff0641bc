"""What is kept beside the records so that questions are quick: full text, sums of trade metrics, conflicts."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from models import ApiKey, Conflict, ConflictValue, Country, Document, ImportJob, TradeByPeriod, TradeMetric, metadata
from models.base import columns, tables
from models.document import KINDS, remove, write
from models.trade_sum import SUMS, summarise
from seed import conflicts
from seed.rows import CHUNK, chunks

Rows = Sequence[dict[str, Any]]

BESIDE: tuple[type[SQLModel], ...] = (Document, *SUMS, Conflict, ConflictValue)
KEPT = {columns(model) for model in BESIDE}
"""The tables of it: they say nothing that the others do not, so no package holds them."""

OPERATIONAL = {columns(ApiKey), columns(ImportJob)}
"""The tables that are about this service and say nothing about the world: no package holds them either."""


def touch(connection: sa.Connection, table: sa.Table, now: Rows, before: Rows) -> None:
    """Follow a change of some rows, once it is made: what is new or different now, and what went or was different."""
    if table.name in KINDS:
        remove(connection, table.name, [row["id"] for row in before])
        write(connection, tables()[table.name], now)
    if table is columns(TradeMetric):
        summarise(connection, {row["reporter"] for row in (*now, *before)})
    if table is columns(Country):
        # What is a group of countries decides what is added up.
        metrics, ids = columns(TradeMetric), [row["id"] for row in before]
        for chunk in chunks(ids):
            about = sa.or_(metrics.c.reporter.in_(chunk), metrics.c.partner.in_(chunk))
            summarise(connection, set(connection.scalars(sa.select(metrics.c.reporter).where(about).distinct())))
    conflicts.refresh(connection, table, [*now, *before])


def rebuild(connection: sa.Connection) -> None:
    """Make all of it anew where there is none, as after a migration that brings it."""
    metrics = columns(TradeMetric)
    there = set(sa.inspect(connection).get_table_names())
    if columns(TradeByPeriod).name not in there:
        return
    if _missing(connection, Document):
        for kind in (kind for kind in KINDS if kind in there):
            for rows in _chunks(connection, metadata.tables[kind]):
                write(connection, tables()[kind], rows)
        if connection.dialect.name == "sqlite":
            # After so many at once: to look in one place is quicker than in many.
            connection.exec_driver_sql("INSERT INTO document_words(document_words) VALUES ('optimize')")
    if _missing(connection, TradeByPeriod):
        summarise(connection, set(connection.scalars(sa.select(metrics.c.reporter).distinct())))
    if sa.inspect(connection).has_table(columns(Conflict).name) and _missing(connection, Conflict):
        conflicts.rebuild(connection)


def _missing(connection: sa.Connection, table: type[SQLModel]) -> bool:
    return connection.execute(sa.select(sa.literal(1)).select_from(columns(table)).limit(1)).first() is None


def _chunks(connection: sa.Connection, table: sa.Table) -> Iterator[list[dict[str, Any]]]:
    last = ""
    while (
        rows := connection.execute(sa.select(table).where(table.c.id > last).order_by(table.c.id).limit(CHUNK))
        .mappings()
        .all()
    ):
        yield [dict(row) for row in rows]
        last = rows[-1]["id"]
